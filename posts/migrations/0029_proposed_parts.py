"""Of which part of a thread another wording is proposed.

The column has a default of the database: a worker of the release before goes on writing rows beside the new one.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posts", "0028_reposts")]

    operations = [
        migrations.AddField(
            model_name="remark",
            name="part",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
    ]
