"""After how many days without a post a unit is told, set by the agency."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_languages"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="quiet_days",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
    ]
