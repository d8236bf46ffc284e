"""After an outage the late posts of an account go out one a minute; what is urgent or on time waits for none."""

from datetime import datetime, timedelta

from django.db import connection

from posts.missed import SPACE
from posts.models import Attempt, AttemptKind, Outcome, Post, Publication, Status
from posts.reasons import Held

LATE = timedelta(minutes=10)
"""Later than this something was out of order, and others are late with it."""
ONE_A_MINUTE = Held(
    slug="spaced",
    sentence="It is late. The late posts of its account go out one a minute.",
    status=Status.APPROVED,
    told_otherwise=True,
)
_NAMESPACE = 7_305_004


def waits(*, post: Post, publication: Publication, now: datetime) -> Held | None:
    """Why a late post rests while another of its account has just gone out. The caller claims.

    Of two claims at once the second sees the first: the lock of the account is held until the transaction ends.
    """
    if publication.part or publication.revision.urgent or post.due_at is None or now - post.due_at <= LATE:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_NAMESPACE, post.account_id])
    just_gone = Attempt.objects.filter(
        publication__account_id=post.account_id,
        kind=AttemptKind.PUBLISH,
        outcome__in=["", Outcome.PUBLISHED, Outcome.UNKNOWN],
        claimed_at__gt=now - SPACE,
    )
    return ONE_A_MINUTE if just_gone.exists() else None
