"""One open publication a part instead of one a post, made beside the running portal; a rerun begins anew.

The way back fails while a thread is open: the release before knows only posts of one part.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

OPEN = ["due", "sending", "published", "unknown", "deleting"]
IN_OPEN = "state IN ('due', 'sending', 'published', 'unknown', 'deleting')"
ONE_A_PART = f"""
CREATE UNIQUE INDEX CONCURRENTLY one_open_publication_a_part ON posts_publication (post_id, part) WHERE {IN_OPEN}
"""
ONE_A_POST = f"""
CREATE UNIQUE INDEX CONCURRENTLY one_open_publication_a_post ON posts_publication (post_id) WHERE {IN_OPEN}
"""


def _dropped(name: str) -> str:
    return f"DROP INDEX CONCURRENTLY IF EXISTS {name}"


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("posts", "0017_following")]

    operations = [
        # A try that failed leaves an index behind that is not valid.
        migrations.RunSQL(_dropped("followers_of_a_publication"), migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="publication",
            index=models.Index(
                condition=models.Q(("after__isnull", False)),
                fields=["after"],
                name="followers_of_a_publication",
            ),
        ),
        migrations.RunSQL(_dropped("one_open_publication_a_part"), migrations.RunSQL.noop),
        migrations.RunSQL(
            ONE_A_PART,
            _dropped("one_open_publication_a_part"),
            state_operations=[
                migrations.AddConstraint(
                    model_name="publication",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state__in", OPEN)),
                        fields=("post", "part"),
                        name="one_open_publication_a_part",
                    ),
                )
            ],
        ),
        migrations.RunSQL(
            _dropped("one_open_publication_a_post"),
            ONE_A_POST,
            state_operations=[
                migrations.RemoveConstraint(model_name="publication", name="one_open_publication_a_post")
            ],
        ),
    ]
