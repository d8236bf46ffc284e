"""The index by which the reminders of a post are dropped, made beside the running portal; a rerun begins again."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("accounts", "0003_rosters")]

    operations = [
        # A try that failed leaves an index behind that is not valid.
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS messages_about_a_post", migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                condition=models.Q(about_post_id__isnull=False),
                fields=["about_post_id"],
                name="messages_about_a_post",
            ),
        ),
    ]
