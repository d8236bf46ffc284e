"""The indexes of the search and of the calendar; made beside a portal that goes on working."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.contrib.postgres.search import SearchVector
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("posts", "0005_restorations")]

    operations = [
        AddIndexConcurrently(
            model_name="draft",
            index=GinIndex(SearchVector("text", config="english"), name="words_of_drafts"),
        ),
        AddIndexConcurrently(
            model_name="draft",
            index=models.Index(
                condition=models.Q(("send_at__isnull", False)), fields=["send_at"], name="drafts_by_time"
            ),
        ),
        AddIndexConcurrently(
            model_name="publication",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False)),
                fields=["published_at"],
                name="publications_by_day",
            ),
        ),
    ]
