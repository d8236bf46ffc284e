"""One call of the network between a claim and its settlement, outside any transaction."""

import time
from collections.abc import Callable
from datetime import datetime

import structlog
from django.db import InterfaceError, OperationalError, connection

from accounts import refreshing
from accounts.models import OutletAccount
from accounts.prepared import Statement
from accounts.reach import credential_of, outlet
from outlets.outcomes import DeleteOutcome, Ending, Outcome
from outlets.x import X
from posts import alive, clock, media, publishing, settling
from posts.models import AttemptKind
from posts.publishing import Claim

log = structlog.get_logger(__name__)

CONNECT_AGAIN_SECONDS = (0.1, 0.3, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Between one try to write an answer and the next, while the database does not answer: half a minute in all."""
_NEEDS = Statement("""
SELECT keys.account_id, publication.state = 'due' AND EXISTS (
    SELECT 1 FROM posts_revisionpicture picture WHERE picture.revision_id = publication.revision_id
)
FROM posts_publication publication
LEFT JOIN accounts_credential keys ON keys.account_id = publication.account_id AND keys.kind = 'oauth2'
WHERE publication.id = $1
""")
"""The account whose tokens end by themselves, and whether there are pictures that the network may lack."""


def send(*, publication_id: int, now_by: Callable[[], datetime] = clock.now) -> str:
    """See to tokens and pictures, claim, call, settle; returns the outcome in a word, or 'nothing to do'.

    A worker that dies during the call, or leaves it in any other way, leaves its attempt in flight: the sweeper calls
    it unknown within seconds, and nothing sends it again.
    """
    prepare(publication_id=publication_id, now_by=now_by)
    with alive.while_calling():
        claim = publishing.claim(publication_id=publication_id, now_by=now_by)
        if claim is None:
            return "nothing to do"
        outcome = call(claim, now=claim.claimed_at)
        return written(attempt_id=claim.attempt_id, outcome=outcome, now_by=now_by)


def prepare(*, publication_id: int, now_by: Callable[[], datetime]) -> None:
    """New tokens before the old ones end, where the account has such, and pictures; never without a post that asks."""
    ((account_id, shows_pictures),) = _NEEDS.rows(publication_id) or [(None, False)]
    if account_id is not None:
        refreshing.keep_fresh(account_id=account_id, now_by=now_by)
    if shows_pictures:
        media.bring(publication_id=publication_id, reach=reach, now_by=now_by)


def call(claim: Claim, *, now: datetime) -> Outcome | DeleteOutcome:
    """The one call of the network that a claim allows."""
    reached = outlet(network=claim.network, credential=claim.credential)
    if claim.kind == AttemptKind.DELETE and claim.intent.repost_of:
        return reached.undo_repost(claim.external_id, now=now)
    if claim.kind == AttemptKind.DELETE:
        return reached.delete(claim.external_id, now=now)
    return reached.publish(claim.intent, now=now)


def written(*, attempt_id: int, outcome: Ending, now_by: Callable[[], datetime]) -> str:
    """Settle with an answer that must not be lost: a cut connection or a database that restarts is waited for.

    Settling twice changes nothing, so an answer may be written again whose first commit nobody confirmed.
    """
    for pause in CONNECT_AGAIN_SECONDS:
        try:
            return settling.settle(attempt_id=attempt_id, outcome=outcome, at=now_by())
        except (InterfaceError, OperationalError) as fault:
            if connection.in_atomic_block:
                raise
            log.warning("answer_not_written", attempt_id=attempt_id, fault=type(fault).__name__)
            connection.close()
            time.sleep(pause)
    return settling.settle(attempt_id=attempt_id, outcome=outcome, at=now_by())


def reach(account: OutletAccount) -> X:
    """An account's network with the account's own keys, new ones where those end; outside any transaction.

    The gate asks first whether they can be read.
    """
    refreshing.keep_fresh(account_id=account.pk, now_by=clock.now)
    return outlet(network=account.network, credential=credential_of(account=account))
