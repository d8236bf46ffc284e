"""Certificates of disposal: which records, who approved, what became of each."""

import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0005_disposed"),
        ("accounts", "0018_other_networks"),
        ("records", "0012_withheld"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafted", "Drawn up"),
                            ("sent", "Sent to the commission"),
                            ("approved", "Approved copy is back"),
                            ("under_way", "Being carried out"),
                            ("carried_out", "Carried out"),
                            ("refused", "Refused by the commission"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        db_default="drafted",
                        default="drafted",
                        max_length=11,
                    ),
                ),
                ("commission", models.CharField(max_length=20)),
                ("notice_days", models.PositiveSmallIntegerField()),
                ("notice_source", models.CharField(max_length=120)),
                ("records", models.PositiveIntegerField()),
                ("drawn_at", models.DateTimeField()),
                ("sent_on", models.DateField(null=True)),
                ("disposal_on", models.DateField(null=True)),
                ("approved_on", models.DateField(null=True)),
                ("approved_copy", models.CharField(blank=True, db_default="", default="", max_length=120)),
                ("begun_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="CertificateLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("disposed", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("texts", models.PositiveIntegerField(default=0)),
                ("files", models.PositiveIntegerField(default=0)),
                ("shared", models.PositiveIntegerField(default=0)),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
                ("details_digest", models.CharField(blank=True, default="", max_length=64)),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="record",
            name="only_taken_down",
        ),
        migrations.RemoveConstraint(
            model_name="record",
            name="a_record_is_in_a_known_state",
        ),
        migrations.AlterField(
            model_name="record",
            name="state",
            field=models.CharField(
                choices=[
                    ("live", "Live on the network"),
                    ("taken_down", "Taken down"),
                    ("disposed", "Disposed of"),
                ],
                default="live",
                max_length=10,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="record",
            trigger=pgtrigger.compiler.Trigger(
                name="only_taken_down",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF to_jsonb(NEW) - 'state' <> to_jsonb(OLD) - 'state' THEN\n                RAISE EXCEPTION 'what a record keeps is never changed' USING ERRCODE = 'check_violation';\n            END IF;\n            IF NEW.state = 'disposed' AND OLD.state <> 'disposed' THEN\n                IF current_user <> (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN\n                    RAISE EXCEPTION 'a record leaves by disposal alone' USING ERRCODE = 'check_violation';\n                END IF;\n            ELSIF NEW.state <> OLD.state AND NOT (OLD.state = 'live' AND NEW.state = 'taken_down') THEN\n                RAISE EXCEPTION 'what was taken down is not live again' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="b86a6b6bcf485850c9f3fc16acd00f69e43dcb2c",
                    operation="UPDATE",
                    pgid="pgtrigger_only_taken_down_3e5a9",
                    table="records_record",
                    when="BEFORE",
                ),
            ),
        ),
        AddConstraintNotValid(
            model_name="record",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["live", "taken_down", "disposed"])),
                name="a_record_is_in_a_known_state",
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="approval_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="carried_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="drawn_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="sent_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="certificateline",
            name="certificate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="records.certificate"
            ),
        ),
        migrations.AddField(
            model_name="certificateline",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.record"
            ),
        ),
        migrations.AddField(
            model_name="certificateline",
            name="series",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.series"
            ),
        ),
        migrations.AddField(
            model_name="outcome",
            name="line",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outcome",
                to="records.certificateline",
            ),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["agency", "-id"], name="certificates_of_an_agency"),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                fields=("agency", "number"), name="a_certificate_number_is_used_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["drafted", "sent", "approved", "under_way", "carried_out", "refused", "withdrawn"],
                    )
                ),
                name="a_certificate_is_in_a_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["sent", "approved", "under_way", "carried_out", "refused"]),
                        _negated=True,
                    ),
                    models.Q(
                        (
                            "disposal_on__gte",
                            django.db.models.expressions.CombinedExpression(
                                models.F("sent_on"), "+", models.F("notice_days")
                            ),
                        ),
                        ("sent_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_certificate_is_sent_in_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "under_way", "carried_out"]), _negated=True),
                    models.Q(
                        ("approval_by__isnull", False),
                        ("approved_on__gte", models.F("sent_on")),
                        models.Q(("approved_copy", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="an_approved_certificate_has_its_copy",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["under_way", "carried_out"]), _negated=True),
                    models.Q(
                        ("begun_at__isnull", False),
                        ("carried_by__isnull", False),
                        models.Q(("carried_by", models.F("drawn_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_second_person_carries_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["refused", "withdrawn", "carried_out"]), _negated=True),
                    ("ended_at__isnull", False),
                    _connector="OR",
                ),
                name="a_certificate_that_ended_says_when",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="c73ab8de4df09ef28f8faea3901742cf691d4814",
                    operation="DELETE",
                    pgid="pgtrigger_kept_2c99c",
                    table="records_certificate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are kept: TRUNCATE is refused', TG_TABLE_NAME;",
                    hash="e31dd1374bdbb71686191d2d0bccd5f618af999a",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_609c4",
                    table="records_certificate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="goes_forwards",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF (OLD.state || ' ' || NEW.state) NOT IN (\n            'drafted sent', 'drafted withdrawn', 'sent approved', 'sent refused', 'sent withdrawn',\n            'approved under_way', 'approved withdrawn', 'under_way carried_out'\n        ) THEN\n            RAISE EXCEPTION 'a certificate only goes forwards' USING ERRCODE = 'check_violation';\n        END IF;\n        IF EXISTS (\n            SELECT FROM jsonb_each(to_jsonb(OLD)) AS was\n            WHERE was.key <> 'state' AND was.value NOT IN ('null'::jsonb, '\"\"'::jsonb)\n              AND was.value <> to_jsonb(NEW) -> was.key\n        ) THEN\n            RAISE EXCEPTION 'what a certificate says is never changed' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.state = 'sent' AND NEW.sent_on < (\n            SELECT (NEW.drawn_at AT TIME ZONE zone)::date FROM accounts_agency WHERE id = NEW.agency_id\n        ) THEN\n            RAISE EXCEPTION 'a certificate is not sent before it is drawn up' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.state = 'sent' AND NEW.records <> (\n            SELECT count(*) FROM records_certificateline WHERE certificate_id = NEW.id\n        ) THEN\n            RAISE EXCEPTION 'a certificate has as many lines as it was drawn up with'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.state = 'carried_out' AND EXISTS (\n            SELECT FROM records_certificateline AS line\n            WHERE line.certificate_id = NEW.id\n              AND NOT EXISTS (SELECT FROM records_outcome WHERE line_id = line.id)\n        ) THEN\n            RAISE EXCEPTION 'a certificate is carried out when each line has its outcome'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="8cca58255ac182d7e6de078d5dac4f9e4fa94d2e",
                    operation="UPDATE",
                    pgid="pgtrigger_goes_forwards_3ab3e",
                    table="records_certificate",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="certificateline",
            constraint=models.UniqueConstraint(
                fields=("certificate", "record"), name="a_certificate_names_a_record_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificateline",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="79adebcee6b05ebe2e9a87bac82c3aa57e3dd798",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_2e7be",
                    table="records_certificateline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificateline",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are kept: TRUNCATE is refused', TG_TABLE_NAME;",
                    hash="00af8273845c198de22d2c2da2c46c804d423c7e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_cfcee",
                    table="records_certificateline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificateline",
            trigger=pgtrigger.compiler.Trigger(
                name="drawn_up_with_it",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF NOT EXISTS (\n                        SELECT FROM records_certificate AS certificate\n                        JOIN records_record AS record ON record.agency_id = certificate.agency_id\n                        JOIN records_series AS series ON series.agency_id = certificate.agency_id\n                        WHERE certificate.id = NEW.certificate_id AND certificate.state = 'drafted'\n                          AND record.id = NEW.record_id AND series.id = NEW.series_id\n                    ) THEN\n                        RAISE EXCEPTION 'lines are written when a certificate is drawn up'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="c440c030686a61b4c29446f020124dc34a310504",
                    operation="INSERT",
                    pgid="pgtrigger_drawn_up_with_it_9497f",
                    table="records_certificateline",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("disposed", True), ("reason", ""), models.Q(("details_digest", ""), _negated=True)
                    ),
                    models.Q(
                        ("details_digest", ""),
                        ("disposed", False),
                        ("files", 0),
                        ("shared", 0),
                        ("texts", 0),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="what_is_kept_says_why",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outcome",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="59e07f8a14320fae1eb4fc099f933d5803134960",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_b1b44",
                    table="records_outcome",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outcome",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are kept: TRUNCATE is refused', TG_TABLE_NAME;",
                    hash="bcf29afef4dd822a51503d56b78fa0f3b7777a65",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_88960",
                    table="records_outcome",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outcome",
            trigger=pgtrigger.compiler.Trigger(
                name="by_the_function_alone",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.disposed)",
                    func="\n        IF current_user <> (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN\n            RAISE EXCEPTION 'rows of % are written by disposal alone', TG_TABLE_NAME USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="399060f3d8864d80d3174486ce786a5a1d3dd219",
                    operation="INSERT",
                    pgid="pgtrigger_by_the_function_alone_46c67",
                    table="records_outcome",
                    when="BEFORE",
                ),
            ),
        ),
    ]
