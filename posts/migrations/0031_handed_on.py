"""When a step was last handed on, and when a draft was offered to the others of its unit."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("posts", "0030_captions_and_videos_in_pieces"),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="offered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="turn",
            name="handed_at",
            field=models.DateTimeField(null=True),
        ),
    ]
