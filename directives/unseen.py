"""The lessons as checks read them that had not learnt from them: an honest trial without a second set of posts."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from directives.texts import Reading, Sighting, learning, measuring
from directives.texts.meaning import PRIVATE
from directives.texts.measuring import Labelled
from directives.texts.private import may_be_like


def read() -> Iterator[tuple[Labelled, Reading]]:
    """Every lesson with what was noticed in it by weights that were fitted to the others; it learns several times.

    What no weights decide is read as ever.
    """
    with tempfile.TemporaryDirectory() as folder:
        tried = learning.train(into=Path(folder) / "weights.npz")
    for post, noticed, said in zip(tried.posts, tried.noticed.tolist(), tried.said.tolist(), strict=True):
        reading = measuring.reading_of(post)
        found = tuple(
            Sighting(check=label, span=None, words="", why="", sure=sure)
            for label, there, sure in zip(tried.labels, noticed, said, strict=True)
            if there and reading.checked and (label != PRIVATE or may_be_like(learning.prepared(post)))
        )
        yield post, replace(reading, sightings=(*_of_no_weights(reading, tried.labels), *found))


def _of_no_weights(reading: Reading, learnt: tuple[str, ...]) -> tuple[Sighting, ...]:
    """What is seen by its sign or by tables, whatever was learnt of its check: a tagged account, a name, a number."""
    return tuple(
        one
        for one in reading.sightings
        if one.check not in learnt
        or one.words.startswith("@")
        or (one.check == PRIVATE and not one.why.startswith("like: "))
    )
