"""The index that counts what was sent back, made beside the running portal; a rerun begins where a try failed."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("posts", "0009_latest_time")]

    operations = [
        # A try that failed leaves an index behind that is not valid.
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS sent_back_by_day", migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="approval",
            index=models.Index(
                condition=models.Q(("verdict__in", ["returned", "rejected"])),
                fields=["decided_at"],
                name="sent_back_by_day",
            ),
        ),
    ]
