"""How late an approved post still goes out by itself: its time, and the margin that was frozen with it.

Its time is its slot, the moment to which it was moved, or its approval where it goes out as soon as approved. A person
who releases or sends it says anew that it is still good, so it counts from there. What it waited for meanwhile, a
limit of the network or an account in trouble, changes nothing of that: it is late all the same.
"""

from datetime import datetime, timedelta

from posts.models import Post, Publication, Revision


def until(*, post: Post, revision: Revision) -> datetime | None:
    """The last moment at which an approved post goes out by itself, UTC; None where nothing ends it."""
    if post.due_at is None:
        return revision.not_after
    margin = post.due_at + timedelta(minutes=revision.late_minutes)
    return min(margin, revision.not_after) if revision.not_after else margin


def soonest(*, post: Post, publication: Publication, wanted: datetime) -> datetime:
    """When a publication that waits is asked again: at `wanted`, or as soon as it is late, for then people decide."""
    last = _until(post, publication)
    return min(wanted, last + timedelta(seconds=1)) if last else wanted


def missed(*, post: Post, publication: Publication, now: datetime) -> bool:
    """Whether it never goes out by itself any more."""
    last = _until(post, publication)
    return last is not None and now > last


def _until(post: Post, publication: Publication) -> datetime | None:
    """A further part of a thread has the margin from when the part before it went out, or a person sent the rest.

    What approvals bind is when the thread begins: what has begun in time may end after it.
    """
    if publication.after is None:
        return until(post=post, revision=publication.revision)
    its_time = max(filter(None, (publication.after.published_at, post.due_at)), default=None)
    return its_time and its_time + timedelta(minutes=publication.revision.late_minutes)


def closed(*, revision: Revision, now: datetime) -> bool:
    """Whether nobody may send it without new approvals: the window that they bind is over."""
    return revision.not_after is not None and now > revision.not_after


def decided_until(*, revision: Revision) -> datetime | None:
    """The last moment at which approving a version still lets it go out by itself, UTC; None where nothing ends it."""
    return revision.by_itself_until or revision.not_after
