"""The seal of a record: nothing has changed, and the trail that says so is signed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from audit.models import Event
from records import faults, inclusion
from records.evidence import Evidence, gathered
from records.models import Record, SealCheck

SIGNED_WITHIN = timedelta(minutes=10)
"""Signing takes seconds; an entry that waits longer than this was not written in the ordinary way."""


@dataclass(frozen=True, kw_only=True)
class Seal:
    """What one check found."""

    verified: bool
    """No fault, and every entry under a signed checkpoint."""
    checkpoint_size: int | None
    first_leaf: int | None
    last_leaf: int | None
    signer: str
    """SHA-256 of the public key of the checkpoint; empty without one."""
    waiting: int
    """Entries that no checkpoint covers yet: a matter of seconds, and no fault."""
    failures: tuple[str, ...]
    """Plain sentences."""


def check(*, record: Record, at: datetime) -> Seal:
    """Read everything again, compare, and keep what was found as the record's newest check."""
    seal = of(evidence=gathered(record=record), at=at)
    SealCheck.objects.create(record=record, at=at, **(vars(seal) | {"failures": list(seal.failures)}))
    return seal


def of(*, evidence: Evidence, at: datetime) -> Seal:
    """The verdict on what was gathered; writes nothing."""
    proven = inclusion.proven(events=evidence.events)
    failures = (*faults.found(evidence=evidence), *proven.failures, *_overdue(proven.waiting, at))
    leaves = [place.index for place in proven.proof.places.values()]
    return Seal(
        verified=not failures and not proven.waiting,
        checkpoint_size=proven.proof.checkpoint.size if proven.proof.checkpoint else None,
        first_leaf=min(leaves, default=None),
        last_leaf=max(leaves, default=None),
        signer=proven.signer,
        waiting=len(proven.waiting),
        failures=failures,
    )


def _overdue(waiting: Sequence[Event], at: datetime) -> Iterator[str]:
    oldest = min((event.recorded_at for event in waiting), default=at)
    if at - oldest > SIGNED_WITHIN:
        yield f"The trail has entries without a signature since {oldest:%Y-%m-%d %H:%M} UTC; seconds are usual."
