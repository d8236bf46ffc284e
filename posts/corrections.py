"""A correction on its way: a replacement goes out once what it replaces is gone, a reply while what it answers is out.

Locks are taken from the correction to what it corrects, never the other way.
"""

from datetime import datetime, timedelta

from audit import trail, vault
from posts.models import CORRECTED_FOR_GOOD, Correction, Post, Publication, PublicationState, Status
from posts.models.publication import OPEN_STATES
from posts.reasons import Held

WAITS = "It goes out once the post that it replaces is deleted on the network."
STILL_OUT = Held(slug="still_out", sentence=WAITS, status=Status.APPROVED)
GONE = Held(
    slug="corrected_gone", sentence="The post that it corrects is not out any more.", status=Status.RETURNED
)
ASKED_AGAIN_AFTER = timedelta(seconds=2)
"""How long a replacement rests before it is asked again whether the other is gone."""


class NotOut(Exception):
    """What a correction answers is not out any more."""

    def __init__(self) -> None:
        super().__init__("The post it corrects is not out any more, so nothing can reply to it.")


class NothingChanged(Exception):
    """A correction says what the post that is out says already."""

    def __init__(self) -> None:
        super().__init__("It says the same as the post that is out. Change what is wrong first.")


class CorrectedAlready(Exception):
    """A correction of the post is on its way; a post has one at a time."""

    def __init__(self, correction: Post) -> None:
        super().__init__(
            f"{correction.author.titled_name} began a correction of this post. "
            "Finish that one, or withdraw it first."
        )
        self.correction = correction


def open_one(*, post_id: int) -> Post | None:
    """The correction of a post that is on its way."""
    under_way = Post.objects.filter(corrects_id=post_id).exclude(status__in=CORRECTED_FOR_GOOD)
    return under_way.select_related("author").first()


def assert_alone(*, post: Post) -> None:
    """Raise CorrectedAlready where another post corrects by now what this one, about to be opened again, did."""
    if post.corrects_id is None:
        return
    other = open_one(post_id=post.corrects_id)
    if other is not None and other.pk != post.pk:
        raise CorrectedAlready(other)


def live(*, post_id: int) -> Publication | None:
    """The publication of a post that residents see, the first of several."""
    out = Publication.objects.filter(post_id=post_id, state=PublicationState.PUBLISHED)
    return out.order_by("pk").first()


def replied_to(*, post: Post) -> str:
    """The network's number of what a correction replies to; empty for every other post. Raises NotOut."""
    if post.correction != Correction.REPLY or post.corrects_id is None:
        return ""
    out = live(post_id=post.corrects_id)
    if out is None:
        raise NotOut
    return out.external_id


def refuse_the_same(*, post: Post, digest: str, text: str) -> None:
    """Raise NothingChanged where a correction would say again what is out, which networks refuse, too."""
    if post.corrects_id is None:
        return
    out = live(post_id=post.corrects_id)
    if out is None:
        return
    same_words = out.revision.text_digest == vault.digest_of(text)
    if out.revision.digest == digest or (same_words and post.correction == Correction.REPLY):
        raise NothingChanged


def held_by(*, post: Post, publication: Publication) -> Held | None:
    """Why a correction cannot go out yet, or not at all, for what it corrects; None for every other post.

    Of a thread the first part asks: what follows it belongs to what is out already.
    """
    if post.corrects_id is None or publication.part:
        return None
    if post.correction == Correction.REPLY:
        return None if live(post_id=post.corrects_id) else GONE
    # Only the network's word ends that residents may still see it.
    up = Publication.objects.filter(post_id=post.corrects_id, state__in=OPEN_STATES).exists()
    return STILL_OUT if up else None


def waiting_for(*, post: Post) -> list[Post]:
    """The approved replacement that waits until a post is deleted; it is told, not locked."""
    replacing = Post.objects.filter(corrects=post, correction=Correction.REPLACE, status=Status.APPROVED)
    return list(replacing.select_related("account__agency", "unit", "revision", "author"))


def make_way(*, publication: Publication, post: Post, at: datetime) -> None:
    """Have what an approved and due replacement replaces deleted; until the network says so, the new one waits.

    The caller claims: it holds the locks of post and publication and has asked the gate. Twice is once.
    """
    replaced = Post.objects.select_for_update(of=("self",)).get(corrections=post)
    if replaced.status == Status.PUBLISHED:
        _begin_to_delete(replaced, post, at)
    deleting = Publication.objects.filter(post=replaced, state=PublicationState.DELETING)
    tried = list(deleting.order_by("-due_at").values_list("due_at", "waiting_for"))
    latest, refusal = tried[0] if tried else (at, "")
    publication.due_at = max(latest, at) + ASKED_AGAIN_AFTER
    publication.dispatched_at = None
    publication.waiting_for = f"{WAITS} {refusal}"[:200].rstrip()
    publication.save(update_fields=["due_at", "dispatched_at", "waiting_for"])


def _begin_to_delete(replaced: Post, by: Post, at: datetime) -> None:
    out = Publication.objects.filter(post=replaced, state=PublicationState.PUBLISHED)
    ids = list(out.select_for_update().order_by("pk").values_list("pk", flat=True))
    Publication.objects.filter(pk__in=ids).update(
        state=PublicationState.DELETING, takedown_asked=True, due_at=at, dispatched_at=None
    )
    replaced.status, replaced.changed_at = Status.TAKING_DOWN, at
    replaced.save(update_fields=["status", "changed_at"])
    trail.record(
        verb="post.made_way",
        agency_id=replaced.agency_id,
        actor_id=None,
        subject_id=replaced.pk,
        at=at,
        publication_id=ids[0],
        correction_id=by.pk,
    )
