"""The language of a video's captions, and how far a video has come on its way to a network.

The columns have defaults of the database: a worker of the release before goes on writing rows beside the new one. It
would not send a revision whose language was chosen, since the fingerprint it takes is another one.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_resend_after_absence"),
        ("posts", "0029_proposed_parts"),
    ]

    operations = [
        migrations.AddField(
            model_name="draftpicture",
            name="language",
            field=models.CharField(blank=True, db_default="", default="", max_length=3),
        ),
        migrations.AddField(
            model_name="revisionpicture",
            name="language",
            field=models.CharField(blank=True, db_default="", default="", max_length=3),
        ),
        migrations.CreateModel(
            name="NetworkUpload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("media_id", models.CharField(max_length=40)),
                ("sent_bytes", models.PositiveIntegerField()),
                ("expires_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.outletaccount",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["expires_at"], name="network_uploads_by_expiry")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "digest"), name="a_video_goes_up_once_at_a_time"
                    )
                ],
            },
        ),
    ]
