"""What the beat hands to the broker. The claim decides; handing over twice does no harm."""

from django.db import connection

HANDED_OVER_AGAIN_AFTER_SECONDS = 60
"""A message that no worker has acted on by then was lost with its broker."""

_TAKE = """
UPDATE posts_publication SET dispatched_at = clock_timestamp()
WHERE id IN (
    SELECT publication.id FROM posts_publication publication JOIN posts_post post ON post.id = publication.post_id
    LEFT JOIN posts_publication prior ON prior.id = publication.after_id
    WHERE publication.state IN ('due', 'deleting') AND publication.due_at <= clock_timestamp()
    AND (publication.state = 'deleting' OR post.status = 'approved')
    AND (publication.state = 'deleting' OR prior.id IS NULL OR prior.state = 'published')
    AND (
        publication.dispatched_at IS NULL
        OR publication.dispatched_at < clock_timestamp() - make_interval(secs => %s)
    )
    ORDER BY publication.due_at LIMIT %s FOR UPDATE OF publication SKIP LOCKED
)
RETURNING id
"""
_TAKE_UNKNOWN = """
UPDATE posts_publication SET dispatched_at = clock_timestamp()
WHERE id IN (
    SELECT id FROM posts_publication WHERE state = 'unknown' AND look_at <= clock_timestamp()
    AND (dispatched_at IS NULL OR dispatched_at < clock_timestamp() - make_interval(secs => %s))
    ORDER BY look_at LIMIT %s FOR UPDATE SKIP LOCKED
)
RETURNING id
"""


def take_due(*, limit: int = 500) -> list[int]:
    """The ids of publications that are due and not with the broker already, oldest first; marks them."""
    return _take(_TAKE, limit)


def take_unknown(*, limit: int = 100) -> list[int]:
    """The same of publications for which an account is to be read now."""
    return _take(_TAKE_UNKNOWN, limit)


def _take(statement: str, limit: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [HANDED_OVER_AGAIN_AFTER_SECONDS, limit])
        return [row[0] for row in cursor.fetchall()]
