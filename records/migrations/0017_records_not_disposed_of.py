"""The index by which what is due is found, without what was disposed of; made beside a portal that goes on working."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("records", "0016_begins_at_the_first_step")]

    operations = [
        AddIndexConcurrently(
            model_name="record",
            index=models.Index(
                fields=["agency", "record_class", "published_at", "id"],
                condition=models.Q(("state", "disposed"), _negated=True),
                name="records_not_disposed_of",
            ),
        ),
        RemoveIndexConcurrently(model_name="record", name="records_of_a_class"),
    ]
