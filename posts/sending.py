"""One call of the network between a claim and its settlement, outside any transaction."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from accounts.models import Network, OutletAccount
from outlets.credential import OAuth1Credential
from outlets.outcomes import DeleteOutcome, Outcome
from outlets.x import X
from posts import clock, media, publishing, settling
from posts.models import AttemptKind
from posts.publishing import Claim


def send(*, publication_id: int, now_by: Callable[[], datetime] = clock.now) -> str:
    """Bring the pictures, claim, call, settle; returns the outcome in a word, or 'nothing to do'.

    A worker that dies during the call leaves its attempt in flight: the sweeper calls it unknown, never sends again.
    """
    media.bring(publication_id=publication_id, reach=reach, now_by=now_by)
    claim = publishing.claim(publication_id=publication_id, now_by=now_by)
    if claim is None:
        return "nothing to do"
    outcome = call(claim, now=now_by())
    return settling.settle(attempt_id=claim.attempt_id, outcome=outcome, at=now_by())


def call(claim: Claim, *, now: datetime) -> Outcome | DeleteOutcome:
    """The one call of the network that a claim allows."""
    reached = outlet(network=claim.network, credential=claim.credential)
    if claim.kind == AttemptKind.DELETE:
        return reached.delete(claim.external_id, now=now)
    return reached.publish(claim.intent, now=now)


def reach(account: OutletAccount) -> X:
    """An account's network with the account's own keys; the gate asks first whether they can be read."""
    return outlet(network=account.network, credential=publishing.credential_of(account=account))


def outlet(*, network: str, credential: OAuth1Credential) -> X:
    """The account's way to its network, and to no other."""
    proxy = settings.OUTBOUND_PROXY or None
    if network == Network.TRAINING:
        ground = settings.TRAINING_URL
        return X(credential=credential, base_url=ground, public_url=ground, proxy=proxy)
    return X(credential=credential, base_url=settings.X_API_URL, proxy=proxy)
