"""What the beat hands to the broker. The claim decides; handing over twice does no harm."""

from django.db import connection

HANDED_OVER_AGAIN_AFTER_SECONDS = 60
"""A message that no worker has acted on by then was lost with its broker."""

_TAKE = """
UPDATE posts_publication SET dispatched_at = clock_timestamp()
WHERE id IN (
    SELECT publication.id FROM posts_publication publication JOIN posts_post post ON post.id = publication.post_id
    WHERE publication.state IN ('due', 'deleting') AND publication.due_at <= clock_timestamp()
    AND (publication.state = 'deleting' OR post.status = 'approved')
    AND (dispatched_at IS NULL OR dispatched_at < clock_timestamp() - make_interval(secs => %s))
    ORDER BY publication.due_at LIMIT %s FOR UPDATE OF publication SKIP LOCKED
)
RETURNING id
"""


def take_due(*, limit: int = 500) -> list[int]:
    """The ids of publications that are due and not with the broker already, oldest first; marks them."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [HANDED_OVER_AGAIN_AFTER_SECONDS, limit])
        return [row[0] for row in cursor.fetchall()]
