"""When the portal reads an account for a post of which nobody knows whether it went out, and what it says of that."""

from datetime import datetime, timedelta
from itertools import accumulate

from django.conf import settings

from posts import slots
from posts.models import Post, Publication

GAPS = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 45, 120, 300))
"""Between one reading and the next. Networks show most posts at once, some only after minutes."""
AGAIN_SOONEST, AGAIN_LATEST = timedelta(seconds=15), timedelta(minutes=5)
"""After the settled period, between one try to read an account that could not be read and the next, growing."""


def begin(*, post: Post, publication: Publication, at: datetime) -> None:
    """From now on it is looked for; the caller saves it."""
    publication.looked, publication.looked_at, publication.left_at = 0, None, None
    publication.look_at = min(at + GAPS[0], _end(at))
    publication.waiting_for = _in_words(post, publication)


def go_on(*, post: Post, publication: Publication, since: datetime, unread: str, at: datetime) -> None:
    """Note one reading in vain, and when the next is; `unread` is why it could not be read. The caller saves it.

    `since` is when it became unknown. The last reading is one that was answered when the settled period was over: until
    then the account is read again, however long that takes.
    """
    if not unread:
        publication.looked += 1
        publication.looked_at = at
    publication.look_at = _next(since, at, unread=unread)
    publication.waiting_for = _in_words(post, publication, unread)


def is_over(*, since: datetime, at: datetime) -> bool:
    """Whether the settled period is over of what became unknown at `since`."""
    return at >= _end(since)


def _end(since: datetime) -> datetime:
    return since + timedelta(seconds=settings.SETTLED_SECONDS)


def _next(since: datetime, at: datetime, *, unread: str) -> datetime | None:
    """In the settled period at growing gaps and at its end, or as soon after it as a worker is there."""
    if not is_over(since=since, at=at):
        return min(
            next((since + gap for gap in accumulate(GAPS) if since + gap > at), _end(since)), _end(since)
        )
    return at + min(max(at - since, AGAIN_SOONEST), AGAIN_LATEST) if unread else None


def _in_words(post: Post, publication: Publication, unread: str = "") -> str:
    """What residents' side of it looks like from here, for the people who may have to decide."""
    zone = post.account.agency.tzinfo
    times = {0: "", 1: "once"}.get(publication.looked, f"{publication.looked} times")
    then = f"{publication.look_at.astimezone(zone):%H:%M %Z}" if publication.look_at else ""
    if publication.looked_at is None:
        if unread:
            return f"The portal could not look at the account. {unread} It tries again, next {then}."
        return f"The portal looks at the account itself, next {then}."
    last = slots.in_words(publication.looked_at, zone=zone)
    if unread:
        return f"The portal did not see it on {last}, and could not look since. {unread} It tries again, next {then}."
    if then:
        return f"The portal looked at the account {times} and did not see it. It looks again, next {then}."
    return f"The portal looked at the account {times}, last on {last}, and did not see it."
