"""Whom it tells that words are ready for a unit, or were withdrawn: a sentence and a link, never the words."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.urls import reverse

from accounts import outbox
from accounts.authority import holders
from accounts.models import Member
from accounts.outbox import Letter
from posts import turns
from posts.models import Post, ReadyDraft, ReadyKind, Status

_BEFORE_REVIEW = (Status.DRAFT, Status.RETURNED)


def offered(*, ready: ReadyDraft, to: Collection[int], at: datetime) -> int:
    """Tell those who write for the units of a ready draft; of a template nobody. Returns how many."""
    if ready.kind == ReadyKind.TEMPLATE:
        return 0
    if ready.kind == ReadyKind.ALERT:
        body = (
            f"{ready.offered_by.titled_name} offers your unit a crime alert of {ready.issued_by}. You can repost it as "
            "it stands with one press; a sergeant of your unit approves it."
        )
    else:
        body = (
            f"{ready.offered_by.titled_name} offers your unit a ready draft. You can take it with one press; then it "
            "is yours to change and to submit."
        )
    made = outbox.write(
        to=Member.objects.filter(pk__in=to).exclude(pk=ready.offered_by_id),
        kind="ready_offered",
        subject=f"Ready for your unit: {ready.title}",
        body=body,
        link=reverse("ready_draft", args=[ready.pk]),
        at=at,
    )
    return len(made)


def withdrawn(*, ready: ReadyDraft, by: Member, posts: Sequence[Post], at: datetime) -> None:
    """Tell who has it in a post that has not gone out, and of one that was submitted its sergeants, too."""
    letters = [
        Letter(
            to=[post.author, *_reviewing(post, at)],
            kind="ready_withdrawn",
            subject=f"Withdrawn: {ready.title}",
            body=f"{by.titled_name} withdrew the ready draft from which a post of the {post.unit.short_name} was made. "
            "The post stays as it is. Look at whether it should still go out.",
            link=reverse("post", args=[post.pk]),
            about_post_id=post.pk,
        )
        for post in posts
    ]
    outbox.write_all(letters=letters, at=at)


def _reviewing(post: Post, at: datetime) -> list[Member]:
    if post.status in _BEFORE_REVIEW:
        return []
    return holders(role=turns.SERGEANTS, unit_id=post.unit_id, agency_id=post.agency_id, at=at)
