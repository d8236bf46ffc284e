"""What an answer of the network means for the post: one total table, in one short transaction."""

from datetime import datetime, timedelta
from typing import cast

import structlog
from django.db import transaction

from audit import trail, vault
from outlets.exchange import Exchange
from outlets.outcomes import (
    AlreadyGone,
    Deleted,
    DeleteOutcome,
    Ending,
    Hidden,
    HideOutcome,
    NotSent,
    Published,
    RateLimited,
    Rejected,
    SeenPost,
    Unknown,
)
from outlets.outcomes import Outcome as PublishOutcome
from posts import (
    alive,
    chain,
    clock,
    corrections,
    doubt,
    health,
    hidden,
    lasting,
    lateness,
    lookout,
    outcome_notices,
    preserving,
    publications,
    situation,
)
from posts import digest as digests
from posts.models import Attempt, AttemptKind, Outcome, Post, Publication, PublicationState, Status

log = structlog.get_logger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=1)
"""Before what was surely not sent, or is harmless to repeat, is tried again: each time twice as long."""


def settle(*, attempt_id: int, outcome: Ending, at: datetime) -> str:
    """Write how an attempt ended, once, and then keep its record. Returns the outcome's word.

    The answer is committed first: whatever stands in the way of the record, what the network said is not lost, and
    the sweeper keeps the record that is owed.
    """
    word, publication_id = write(attempt_id=attempt_id, outcome=outcome, at=at)
    preserving.keep_what_is_owed(publication_id=publication_id, at=at)
    return word


@transaction.atomic
def write(*, attempt_id: int, outcome: Ending, at: datetime) -> tuple[str, int]:
    """A settlement that comes second changes nothing."""
    found = Attempt.objects.filter(pk=attempt_id).values("publication_id", "publication__post_id").get()
    post = (
        Post.objects.select_for_update(of=("self",))
        .select_related("account__agency", "unit", "revision", "author")
        .get(pk=found["publication__post_id"])
    )
    publication = (
        Publication.objects.select_for_update(of=("self",))
        .select_related("revision")
        .get(pk=found["publication_id"])
    )
    attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
    if attempt.outcome:
        _answered_late(post, publication, attempt, outcome, at)
        return attempt.outcome, publication.pk
    attempt.outcome, attempt.reason = _word(outcome), _reason(outcome)
    attempt.settled_at = at
    attempt.exchange_digest = keep_exchange(outcome.exchange, post.agency_id) if outcome.exchange else ""
    attempt.save()
    if attempt.reply_id is not None:
        hidden.answered(
            reply_id=attempt.reply_id, attempt=attempt, post=post, outcome=cast(HideOutcome, outcome), at=at
        )
    elif attempt.kind == AttemptKind.DELETE:
        _deleted(post, publication, attempt, cast(DeleteOutcome, outcome), at)
    else:
        _published(post, publication, attempt, cast(PublishOutcome, outcome), at)
    health.note(account=post.account, outcome=outcome, used_at=attempt.claimed_at, at=at)
    publication.dispatched_at = None
    publication.save()
    chain.follow(post=post, publication=publication)
    post.changed_at = at
    post.save()
    trail.record(
        verb="post.settled",
        agency_id=post.agency_id,
        actor_id=None,
        subject_id=post.pk,
        at=at,
        publication_id=publication.pk,
        attempt_id=attempt.pk,
        outcome=attempt.outcome,
        exchange_sealed=_sealed(attempt.exchange_digest, post.agency_id),
    )
    return attempt.outcome, publication.pk


