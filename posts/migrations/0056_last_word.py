"""What Communications said last of a post that is out, and what it asked to be corrected; a rerun begins anew."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("posts", "0055_waited_for")]

    operations = [
        migrations.AlterField(
            model_name="remark",
            name="kind",
            field=models.CharField(
                choices=[
                    ("comment", "Comment"),
                    ("proposal", "Proposed wording"),
                    ("takedown", "Reason for taking it down"),
                    ("looked", "What was seen on the network"),
                    ("question", "Question to the unit"),
                    ("recalled", "Why Communications returned what was approved"),
                    ("correction", "Why it is corrected"),
                    ("overruled", "Why Communications rejected what was approved"),
                    ("in_order", "Why Communications found it in order"),
                    ("to_correct", "Why Communications asked for a correction"),
                ],
                max_length=10,
            ),
        ),
        # A try that failed leaves an index behind that is not valid.
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS corrections_asked_for", migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="remark",
            index=models.Index(
                condition=models.Q(("kind", "to_correct")),
                fields=["-made_at", "-id"],
                name="corrections_asked_for",
            ),
        ),
    ]
