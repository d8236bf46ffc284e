"""What an author says by sending a post, in the words that stood at the button and were frozen then (CPD-TW.IV.C)."""

from collections.abc import Iterable, Mapping
from typing import Any


def once(said: Iterable[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """Of frozen declarations each sentence once: a pair is sent with one press."""
    first: dict[str, Mapping[str, str]] = {}
    for one in said:
        first.setdefault(one["sentence"], one)
    return list(first.values())


def in_words(*, decision: Mapping[str, Any]) -> str:
    """'“By sending it, you say this is about your own district.” (CPD-TW.IV.C)'; empty where nothing was declared."""
    said = once(decision.get("declarations", ()))
    return " ".join(f"“{one['sentence']}” ({one['clause']})" for one in said)
