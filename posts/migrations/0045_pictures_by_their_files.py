"""By what a picture that comes again is known, made beside the running portal; a rerun begins anew."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

INDEXES = (
    ("original_digest", "pictures_by_their_file"),
    ("digest", "pictures_by_their_copy"),
    ("preview_digest", "pictures_by_their_small_copy"),
)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("posts", "0044_pairs_out")]

    operations = [
        operation
        for field, name in INDEXES
        for operation in (
            # A try that failed leaves an index behind that is not valid.
            migrations.RunSQL(f"DROP INDEX CONCURRENTLY IF EXISTS {name}", migrations.RunSQL.noop),
            AddIndexConcurrently(model_name="picture", index=models.Index(fields=[field], name=name)),
        )
    ]
