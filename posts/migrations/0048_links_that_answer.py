"""How the page of a link answered; what is kept of links so far says nothing of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posts", "0047_right_and_wrong")]

    operations = [
        migrations.AddField(
            model_name="linkcard", name="status", field=models.PositiveSmallIntegerField(null=True)
        ),
    ]
