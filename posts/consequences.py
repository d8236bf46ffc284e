"""What an answer of the network makes of a post and its publication: one total table.

Nothing here is saved: the caller has locked both, and saves them.
"""

from datetime import datetime, timedelta

from outlets.outcomes import (
    AlreadyGone,
    Deleted,
    DeleteOutcome,
    Ending,
    Hidden,
    NotSent,
    Published,
    RateLimited,
    Rejected,
    Unknown,
)
from outlets.outcomes import Outcome as PublishOutcome
from posts import corrections, doubt, health, lasting, lateness, lookout, outcome_notices, publications
from posts.models import Attempt, Outcome, Post, Publication, PublicationState, Status

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=1)
"""Before what was surely not sent, or is harmless to repeat, is tried again: each time twice as long."""


def published(
    *, post: Post, publication: Publication, attempt: Attempt, outcome: PublishOutcome, at: datetime
) -> None:
    """Of a call that was to put it out."""
    match outcome:
        case Published():
            post.status = publications.bind(
                publication=publication,
                number=outcome.external_id,
                url=outcome.url,
                published_at=outcome.at,
                at=at,
            )
        case Rejected(reason="invalid_media") if lasting.forgotten(publication=publication):
            again = "The network had forgotten the pictures. They are brought to it once more."
            _again_later(post, publication, at, again)
        case Rejected() if health.refuses_the_account(outcome):
            _again_later(post, publication, at + health.REST, outcome.text)
        case NotSent(reason="credits_depleted"):
            _again_later(post, publication, at + health.REST, reason(outcome))
        case Rejected(reason="duplicate") if _may_be_out(publication, attempt):
            # What it calls a duplicate may be this very post, taken by an earlier call.
            _begin_to_look(post, publication, at)
        case Rejected():
            publication.state, post.status = PublicationState.REFUSED, Status.REFUSED
            publication.waiting_for = outcome.text[:200]
            outcome_notices.refused(post=post, part=publication.part, sentence=outcome.text, at=at)
        case NotSent(reason="no_connection"):
            _again_later(post, publication, at + _pause(attempt), reason(outcome))
        case RateLimited(until=until) | NotSent(retry_at=until):
            _again_later(post, publication, until, reason(outcome))
        case Unknown():
            _begin_to_look(post, publication, at)


def deleted(
    *, post: Post, publication: Publication, attempt: Attempt, outcome: DeleteOutcome, at: datetime
) -> None:
    """Of a call that was to delete it."""
    match outcome:
        case Deleted() | AlreadyGone():
            publication.state, publication.deleted_at = PublicationState.DELETED, at
            publication.waiting_for, post.status = "", Status.TAKEN_DOWN
        case Unknown() | NotSent(reason="no_connection"):
            publication.due_at = at + _pause(attempt)  # deleting again is harmless
        case RateLimited(until=until) | NotSent(retry_at=until):
            publication.due_at = until
        case Rejected() if health.mends_at_once(
            outcome=outcome, account=post.account, since=attempt.claimed_at
        ):
            publication.due_at = at
        case Rejected():
            publication.due_at = at + timedelta(minutes=10)
            if publication.waiting_for != outcome.text[:200]:
                outcome_notices.takedown_refused(post=post, sentence=outcome.text, at=at)
                for waiting in corrections.waiting_for(post=post):
                    outcome_notices.not_replaced(post=waiting, sentence=outcome.text, at=at)
            publication.waiting_for = outcome.text[:200]


def _may_be_out(publication: Publication, besides: Attempt) -> bool:
    return doubt.calls(publication=publication, at=besides.claimed_at).exclude(pk=besides.pk).exists()


def _begin_to_look(post: Post, publication: Publication, at: datetime) -> None:
    publication.state, post.status = PublicationState.UNKNOWN, Status.UNKNOWN
    lookout.begin(post=post, publication=publication, at=at)


def _again_later(post: Post, publication: Publication, until: datetime, why: str) -> None:
    """Surely nothing was sent: it waits for its time, unless somebody asked to take it away meanwhile."""
    if publication.takedown_asked:
        publication.state, post.status = PublicationState.CANCELLED, Status.WITHDRAWN
        return
    publication.due_at = lateness.soonest(post=post, publication=publication, wanted=until)
    publication.state, publication.waiting_for = PublicationState.DUE, why[:200]
    post.status = Status.APPROVED


def _pause(attempt: Attempt) -> timedelta:
    """A network that cannot be reached for a moment is asked soon, one that is away for an hour seldom."""
    return min(FIRST_PAUSE * (1 << min(attempt.number - 1, 10)), LONGEST_PAUSE)


def word(outcome: Ending) -> str:
    """What the ledger calls it."""
    match outcome:
        case Published():
            return Outcome.PUBLISHED.value
        case Deleted() | AlreadyGone():
            return Outcome.DELETED.value
        case Hidden():
            return Outcome.DONE.value
        case Rejected():
            return Outcome.REJECTED.value
        case RateLimited():
            return Outcome.RATE_LIMITED.value
        case NotSent():
            return Outcome.NOT_SENT.value
        case Unknown():
            return Outcome.UNKNOWN.value


def reason(outcome: Ending) -> str:
    """Why it ended so, in at most 300 characters; empty where it did what it was to do."""
    match outcome:
        case Rejected():
            return f"{outcome.reason}: {outcome.text}"[:300]
        case RateLimited():
            return f"The network asks to wait ({outcome.scope})."
        case NotSent() | Unknown():
            return outcome.reason[:300]
        case _:
            return ""
