"""Verifying the whole trail and vault from their rows: what an auditor would do, in one pass over each table.

Everything is read in chunks and only the right edge of the tree is held, so the memory used does not grow with the
archive. What no pass over the rows can see is a tail that was cut off together with its checkpoints and events: for
that, note a checkpoint elsewhere and give it back as `seen`.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from audit import checkpoints, trail, tree
from audit.models import Checkpoint, Event, Leaf, Node, Pending, VaultText

CHUNK = 2_000
SIGNED_WITHIN = timedelta(seconds=5)
"""An event is under a signed checkpoint this long after its commit."""
MOST_NAMED = 20
Progress = Callable[[str], None]
Known = dict[tree.Subtree, bytes]


@dataclass
class Verified:
    """What was looked at, and what is wrong in plain sentences (the first twenty of each kind, all counted)."""

    events: int = 0
    leaves: int = 0
    nodes: int = 0
    checkpoints: int = 0
    texts: int = 0
    newest: Checkpoint | None = None
    public_keys: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong

    def fail(self, kind: str, sentence: str) -> None:
        """Count a failure, and keep its sentence while there are few of its kind."""
        self.wrong[kind] += 1
        if self.wrong[kind] <= MOST_NAMED:
            self.failures.append(sentence)


def verify(
    *,
    at: datetime,
    keys: Collection[str] = (),
    seen: Mapping[int, bytes] | None = None,
    progress: Progress = lambda line: None,
) -> Verified:
    """Rebuild every leaf, stored subtree, root and digest, and check every signature.

    `keys` are the public keys (hexadecimal) that may have signed; without any, all checkpoints must name one and the
    same key, which the reader compares with the one noted at set-up. `seen` are roots by size, noted earlier elsewhere.
    """
    told = Verified()
    _tree(told, keys, progress)
    _keys(told, keys)
    _seen(told, seen or {})
    _vault(told, progress)
    _late(told, at)
    return told


def _tree(told: Verified, keys: Collection[str], progress: Progress) -> None:
    """One pass over the leaves in order. After a gap nothing more can be rebuilt."""
    edge: Known = {}
    while leaves := list(Leaf.objects.filter(index__gte=told.leaves).order_by("index")[:CHUNK]):
        whole = [leaf for number, leaf in enumerate(leaves, start=told.leaves) if leaf.index == number]
        edge = _chunk(told, edge, whole, keys)
        if len(whole) < len(leaves):
            following = leaves[len(whole)].index
            told.fail("gap", f"The trail has no leaf {told.leaves}: the next one is {following}.")
            return
        progress(f"{told.leaves} leaves rebuilt")
    if (told.newest.size if told.newest else 0) < told.leaves:
        told.fail("unsigned", f"No checkpoint covers the last leaf, {told.leaves - 1}.")
    covering = Leaf.objects.filter(index=OuterRef("size") - 1)
    for missing in Checkpoint.objects.filter(~Exists(covering), size__gt=told.leaves).order_by("size"):
        told.fail("beyond", f"Checkpoint {missing.size} speaks of leaves that the trail does not have.")


def _chunk(told: Verified, edge: Known, leaves: Sequence[Leaf], keys: Collection[str]) -> Known:
    """Rebuild what these leaves complete, compare it with what is stored and signed, and return the new edge."""
    start, end = told.leaves, told.leaves + len(leaves)
    events = Event.objects.in_bulk([leaf.event_id for leaf in leaves])
    hashes = [_leaf_hash(told, leaf, events.get(leaf.event_id)) for leaf in leaves]
    new = tree.grown(size=start, leaves=hashes, fetch=edge.__getitem__)
    known = edge | new
    _nodes(told, start, end, new)
    for checkpoint in Checkpoint.objects.filter(size__gt=start, size__lte=end).order_by("size"):
        told.checkpoints += 1
        told.newest = checkpoint
        _signature(told, checkpoint, keys)
        if tree.root(size=checkpoint.size, fetch=known.__getitem__) != bytes(checkpoint.root):
            told.fail("root", f"The root of checkpoint {checkpoint.size} is not that of its events.")
    told.leaves = end
    return {part: known[part] for part in tree.subtrees(0, end)}


def _leaf_hash(told: Verified, leaf: Leaf, event: Event | None) -> bytes:
    """The stored hash, after comparing it with the event as it is now: so one changed event is told once."""
    told.events += event is not None
    if event is None:
        told.fail("gone", f"Event {leaf.event_id} of leaf {leaf.index} is gone.")
    elif tree.leaf_hash(trail.canonical(event)) != bytes(leaf.hash):
        told.fail("changed", f"Event {event.pk} ({event.verb}) is not what stood in leaf {leaf.index}.")
    elif event.agency_id != leaf.agency_id:
        told.fail("agency", f"Leaf {leaf.index} names another agency than its event {event.pk}.")
    return bytes(leaf.hash)


def _nodes(told: Verified, start: int, end: int, new: Known) -> None:
    """The stored subtrees that were completed between two sizes, against the rebuilt ones."""
    levels = range(1, end.bit_length())
    filled = [Q(level=up, position__gte=start >> up, position__lt=end >> up) for up in levels]
    rows = Node.objects.filter(Q(*filled, _connector=Q.OR)) if filled else Node.objects.none()
    stored = {
        (level, position): bytes(kept)
        for level, position, kept in rows.values_list("level", "position", "hash")
    }
    for part, rebuilt in new.items():
        if part[0] == 0:
            continue
        told.nodes += 1
        if stored.get(part) != rebuilt:
            told.fail("node", f"The stored subtree {part[0]}/{part[1]} is not that of its leaves.")


def _signature(told: Verified, checkpoint: Checkpoint, keys: Collection[str]) -> None:
    signer = bytes(checkpoint.public_key).hex()
    told.public_keys.add(signer)
    if not checkpoints.is_signed(checkpoint):
        told.fail("signature", f"The signature of checkpoint {checkpoint.size} is not its key's.")
    elif keys and signer not in keys:
        told.fail(
            "signer", f"Checkpoint {checkpoint.size} is signed with {signer}, which is none of your keys."
        )


def _keys(told: Verified, keys: Collection[str]) -> None:
    if not keys and len(told.public_keys) > 1:
        told.fail(
            "keys",
            f"The checkpoints are signed with {len(told.public_keys)} keys. Name those that are yours.",
        )


def _seen(told: Verified, seen: Mapping[int, bytes]) -> None:
    roots = dict(Checkpoint.objects.filter(size__in=seen).values_list("size", "root"))
    for size, root in sorted(seen.items()):
        if size not in roots:
            told.fail("seen", f"The checkpoint of {size} leaves that you noted is gone.")
        elif bytes(roots[size]) != root:
            told.fail("seen", f"The checkpoint of {size} leaves has another root than you noted.")


def _vault(told: Verified, progress: Progress) -> None:
    last = 0
    while texts := list(VaultText.objects.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        for text in texts:
            if hashlib.sha256(bytes(text.content)).hexdigest() != text.digest:
                said = f"The text {text.digest[:12]} of agency {text.agency_id} is not what was kept."
                told.fail("text", said)
        told.texts += len(texts)
        last = texts[-1].pk
        progress(f"{told.texts} texts compared")


def _late(told: Verified, at: datetime) -> None:
    """Events without a leaf: a moment is right, longer means that the sequencer stands or a row was taken away."""
    placed = Leaf.objects.filter(event_id=OuterRef("pk"))
    late = Event.objects.filter(~Exists(placed), recorded_at__lt=at - SIGNED_WITHIN)
    pending = Pending.objects.filter(event_id=OuterRef("pk"))
    for event in late.annotate(waits=Exists(pending)).order_by("pk").iterator(chunk_size=CHUNK):
        why = "the sequencer has not taken it yet" if event.waits else "it would never get one"
        told.fail("late", f"Event {event.pk} ({event.verb}) has no place in the trail: {why}.")
