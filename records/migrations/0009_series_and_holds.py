"""Series of approved applications, and holds: how long records are kept."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0018_other_networks"),
        ("records", "0008_known_entries_once_more"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(max_length=40)),
                ("version", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("application", models.CharField(max_length=60)),
                ("approved_on", models.DateField()),
                ("classes", models.JSONField()),
                (
                    "trigger",
                    models.CharField(
                        choices=[
                            ("published", "The day it was published"),
                            ("year_end", "The end of the calendar year in which it was published"),
                            ("other", "Another event, of which the portal does not know"),
                        ],
                        max_length=10,
                    ),
                ),
                ("permanent", models.BooleanField()),
                ("months", models.PositiveSmallIntegerField()),
                ("entered_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("litigation", "Litigation"), ("foia", "FOIA request"), ("audit", "Audit")],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("reason_digest", models.CharField(max_length=64)),
                ("named", models.BooleanField()),
                ("unit_id", models.BigIntegerField(null=True)),
                ("record_class", models.CharField(blank=True, max_length=80)),
                ("begins_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                ("placed_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lift_reason_digest", models.CharField(blank=True, max_length=64)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HeldRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "hold",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="held",
                        to="records.legalhold",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="records.record"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="legalhold",
            index=models.Index(fields=["agency", "-id"], name="holds_of_an_agency"),
        ),
        migrations.AddIndex(
            model_name="legalhold",
            index=models.Index(
                condition=models.Q(("lifted_at__isnull", True)), fields=["agency"], name="holds_in_force"
            ),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["litigation", "foia", "audit"])),
                name="a_hold_is_of_a_known_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("lift_reason_digest", ""), ("lifted_at__isnull", True), ("lifted_by__isnull", True)
                    ),
                    models.Q(
                        ("lifted_at__isnull", False),
                        ("lifted_by__isnull", False),
                        models.Q(("lift_reason_digest", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="whoever_lifts_a_hold_says_why",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="legalhold",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="76f5a902f29db7a4c6d2d21fb302c71b8a511f36",
                    operation="DELETE",
                    pgid="pgtrigger_kept_16802",
                    table="records_legalhold",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="legalhold",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are kept: TRUNCATE is refused', TG_TABLE_NAME;",
                    hash="6f37ffe9c513d7df65bec086cb1d867804321115",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_35332",
                    table="records_legalhold",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="legalhold",
            trigger=pgtrigger.compiler.Trigger(
                name="lifted_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF OLD.lifted_at IS NOT NULL\n                       OR to_jsonb(NEW) - '{lifted_by_id,lifted_at,lift_reason_digest}'::text[]\n                       <> to_jsonb(OLD) - '{lifted_by_id,lifted_at,lift_reason_digest}'::text[] THEN\n                        RAISE EXCEPTION 'a hold is only ever lifted, once' USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="49ebd718c900a100a6ef34db6e6329d70e7b37e6",
                    operation="UPDATE",
                    pgid="pgtrigger_lifted_once_cbe43",
                    table="records_legalhold",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="heldrecord",
            constraint=models.UniqueConstraint(fields=("hold", "record"), name="a_hold_names_a_record_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="heldrecord",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="35e1d9b89692e842d79f3f5c0ba01a748e4f4c9a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_91404",
                    table="records_heldrecord",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="heldrecord",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are kept: TRUNCATE is refused', TG_TABLE_NAME;",
                    hash="efce3f91f30ed7482e5a4e38e788af56aae11bc7",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_15907",
                    table="records_heldrecord",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.UniqueConstraint(
                fields=("agency", "item", "version"), name="a_version_of_a_series_is_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(("application", ""), _negated=True), name="a_series_names_its_application"
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(("trigger__in", ["published", "year_end", "other"])),
                name="a_series_begins_with_a_known_trigger",
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("months", 0), ("permanent", True)),
                    models.Q(("months__gt", 0), ("permanent", False)),
                    _connector="OR",
                ),
                name="a_series_is_permanent_or_ends",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="series",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e000e53ab57b9c00338f7972cd2efa7b4ff6bbf2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_3a912",
                    table="records_series",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="series",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are kept: TRUNCATE is refused', TG_TABLE_NAME;",
                    hash="c30890c6cf1fc32c501307b1a8ba0c3ce68a7060",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_0222f",
                    table="records_series",
                    when="BEFORE",
                ),
            ),
        ),
    ]
