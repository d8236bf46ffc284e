"""The Merkle tree of RFC 9162, section 2.1: hashes, paths and their checks. Pure.

Complete subtrees are stored as they fill, so that an append and a proof touch as many hashes as the tree is high.
A subtree is named by its level and position: 2**level leaves from `position * 2**level`; level 0 is a leaf.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence

Subtree = tuple[int, int]
Fetch = Callable[[Subtree], bytes]
"""Gives the stored hash of a complete subtree."""

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    """SHA-256 of 0x00 and the content of a leaf."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 of 0x01 and the two hashes below."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def subtrees(start: int, end: int) -> Iterator[Subtree]:
    """The complete subtrees that the leaves from start (a multiple of the range's width) to end fall into."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def grown(*, size: int, leaves: Iterable[bytes], fetch: Fetch) -> dict[Subtree, bytes]:
    """Every subtree that becomes complete when leaves are appended to a tree of a size, the leaves included."""
    edge = [(part, fetch(part)) for part in subtrees(0, size)]
    new: dict[Subtree, bytes] = {}
    for index, leaf in enumerate(leaves, start=size):
        edge.append(((0, index), leaf))
        new[0, index] = leaf
        while len(edge) > 1 and edge[-1][0][0] == edge[-2][0][0]:
            (_, right), ((level, position), left) = edge.pop(), edge.pop()
            part = (level + 1, position >> 1)
            new[part] = node_hash(left, right)
            edge.append((part, new[part]))
    return new


def root(*, size: int, fetch: Fetch) -> bytes:
    """The root of the first `size` leaves."""
    return range_hash(0, size, fetch) if size else EMPTY_ROOT


def range_hash(start: int, end: int, fetch: Fetch) -> bytes:
    """The hash over a range of leaves that stands as one node in some tree: its subtrees joined from the right."""
    *larger, smallest = subtrees(start, end)
    node = fetch(smallest)
    for part in reversed(larger):
        node = node_hash(fetch(part), node)
    return node


def inclusion_ranges(*, index: int, size: int) -> list[tuple[int, int]]:
    """The ranges beside the way from a leaf to the root, nearest first (section 2.1.3.1).

    Raises ValueError for a leaf outside the tree.
    """
    if not 0 <= index < size:
        raise ValueError(f"A tree of {size} leaves has no leaf {index}.")
    ranges, start, end = [], 0, size
    while end - start > 1:
        middle = start + _half(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(*, first: int, second: int) -> list[tuple[int, int]]:
    """The ranges whose hashes show that the first tree is the beginning of the second (section 2.1.4.1).

    Raises ValueError unless 0 < first <= second.
    """
    if not 0 < first <= second:
        raise ValueError(f"A tree of {first} leaves is not the beginning of one of {second}.")
    ranges: list[tuple[int, int]] = []
    start, end, whole = 0, second, True
    while first - start < end - start:
        middle = start + _half(end - start)
        if first <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start, whole = middle, False
    return ranges[::-1] if whole else [(start, end), *ranges[::-1]]


def inclusion_holds(*, leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether a path leads from a leaf's hash to a root (section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, at, last = leaf, index, size - 1
    for sibling in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            node = node_hash(sibling, node)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and node == root


def consistency_holds(
    *, first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether hashes show that one tree is the beginning of another (section 2.1.4.2)."""
    if first == second:
        return not path and first_root == second_root
    if not 0 < first < second or not path:
        return False
    steps = [first_root, *path] if first & (first - 1) == 0 else list(path)
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, step)
        at, last = at >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _half(width: int) -> int:
    """The largest power of two below a width of at least two."""
    return 1 << ((width - 1).bit_length() - 1)
