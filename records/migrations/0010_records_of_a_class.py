"""The index by which what is due is found, class by class; made beside a portal that goes on working."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("records", "0009_series_and_holds")]

    operations = [
        AddIndexConcurrently(
            model_name="record",
            index=models.Index(
                fields=["agency", "record_class", "published_at", "id"], name="records_of_a_class"
            ),
        )
    ]
