"""Whose a picture is and who is in it, and which pictures are used only as they were blurred."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0015_guidance"),
        ("posts", "0038_ready_drafts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EndedRightsTold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("told_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="MediaRights",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "owner",
                    models.CharField(
                        choices=[("department", "The department"), ("somebody_else", "Somebody else")],
                        max_length=20,
                    ),
                ),
                ("ends_on", models.DateField(null=True)),
                ("facts_digest", models.CharField(max_length=64)),
                ("document_digest", models.CharField(blank=True, max_length=64)),
                ("said_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("placed_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
                ("reason_digest", models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.AddField(
            model_name="picture",
            name="blurred_from",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="blurred",
                to="posts.picture",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="revisionpicture",
            trigger=pgtrigger.compiler.Trigger(
                name="blurred_stays_blurred",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF EXISTS (\n            SELECT 1 FROM posts_restriction held\n            WHERE held.picture_id = NEW.picture_id AND held.lifted_at IS NULL\n        ) THEN\n            RAISE EXCEPTION 'a picture that was blurred is used as it was blurred' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="bbb6322a0220b1510df02fc23c609ff84513a02a",
                    operation="INSERT",
                    pgid="pgtrigger_blurred_stays_blurred_f937f",
                    table="posts_revisionpicture",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="endedrightstold",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
            ),
        ),
        migrations.AddField(
            model_name="endedrightstold",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="posts.post"
            ),
        ),
        migrations.AddField(
            model_name="mediarights",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
            ),
        ),
        migrations.AddField(
            model_name="mediarights",
            name="picture",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rights", to="posts.picture"
            ),
        ),
        migrations.AddField(
            model_name="mediarights",
            name="said_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="endedrightstold",
            name="rights",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="told", to="posts.mediarights"
            ),
        ),
        migrations.AddField(
            model_name="revisionpicture",
            name="rights",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="frozen",
                to="posts.mediarights",
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="lifted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="picture",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="restrictions", to="posts.picture"
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="placed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="mediarights",
            index=models.Index(fields=["picture", "-id"], name="rights_of_a_picture"),
        ),
        migrations.AddIndex(
            model_name="mediarights",
            index=models.Index(
                condition=models.Q(("ends_on__isnull", False)),
                fields=["agency", "ends_on"],
                name="rights_by_their_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="mediarights",
            constraint=models.CheckConstraint(
                condition=models.Q(("owner__in", ["department", "somebody_else"])),
                name="a_picture_has_a_known_owner",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mediarights",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="baed674262535945125e02d3014a51277d842b63",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_1a77b",
                    table="posts_mediarights",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="endedrightstold",
            constraint=models.UniqueConstraint(fields=("rights", "post"), name="ended_rights_are_told_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="endedrightstold",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="70f3a93c5a2017582896f8022b07f6a467cf25d5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_7681c",
                    table="posts_endedrightstold",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at__isnull", True)),
                fields=("picture",),
                name="a_picture_is_restricted_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True), ("reason_digest", "")),
                    models.Q(
                        ("lifted_at__isnull", False),
                        ("lifted_by__isnull", False),
                        models.Q(("reason_digest", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="whoever_allows_the_unblurred_says_why",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="restriction",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="2aeb074df9434f4e93f32621219ead8b34baed4d",
                    operation="DELETE",
                    pgid="pgtrigger_kept_1dadf",
                    table="posts_restriction",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="restriction",
            trigger=pgtrigger.compiler.Trigger(
                name="lifted_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."lifted_at" IS NOT NULL OR OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."picture_id" IS DISTINCT FROM (NEW."picture_id") OR OLD."placed_by_id" IS DISTINCT FROM (NEW."placed_by_id") OR OLD."placed_at" IS DISTINCT FROM (NEW."placed_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="4e45f0c2840c213e339b08cc30ee1bde7c721510",
                    operation="UPDATE",
                    pgid="pgtrigger_lifted_once_29cda",
                    table="posts_restriction",
                    when="BEFORE",
                ),
            ),
        ),
    ]
