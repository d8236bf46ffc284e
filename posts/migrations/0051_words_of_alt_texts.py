"""The index by which the search finds alt texts; made beside the running portal."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.contrib.postgres.search import SearchVector
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("posts", "0050_words_to_search")]

    operations = [
        # A try that failed leaves an index behind that is not valid.
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS words_of_alt_texts", migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="draftpicture",
            index=GinIndex(SearchVector("alt_text", config="english"), name="words_of_alt_texts"),
        ),
    ]
