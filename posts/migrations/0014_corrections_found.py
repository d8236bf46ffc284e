"""What finds corrections and allows one open one a post, made beside the running portal; a rerun begins anew."""

from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models

ONE_OPEN = """
CREATE UNIQUE INDEX CONCURRENTLY one_open_correction_a_post ON posts_post (corrects_id)
WHERE corrects_id IS NOT NULL
AND NOT (status IN ('published', 'taking_down', 'taken_down', 'withdrawn', 'rejected'))
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("posts", "0013_corrections")]

    operations = [
        ValidateConstraint(model_name="post", name="a_correction_says_how"),
        # A try that failed leaves an index behind that is not valid.
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS corrections_of_a_post", migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="post",
            index=models.Index(
                condition=models.Q(("corrects__isnull", False)),
                fields=["corrects"],
                name="corrections_of_a_post",
            ),
        ),
        migrations.RunSQL(
            "DROP INDEX CONCURRENTLY IF EXISTS one_open_correction_a_post", migrations.RunSQL.noop
        ),
        migrations.RunSQL(
            ONE_OPEN,
            "DROP INDEX CONCURRENTLY IF EXISTS one_open_correction_a_post",
            state_operations=[
                migrations.AddConstraint(
                    model_name="post",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(
                            ("corrects__isnull", False),
                            models.Q(
                                (
                                    "status__in",
                                    ["published", "taking_down", "taken_down", "withdrawn", "rejected"],
                                ),
                                _negated=True,
                            ),
                        ),
                        fields=("corrects",),
                        name="one_open_correction_a_post",
                    ),
                )
            ],
        ),
    ]
