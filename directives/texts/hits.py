"""What a check that reads a text's plain words hands over, and where sentences begin and end."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from directives.texts.prepared import Text
from directives.texts.sightings import Sighting

_END = re.compile(r"(?<![.!?])[.!?]+[\"')\]]*\s+(?=\S)|\n+")
_SHORT = re.compile(
    r"(?:^|[\s(])(?:[A-Za-z]|mr|mrs|ms|dr|st|sgt|lt|capt|det|ofc|cmdr|ave|blvd|rd|jr|sr|no|vs|approx|apt|a\.m|p\.m"
    r"|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|jan|feb|mar|apr|aug|sept?|oct|nov|dec|sra|srta|av)$",
    re.IGNORECASE,
)


MOST = 20
"""So many places of one kind are looked at in one text."""


class Hit(NamedTuple):
    """One place in the plain words, from `start` up to `end`; `why` is a short key.

    `sure`: the words say it themselves; else only their surroundings suggest it.
    """

    start: int
    end: int
    why: str
    sure: bool
    suggestion: str | None = None


def sentence_around(words: str, at: int) -> tuple[int, int]:
    """From where to where the sentence goes in which `at` lies."""
    bounds = sentences(words)
    return bounds[max(bisect_right(bounds, (at, len(words))) - 1, 0)]


@lru_cache(maxsize=8)
def sentences(words: str) -> tuple[tuple[int, int], ...]:
    """Where each sentence begins and ends, in order; together they are all of the words."""
    bounds, start = [], 0
    for hit in _END.finditer(words):
        if words[hit.start()] != "\n" and _SHORT.search(words, max(hit.start() - 8, 0), hit.start()):
            continue
        bounds.append((start, hit.end()))
        start = hit.end()
    return (*bounds, (start, len(words))) if start < len(words) or not bounds else tuple(bounds)


def cased(text: Text) -> str:
    """The plain words with their capitals, letter by letter where `plain` has them."""
    kept = text.notes.get("cased")
    if not isinstance(kept, str):
        original, places = text.original, text.places
        kept = "".join(
            char.upper() if original[places[at]].isupper() else char for at, char in enumerate(text.plain)
        )
        kept = kept if len(kept) == len(text.plain) else text.plain
        text.notes["cased"] = kept
    return kept


def sightings(*, check: str, text: Text, hits: Iterable[Hit]) -> Iterator[Sighting]:
    """The hits with their places in the text as given."""
    for hit in hits:
        span = text.span_of_plain(hit.start, hit.end)
        yield Sighting(
            check=check,
            span=span,
            words=text.said(span),
            why=hit.why,
            sure=hit.sure,
            suggestion=hit.suggestion,
        )
