import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("posts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Picture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("original_digest", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("preview_digest", models.CharField(max_length=64)),
                ("media_type", models.CharField(max_length=20)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("size_bytes", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DraftPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("alt_text", models.TextField(blank=True)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pictured", to="posts.draft"
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafted",
                        to="posts.picture",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RevisionPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("media_type", models.CharField(max_length=20)),
                ("alt_digest", models.CharField(max_length=64)),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="posts.picture"
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pictured",
                        to="posts.revision",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=200)),
                ("size_bytes", models.PositiveIntegerField()),
                ("received_bytes", models.PositiveIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("receiving", "Being sent"),
                            ("checking", "Being checked"),
                            ("ready", "Ready"),
                            ("refused", "Cannot be used"),
                        ],
                        default="receiving",
                        max_length=10,
                    ),
                ),
                ("sentence", models.CharField(blank=True, max_length=300)),
                ("begun_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.agency"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="posts.picture",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="uploads", to="posts.post"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NetworkMedia",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("alt_digest", models.CharField(max_length=64)),
                ("media_id", models.CharField(max_length=40)),
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
                "indexes": [models.Index(fields=["expires_at"], name="media_by_expiry")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "digest", "alt_digest"), name="a_picture_is_uploaded_once"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(fields=["unit", "-id"], name="pictures_of_a_unit"),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.UniqueConstraint(
                fields=("unit", "original_digest"), name="a_picture_of_a_unit_is_made_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="picture",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8de804304c66e25a8ac05a76d465725dadac6190",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_5ba2b",
                    table="posts_picture",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="draftpicture",
            constraint=models.UniqueConstraint(fields=("draft", "position"), name="one_picture_a_place"),
        ),
        migrations.AddConstraint(
            model_name="draftpicture",
            constraint=models.UniqueConstraint(
                fields=("draft", "picture"), name="a_picture_stands_once_in_a_draft"
            ),
        ),
        migrations.AddConstraint(
            model_name="revisionpicture",
            constraint=models.UniqueConstraint(
                fields=("revision", "position"), name="one_frozen_picture_a_place"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="revisionpicture",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="17b225180ea07de6e6cb07a09188a0362f4d5b48",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_eb6d0",
                    table="posts_revisionpicture",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(fields=["post", "begun_at"], name="uploads_of_a_post"),
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(fields=["changed_at"], name="uploads_by_age"),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["receiving", "checking", "ready", "refused"])),
                name="an_upload_is_in_a_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(("received_bytes__lte", models.F("size_bytes"))),
                name="no_more_than_announced",
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "ready"), ("picture__isnull", True), _connector="OR"),
                name="only_what_is_ready_is_a_picture",
            ),
        ),
    ]
