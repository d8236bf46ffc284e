"""Where a draft came from: said in the composer, on the desk, on its page and in its record for as long as it lives."""

from datetime import datetime

from accounts.models import Member
from audit import trail
from posts.models import Idea, Origin, Post, ReadyDraft, ReadyKind, Story

_OF_READY = ("ready__offered_by", "ready__withdrawn_by")


def note(
    *,
    post: Post,
    whose: Member,
    actor: Member,
    at: datetime,
    story: Story | None = None,
    idea: Idea | None = None,
) -> Origin:
    """Note that a draft was begun from a story or an idea, and whose; inside the transaction that begins it."""
    trail.record(
        verb="post.from_story" if story else "post.from_idea",
        agency_id=post.agency_id,
        actor_id=actor.pk,
        subject_id=post.pk,
        at=at,
        member_id=whose.pk,
        whose_unit_id=story.unit_id if story else idea.unit_id if idea else whose.unit_id,
    )
    return Origin.objects.create(post=post, story=story, idea=idea, begun_at=at)


def note_ready(*, post: Post, ready: ReadyDraft, actor: Member, at: datetime) -> Origin:
    """Note what made ready it was begun from; its writers count as authors. Inside the same transaction."""
    post.draft.writers.add(*ready.writers.all())
    trail.record(
        verb="post.from_alert" if ready.kind == ReadyKind.ALERT else "post.from_ready",
        agency_id=post.agency_id,
        actor_id=actor.pk,
        subject_id=post.pk,
        at=at,
        member_id=ready.offered_by_id,
        ready_id=ready.pk,
    )
    return Origin.objects.create(post=post, ready=ready, begun_at=at)


def of(*, post_id: int) -> Origin | None:
    """Where a post came from, with the story, the idea or the ready draft and its people: one query."""
    found = Origin.objects.filter(post=post_id).select_related(
        "story__unit", "story__forwarded_by", "idea__unit", "idea__suggested_by", *_OF_READY
    )
    return next(iter(found), None)
