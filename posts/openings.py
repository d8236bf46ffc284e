"""Who has a post open: told to the others, and forgotten after a minute of silence."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from accounts.models import Member
from posts.models import Opening

STALE_AFTER = timedelta(seconds=60)

_SEEN = """
    WITH mine AS (
        INSERT INTO posts_opening (post_id, member_id, seen_at) VALUES (%(post)s, %(member)s, %(at)s)
        ON CONFLICT (post_id, member_id) DO UPDATE SET seen_at = EXCLUDED.seen_at
    )
    SELECT accounts_member.* FROM accounts_member
    JOIN posts_opening ON posts_opening.member_id = accounts_member.id
    WHERE posts_opening.post_id = %(post)s AND accounts_member.id <> %(member)s
        AND posts_opening.seen_at > %(stale)s
    ORDER BY accounts_member.last_name, accounts_member.id
"""


def seen(*, post_id: int, member: Member, at: datetime) -> list[Member]:
    """Note that a member has the post open at a moment; returns the others who have. One statement."""
    named = {"post": post_id, "member": member.pk, "at": at, "stale": at - STALE_AFTER}
    return list(Member.objects.raw(_SEEN, named))


def of_others(*, post_ids: Iterable[int], member_id: int, at: datetime) -> dict[int, list[str]]:
    """The names of those who have each of these posts open, without oneself: one query."""
    found = Opening.objects.filter(post_id__in=list(post_ids), seen_at__gt=at - STALE_AFTER)
    names: dict[int, list[str]] = defaultdict(list)
    for opening in found.exclude(member_id=member_id).select_related("member").order_by("pk"):
        names[opening.post_id].append(opening.member.titled_name)
    return names
