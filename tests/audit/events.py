"""Events for tests of the trail."""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from audit import checkpoints, trail
from audit.models import Event

AGENCY = 1


def key() -> Ed25519PrivateKey:
    """A key of this test's own."""
    return checkpoints.signing_key(checkpoints.new_key())


@transaction.atomic
def event(*, at: datetime, subject_id: int = 1, agency_id: int = AGENCY) -> Event:
    """One committed event."""
    return trail.record(verb="tour.ended", agency_id=agency_id, actor_id=None, subject_id=subject_id, at=at)
