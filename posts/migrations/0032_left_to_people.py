"""Since when people are asked to look too for a post of which nobody knows whether it went out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("posts", "0031_handed_on"),
    ]

    operations = [
        migrations.AddField(
            model_name="publication",
            name="left_at",
            field=models.DateTimeField(null=True),
        ),
    ]
