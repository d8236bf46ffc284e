"""One call of the network between a claim and its settlement, outside any transaction."""

from datetime import UTC, datetime

from django.conf import settings

from outlets.outcomes import DeleteOutcome, Outcome
from outlets.x import X
from posts import publishing, settling
from posts.models import AttemptKind
from posts.publishing import Claim


def send(*, publication_id: int) -> str:
    """Claim, call, settle; returns the outcome in a word, or 'nothing to do'.

    A worker that dies during the call leaves its attempt in flight: the sweeper calls it unknown, never sends again.
    """
    claim = publishing.claim(publication_id=publication_id)
    if claim is None:
        return "nothing to do"
    outlet = _outlet(claim)
    now = datetime.now(tz=UTC)
    outcome: Outcome | DeleteOutcome
    if claim.kind == AttemptKind.DELETE:
        outcome = outlet.delete(claim.external_id, now=now)
    else:
        outcome = outlet.publish(claim.intent, now=now)
    return settling.settle(attempt_id=claim.attempt_id, outcome=outcome, at=datetime.now(tz=UTC))


def _outlet(claim: Claim) -> X:
    url = publishing.base_url(
        network=claim.network, training_url=settings.TRAINING_URL, x_api_url=settings.X_API_URL
    )
    return X(credential=claim.credential, base_url=url or None, proxy=settings.OUTBOUND_PROXY or None)
