"""The index by which the search finds what a post in another language says; made beside the running portal."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.contrib.postgres.search import SearchVector
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("posts", "0034_languages")]

    operations = [
        # A try that failed leaves an index behind that is not valid.
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS words_of_meanings", migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="draft",
            index=GinIndex(SearchVector("meaning", config="english"), name="words_of_meanings"),
        ),
    ]
