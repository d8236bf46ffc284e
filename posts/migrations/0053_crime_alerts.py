"""An alert is a post of the department that units repost for as long as it holds (CPD-TW.V.B.3)."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0017_notice_to_everybody"),
        ("posts", "0052_questions_of_the_press"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="readydraft",
            name="offered_as_written",
        ),
        migrations.RemoveConstraint(
            model_name="readydraft",
            name="what_is_ready_is_of_a_kind",
        ),
        migrations.RemoveConstraint(
            model_name="readydraft",
            name="what_is_ready_is_withdrawn_with_a_reason",
        ),
        # Going back, nothing may be left that the narrower constraints refuse.
        migrations.RunSQL(
            sql=migrations.RunSQL.noop,
            reverse_sql=[
                "UPDATE posts_readydraft SET withdrawn_by_id = offered_by_id"
                " WHERE kind = 'alert' AND withdrawn_at IS NOT NULL AND withdrawn_by_id IS NULL",
                "UPDATE posts_readydraft SET kind = 'draft' WHERE kind = 'alert'",
                "SET CONSTRAINTS ALL IMMEDIATE",
            ],
        ),
        migrations.AddField(
            model_name="readydraft",
            name="alert_of",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.outletaccount",
            ),
        ),
        migrations.AddField(
            model_name="readydraft",
            name="approved_by",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
        migrations.AddField(
            model_name="readydraft",
            name="approved_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="readydraft",
            name="issued_by",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
        migrations.AddField(
            model_name="readydraft",
            name="repost_of",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.AlterField(
            model_name="readydraft",
            name="kind",
            field=models.CharField(
                choices=[("draft", "Ready draft"), ("template", "Template"), ("alert", "Crime alert")],
                max_length=8,
            ),
        ),
        migrations.AddIndex(
            model_name="readydraft",
            index=models.Index(
                condition=models.Q(("kind", "alert")), fields=["repost_of"], name="alerts_by_post"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="readydraft",
            trigger=pgtrigger.compiler.Trigger(
                name="offered_as_written",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."withdrawn_at" IS NOT NULL OR NEW."withdrawn_at" IS NULL OR OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."category" IS DISTINCT FROM (NEW."category") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."valid_until" IS DISTINCT FROM (NEW."valid_until") OR OLD."replaces_id" IS DISTINCT FROM (NEW."replaces_id") OR OLD."offered_by_id" IS DISTINCT FROM (NEW."offered_by_id") OR OLD."offered_at" IS DISTINCT FROM (NEW."offered_at") OR OLD."alert_of_id" IS DISTINCT FROM (NEW."alert_of_id") OR OLD."repost_of" IS DISTINCT FROM (NEW."repost_of") OR OLD."issued_by" IS DISTINCT FROM (NEW."issued_by") OR OLD."approved_by" IS DISTINCT FROM (NEW."approved_by") OR OLD."approved_on" IS DISTINCT FROM (NEW."approved_on"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="f0b7893cc198a75c5ba93c3b7bb6a3d3e1601480",
                    operation="UPDATE",
                    pgid="pgtrigger_offered_as_written_a804d",
                    table="posts_readydraft",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="readydraft",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["draft", "template", "alert"])),
                name="what_is_ready_is_of_a_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="readydraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        models.Q(("withdrawn_by__isnull", False), ("kind", "alert"), _connector="OR"),
                        models.Q(("withdrawn_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="what_is_ready_is_withdrawn_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="readydraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("alert_of__isnull", False),
                        ("approved_on__isnull", False),
                        ("kind", "alert"),
                        models.Q(("repost_of", ""), _negated=True),
                        models.Q(("issued_by", ""), _negated=True),
                        models.Q(("approved_by", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("kind", "alert"), _negated=True),
                        ("alert_of__isnull", True),
                        ("approved_on__isnull", True),
                        ("repost_of", ""),
                    ),
                    _connector="OR",
                ),
                name="an_alert_says_whose_post_it_is_and_who_approved_it",
            ),
        ),
    ]
