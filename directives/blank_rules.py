"""The kind of rule about what a template leaves open for its author."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from directives.case import Case
from directives.decision import Finding
from directives.facts import Facts
from directives.rules import Rule

_BRACKETS = re.compile(r"\[([^\[\]\n]{0,80})\]")
_SPARED = frozenset({"sic", "...", "…"})
"""What writers put in brackets of their own."""


@dataclass(frozen=True, kw_only=True)
class Unfilled(Rule):
    """A blank of a template, "[street]", stops every text in which it stands; a reason can say that it is none.

    A text is what residents read, or what one in another language means. Of a repost it is not the author's, and the
    brackets of captions name a sound.
    """

    words_for: ClassVar[frozenset[str]] = frozenset({"words"})

    def finds(self, case: Case) -> Iterable[Finding]:
        for before, text, picture in _texts(case.facts):
            for hit in _BRACKETS.finditer(text):
                if _is_blank(hit[1]):
                    sentence = before + self.sentence.replace("{words}", hit.group())
                    span = None if before else hit.span()
                    yield self.finding(level="must_fix", sentence=sentence, span=span, picture=picture)


def _texts(facts: Facts) -> Iterator[tuple[str, str, int | None]]:
    """How a finding in it begins, the text, and the number of the picture that it describes."""
    if not facts.reposts:
        yield "", facts.text, None
    captioned = {number for number, _ in facts.captions}
    for number, words in enumerate(facts.alt_texts, 1):
        if number in captioned:
            continue
        yield f"Description of picture {number}: ", words, number
    if facts.language:
        yield "In the meaning: ", facts.meaning, None


def _is_blank(inside: str) -> bool:
    """Words or nothing; a number is a note's, and what writers leave out or vouch for is meant."""
    said = inside.strip(" _")
    return not said or (said.casefold() not in _SPARED and any(letter.isalpha() for letter in said))