def _answered_late(
    post: Post,
    publication: Publication,
    attempt: Attempt,
    outcome: Ending,
    at: datetime,
) -> None:
    """A worker that was given up comes back with its answer: it counts, unless somebody has settled it meanwhile.

    The attempt stays as it was written. What a person took for lost and is out after all is told.
    """
    if attempt.outcome != Outcome.UNKNOWN or attempt.kind != AttemptKind.PUBLISH:
        return
    if isinstance(outcome, Unknown) or publication.external_id:
        return
    if isinstance(outcome, Published) and _bound(publication, outcome.external_id):
        return
    stopped = post.status == Status.STOPPED
    awaited = publication.state == PublicationState.UNKNOWN and _settles_all(publication, attempt, outcome)
    if awaited or (isinstance(outcome, Published) and publication.state == PublicationState.DUE):
        publication.look_at, publication.dispatched_at = None, None
        _published(post, publication, attempt, cast(PublishOutcome, outcome), at)
        publication.save()
        chain.follow(post=post, publication=publication)
        post.changed_at = at
        post.save()
        if stopped and isinstance(outcome, Published):
            outcome_notices.out_after_all(post=post, url=outcome.url, at=at)
    elif isinstance(outcome, Published):
        outcome_notices.out_after_all(post=post, url=outcome.url, at=at)
        _hold_what_waits(post, publication, at)
    else:
        return
    trail.record(
        verb="post.answered_late",
        agency_id=post.agency_id,
        actor_id=None,
        subject_id=post.pk,
        at=at,
        publication_id=publication.pk,
        attempt_id=attempt.pk,
        outcome=_word(outcome),
        exchange_sealed=_sealed(keep_exchange(outcome.exchange, post.agency_id), post.agency_id)
        if outcome.exchange
        else None,
    )


def _settles_all(publication: Publication, attempt: Attempt, outcome: Ending) -> bool:
    """Whether an answer ends the doubt: that one call put nothing out says nothing of a later one."""
    later = publication.attempts.filter(kind=AttemptKind.PUBLISH, number__gt=attempt.number)
    return isinstance(outcome, Published) or not later.exists()


def _hold_what_waits(post: Post, publication: Publication, at: datetime) -> None:
    """What is out after all does not go out a second time by itself: a person saw it go, and decides anew."""
    if post.status not in chain.GOES_ON or not publications.cancel(post=post):
        return
    states = [PublicationState(row.state) for row in chain.parts_of(post=post)]
    post.status, post.changed_at = chain.status_of(states) or Status.RETURNED, at
    post.due_at = post.due_at if post.status == Status.SENDING else None
    post.save()
    trail.record(
        verb="post.held_back",
        agency_id=post.agency_id,
        actor_id=None,
        subject_id=post.pk,
        at=at,
        publication_id=publication.pk,
        why="out_after_all",
    )
    outcome_notices.held_back(post=post, sentence="It stands on the network already.", at=at)


def _sealed(digest: str, agency_id: int) -> str | None:
    return vault.sealed_digest(digest=digest, agency_id=agency_id) if digest else None


def _bound(publication: Publication, number: str) -> bool:
    return Publication.objects.filter(account_id=publication.account_id, external_id=number).exists()


def _published(
    post: Post, publication: Publication, attempt: Attempt, outcome: PublishOutcome, at: datetime
) -> None:
    match outcome:
        case Published():
            _out(post, publication, outcome.external_id, outcome.url, outcome.at, at)
        case Rejected(reason="invalid_media") if lasting.forgotten(publication=publication):
            again = "The network had forgotten the pictures. They are brought to it once more."
            _again_later(post, publication, at, again)
        case Rejected() if health.refuses_the_account(outcome):
            _again_later(post, publication, at + health.REST, outcome.text)
        case NotSent(reason="credits_depleted"):
            _again_later(post, publication, at + health.REST, _reason(outcome))
        case Rejected(reason="duplicate") if _may_be_out(publication, attempt):
            # What it calls a duplicate may be this very post, taken by an earlier call.
            _begin_to_look(post, publication, at)
        case Rejected():
            publication.state, post.status = PublicationState.REFUSED, Status.REFUSED
            publication.waiting_for = outcome.text[:200]
            outcome_notices.refused(post=post, part=publication.part, sentence=outcome.text, at=at)
        case NotSent(reason="no_connection"):
            _again_later(post, publication, at + _pause(attempt), _reason(outcome))
        case RateLimited(until=until) | NotSent(retry_at=until):
            _again_later(post, publication, until, _reason(outcome))
        case Unknown():
            _begin_to_look(post, publication, at)


def _may_be_out(publication: Publication, besides: Attempt) -> bool:
    return doubt.calls(publication=publication, at=besides.claimed_at).exclude(pk=besides.pk).exists()


