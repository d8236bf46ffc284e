"""Reads one text with every check. Pure: the same text, day and version give the same reading."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

from directives.texts.language import language_of
from directives.texts.prepared import LONGEST, prepare
from directives.texts.sightings import Kind, Reading, Sighting
from directives.texts.table import CHECKS

READ = frozenset({"en", "es"})
"""The languages that the checks read. A text too short to tell is read as well."""


def read(*, text: str, written_on: date, kind: Kind = "post") -> Reading:
    """Everything noticed in a text. Total: any text gets a reading, and no text leaves the machine."""
    return _read(text, written_on, kind)


@lru_cache(maxsize=256)
def _read(text: str, written_on: date, kind: Kind) -> Reading:
    """Kept for a while: one draft is judged again and again while its answers change."""
    language = language_of(text)
    if language and language not in READ:
        return Reading(language=language, checked=False, sightings=())
    found = {
        _moved(one, start)
        for start, stretch in _stretches(text)
        for one in _sighted(stretch, written_on, kind, language)
    }
    return Reading(language=language, checked=True, sightings=tuple(sorted(found, key=_order)))


@lru_cache(maxsize=256)
def _sighted(text: str, written_on: date, kind: Kind, language: str) -> frozenset[Sighting]:
    prepared = prepare(text=text, written_on=written_on, kind=kind, language=language)
    return frozenset(one for check in CHECKS.values() if kind in check.kinds for one in check.sight(prepared))


def _stretches(text: str) -> Iterator[tuple[int, str]]:
    """The text in stretches that are read at once, each with where it begins: one, but for a thread of long posts."""
    start = 0
    while len(text) - start > LONGEST:
        space = max(text.rfind(" ", start, start + LONGEST), text.rfind("\n", start, start + LONGEST))
        end = space + 1 if space > start else start + LONGEST
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _moved(one: Sighting, by: int) -> Sighting:
    if one.span is None or not by:
        return one
    return replace(one, span=(one.span[0] + by, one.span[1] + by))


def _order(one: Sighting) -> tuple[tuple[int, int], str, bool, str]:
    return (one.span or (-1, -1), one.check, not one.sure, one.why)
