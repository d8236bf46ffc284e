"""A record may say that a reply to its post was hidden, or shown again."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0003_known_entries")]

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
                ],
                max_length=12,
            ),
        ),
        migrations.RemoveConstraint(model_name="recordentry", name="an_entry_is_of_a_known_kind"),
        AddConstraintNotValid(
            model_name="recordentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["taken_down", "capture", "corrected", "moderated"])),
                name="an_entry_is_of_a_known_kind",
            ),
        ),
    ]
