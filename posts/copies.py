"""What the network took twice: told with its address, offered to be deleted, and written down when it is gone.

A permitted second call, or an answer that comes late, can leave two posts in the same words. The publication is bound
to one number; the other is a second copy, which only a person has deleted.
"""

from contextlib import suppress
from datetime import datetime

from django.db.models import QuerySet

from accounts.authority import Authority
from audit import trail
from outlets.outcomes import AlreadyGone, Deleted, DeleteOutcome, Published
from posts import network_words, outcome_notices, reposts, stuck
from posts.models import Attempt, Post, Publication, SecondCopy
from records import keeping
from records.keeping import Addition


def found(*, post: Post, publication: Publication, outcome: Published, at: datetime) -> None:
    """Keep that it is there and tell the leads, once; the caller holds the row locks of both."""
    _, new = SecondCopy.objects.get_or_create(
        publication=publication,
        external_id=outcome.external_id,
        defaults={"agency_id": post.agency_id, "url": outcome.url, "found_at": at},
    )
    if new:
        outcome_notices.out_twice(post=post, url=outcome.url, at=at)


def standing(*, authority: Authority) -> QuerySet[SecondCopy]:
    """The copies that residents still see, of the posts whose trouble is the member's."""
    mine = stuck.of_units(authority).values("pk")
    there = SecondCopy.objects.filter(
        agency_id=authority.agency_id, deleted_at__isnull=True, publication__post__in=mine
    )
    return there.select_related("publication__post__account").order_by("found_at", "pk")


def answered(*, copy_id: int, attempt: Attempt, post: Post, outcome: DeleteOutcome, at: datetime) -> None:
    """Write what an answer means for the copy; the caller settles the attempt and holds the lock of the post."""
    copy = SecondCopy.objects.select_for_update(of=("self",)).get(pk=copy_id)
    if copy.deleted_at is not None:
        return
    if not isinstance(outcome, Deleted | AlreadyGone):
        copy.trouble = network_words.in_words(attempt.reason)[:300]
        copy.save(update_fields=["trouble"])
        return
    copy.deleted_at, copy.trouble = at, ""
    copy.save(update_fields=["deleted_at", "trouble"])
    trail.record(
        verb="post.copy_deleted",
        agency_id=post.agency_id,
        actor_id=copy.asked_by_id,
        subject_id=post.pk,
        at=at,
        copy_id=copy.pk,
    )
    _note(copy, attempt, post, at)


def _note(copy: SecondCopy, attempt: Attempt, post: Post, at: datetime) -> None:
    """Add to the record of the post, or of the part, that a second copy was out and is gone; one owed yet tells it."""
    with suppress(keeping.NothingKept):
        keeping.note(
            entry=Addition(
                kind="corrected",
                actor=copy.asked_by.titled_name if copy.asked_by else "",
                actor_id=copy.asked_by_id,
                sentence="The network had taken it twice; the second copy was deleted",
                detail=f"Number {copy.external_id}",
                exchange_digest=attempt.exchange_digest or None,
            ),
            at=at,
            agency_id=post.agency_id,
            post_id=post.pk,
            external_id=reposts.number_in_records(post=post, publication=copy.publication),
        )
