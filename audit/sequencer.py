"""The one sequencer: gives committed events their gapless places in the tree and signs checkpoints.

Events commit in any order and nobody locks a head. A pass takes what is visible now; an event that commits late keeps
its pending row and is taken by the next pass, so none is skipped, and a place once given never changes.
"""

from collections.abc import Sequence
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef

from audit import checkpoints, home, trail, tree
from audit.models import Checkpoint, Event, Leaf, Node, Pending, Pulse
from audit.stored import fetcher

BATCH = 5_000
_LOCK = 7_305_002


@transaction.atomic
def sequence(*, key: Ed25519PrivateKey, at: datetime, batch: int = BATCH) -> Checkpoint | None:
    """One pass: at most `batch` events get their leaves, and a checkpoint is signed over them.

    None when there was nothing to do, another sequencer is at work, or the database is away from home.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return None
    if not home.is_home():  # nothing is signed over a restored database before its trail says that it is one
        return None
    Pulse.objects.update_or_create(id=1, defaults={"at": at})
    waiting = list(Pending.objects.order_by("event_id").values_list("event_id", flat=True)[:batch])
    if not waiting:
        return None
    events = _placeless(waiting)
    Pending.objects.filter(event_id__in=waiting).delete()
    if not events:
        return None
    size = _size()
    grown = tree.grown(
        size=size,
        leaves=[tree.leaf_hash(trail.canonical(event)) for event in events],
        fetch=fetcher(tree.subtrees(0, size)),
    )
    Leaf.objects.bulk_create(
        Leaf(index=index, agency_id=event.agency_id, event_id=event.pk, hash=grown[0, index])
        for index, event in enumerate(events, start=size)
    )
    Node.objects.bulk_create(
        Node(level=level, position=position, hash=node)
        for (level, position), node in grown.items()
        if level > 0
    )
    return _signed(size + len(events), key=key, at=at)


def _placeless(waiting: Sequence[int]) -> list[Event]:
    """The events of pending rows, in order. A row put there by hand, for no event or for one with a leaf, gets none."""
    placed = Leaf.objects.filter(event_id=OuterRef("pk"))
    return list(Event.objects.filter(~Exists(placed), pk__in=waiting).order_by("pk"))


def _size() -> int:
    last = Leaf.objects.aggregate(last=Max("index"))["last"]
    return 0 if last is None else int(last) + 1


def _signed(size: int, *, key: Ed25519PrivateKey, at: datetime) -> Checkpoint:
    root = tree.root(size=size, fetch=fetcher(tree.subtrees(0, size)))
    checkpoint = Checkpoint(size=size, origin=checkpoints.origin(), root=root, at=at)
    checkpoints.sign(checkpoint, key=key).save(force_insert=True)
    return checkpoint


def catch_up(*, key: Ed25519PrivateKey, at: datetime, batch: int = BATCH) -> int:
    """Take what waits now; returns how many events got their places. What is written meanwhile may wait on."""
    before = size = _size()
    while (checkpoint := sequence(key=key, at=at, batch=batch)) is not None:
        taken, size = checkpoint.size - size, checkpoint.size
        if taken < batch:
            break
    return size - before


def is_behind() -> bool:
    """Whether another full pass already waits."""
    return Pending.objects.order_by("event_id")[BATCH - 1 : BATCH].exists()


def sequencer_lag(at: datetime) -> float | None:
    """Seconds since the sequencer last finished a pass; None when it never ran."""
    pulse = Pulse.objects.filter(pk=1).first()
    return max(0.0, (at - pulse.at).total_seconds()) if pulse else None
