"""In which language a kept post was written, and what it says in the department's own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0005_known_entries_again"),
    ]

    operations = [
        migrations.AddField(
            model_name="record",
            name="language",
            field=models.CharField(blank=True, db_default="", default="", max_length=3),
        ),
        migrations.AddField(
            model_name="record",
            name="meaning_digest",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
    ]
