"""Which words and pairs of words stand in a text, and how much each of them says: the rarer, the more.

Beside what a text means and the families in it, they tell how things are said. What is said with its own word is often
missed by what the whole means, where a long innocent rest stands around it.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from directives.texts.alike import tells_when
from directives.texts.prepared import Text

SELDOM = 3
"""What stands in fewer lessons teaches nothing."""
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Wordings:
    """Those that are known, and the votes of each for every label."""

    known: tuple[str, ...]
    rarity: Floats
    votes: Floats

    @cached_property
    def _at(self) -> Mapping[str, int]:
        return {wording: at for at, wording in enumerate(self.known)}

    def voted(self, text: Text) -> Floats:
        """What the wordings of a text vote for together; a long text has no more votes than a short one."""
        among = sorted(self._at[one] for one in wordings_of(text) if one in self._at)
        if not among:
            return np.zeros(self.votes.shape[1], np.float32)
        long = np.linalg.norm(self.rarity[among])
        return np.asarray(self.votes[among].sum(axis=0) / long, np.float32)


@dataclass(frozen=True, eq=False)
class Lessons:
    """Wordings of lessons: which lessons hold each of them, how rare it is, and how much a lesson holds in all."""

    known: tuple[str, ...]
    rows: tuple[npt.NDArray[np.int64], ...]
    rarity: Floats
    long: Floats

    @classmethod
    def of(cls, texts: Sequence[Text]) -> "Lessons":
        """Of those that are not too seldom."""
        seen: defaultdict[str, list[int]] = defaultdict(list)
        for row, text in enumerate(texts):
            for wording in wordings_of(text):
                seen[wording].append(row)
        known = tuple(sorted(wording for wording, rows in seen.items() if len(rows) >= SELDOM))
        rows = tuple(np.array(seen[wording]) for wording in known)
        rarity = np.array([math.log(len(texts) / len(of)) for of in rows], np.float32)
        squares = np.zeros(len(texts))
        for rare, of in zip(rarity.tolist(), rows, strict=True):
            squares[of] += rare**2
        return cls(known=known, rows=rows, rarity=rarity, long=np.sqrt(squares + 1e-6).astype(np.float32))

    def alike(self) -> Floats:
        """For each two lessons how much of their wording is the same, 1 for all of it."""
        shared = np.zeros((len(self.long), len(self.long)), np.float32)
        for rare, of in zip(self.rarity, self.rows, strict=True):
            shared[np.ix_(of, of)] += rare**2
        shared /= self.long[:, None]
        shared /= self.long
        return shared

    def taught(self, votes: npt.NDArray[np.float64]) -> Wordings:
        """What lessons with these votes teach of each wording."""
        each = votes / self.long[:, None]
        told = np.stack(
            [rare**2 * each[of].sum(axis=0) for rare, of in zip(self.rarity, self.rows, strict=True)]
        )
        return Wordings(known=self.known, rarity=self.rarity, votes=told.astype(np.float32))


def wordings_of(text: Text) -> set[str]:
    """Words, and pairs of them that stand side by side in one sentence; folded as they are.

    Not figures and names of days: "Thursday at 6:30" stands in posts of every kind, and would vote by chance.
    """
    words = [None if tells_when(word) else word for word in text.words]
    pairs = (
        f"{one} {other}"
        for first, after in text.sentences
        for one, other in pairwise(words[first:after])
        if one and other
    )
    return {*filter(None, words), *pairs}
