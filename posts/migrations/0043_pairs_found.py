"""What finds the translation of a post and allows one a post, made beside the running portal; a rerun begins anew."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

ONE_OPEN = """
CREATE UNIQUE INDEX CONCURRENTLY one_translation_a_post ON posts_post (translates_id)
WHERE translates_id IS NOT NULL AND NOT (status IN ('withdrawn', 'rejected'))
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("posts", "0042_pairs")]

    operations = [
        # A try that failed leaves an index behind that is not valid.
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS translations_of_a_post", migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="post",
            index=models.Index(
                condition=models.Q(("translates__isnull", False)),
                fields=["translates"],
                name="translations_of_a_post",
            ),
        ),
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS one_translation_a_post", migrations.RunSQL.noop),
        migrations.RunSQL(
            ONE_OPEN,
            "DROP INDEX CONCURRENTLY IF EXISTS one_translation_a_post",
            state_operations=[
                migrations.AddConstraint(
                    model_name="post",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(
                            ("translates__isnull", False),
                            models.Q(("status__in", ["withdrawn", "rejected"]), _negated=True),
                        ),
                        fields=("translates",),
                        name="one_translation_a_post",
                    ),
                )
            ],
        ),
    ]
