"""What finds the offices for whose answer a post waits, made beside the running portal; a rerun begins anew."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("posts", "0054_waiting_for_offices")]

    operations = [
        # A try that failed leaves an index behind that is not valid.
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS notices_waited_for", migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="dutynotice",
            index=models.Index(
                condition=models.Q(("wait_minutes__gt", 0), ("waited_at__isnull", True)),
                fields=["delivered_at"],
                name="notices_waited_for",
            ),
        ),
    ]
