"""How like a text is to posts that carry a label: votes of lessons near it, by what it means, the families in it and
its words.

What a text means comes from `encoder`, the weights of the votes from this package (`manage.py train_checks` writes
them); nothing is fetched. Both are read once, when the first text is read, or earlier by `warm`.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from directives.texts.encoder import LAYERS, WIDTH, Told, encoder
from directives.texts.matching import SUBJECTS, book
from directives.texts.prepared import Text
from directives.texts.wordings import Wordings

WEIGHTS = Path(__file__).parent / "weights.npz"
LONGEST = 3_000
"""Code points of a text that its meaning stands for, at most."""
NEAR = 2.0
"""How fast the vote of a lesson fades as it is less like the text."""
PRIVATE = "private_information"
"""A label that has a check of its own; likeness helps it too."""
ANYTHING = "anything"
"""Stands beside the labels: is there anything at all that a check of meaning looks for?"""
LEADING = 0.5
"""How much the likeliest label counts for the whole, beside `ANYTHING`."""
OUTRIGHT = 0.3
"""How much it counts that something is said outright, not hinted at: of what is said less may be missed."""
_LIKELY = 0.12
"""How likely a label must be to ask about a text by likeness; the likeliest always may."""
_DISGUISED = re.compile(
    "[\u0250-\u1fff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2c60-\u2dff\ua4d0-\ua4ff\ufe00-\uffef\U0001d400-\U0001d7ff]"
)
_JOINED = re.compile("(?<=[\u2190-\u2bff\U0001f000-\U0001faff])[\u200d\ufe0e\ufe0f]+")
"""What joins signs to one picture, and hides no letter."""
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Likeness:
    """`whole` says how likely it is that anything is there; `leading` are the labels it is likeliest to be.

    `place` has length one: where the text stands among the lessons. `families` is its row of them.
    """

    whole: float
    leading: frozenset[str]
    place: Floats
    families: Floats


@dataclass(frozen=True, eq=False)
class Space:
    """Where texts stand: the middle and spread of each number of a meaning, and the ways in which texts differ most."""

    middle: Floats
    spread: Floats
    centre: Floats
    ways: Floats

    def place(self, means: Floats) -> Floats:
        """Rows of length one."""
        return level(np.asarray((self.even(means) - self.centre) @ self.ways, np.float32))

    def even(self, means: Floats) -> Floats:
        """Each layer counts the same."""
        rows = ((means - self.middle) / self.spread).reshape(-1, len(LAYERS), WIDTH)
        return np.asarray(level(rows).reshape(len(rows), -1), np.float32)


@dataclass(frozen=True, eq=False)
class Model:
    """The votes of lessons, families and words, for each label, for `ANYTHING`, and for its being said outright.

    `asks` is the level of the whole from which likeness alone asks, `says` the one from which words that say it are
    believed. `usual` and `scale` are the middle and the spread of what is scored, label by label.
    """

    labels: tuple[str, ...]
    features: tuple[str, ...]
    space: Space
    places: Floats
    votes: Floats
    by_family: Floats
    wordings: Wordings
    base: Floats
    usual: Floats
    scale: Floats
    asks: float
    says: float
    lessons: tuple[str, ...]
    of_label: npt.NDArray[np.bool_]
    learnt: frozenset[str]

    def scores(self, text: Text) -> Likeness:
        kept = text.notes.get("meaning")
        if isinstance(kept, Likeness):
            return kept
        families = row_of(features_of(text), _places(self))
        place = _place(self.space, told_of(text))
        odds = self._odds(place, families) + self.wordings.voted(text)
        whole, leading = together(odds[None], self.usual, self.scale)
        likeness = Likeness(
            whole=float(whole[0]),
            leading=frozenset(self.labels[at] for at in np.flatnonzero(leading[0])),
            place=place,
            families=families,
        )
        text.notes["meaning"] = likeness
        return likeness

    def _odds(self, place: Floats, families: Floats) -> Floats:
        return np.asarray(
            near(self.places @ place) @ self.votes + families @ self.by_family + self.base, np.float32
        )

    def nearest(self, *, label: str, place: Floats) -> str:
        """The labelled post of this label that is most like it."""
        among = np.flatnonzero(self.of_label[:, self.labels.index(label)])
        return self.lessons[int(among[np.argmax(self.places[among] @ place)])] if len(among) else ""

    def part(self, *, label: str, text: Text) -> tuple[int, int] | None:
        """The sentence that counts most, in the text as given; None where there is but one."""
        spans = [text.span(first, after - 1) for first, after in text.sentences][:40]
        if len(spans) < 2 or disguised(text):
            return None
        told = _told(told_of(text))
        means = np.stack([told.mean(within=span) for span in spans])
        at = self.labels.index(label)
        counts = near(self.space.place(means) @ self.places.T) @ self.votes[:, at]
        return spans[int(np.argmax(counts))]


def level(rows: Floats) -> Floats:
    long = np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), np.float32(1e-6))
    return np.asarray(rows / long, np.float32)


def near(alike: Floats) -> Floats:
    """The vote of a lesson by how like it is, 1 for the same."""
    return np.asarray(np.exp(np.float32(NEAR) * (alike - 1)), np.float32)


def disguised(text: Text) -> bool:
    return _DISGUISED.search(_JOINED.sub("", text.original[:LONGEST])) is not None


def told_of(text: Text) -> str:
    """What its meaning is told by: the text as given, or in its plain spelling where letters are disguised."""
    return text.plain[:LONGEST] if disguised(text) else _JOINED.sub("", text.original[:LONGEST])


def features_of(text: Text) -> set[str]:
    """Families and patterns that stand in it, by names that the weights know."""
    found = {f"family {name}" for name in book().hits(text) if not name.startswith("=")}
    for check in book().patterns:
        for match in book().matches(check=check, text=text):
            found |= {match.pattern.key, f"{'sure' if match.pattern.sure else 'like'} {check}"}
    return found


def row_of(names: set[str], places: dict[str, int]) -> Floats:
    row = np.zeros(len(places), np.float32)
    row[[places[name] for name in names if name in places]] = 1
    return row


def labels_known() -> tuple[str, ...]:
    return (*(check for check in book().patterns if check != SUBJECTS), PRIVATE)


def together(odds: Floats, usual: Floats, scale: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """For each row of scores (the labels, then anything, then said outright) the whole, and which labels lead.

    A text that is likely to hold something is asked about for each of its likeliest labels: which of them it is,
    likeness tells less well than that there is one.
    """
    above = ((odds - usual) / scale)[:, :-2]
    own = odds[:, :-2]
    leading = (own > _LIKELY) | (own >= own.max(axis=1, keepdims=True))
    anything, outright = (odds[:, -2:] / scale[-2:]).T
    return anything + LEADING * above.max(axis=1) + OUTRIGHT * outright, leading


@lru_cache(maxsize=8)
def _told(text: str) -> Told:
    return encoder().told(text)


@lru_cache(maxsize=2048)
def _place(space: Space, text: str) -> Floats:
    """Kept by the words alone: the same text is met on other days, in copies and in pairs."""
    (place,) = space.place(_told(text).mean()[None])
    return np.asarray(place, np.float32)


@cache
def _places(model: Model) -> dict[str, int]:
    return {name: at for at, name in enumerate(model.features)}


@cache
def model() -> Model:
    """The weights of this package, read once a process."""
    with np.load(WEIGHTS, allow_pickle=False) as kept:
        space = Space(
            **{name: kept[name].astype(np.float32) for name in ("middle", "spread", "centre", "ways")}
        )
        return Model(
            labels=tuple(kept["labels"].tolist()),
            features=tuple(kept["features"].tolist()),
            space=space,
            places=kept["places"].astype(np.float32),
            votes=kept["votes"],
            by_family=kept["by_family"],
            wordings=Wordings(
                known=tuple(kept["wordings"].tolist()),
                rarity=kept["rarity"],
                votes=kept["by_wording"].astype(np.float32),
            ),
            base=kept["base"],
            usual=kept["usual"],
            scale=kept["scale"],
            asks=float(kept["asks"]),
            says=float(kept["says"]),
            lessons=tuple(kept["lessons"].tolist()),
            of_label=kept["of_label"],
            learnt=frozenset(kept["learnt"].tolist()),
        )


def warm() -> None:
    """Reads weights and words now: before a server forks, so that its workers share them."""
    model()
    _told("Good morning.")
