"""Finds words in a text and says exactly where they stand."""

import re
from dataclasses import dataclass
from functools import lru_cache

from directives.model import Term

_QUOTES = "'\u2018\u2019\u02bc"
_DASHES = "\u2010-\u2014-"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One hit: code points from `start` up to `end`, the words as written, and what would be better."""

    start: int
    end: int
    words: str
    plain: str

    @property
    def span(self) -> tuple[int, int]:
        return (self.start, self.end)

    @property
    def suggestion(self) -> str | None:
        if not self.plain:
            return None
        titled = self.words[:1].isupper() and not self.words[:2].isupper()
        return self.plain[0].upper() + self.plain[1:] if titled else self.plain


def marks(*, text: str, terms: tuple[Term, ...], idioms: tuple[str, ...] = ()) -> tuple[Mark, ...]:
    """Every whole-word hit, longest first where two begin together, none that lies in or across an idiom."""
    if not terms:
        return ()
    ordered = tuple(sorted(terms, key=lambda term: (-len(term.words), term.words)))
    spared = [hit.span() for hit in _pattern(idioms).finditer(text)] if idioms else []
    found = []
    for hit in _pattern(tuple(term.words for term in ordered)).finditer(text):
        if any(start < hit.end() and hit.start() < end for start, end in spared):
            continue
        term = ordered[(hit.lastindex or 1) - 1]
        found.append(Mark(start=hit.start(), end=hit.end(), words=hit.group(), plain=term.plain))
    return tuple(found)


@lru_cache(maxsize=256)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """One group a phrase, in the given order, so that a group's number is its phrase's."""
    groups = "|".join(f"({_spelling(phrase)})" for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{groups})(?!\w)", re.IGNORECASE)


def _spelling(phrase: str) -> str:
    """Any run of spaces, any quote, any dash; a star at the end of a word takes its endings too."""
    letters = []
    for letter in phrase:
        if letter == " ":
            letters.append(r"\s+")
        elif letter == "'":
            letters.append(f"[{_QUOTES}]")
        elif letter == "-":
            letters.append(rf"[\s{_DASHES}]")
        else:
            letters.append(r"\w*" if letter == "*" else re.escape(letter))
    return "".join(letters)
