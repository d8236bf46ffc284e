"""Reads one text with every check. Pure: the same text, day and version give the same reading."""

from datetime import date
from functools import lru_cache

from directives.texts.language import language_of
from directives.texts.prepared import prepare
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
    prepared = prepare(text=text, written_on=written_on, kind=kind, language=language)
    found = {one for check in CHECKS.values() if kind in check.kinds for one in check.sight(prepared)}
    return Reading(language=language, checked=True, sightings=tuple(sorted(found, key=_order)))


def _order(one: Sighting) -> tuple[tuple[int, int], str, bool, str]:
    return (one.span or (-1, -1), one.check, not one.sure, one.why)
