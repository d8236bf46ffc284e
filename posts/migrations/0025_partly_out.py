"""A thread may be out in part. Asked of every post in a migration of its own, beside the running portal."""

from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_resend_after_absence"),
        ("posts", "0024_hidden_replies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="post",
            name="a_post_is_in_a_known_status",
        ),
        migrations.AlterField(
            model_name="post",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("in_review", "Waiting for approval"),
                    ("returned", "Returned"),
                    ("rejected", "Rejected"),
                    ("withdrawn", "Withdrawn"),
                    ("approved", "Approved"),
                    ("stopped", "Stopped"),
                    ("sending", "Going out"),
                    ("partly_out", "Partly out"),
                    ("published", "Published"),
                    ("refused", "Refused by the network"),
                    ("unknown", "Not known whether it went out"),
                    ("missed", "Missed its time"),
                    ("taking_down", "Being taken down"),
                    ("taken_down", "Taken down"),
                ],
                default="draft",
                max_length=12,
            ),
        ),
        AddConstraintNotValid(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "draft",
                            "in_review",
                            "returned",
                            "rejected",
                            "withdrawn",
                            "approved",
                            "stopped",
                            "sending",
                            "partly_out",
                            "published",
                            "refused",
                            "unknown",
                            "missed",
                            "taking_down",
                            "taken_down",
                        ],
                    )
                ),
                name="a_post_is_in_a_known_status",
            ),
        ),
    ]
