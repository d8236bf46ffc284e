"""What the author of a post answered and said of its pictures, as the record keeps it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audit import vault
from directives.facts import media_in_words
from directives.model import frozen_question
from records.sheet import ChainEntry

_UNDER_COVER = {"no": "Nobody works under cover, as was asked.", "may": "Somebody may work under cover."}
_MUSIC = {
    "none": "No music.",
    "allowed": "Its music may be used.",
    "not_allowed": "Nobody allowed its music.",
}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One question in short, and what was answered."""

    short: str
    words: str


def of(*, chain: Sequence[ChainEntry], agency_id: int) -> tuple[Answer, ...]:
    """Those of the version that went out, in the order of their questions, then what was said by sending it.

    What was said of each picture comes last. One query. Empty where nothing of them is kept.
    """
    sent = next((entry for entry in reversed(chain) if entry.act == "submitted"), None)
    if sent is None or len(sent.further) < 2:
        return ()
    there = vault.texts_there(digests=sent.further[:2], agency_id=agency_id)
    answers, decision = (json.loads(there.get(digest, "{}")) for digest in sent.further[:2])
    asked = _answered(decision.get("questions", ()), answers)
    said = _declared(decision.get("declarations", ()))
    return (*asked, *said, *_said_of_pictures(decision.get("media", ())))


def _answered(questions: Sequence[Mapping[str, Any]], answers: Mapping[str, str]) -> Iterator[Answer]:
    for question in questions:
        if given := answers.get(question["key"], "").strip():
            words = frozen_question(frozen=question).in_words(answer=given)
            yield Answer(short=question["short"], words=words)


def _declared(declarations: Sequence[Mapping[str, str]]) -> Iterator[Answer]:
    for one in declarations:
        yield Answer(short="Declared", words=f"“{one['sentence']}” ({one['clause']})")


def _said_of_pictures(media: Sequence[Mapping[str, Any]]) -> Iterator[Answer]:
    for number, one in enumerate(media, start=1):
        said = media_in_words(owner=one["owner"], shown=one["shown"] or (), consent=one["consent"])
        further = (_UNDER_COVER.get(one["under_cover"], ""), _MUSIC.get(one["music"], ""))
        words = " ".join(filter(None, (*said, *further)))
        yield Answer(short="Video" if one["video"] else f"Picture {number}", words=words)
