"""Whose turn it is stands in rows of its own: made from the routes of what is in review, then the column goes."""

from django.db import migrations

_HAND_OUT = """
WITH open_step AS (
    SELECT post.id AS post_id, post.agency_id, coalesce(post.due_at, post.changed_at) AS due_at,
           step.id AS step_id, step.unit_id, step.role, step.position,
           min(step.position) OVER (PARTITION BY post.id) AS turn
    FROM posts_post post JOIN posts_routestep step ON step.revision_id = post.revision_id
    WHERE post.status = 'in_review' AND NOT EXISTS (
        SELECT 1 FROM posts_approval approval
        WHERE approval.step_id = step.id AND approval.verdict = 'approved'
    )
)
INSERT INTO posts_turn (post_id, step_id, agency_id, unit_id, role, due_at)
SELECT post_id, step_id, agency_id, unit_id, role, due_at FROM open_step WHERE position = turn
ON CONFLICT (step_id) DO NOTHING;
SET CONSTRAINTS ALL IMMEDIATE;
"""
_TAKE_BACK = """
UPDATE posts_post SET needs_role = turn.role
FROM (SELECT DISTINCT ON (post_id) post_id, role FROM posts_turn ORDER BY post_id, id) turn
WHERE turn.post_id = posts_post.id;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("posts", "0007_grounds_for_sending_back")]

    operations = [
        migrations.RunSQL(_HAND_OUT, "SET CONSTRAINTS ALL IMMEDIATE;"),
        migrations.RemoveIndex(model_name="post", name="queue_of_a_unit"),
        migrations.RemoveIndex(model_name="post", name="queue_of_an_office"),
        migrations.RunSQL(migrations.RunSQL.noop, _TAKE_BACK),
        migrations.RemoveField(model_name="post", name="needs_role"),
    ]
