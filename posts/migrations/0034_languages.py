"""In which language a post is written, and what it says in the department's own: empty for all that is there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("posts", "0033_second_copies"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="language",
            field=models.CharField(blank=True, db_default="", default="", max_length=3),
        ),
        migrations.AddField(
            model_name="draft",
            name="meaning",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="revision",
            name="language",
            field=models.CharField(blank=True, db_default="", default="", max_length=3),
        ),
        migrations.AddField(
            model_name="revision",
            name="meaning_digest",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.AddField(
            model_name="revision",
            name="needs_reader",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
