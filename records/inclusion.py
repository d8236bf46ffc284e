"""Whether the events of a record stand in the trail under its newest signed checkpoint."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit.models import Checkpoint, Event


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
    places: Mapping[int, Place]
    """By the event's id: those under the checkpoint."""
    waiting: int
    failures: tuple[str, ...]


def proven(*, events: Sequence[Event]) -> Proven:
    return Proven(checkpoint=None, signed=b"", signer="", places={}, waiting=len(events), failures=())
