"""What somebody says by giving a step, and what it rests on (CPD-TW.V.B.4)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from accounts.models import Agency
from posts import digest as digests
from posts import link_cards


def boxes_of(*, decision: Mapping[str, Any], step_key: str) -> list[dict[str, str]]:
    """What is ticked to give a step: the boxes of a sensitive kind, and what the rules want said in so many words.

    The same words have one key and other words another: of a pair, a tick counts for what was read alone.
    """
    route = (step for step in decision["route"] if step["key"] == step_key)
    said = [reason.get("authorisation", "") for step in route for reason in step["reasons"]]
    return [
        *decision["attestation"]["boxes"],
        *({"key": f"allowed-{digests.of(words)[:12]}", "label": words} for words in filter(None, said)),
    ]


def guidance_asked(*, decision: Mapping[str, Any], step_key: str) -> list[str]:
    """The questions that whoever gives a step answers in words of their own, each once (CPD-TW.V.D.10)."""
    route = (step for step in decision["route"] if step["key"] == step_key)
    asked = [reason.get("guidance", "") for step in route for reason in step["reasons"]]
    return list(dict.fromkeys(filter(None, asked)))


def attestation_of(
    *, decision: Mapping[str, Any], texts: Sequence[str], agency: Agency, at: datetime
) -> dict[str, Any]:
    """What is said by approving, and what it rests on: as it was frozen, and what each link answered since.

    A link is asked while the post waits, so its answer is no part of what was frozen.
    """
    form = decision["attestation"]
    links = link_cards.answers_of(texts=texts, agency=agency, at=at)
    return {**form, "facts": [*form["facts"], *(one.words for one in links)], "links": links}


def checklist_of(*, decision: Mapping[str, Any], step_key: str) -> dict[str, Any] | None:
    """What the training has whoever gives a step look at, and in which version of the rules (CPD-TW.V.B.2).

    By approving they say that they did. None where the training has nothing for the step, or had nothing then.
    """
    checklist = decision["attestation"].get("checklist")
    if not checklist or checklist["step"] != step_key:
        return None
    return {
        "version": decision["pack_version"],
        "clause": checklist["clause"],
        "lines": list(checklist["lines"]),
    }
