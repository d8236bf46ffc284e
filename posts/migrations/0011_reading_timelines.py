"""Where the reading of an account stands, and from which number on it is read.

Columns have defaults of the database: a worker of the release before goes on writing rows beside the new one.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posts", "0010_sent_back_by_day")]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="since_id",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.AddField(model_name="publication", name="look_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="publication",
            name="looked",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="publication", name="looked_at", field=models.DateTimeField(null=True)
        ),
    ]
