"""What a post was sent back for, in words that can be counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
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
    ]
