"""Consent that is taken back once a story was adopted: the post that tells it does not go out, or is told of."""

from datetime import datetime

from accounts.models import Member
from audit import trail
from posts import going_back, notices
from posts.models import Post, Story, StoryState
from posts.permitting import OUT


class StoryWithdrawn(Exception):
    """The unit took the story back that a post tells."""

    def __init__(self) -> None:
        super().__init__(
            "The unit withdrew the story that this post tells. Its page says why. It cannot be submitted."
        )


def refuse(*, post: Post) -> None:
    """Raise StoryWithdrawn for what tells such a story; one query, and none for what is no corporate post."""
    if not post.account.corporate:
        return
    if Story.objects.filter(adopted_as__post=post, state=StoryState.WITHDRAWN).exists():
        raise StoryWithdrawn


def from_its_post(*, story: Story, actor: Member, at: datetime) -> None:
    """Send back the post that tells it, where it waits; tell who wrote, reviews and can take it down.

    The caller holds the exclusive side of the order with claims.
    """
    posts = Post.objects.select_for_update(of=("self",)).select_related("unit", "account")
    post = posts.filter(origin__story=story).first()
    if post is None:
        return
    people = [*notices.authors(post), *notices.reviewers(post=post, at=at), *notices.leads(post, at)]
    is_out = post.status in OUT
    if post.status in going_back.WAITS:
        going_back.take(posts=[post], at=at)
        trail.record(
            verb="post.story_withdrawn",
            agency_id=post.agency_id,
            actor_id=actor.pk,
            subject_id=post.pk,
            at=at,
            story_id=story.pk,
        )
    notices.tell(
        post,
        [member for member in dict.fromkeys(people) if member.pk != actor.pk],
        "story_withdrawn",
        f"The {story.unit.short_name} withdrew a story that a post tells",
        f"{actor.titled_name} withdrew it, and says why on its page. "
        + ("Residents see the post: take it down." if is_out else "The post that tells it does not go out."),
        at,
    )
