"""Which post corrects which, and to which of our own posts a version replies.

Columns are empty or have defaults of the database: a worker of the release before goes on writing rows beside the new
one.
"""

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posts", "0012_publications_unknown")]

    operations = [
        migrations.AddField(
            model_name="post",
            name="correction",
            field=models.CharField(
                blank=True,
                choices=[("replace", "Replace it"), ("reply", "Reply to it")],
                db_default="",
                default="",
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="post",
            name="corrects",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="posts.post",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="reply_to",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
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
                ],
                max_length=10,
            ),
        ),
        AddConstraintNotValid(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("correction", ""), ("corrects__isnull", True)),
                    models.Q(("correction__in", ["replace", "reply"]), ("corrects__isnull", False)),
                    _connector="OR",
                ),
                name="a_correction_says_how",
            ),
        ),
    ]
