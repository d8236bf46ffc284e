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

from directives.texts.matching import book
from directives.texts.meaning import (
    STRETCH,
    THERE,
    WEIGHTS,
    Floats,
    features_of,
    labels_known,
    together,
    told,
    vectors,
)
from directives.texts.measuring import Labelled, labelled
from directives.texts.prepared import Text, prepare

LESSONS = Path(__file__).parent / "lessons"
_TOGETHER, _FOLDS, _STEPS = 10, 6, 300
_HOLD = 4.0
"""How strongly weights are held near nothing."""
_SELDOM = 2
"""A family in fewer posts teaches nothing."""
ASKED_OF_CLEAN = 0.05
"""The share of clean posts that all of these checks together may ask about by likeness alone."""
BELIEVED = 0.062
"""The same with what the words say."""


@dataclass(frozen=True, kw_only=True)
class Tried:
    """How each lesson was read when it was not learnt from, and which of the words said it."""

    posts: tuple[Labelled, ...]
    labels: tuple[str, ...]
    whole: Floats
    leading: npt.NDArray[np.bool_]
    said: npt.NDArray[np.bool_]
    usual: Floats
    asks: float
    says: float

    @property
    def noticed(self) -> npt.NDArray[np.bool_]:
        whole = self.whole[:, None]
        return (self.leading & (whole > self.asks)) | (self.said & (whole > self.says))


def lessons() -> tuple[Labelled, ...]:
    files = sorted(LESSONS.glob("*.jsonl"))
    return tuple(
        post for path in files for post in labelled(lines=path.read_text(encoding="utf-8").splitlines())
    )


def digests(posts: Sequence[Labelled]) -> tuple[str, ...]:
    """One for each text with its labels, by which weights are told to belong to these posts."""
    rows = (f"{post.text}\0{','.join(post.labels)}" for post in posts)
    return tuple(hashlib.sha256(row.encode("utf-8", "surrogatepass")).hexdigest()[:16] for row in rows)


def train(*, into: Path = WEIGHTS) -> Tried:
    """Writes the weights and says what was measured while they were tried."""
    posts = lessons()
    texts = [_prepared(post) for post in posts]
    labels = labels_known()
    wanted = np.array([[name in post.labels for name in labels] for post in posts])
    wished = np.hstack([wanted, wanted.any(axis=1, keepdims=True)])
    vector = vectors([told(text) for text in texts])
    noticed = [features_of(text) for text in texts]
    seen = Counter(name for names in noticed for name in names)
    features = tuple(sorted(name for name, times in seen.items() if times >= _SELDOM))
    places = {name: at for at, name in enumerate(features)}
    rows = np.zeros((len(posts), len(features)), np.float32)
    for at, names in enumerate(noticed):
        rows[at, [places[name] for name in names if name in places]] = THERE
    inputs = np.hstack([vector * STRETCH, rows, np.ones((len(posts), 1), np.float32)])
    said = np.array([_said(text, labels) for text in texts])
    tried = _tried(posts, labels, inputs, wished, said)
    some = np.array([bool(post.labels) for post in posts])
    np.savez_compressed(
        into,
        labels=np.array(labels),
        features=np.array(features),
        weights=_fitted(inputs, wished).astype(np.float32),
        usual=tried.usual,
        asks=tried.asks,
        says=tried.says,
        lessons=np.array([post.text for post, kept in zip(posts, some.tolist(), strict=True) if kept]),
        of_label=wanted[some],
        vectors=vector[some].astype(np.float16),
        learnt=np.array(digests(posts)),
    )
    return tried


def _prepared(post: Labelled) -> Text:
    return prepare(text=post.text, written_on=post.written_on, kind="post", language="")


def _said(text: Text, labels: tuple[str, ...]) -> list[bool]:
    return [any(match.pattern.sure for match in book().matches(check=name, text=text)) for name in labels]


def _tried(
    posts: tuple[Labelled, ...],
    labels: tuple[str, ...],
    inputs: Floats,
    wanted: npt.NDArray[np.bool_],
    said: npt.NDArray[np.bool_],
) -> Tried:
    fold = np.arange(len(posts)) // _TOGETHER % _FOLDS
    scores = np.zeros(wanted.shape, np.float32)
    for at in range(_FOLDS):
        scores[fold == at] = inputs[fold == at] @ _fitted(inputs[fold != at], wanted[fold != at])
    clean = np.array([not post.labels for post in posts])
    usual = np.median(scores[clean, :-1], axis=0).astype(np.float32)
    whole, leading = together(scores, usual)
    asks = float(np.quantile(whole[clean], 1 - ASKED_OF_CLEAN))
    below = np.sort(whole[clean & (whole <= asks) & said.any(axis=1)])[::-1]
    more = int((BELIEVED - ASKED_OF_CLEAN) * clean.sum())
    says = float(below[min(more, len(below) - 1)]) if len(below) else asks
    return Tried(
        posts=posts, labels=labels, whole=whole, leading=leading, said=said, usual=usual, asks=asks, says=says
    )


def _fitted(inputs: Floats, wanted: npt.NDArray[np.bool_]) -> Floats:
    """Ridge logistic regression of every label at once, by accelerated descent; rare labels count for more."""
    wish = wanted.astype(np.float32)
    share = wish.mean(axis=0).clip(1e-3, None)
    count = np.where(wanted, np.sqrt((1 - share) / share), 1).astype(np.float32) / len(wish)
    hold = np.full((inputs.shape[1], 1), _HOLD / len(wish), np.float32)
    hold[-1] = 0
    pace = 1 / (_steepest(inputs) * 0.25 * count.max() + hold[0, 0])
    weights = ahead = np.zeros((inputs.shape[1], wish.shape[1]), np.float32)
    swing = 1.0
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-(inputs @ ahead)))
        step = ahead - pace * (inputs.T @ ((likely - wish) * count) + hold * ahead)
        further = (1 + (1 + 4 * swing * swing) ** 0.5) / 2
        ahead = step + (swing - 1) / further * (step - weights)
        weights, swing = step, further
    return weights


def _steepest(inputs: Floats) -> float:
    """The largest eigenvalue of the inputs' products, by power iteration."""
    way = np.ones(inputs.shape[1], np.float32)
    for _ in range(30):
        way = inputs.T @ (inputs @ way)
        way /= np.linalg.norm(way)
    return float(np.linalg.norm(inputs @ way) ** 2) * 1.02
