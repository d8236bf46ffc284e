"""Writing how a call of the network ended, once, in one short transaction: the ledger, the post, and the trail."""

from datetime import datetime
from typing import cast

import structlog
from django.db import transaction

from accounts.prepared import ByKey
from audit import trail, vault
from outlets.exchange import Exchange
from outlets.outcomes import DeleteOutcome, Ending, HideOutcome, Published, SeenPost, Unknown
from outlets.outcomes import Outcome as PublishOutcome
from posts import (
    alive,
    chain,
    clock,
    consequences,
    copies,
    health,
    hidden,
    outcome_notices,
    preserving,
    publications,
    situation,
)
from posts import digest as digests
from posts.models import Attempt, AttemptKind, Outcome, Post, Publication, PublicationState, Status

log = structlog.get_logger(__name__)

_LOCKED = ByKey(
    lambda attempt_id: (
        Attempt.objects.select_for_update(of=("publication__post", "publication", "self"))
        .select_related("publication__post__account", "publication__revision")
        .filter(pk=attempt_id)
    )
)


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
    attempt = _locked(attempt_id)
    publication, post = attempt.publication, attempt.publication.post
    if attempt.outcome:
        _answered_late(post, publication, attempt, outcome, at)
        return attempt.outcome, publication.pk
    attempt.outcome, attempt.reason = consequences.word(outcome), consequences.reason(outcome)
    attempt.settled_at = at
    attempt.exchange_digest, sealed = _kept(outcome.exchange, post.agency_id)
    attempt.save(update_fields=["outcome", "reason", "settled_at", "exchange_digest"])
    before = post.status
    if attempt.reply_id is not None:
        hidden.answered(
            reply_id=attempt.reply_id, attempt=attempt, post=post, outcome=cast(HideOutcome, outcome), at=at
        )
    elif attempt.copy_id is not None:
        copies.answered(
            copy_id=attempt.copy_id,
            attempt=attempt,
            post=post,
            outcome=cast(DeleteOutcome, outcome),
            at=at,
        )
    elif attempt.kind == AttemptKind.DELETE:
        consequences.deleted(
            post=post, publication=publication, attempt=attempt, outcome=cast(DeleteOutcome, outcome), at=at
        )
    elif publication.external_id:
        _is_out_already(post, publication, outcome, at)
    else:
        consequences.published(
            post=post, publication=publication, attempt=attempt, outcome=cast(PublishOutcome, outcome), at=at
        )
    health.note(account=post.account, outcome=outcome, used_at=attempt.claimed_at, at=at)
    publication.dispatched_at = None
    _save(post, publication, before=before, at=at)
    trail.record(
        verb="post.settled",
        agency_id=post.agency_id,
        actor_id=None,
        subject_id=post.pk,
        at=at,
        publication_id=publication.pk,
        attempt_id=attempt.pk,
        outcome=attempt.outcome,
        exchange_sealed=sealed,
    )
    return attempt.outcome, publication.pk


def _locked(attempt_id: int) -> Attempt:
    """With its publication and post, locked in the order in which everybody locks them: the post first."""
    (attempt,) = _LOCKED.all(attempt_id)
    return attempt


def _save(post: Post, publication: Publication, *, before: str, at: datetime) -> None:
    """Save both, carry it over to the other parts of a thread, and tell of what is now out or gone as a whole."""
    publication.save()
    chain.follow(post=post, publication=publication)
    post.changed_at = at
    post.save(update_fields=["status", "changed_at"])
    if post.status != before and post.status == Status.PUBLISHED:
        outcome_notices.published(post=post, at=at)
    if post.status != before and post.status == Status.TAKEN_DOWN:
        outcome_notices.taken_down(post=post, at=at)


def _answered_late(
    post: Post, publication: Publication, attempt: Attempt, outcome: Ending, at: datetime
) -> None:
    """A worker that was given up comes back with its answer: it counts, unless somebody has settled it meanwhile.

    The attempt stays as it was written. What a person took for lost and is out after all is told.
    """
    if attempt.outcome != Outcome.UNKNOWN or attempt.kind != AttemptKind.PUBLISH:
        return
    if isinstance(outcome, Unknown) or (publication.external_id and not isinstance(outcome, Published)):
        return
    if isinstance(outcome, Published) and _bound(publication, outcome.external_id):
        return
    before = Status(post.status)
    awaited = publication.state == PublicationState.UNKNOWN and _settles_all(publication, attempt, outcome)
    if awaited or (isinstance(outcome, Published) and publication.state == PublicationState.DUE):
        publication.look_at, publication.dispatched_at = None, None
        consequences.published(
            post=post, publication=publication, attempt=attempt, outcome=cast(PublishOutcome, outcome), at=at
        )
        _save(post, publication, before=before, at=at)
        if before == Status.STOPPED and isinstance(outcome, Published):
            outcome_notices.out_after_all(post=post, url=outcome.url, at=at)
    elif isinstance(outcome, Published) and publication.external_id:
        copies.found(post=post, publication=publication, outcome=outcome, at=at)
    elif isinstance(outcome, Published) and publication.state == PublicationState.SENDING:
        _is_out_while_it_is_sent_again(post, publication, outcome, at)
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
        outcome=consequences.word(outcome),
        exchange_sealed=_kept(outcome.exchange, post.agency_id)[1],
    )


def _is_out_while_it_is_sent_again(
    post: Post, publication: Publication, outcome: Published, at: datetime
) -> None:
    """Its number is bound at once, so that a takedown and the record reach it; the second call ends as it may."""
    publication.external_id, publication.url = outcome.external_id, outcome.url
    publication.published_at = outcome.at
    publication.save(update_fields=["external_id", "url", "published_at"])
    outcome_notices.out_after_all(post=post, url=outcome.url, at=at)


def _is_out_already(post: Post, publication: Publication, outcome: Ending, at: datetime) -> None:
    """However a second call ended, an earlier one had put it out: it is never called again."""
    post.status = publications.bind(
        publication=publication,
        number=publication.external_id,
        url=publication.url,
        published_at=publication.published_at or at,
        at=at,
    )
    if isinstance(outcome, Published) and outcome.external_id != publication.external_id:
        copies.found(post=post, publication=publication, outcome=outcome, at=at)


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


def _bound(publication: Publication, number: str) -> bool:
    return Publication.objects.filter(account_id=publication.account_id, external_id=number).exists()


def shown(*, post: Post, publication: Publication, seen: SeenPost, at: datetime) -> None:
    """The account shows it: settled as if the answer had come. The caller holds the row locks of both."""
    before = post.status
    post.status = publications.bind(
        publication=publication,
        number=seen.number,
        url=situation.post_url(post, seen.number),
        published_at=seen.created_at or at,
        at=at,
    )
    _save(post, publication, before=before, at=at)


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


def _kept(exchange: Exchange | None, agency_id: int) -> tuple[str, str | None]:
    """What was said on the wire, in the vault: its digest, and the sealed one for the trail."""
    if exchange is None:
        return "", None
    return vault.seal(content=digests.canonical(exchange.as_json()), agency_id=agency_id)


def keep_exchange(exchange: Exchange, agency_id: int) -> str:
    """Keep what was said on the wire; returns its digest in the vault."""
    return vault.keep(content=digests.canonical(exchange.as_json()), agency_id=agency_id)
