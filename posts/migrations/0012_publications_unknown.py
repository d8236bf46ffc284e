"""The index of what nobody knows to have gone out, made beside the running portal; a rerun begins where a try failed."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("posts", "0011_reading_timelines")]

    operations = [
        # A try that failed leaves an index behind that is not valid.
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS publications_unknown", migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="publication",
            index=models.Index(
                condition=models.Q(("state", "unknown")),
                fields=["look_at"],
                name="publications_unknown",
            ),
        ),
    ]
