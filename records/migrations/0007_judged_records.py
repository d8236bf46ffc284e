"""A record may say how Communications judged its post after it was out."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0006_languages")]

    operations = [
        migrations.AlterField(
            model_name="recordentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("taken_down", "Taken down"),
                    ("capture", "Capture of the page"),
                    ("corrected", "Corrected"),
                    ("moderated", "A reply hidden or shown again"),
                    ("judged", "Judged by Communications"),
                ],
                max_length=12,
            ),
        ),
        migrations.RemoveConstraint(model_name="recordentry", name="an_entry_is_of_a_known_kind"),
        AddConstraintNotValid(
            model_name="recordentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["taken_down", "capture", "corrected", "moderated", "judged"])
                ),
                name="an_entry_is_of_a_known_kind",
            ),
        ),
    ]
