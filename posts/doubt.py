"""Calls of which nobody knows whether they put a post out: what that means for the same words sent again."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from posts import alive, parts
from posts.models import Attempt, AttemptKind, Outcome, Publication

REMEMBERED = timedelta(days=1)
"""So long a network's filter surely knows the same words again; it does not say for how long."""


def calls(*, publication: Publication, at: datetime) -> QuerySet[Attempt]:
    """The calls in its words on its account that may have put out a post which is bound to nothing, oldest first."""
    unbound = Publication.objects.alias(words=parts.WORDS).filter(
        account_id=publication.account_id, external_id="", words=parts.text_digest(publication=publication)
    )
    return Attempt.objects.filter(
        publication__in=unbound,
        kind=AttemptKind.PUBLISH,
        outcome=Outcome.UNKNOWN,
        claimed_at__gte=at - REMEMBERED,
    ).order_by("claimed_at", "pk")


def may_be_sent_again(*, publication: Publication) -> bool:
    """Whether its account lets the portal send once more what was not seen: after one unclear call, never a second.

    A repost needs no leave: reposting what is reposted already changes nothing.
    """
    allowed = publication.account.resend_after_absence or publication.post.repost_of
    if not allowed or publication.takedown_asked:
        return False
    unclear = publication.attempts.filter(kind=AttemptKind.PUBLISH, outcome=Outcome.UNKNOWN)
    return len(unclear) == 1 and unclear[0] == publication.attempts.latest("number")


def call_has_ended_at(*, publication: Publication) -> datetime:
    """When the last call is over for sure: a worker that was given up may still be waiting for its answer."""
    last = publication.attempts.latest("number")
    given_up = not last.exchange_digest
    return last.claimed_at + alive.GIVEN_UP_AFTER if given_up else last.settled_at or last.claimed_at
