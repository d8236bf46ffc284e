"""What a post was sent back for, in words that can be counted, and the index that counts them."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("posts", "0006_words_and_days")]

    operations = [
        migrations.AddField(
            model_name="approval",
            name="ground",
            field=models.CharField(
                blank=True,
                choices=[
                    ("facts", "Facts or source"),
                    ("wording", "Wording"),
                    ("timing", "Date or time"),
                    ("picture", "Picture or its description"),
                    ("privacy", "Privacy"),
                    ("rule", "Against a rule"),
                    ("not_ours", "Not for this account"),
                    ("other", "Something else"),
                ],
                default="",
                max_length=10,
            ),
        ),
        AddIndexConcurrently(
            model_name="approval",
            index=models.Index(
                condition=models.Q(("verdict__in", ["returned", "rejected"])),
                fields=["decided_at"],
                name="sent_back_by_day",
            ),
        ),
    ]