def _begin_to_look(post: Post, publication: Publication, at: datetime) -> None:
    publication.state, post.status = PublicationState.UNKNOWN, Status.UNKNOWN
    lookout.begin(post=post, publication=publication, at=at)


def shown(*, post: Post, publication: Publication, seen: SeenPost, at: datetime) -> None:
    """The account shows it: settled as if the answer had come. The caller holds the row locks of both."""
    url = situation.post_url(post, seen.number)
    _out(post, publication, seen.number, url, seen.created_at or at, at)
    post.changed_at = at
    post.save()


def _out(
    post: Post, publication: Publication, number: str, url: str, published_at: datetime, at: datetime
) -> None:
    post.status = publications.bind(
        publication=publication, number=number, url=url, published_at=published_at, at=at
    )
    chain.follow(post=post, publication=publication)
    if post.status == Status.PUBLISHED:
        outcome_notices.published(post=post, at=at)


def _again_later(post: Post, publication: Publication, until: datetime, reason: str) -> None:
    """Surely nothing was sent: it waits for its time, unless somebody asked to take it away meanwhile."""
    if publication.takedown_asked:
        publication.state, post.status = PublicationState.CANCELLED, Status.WITHDRAWN
        return
    publication.due_at = lateness.soonest(post=post, publication=publication, wanted=until)
    publication.state, publication.waiting_for = PublicationState.DUE, reason[:200]
    post.status = Status.APPROVED


def _pause(attempt: Attempt) -> timedelta:
    """A network that cannot be reached for a moment is asked soon, one that is away for an hour seldom."""
    return min(FIRST_PAUSE * (1 << min(attempt.number - 1, 10)), LONGEST_PAUSE)


def _deleted(
    post: Post, publication: Publication, attempt: Attempt, outcome: DeleteOutcome, at: datetime
) -> None:
    match outcome:
        case Deleted() | AlreadyGone():
            publication.state, publication.deleted_at = PublicationState.DELETED, at
            publication.waiting_for, post.status = "", Status.TAKEN_DOWN
            publication.save()
            if chain.follow(post=post, publication=publication) == Status.TAKEN_DOWN:
                outcome_notices.taken_down(post=post, at=at)
        case Unknown() | NotSent(reason="no_connection"):
            publication.due_at = at + _pause(attempt)  # deleting again is harmless
        case RateLimited(until=until) | NotSent(retry_at=until):
            publication.due_at = until
        case Rejected():
            publication.due_at = at + timedelta(minutes=10)
            if publication.waiting_for != outcome.text[:200]:
                outcome_notices.takedown_refused(post=post, sentence=outcome.text, at=at)
                for waiting in corrections.waiting_for(post=post):
                    outcome_notices.not_replaced(post=waiting, sentence=outcome.text, at=at)
            publication.waiting_for = outcome.text[:200]


def worker_lost() -> Unknown:
    """How an attempt ended of which nobody will hear: it may have gone out."""
    return Unknown(reason="worker_lost")


def sweep() -> list[int]:
    """Call unknown what a worker left in flight, and keep the records that are owed; returns what was settled."""
    settled = alive.left()
    for attempt_id in settled:
        settle(attempt_id=attempt_id, outcome=worker_lost(), at=clock.now())
    for publication_id in preserving.owed():
        try:
            preserving.keep_what_is_owed(publication_id=publication_id, at=clock.now())
        except preserving.CANNOT_KEEP as fault:
            log.error("record_owed", publication_id=publication_id, fault=type(fault).__name__)
    return settled


def _word(outcome: Ending) -> str:
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


def _reason(outcome: Ending) -> str:
    match outcome:
        case Rejected():
            return f"{outcome.reason}: {outcome.text}"[:300]
        case RateLimited():
            return f"The network asks to wait ({outcome.scope})."
        case NotSent() | Unknown():
            return outcome.reason[:300]
        case _:
            return ""


def keep_exchange(exchange: Exchange, agency_id: int) -> str:
    """Keep what was said on the wire; returns its digest in the vault."""
    return vault.keep(content=digests.canonical(exchange.as_json()), agency_id=agency_id)
