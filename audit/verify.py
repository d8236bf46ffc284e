"""Verifying the whole trail and vault from their rows: what an auditor would do, in one pass over each table."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Max

from audit import checkpoints, trail, tree
from audit.models import Checkpoint, Event, Leaf, Pending, VaultText

CHUNK = 2_000
SIGNED_WITHIN = timedelta(seconds=5)
"""An event is under a signed checkpoint this long after its commit."""
MOST_NAMED = 20
Progress = Callable[[str], None]


@dataclass
class Verified:
    """What was looked at, and what is wrong in plain sentences (the first twenty of each kind)."""

    events: int = 0
    leaves: int = 0
    checkpoints: int = 0
    texts: int = 0
    public_keys: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.failures

    def fail(self, sentence: str) -> None:
        """Note a failure."""
        self.failures.append(sentence)


def verify(*, at: datetime, progress: Progress = lambda line: None) -> Verified:
    """Rebuild every leaf, root and digest, and check every signature."""
    told = Verified()
    _tree(told, progress)
    _vault(told, progress)
    _late(told, at)
    return told


def _tree(told: Verified, progress: Progress) -> None:
    """One pass over the leaves in order, holding only the right edge of the tree."""
    signed = {checkpoint.size: checkpoint for checkpoint in _all_checkpoints(told)}
    known: dict[tuple[int, int], bytes] = {}
    size = 0
    for leaf, event in _leaves():
        if leaf.index != size:
            told.fail(f"The trail has no leaf {size}: the next one is {leaf.index}.")
            return
        hashed = _leaf_hash(told, leaf, event)
        known |= tree.grown(size=size, leaves=[hashed], fetch=known.__getitem__)
        size += 1
        edge = set(tree.subtrees(0, size))
        known = {part: node for part, node in known.items() if part in edge}
        checkpoint = signed.pop(size, None)
        if checkpoint is not None and tree.root(size=size, fetch=known.__getitem__) != bytes(checkpoint.root):
            told.fail(f"The root of checkpoint {size} is not that of its events.")
        if size % 10_000 == 0:
            progress(f"{size} leaves")
    told.leaves = size
    for missing in sorted(signed)[:MOST_NAMED]:
        told.fail(f"Checkpoint {missing} speaks of leaves that the trail does not have.")


def _all_checkpoints(told: Verified) -> Iterator[Checkpoint]:
    for checkpoint in Checkpoint.objects.order_by("size").iterator(chunk_size=CHUNK):
        told.checkpoints += 1
        told.public_keys.add(bytes(checkpoint.public_key).hex())
        if not checkpoints.is_signed(checkpoint):
            told.fail(f"The signature of checkpoint {checkpoint.size} is not its key's.")
        yield checkpoint


def _leaves() -> Iterator[tuple[Leaf, Event | None]]:
    last = Leaf.objects.aggregate(last=Max("index"))["last"]
    for start in range(0, -1 if last is None else last + 1, CHUNK):
        leaves = list(Leaf.objects.filter(index__gte=start, index__lt=start + CHUNK).order_by("index"))
        events = Event.objects.in_bulk([leaf.event_id for leaf in leaves])
        for leaf in leaves:
            yield leaf, events.get(leaf.event_id)


def _leaf_hash(told: Verified, leaf: Leaf, event: Event | None) -> bytes:
    """The hash as the event is now; the stored one where they differ, so that one change is told once."""
    told.events += event is not None
    if event is None:
        told.fail(f"Event {leaf.event_id} of leaf {leaf.index} is gone.")
    elif tree.leaf_hash(trail.canonical(event)) != bytes(leaf.hash):
        told.fail(f"Event {event.pk} ({event.verb}) is not what stood in leaf {leaf.index}.")
    return bytes(leaf.hash)


def _vault(told: Verified, progress: Progress) -> None:
    for text in VaultText.objects.order_by("pk").iterator(chunk_size=CHUNK):
        told.texts += 1
        if hashlib.sha256(bytes(text.content)).hexdigest() != text.digest:
            told.fail(f"The text {text.digest[:12]} of agency {text.agency_id} is not what was kept.")
        if told.texts % 10_000 == 0:
            progress(f"{told.texts} texts")


def _late(told: Verified, at: datetime) -> None:
    """Events without a leaf: a moment is right, longer means that the sequencer stands or a row was taken away."""
    without = Event.objects.exclude(pk__in=Leaf.objects.values("event_id")).filter(
        recorded_at__lt=at - SIGNED_WITHIN
    )
    pending = set(Pending.objects.values_list("event_id", flat=True)[:100_000])
    for event in without.order_by("pk")[:MOST_NAMED]:
        why = "the sequencer has not taken it yet" if event.pk in pending else "it would never get one"
        told.fail(f"Event {event.pk} ({event.verb}) has no place in the trail: {why}.")
