"""Makes the weights from labelled posts. Deterministic; cross-validated, so that its levels are honest.

Posts that were written one after the other are kept together when they are tried: ten by ten.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from directives.texts.encoder import encoder
from directives.texts.matching import book
from directives.texts.meaning import (
    WEIGHTS,
    Floats,
    Space,
    features_of,
    labels_known,
    near,
    row_of,
    together,
    told_of,
)
from directives.texts.measuring import Labelled, labelled
from directives.texts.prepared import Text, prepare
from directives.texts.wordings import Lessons

LESSONS = Path(__file__).parent / "lessons"
_TOGETHER, _FOLDS = 10, 6
_WAYS = 384
"""So many ways in which lessons differ are kept; what is left tells posts apart, not their labels."""
_FAMILIES = 0.08
"""How much families count beside what a text means."""
_WORDS = 0.5
"""How much words and pairs of words count beside what a text means."""
_HOLD = 0.4
"""How strongly votes are held near nothing."""
_SELDOM = 2
"""A family in fewer posts teaches nothing."""
ASKED_OF_CLEAN = 0.028
"""The share of clean posts that all of these checks together may ask about by likeness alone."""
BELIEVED = 0.036
"""The same with what the words say."""
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Tried:
    """How each lesson was read when it was not learnt from, and which of the words said it."""

    posts: tuple[Labelled, ...]
    labels: tuple[str, ...]
    whole: Floats
    leading: npt.NDArray[np.bool_]
    said: npt.NDArray[np.bool_]
    usual: Floats
    scale: Floats
    asks: float
    says: float

    @property
    def noticed(self) -> npt.NDArray[np.bool_]:
        whole = self.whole[:, None]
        return (self.leading & (whole > self.asks)) | (self.said & (whole > self.says))


@dataclass(frozen=True, kw_only=True, eq=False)
class Inputs:
    """What is learnt from: one row a lesson. `alike` holds for each two of them how much one votes for the other.

    `wished` are the labels, whether there is any, and whether it is said outright.
    """

    features: tuple[str, ...]
    space: Space
    places: Floats
    families: Floats
    wordings: Lessons
    alike: Floats
    wished: npt.NDArray[np.bool_]


def lessons() -> tuple[Labelled, ...]:
    files = sorted(LESSONS.glob("*.jsonl"))
    return tuple(
        post for path in files for post in labelled(lines=path.read_text(encoding="utf-8").split("\n"))
    )


def digests(posts: Sequence[Labelled]) -> tuple[str, ...]:
    """One for each text with its labels, by which weights are told to belong to these posts."""
    rows = (f"{post.text}\0{','.join(post.labels)}" for post in posts)
    return tuple(hashlib.sha256(row.encode("utf-8", "surrogatepass")).hexdigest()[:16] for row in rows)


def train(*, into: Path = WEIGHTS) -> Tried:
    """Writes the weights and says what was measured while they were tried."""
    posts = lessons()
    texts = [prepared(post) for post in posts]
    labels = labels_known()
    means = np.stack([encoder().told(told_of(text)).mean() for text in texts])
    inputs = _inputs(posts, texts, labels, means)
    tried = _tried(posts, labels, inputs, np.array([_said(text, labels) for text in texts]))
    votes, base = _fitted(inputs.alike, inputs.wished)
    some = np.array([bool(post.labels) for post in posts])
    wordings = inputs.wordings.taught(_WORDS * votes)
    beside = into.with_suffix(".new.npz")
    np.savez_compressed(
        beside,
        labels=np.array(labels),
        features=np.array(inputs.features),
        middle=inputs.space.middle.astype(np.float32),
        spread=inputs.space.spread.astype(np.float32),
        centre=inputs.space.centre.astype(np.float32),
        ways=inputs.space.ways.astype(np.float16),
        places=inputs.places.astype(np.float16),
        votes=votes.astype(np.float32),
        by_family=(_weight(inputs.families) * (inputs.families.T @ votes)).astype(np.float32),
        wordings=np.array(wordings.known),
        rarity=wordings.rarity,
        by_wording=wordings.votes.astype(np.float16),
        base=base.astype(np.float32),
        usual=tried.usual,
        scale=tried.scale,
        asks=tried.asks,
        says=tried.says,
        lessons=np.array(
            [post.text if kept else "" for post, kept in zip(posts, some.tolist(), strict=True)]
        ),
        of_label=inputs.wished[:, : len(labels)],
        learnt=np.array(digests(posts)),
    )
    beside.replace(into)
    return tried


def prepared(post: Labelled) -> Text:
    """The text of a lesson as the checks take it."""
    return prepare(text=post.text, written_on=post.written_on, kind="post", language="")


def _said(text: Text, labels: tuple[str, ...]) -> list[bool]:
    return [any(match.pattern.sure for match in book().matches(check=name, text=text)) for name in labels]


def _inputs(posts: tuple[Labelled, ...], texts: list[Text], labels: tuple[str, ...], means: Floats) -> Inputs:
    wanted = np.array([[name in post.labels for name in labels] for post in posts])
    noticed = [features_of(text) for text in texts]
    seen = Counter(name for names in noticed for name in names)
    features = tuple(sorted(name for name, times in seen.items() if times >= _SELDOM))
    at = {name: number for number, name in enumerate(features)}
    families = np.stack([row_of(names, at) for names in noticed])
    space = _space(means)
    places = space.place(means)
    wordings = Lessons.of(texts)
    more = np.array([[bool(post.labels), bool(post.labels) and post.wording == "direct"] for post in posts])
    return Inputs(
        features=features,
        space=space,
        places=places,
        families=families,
        wordings=wordings,
        alike=near(places @ places.T)
        + _weight(families) * (families @ families.T)
        + np.float32(_WORDS) * wordings.alike(),
        wished=np.hstack([wanted, more]),
    )


def _weight(families: Floats) -> np.float32:
    return np.float32(_FAMILIES / families.sum(axis=1).mean())


def _space(means: Floats) -> Space:
    """The ways are the directions of most difference; their signs are settled, so that they are always the same."""
    plain = Space(
        middle=means.mean(axis=0),
        spread=means.std(axis=0) + 1e-6,
        centre=np.zeros(1, np.float32),
        ways=np.zeros(1, np.float32),
    )
    rows = plain.even(means)
    centre = rows.mean(axis=0)
    apart = (rows - centre).astype(np.float64)
    ways = np.linalg.eigh(apart.T @ apart)[1][:, ::-1][:, :_WAYS]
    ways *= np.sign(ways[np.abs(ways).argmax(axis=0), np.arange(ways.shape[1])])
    return Space(
        middle=plain.middle,
        spread=plain.spread,
        centre=centre,
        ways=ways.astype(np.float16).astype(np.float32),
    )


def _tried(
    posts: tuple[Labelled, ...], labels: tuple[str, ...], inputs: Inputs, said: npt.NDArray[np.bool_]
) -> Tried:
    fold = np.arange(len(posts)) // _TOGETHER % _FOLDS
    scores = np.zeros(inputs.wished.shape, np.float32)
    for at in range(_FOLDS):
        new, known = fold == at, fold != at
        votes, base = _fitted(inputs.alike[np.ix_(known, known)], inputs.wished[known])
        scores[new] = inputs.alike[np.ix_(new, known)] @ votes + base
    clean = np.array([not post.labels for post in posts])
    usual = np.median(scores[clean], axis=0).astype(np.float32)
    scale = scores.std(axis=0).astype(np.float32)
    whole, leading = together(scores, usual, scale)
    asks = float(np.quantile(whole[clean], 1 - ASKED_OF_CLEAN))
    below = np.sort(whole[clean & (whole <= asks) & said.any(axis=1)])[::-1]
    more = int((BELIEVED - ASKED_OF_CLEAN) * clean.sum())
    says = float(below[min(more, len(below) - 1)]) if len(below) else asks
    return Tried(
        posts=posts,
        labels=labels,
        whole=whole,
        leading=leading,
        said=said,
        usual=usual,
        scale=scale,
        asks=asks,
        says=says,
    )


def _fitted(alike: Floats, wished: npt.NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """The votes of each lesson and what is usual: kernel ridge regression of every label at once."""
    base = wished.mean(axis=0)
    held = alike.astype(np.float64) + _HOLD * np.eye(len(alike))
    return np.linalg.solve(held, wished - base), base
