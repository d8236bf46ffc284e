"""The words that stand in a picture; of pictures so far no program read any."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posts", "0048_links_that_answer")]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="words_read",
            field=models.BooleanField(default=False, db_default=False),
        ),
        migrations.AddField(
            model_name="picture",
            name="words_digest",
            field=models.CharField(blank=True, max_length=64, default="", db_default=""),
        ),
    ]
