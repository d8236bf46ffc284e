"""Whether the events of a record stand in the trail under its newest signed checkpoint (RFC 9162, section 2.1.3)."""

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit import trail
from audit.models import Checkpoint, Event, Leaf, Node

Subtree = tuple[int, int]
"""Level and position: 2**level leaves from `position * 2**level`; level 0 is a leaf."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an event stands in the trail, and the path from it to the root."""

    leaf: int
    path: tuple[bytes, ...]


@dataclass(frozen=True, kw_only=True)
class Proven:
    """What could be proved of some events."""

    checkpoint: Checkpoint | None
    signed: bytes
    """Exactly what the signature is over."""
    signer: str
    """SHA-256 of the checkpoint's public key."""
    places: Mapping[int, Place]
    """By the event's id: those under the checkpoint."""
    waiting: tuple[Event, ...]
    """Those that have no signed place yet."""
    failures: tuple[str, ...]


def proven(*, events: Sequence[Event]) -> Proven:
    """Find and check the path of each event: four queries, however many events and however long the trail."""
    checkpoint = Checkpoint.objects.order_by("-size").first()
    if checkpoint is None:
        return Proven(checkpoint=None, signed=b"", signer="", places={}, waiting=tuple(events), failures=())
    placed = Leaf.objects.filter(event_id__in=[event.pk for event in events], index__lt=checkpoint.size)
    leaves = dict(placed.values_list("event_id", "index"))
    paths = _paths(sorted(leaves.values()), checkpoint.size)
    places = {pk: Place(leaf=leaf, path=paths[leaf]) for pk, leaf in leaves.items() if leaf in paths}
    signed = signed_bytes(checkpoint=checkpoint)
    return Proven(
        checkpoint=checkpoint,
        signed=signed,
        signer=hashlib.sha256(bytes(checkpoint.public_key)).hexdigest(),
        places=places,
        waiting=tuple(event for event in events if event.pk not in leaves),
        failures=(
            *_of_signature(checkpoint, signed),
            *_of_events(events, leaves, places, checkpoint),
        ),
    )


def signed_bytes(*, checkpoint: Checkpoint) -> bytes:
    """Origin, size and root, each on a line of its own."""
    root = base64.b64encode(bytes(checkpoint.root)).decode()
    return f"{checkpoint.origin}\n{checkpoint.size}\n{root}\n".encode()


def _of_signature(checkpoint: Checkpoint, signed: bytes) -> Iterator[str]:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes(checkpoint.public_key))
        key.verify(bytes(checkpoint.signature), signed)
    except (InvalidSignature, ValueError):
        yield f"The signature of checkpoint {checkpoint.size} is not its key's."


def _of_events(
    events: Sequence[Event],
    leaves: Mapping[int, int],
    places: Mapping[int, Place],
    checkpoint: Checkpoint,
) -> Iterator[str]:
    for event in events:
        if event.pk not in leaves:
            continue
        place = places.get(event.pk)
        if place is None or _root(event, place, checkpoint.size) != bytes(checkpoint.root):
            yield f"What happened at {event.at:%Y-%m-%d %H:%M} UTC ({event.verb}) is not so in the trail."


def _root(event: Event, place: Place, size: int) -> bytes:
    """The root that an event and its path lead to."""
    node, index, last = hashlib.sha256(b"\x00" + trail.canonical(event)).digest(), place.leaf, size - 1
    for sibling in place.path:
        if index & 1 or index == last:
            node = _joined(sibling, node)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            node = _joined(node, sibling)
        index, last = index >> 1, last >> 1
    return node


def _joined(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _paths(leaves: Sequence[int], size: int) -> dict[int, tuple[bytes, ...]]:
    """The path of each leaf; a leaf whose neighbours are missing from the tables has none."""
    ranges = {leaf: list(_siblings(leaf, 0, size)) for leaf in leaves}
    stored = _stored({part for each in ranges.values() for one in each for part in _parts(*one)})
    paths = {}
    for leaf, siblings in ranges.items():
        hashes = [_folded(*one, stored) for one in siblings]
        if None not in hashes:
            paths[leaf] = tuple(each for each in hashes if each is not None)
    return paths


def _half(size: int) -> int:
    """The largest power of two below a size of at least two."""
    return int(1 << (size - 1).bit_length() - 1)


def _siblings(leaf: int, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The ranges beside the way from a leaf to the root, nearest first."""
    if end - start < 2:
        return
    middle = start + _half(end - start)
    if leaf < middle:
        yield from _siblings(leaf, start, middle)
        yield middle, end
    else:
        yield from _siblings(leaf, middle, end)
        yield start, middle


def _parts(start: int, end: int) -> Iterator[Subtree]:
    """The complete subtrees that a range falls into, largest first."""
    while start < end:
        size = end - start
        width = size if size & (size - 1) == 0 else _half(size)
        level = width.bit_length() - 1
        yield level, start >> level
        start += width


def _folded(start: int, end: int, stored: Mapping[Subtree, bytes]) -> bytes | None:
    """The hash over a range: its parts joined from the smallest up."""
    *larger, smallest = _parts(start, end)
    node = stored.get(smallest)
    for part in reversed(larger):
        left = stored.get(part)
        if node is None or left is None:
            return None
        node = _joined(left, node)
    return node


def _stored(wanted: set[Subtree]) -> dict[Subtree, bytes]:
    singles = [position for level, position in wanted if level == 0]
    above = [part for part in wanted if part[0] > 0]
    stored = {(0, leaf.index): bytes(leaf.hash) for leaf in Leaf.objects.filter(index__in=singles) if singles}
    if above:
        stored |= {
            (node.level, node.position): bytes(node.hash) for node in Node.objects.filter(pk__in=above)
        }
    return stored
