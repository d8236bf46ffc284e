"""Hashtags that a screen reader cannot speak: many words run together in small letters."""

import re
from collections.abc import Iterator

from directives.texts.prepared import Text
from directives.texts.sightings import Check, Sighting

_RUN_TOGETHER = re.compile(r"(?<![\w&])[#\uff03][a-z\u00df-\u00f6\u00f8-\u00ff]{14,200}\d{0,4}(?!\w)")


def run_together(*, text: str) -> Iterator[tuple[int, int]]:
    """Where a long hashtag stands in small letters alone; it is read aloud as one word."""
    return (hit.span() for hit in _RUN_TOGETHER.finditer(text))


def _sight(text: Text) -> Iterator[Sighting]:
    for span in run_together(text=text.original):
        yield Sighting(check="hashtags", span=span, words=text.said(span), why="run together", sure=True)


HASHTAGS = Check(
    slug="hashtags",
    title="Hashtags a screen reader can speak",
    looks_for="Long hashtags in small letters alone, which are read aloud as one word.",
    leaves_alone="Short hashtags, and those with a capital for each word.",
    finds=("Come by tonight #nationalnightoutchicago",),
    leaves=("Come by tonight #NationalNightOut #chicago",),
    sight=_sight,
)
