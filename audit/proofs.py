"""Proofs from the stored tree, and the leaf index as the cursor of everything that follows along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit import checkpoints, trail, tree
from audit.models import Checkpoint, Event, Leaf
from audit.stored import MissingSubtree, fetcher


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an event stands in the trail, and the path from it to the root of a checkpoint."""

    index: int
    path: tuple[bytes, ...]


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What can be shown of some events under the newest checkpoint."""

    checkpoint: Checkpoint | None
    places: Mapping[int, Place]
    """By event id: those that stand under the checkpoint and lead to its root."""
    waiting: tuple[int, ...]
    """Ids of events that no checkpoint covers yet."""
    broken: tuple[int, ...]
    """Ids of events whose content or path does not lead to the checkpoint's root."""

    @property
    def holds(self) -> bool:
        """Whether nothing is broken and the checkpoint is truly signed."""
        return not self.broken and (self.checkpoint is None or checkpoints.is_signed(self.checkpoint))


@dataclass(frozen=True, kw_only=True)
class Followed:
    """An event with its place."""

    index: int
    event: Event


def newest() -> Checkpoint | None:
    """The newest checkpoint."""
    return Checkpoint.objects.order_by("-size").first()


def prove(*, events: Sequence[Event]) -> Proof:
    """Find and check the path of each event as it is now: four queries, however many events and leaves."""
    checkpoint = newest()
    if checkpoint is None:
        return Proof(checkpoint=None, places={}, waiting=tuple(event.pk for event in events), broken=())
    leaves = dict(Leaf.objects.filter(event_id__in=[e.pk for e in events]).values_list("event_id", "index"))
    ranges = {
        index: tree.inclusion_ranges(index=index, size=checkpoint.size)
        for index in leaves.values()
        if index < checkpoint.size
    }
    fetch = fetcher(part for each in ranges.values() for one in each for part in tree.subtrees(*one))
    places: dict[int, Place] = {}
    broken: list[int] = []
    for event in events:
        index = leaves.get(event.pk)
        if index is None or index not in ranges:
            continue
        place = _place(event, index, ranges[index], checkpoint, fetch)
        if place is None:
            broken.append(event.pk)
        else:
            places[event.pk] = place
    seen = places.keys() | set(broken)
    waiting = tuple(event.pk for event in events if event.pk not in seen)
    return Proof(checkpoint=checkpoint, places=places, waiting=waiting, broken=tuple(broken))


def _place(
    event: Event, index: int, ranges: list[tuple[int, int]], checkpoint: Checkpoint, fetch: tree.Fetch
) -> Place | None:
    try:
        path = tuple(tree.range_hash(*one, fetch) for one in ranges)
    except MissingSubtree:
        return None
    leaf = tree.leaf_hash(trail.canonical(event))
    holds = tree.inclusion_holds(
        leaf=leaf, index=index, size=checkpoint.size, path=path, root=bytes(checkpoint.root)
    )
    return Place(index=index, path=path) if holds else None


def consistency(*, first: Checkpoint, second: Checkpoint) -> tuple[bytes, ...]:
    """The hashes that show that the log of one checkpoint is the beginning of another's."""
    ranges = tree.consistency_ranges(first=first.size, second=second.size)
    fetch = fetcher(part for one in ranges for part in tree.subtrees(*one))
    return tuple(tree.range_hash(*one, fetch) for one in ranges)


def latest_leaf(*, agency_id: int) -> int:
    """The highest leaf index of an agency, -1 before the first: where somebody who follows along begins."""
    index = (
        Leaf.objects.filter(agency_id=agency_id).order_by("-index").values_list("index", flat=True).first()
    )
    return -1 if index is None else index


def following(*, agency_id: int, after: int, limit: int = 200) -> list[Followed]:
    """The events of an agency behind a leaf index, in order: two queries. Ids and times would skip late commits."""
    leaves = Leaf.objects.filter(agency_id=agency_id, index__gt=after).order_by("index")
    placed = dict(leaves.values_list("event_id", "index")[:limit])
    events = Event.objects.in_bulk(placed)
    return [Followed(index=index, event=events[pk]) for pk, index in placed.items()]
