"""Splits a text into the pieces that the encoder knows: the likeliest way by the scores of its vocabulary."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

_SPACE = "\u2581"
_LONGEST = 16
_FURTHEST = 3_000
"""Letters of a text that are split; no more pieces than are read stand in them, nearly always."""
_READ = 0x250
"""Letters up to here are kept, and signs from 0x2000: what English and Spanish are written with."""
_RARE = 10.0
"""So much less likely than the rarest piece is a letter that no piece holds."""


@dataclass(frozen=True, eq=False)
class Pieces:
    """`numbers` and `scores` by the letters of a piece; `spelling` is how some letters are written in pieces."""

    numbers: Mapping[str, tuple[int, float]]
    spelling: Mapping[str, str]
    begin: int
    end: int
    strange: tuple[int, float]

    @classmethod
    def read(cls, raw: memoryview, at: int) -> tuple[Self, int]:
        """The vocabulary that begins there in a file of weights, and where it is over."""
        count, begin, end, _, strange = struct.unpack_from("<5i", raw, at)
        (length,) = struct.unpack_from("<Q", raw, at + 20)
        at += 28
        bounds = np.frombuffer(raw, np.uint32, count + 1, at).tolist()
        at += 4 * (count + 1)
        scores = np.frombuffer(raw, np.float32, count, at)
        at += 4 * count
        letters = bytes(raw[at : at + length])
        spelling, at = _spelling(raw, at + length)
        known = {
            piece: (number, score)
            for number, score in enumerate(scores.tolist())
            if (piece := letters[bounds[number] : bounds[number + 1]].decode("utf-8", "replace"))
            and number != strange
            and all(ord(letter) < _READ or ord(letter) >= 0x2000 for letter in piece)
            and len(piece) <= _LONGEST
        }
        rare = float(scores.min()) - _RARE
        pieces = cls(numbers=known, spelling=spelling, begin=begin, end=end, strange=(strange, rare))
        return pieces, at

    def split(self, text: str, *, most: int) -> tuple[list[int], list[tuple[int, int]]]:
        """Numbers with the beginning and the end around them, and for each piece where it stands in the text."""
        letters, places = self._spelt(text[:_FURTHEST])
        size = len(letters)
        best = [0.0] + [-1e30] * size
        came: list[tuple[int, int]] = [(0, 0)] * (size + 1)
        for start in range(size):
            so_far = best[start]
            for end in range(start + 1, min(size, start + _LONGEST) + 1):
                known = self.numbers.get(letters[start:end])
                if known is None:
                    if end > start + 1:
                        continue
                    known = self.strange
                score = so_far + known[1]
                if score > best[end]:
                    best[end], came[end] = score, (start, known[0])
        found = []
        at = size
        while at:
            start, number = came[at]
            found.append((number, (places[start], places[at - 1] + 1)))
            at = start
        found = found[::-1][:most]
        return [self.begin, *(number for number, _ in found), self.end], [span for _, span in found]

    def _spelt(self, text: str) -> tuple[str, list[int]]:
        letters, places = [_SPACE], [0]
        for at, letter in enumerate(text):
            for one in self.spelling.get(letter, letter):
                plain = _SPACE if one == " " else one
                if not (plain == _SPACE and letters[-1] == _SPACE):
                    letters.append(plain)
                    places.append(at)
        return "".join(letters), places


def _spelling(raw: memoryview, at: int) -> tuple[dict[str, str], int]:
    count, length = struct.unpack_from("<iI", raw, at)
    at += 8
    over = at + length
    spelling = {}
    for _ in range(count):
        letter, into = struct.unpack_from("<IB", raw, at)
        spelling[chr(letter)] = "".join(map(chr, struct.unpack_from(f"<{into}I", raw, at + 5)))
        at += 5 + 4 * into
    return spelling, over
