"""What is handed to the broker: by the beat every second, and at once when an approval commits.

The claim decides, so handing over twice does no harm. Urgent kinds and deletions go by a queue of their own, which
every worker empties first and some workers empty alone: they wait behind nothing. Of the rest the broker holds a
hundred at a time; the others wait in the database, where their order can still change.
"""

from django.db import connection, transaction

HANDED_OVER_AGAIN_AFTER_SECONDS = 10
"""A message on which no worker has acted by then was lost with its broker, or stands in a long line."""
FORGOTTEN_AFTER_SECONDS = 60
"""No worker begins with an older message: others have taken its place."""
MOST_HANDED_OVER = 100
"""So many ordinary ones are with the broker at a time."""
_ONCE_MORE = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
"""Over a new connection, where the broker was restarted. Nobody waits for one that is away."""

_TAKE = """
WITH taken AS (UPDATE posts_publication SET dispatched_at = clock_timestamp()
WHERE id IN (
    SELECT publication.id FROM posts_publication publication
    JOIN posts_post post ON post.id = publication.post_id
    JOIN posts_revision revision ON revision.id = publication.revision_id
    LEFT JOIN posts_publication before ON before.id = publication.after_id
    WHERE publication.state IN ('due', 'deleting') AND publication.due_at <= clock_timestamp()
    AND (publication.state = 'deleting' OR post.status IN ('approved', 'sending'))
    AND (publication.state = 'deleting' OR revision.urgent) = %(urgent)s
    AND (publication.state = 'deleting' OR before.id IS NULL
        OR before.state IN ('published', 'deleted', 'refused', 'cancelled'))
    AND (publication.state = 'due' OR NOT EXISTS (
        SELECT 1 FROM posts_publication behind
        WHERE behind.after_id = publication.id AND behind.state = 'deleting' AND behind.due_at <= clock_timestamp()))
    AND (publication.post_id = %(post)s OR %(post)s IS NULL)
    AND (publication.dispatched_at IS NULL
        OR publication.dispatched_at < clock_timestamp() - make_interval(secs => %(again)s))
    ORDER BY publication.due_at, publication.id
    LIMIT CASE WHEN %(urgent)s THEN NULL ELSE greatest(0, %(most)s - (
        SELECT count(*) FROM posts_publication
        WHERE state = 'due' AND dispatched_at > clock_timestamp() - make_interval(secs => %(again)s)
    )) END
    FOR UPDATE OF publication SKIP LOCKED
) RETURNING id, due_at) SELECT id FROM taken ORDER BY due_at, id
"""
_TAKE_UNKNOWN = """
WITH taken AS (UPDATE posts_publication SET dispatched_at = clock_timestamp()
WHERE id IN (
    SELECT id FROM posts_publication WHERE state = 'unknown' AND look_at <= clock_timestamp()
    AND (dispatched_at IS NULL OR dispatched_at < clock_timestamp() - make_interval(secs => %(again)s))
    ORDER BY look_at LIMIT %(most)s FOR UPDATE SKIP LOCKED
) RETURNING id, look_at) SELECT id FROM taken ORDER BY look_at
"""
_TAKE_REPLIES = """
WITH taken AS (UPDATE posts_hiddenreply SET dispatched_at = clock_timestamp()
WHERE id IN (
    SELECT id FROM posts_hiddenreply WHERE state IN ('hiding', 'showing') AND due_at <= clock_timestamp()
    AND (dispatched_at IS NULL OR dispatched_at < clock_timestamp() - make_interval(secs => %(again)s))
    ORDER BY due_at LIMIT %(most)s FOR UPDATE SKIP LOCKED
) RETURNING id, due_at) SELECT id FROM taken ORDER BY due_at
"""


def take_due(*, urgent: bool = False, post_id: int | None = None) -> list[int]:
    """Publications that are due, are not with the broker and follow none that is under way, oldest first; marks them.

    Of a thread that is taken down the last part goes first.

    Either the urgent ones, with what is to be deleted, or the others; of one post alone where it is named.
    """
    return _take(_TAKE, urgent=urgent, post=post_id, most=MOST_HANDED_OVER)


def take_unknown() -> list[int]:
    """The same of publications for which an account is to be read now."""
    return _take(_TAKE_UNKNOWN, most=MOST_HANDED_OVER)


def take_replies() -> list[int]:
    """The same of replies that are to be hidden or shown again."""
    return _take(_TAKE_REPLIES, most=MOST_HANDED_OVER)


def nudge(*, post_id: int) -> None:
    """Once the change commits, what is due of a post goes to the workers at once; a lost nudge costs a second."""
    transaction.on_commit(lambda: hand_over(post_id=post_id), robust=True)


def hand_over(*, post_id: int | None = None) -> None:
    """Give the broker what is due to be sent or deleted, the urgent first; of one post alone where it is named."""
    from posts.tasks import send, send_urgent  # the tasks reach this module by way of the beat's

    for publication_id in take_due(urgent=True, post_id=post_id):
        send_urgent.apply_async((publication_id,), retry_policy=_ONCE_MORE)
    for publication_id in take_due(post_id=post_id):
        send.apply_async((publication_id,), retry_policy=_ONCE_MORE)


def _take(statement: str, **values: int | bool | None) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"again": HANDED_OVER_AGAIN_AFTER_SECONDS, **values})
        return [row[0] for row in cursor.fetchall()]
