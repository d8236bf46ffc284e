"""When the portal reads an account for a post of which nobody knows whether it went out, and what it says of that."""

from datetime import datetime, timedelta
from itertools import accumulate

from django.conf import settings

from posts import slots
from posts.models import Post, Publication

GAPS = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 45, 120, 300))
"""Between one reading and the next. Networks show most posts at once, some only after minutes."""


def begin(*, post: Post, publication: Publication, at: datetime) -> None:
    """From now on it is looked for; the caller saves it."""
    publication.looked, publication.looked_at = 0, None
    publication.look_at = _next(since=at, at=at)
    publication.waiting_for = _in_words(post, publication)


def go_on(*, post: Post, publication: Publication, since: datetime, answered: bool, at: datetime) -> bool:
    """Note one reading in vain, which the network answered or not; whether there is another. The caller saves.

    `since` is when it became unknown.
    """
    if answered:
        publication.looked += 1
        publication.looked_at = at
    publication.look_at = _next(since=since, at=at)
    publication.waiting_for = _in_words(post, publication)
    return publication.look_at is not None


def _next(*, since: datetime, at: datetime) -> datetime | None:
    """The last reading is at the end of the settled period, or as soon after it as a worker is there."""
    end = since + timedelta(seconds=settings.SETTLED_SECONDS)
    if at >= end:
        return None
    return min(next((since + gap for gap in accumulate(GAPS) if since + gap > at), end), end)


def _in_words(post: Post, publication: Publication) -> str:
    """What residents' side of it looks like from here, for the people who may have to decide."""
    zone = post.account.agency.tzinfo
    times = {0: "", 1: "once"}.get(publication.looked, f"{publication.looked} times")
    if publication.look_at is not None:
        then = f"{publication.look_at.astimezone(zone):%H:%M %Z}"
        if publication.looked_at is None:
            return f"The portal looks at the account itself, next {then}."
        return f"The portal looked at the account {times} and did not see it. It looks again, next {then}."
    if publication.looked_at is None:
        return "The portal could not look at the account: the network did not answer."
    last = slots.in_words(publication.looked_at, zone=zone)
    return f"The portal looked at the account {times}, last on {last}, and did not see it."
