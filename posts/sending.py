"""One call of the network between a claim and its settlement, outside any transaction."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from outlets.outcomes import DeleteOutcome, Outcome
from outlets.x import X
from posts import clock, publishing, settling
from posts.models import AttemptKind
from posts.publishing import Claim


def send(*, publication_id: int, now_by: Callable[[], datetime] = clock.now) -> str:
    """Claim, call, settle; returns the outcome in a word, or 'nothing to do'.

    A worker that dies during the call leaves its attempt in flight: the sweeper calls it unknown, never sends again.
    """
    claim = publishing.claim(publication_id=publication_id, now_by=now_by)
    if claim is None:
        return "nothing to do"
    outcome = call(claim, now=now_by())
    return settling.settle(attempt_id=claim.attempt_id, outcome=outcome, at=now_by())


def call(claim: Claim, *, now: datetime) -> Outcome | DeleteOutcome:
    """The one call of the network that a claim allows."""
    outlet = _outlet(claim)
    if claim.kind == AttemptKind.DELETE:
        return outlet.delete(claim.external_id, now=now)
    return outlet.publish(claim.intent, now=now)


def _outlet(claim: Claim) -> X:
    url = publishing.base_url(
        network=claim.network, training_url=settings.TRAINING_URL, x_api_url=settings.X_API_URL
    )
    return X(credential=claim.credential, base_url=url, proxy=settings.OUTBOUND_PROXY or None)
