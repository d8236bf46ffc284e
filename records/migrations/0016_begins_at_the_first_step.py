"""What only goes forwards begins at its first step, and an export that was made says what it said."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0015_disposal"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="export",
            name="asked_once",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="begins_as_drafted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.state <> 'drafted' OR NEW.approved_copy <> '' OR num_nonnulls(\n            NEW.sent_on, NEW.disposal_on, NEW.sent_by_id, NEW.approved_on, NEW.approval_by_id,\n            NEW.carried_by_id, NEW.begun_at, NEW.ended_at, NEW.ended_by_id\n        ) > 0)",
                    func="RAISE EXCEPTION 'a certificate begins as drawn up' USING ERRCODE = 'check_violation';",
                    hash="e2fd061bdd68d2951b55ea5c77d6e2cf885c7d81",
                    operation="INSERT",
                    pgid="pgtrigger_begins_as_drafted_cda64",
                    table="records_certificate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="export",
            trigger=pgtrigger.compiler.Trigger(
                name="asked_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF (OLD.agency_id, OLD.words, OLD.asked_by_id, OLD.asked_by_name, OLD.asked_at, OLD.record_ids)\n            IS DISTINCT FROM\n            (NEW.agency_id, NEW.words, NEW.asked_by_id, NEW.asked_by_name, NEW.asked_at, NEW.record_ids) THEN\n            RAISE EXCEPTION 'what an export was asked for is never changed' USING ERRCODE = 'check_violation';\n        END IF;\n        IF OLD.state = 'gone' OR (OLD.state = 'making' AND NEW.state = 'gone') OR (OLD.state = 'ready' AND (\n            NEW.state <> 'gone' OR to_jsonb(NEW) - 'state' <> to_jsonb(OLD) - 'state'\n        )) THEN\n            RAISE EXCEPTION 'an export that was made is not made again' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="2a9f5c0df2b9bfa6f1e3d2a9738a1bafc38c2864",
                    operation="UPDATE",
                    pgid="pgtrigger_asked_once_e400f",
                    table="records_export",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="record",
            trigger=pgtrigger.compiler.Trigger(
                name="begins_live",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.state <> 'live')",
                    func="RAISE EXCEPTION 'a record begins live' USING ERRCODE = 'check_violation';",
                    hash="84a8c04c4a2fde9f11366b2d019c486be09edaed",
                    operation="INSERT",
                    pgid="pgtrigger_begins_live_b9a79",
                    table="records_record",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordcounter",
            trigger=pgtrigger.compiler.Trigger(
                name="begins_at_nothing",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.last <> 0)",
                    func="RAISE EXCEPTION 'record numbers have no gaps' USING ERRCODE = 'check_violation';",
                    hash="f924761b90f2075cf50b263ca96e8cef4623c3dc",
                    operation="INSERT",
                    pgid="pgtrigger_begins_at_nothing_baf6a",
                    table="records_recordcounter",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="withheld",
            trigger=pgtrigger.compiler.Trigger(
                name="ends_its_own",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."ends_id" IS NOT NULL)',
                    func="\n        IF NOT EXISTS (\n            SELECT FROM records_withheld AS entry\n            WHERE entry.id = NEW.ends_id AND entry.ends_id IS NULL\n              AND (entry.agency_id, entry.record_id, entry.part) = (NEW.agency_id, NEW.record_id, NEW.part)\n        ) THEN\n            RAISE EXCEPTION 'an entry ends one of the same part of its record' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="bbf0378ab0f1c1a5f8fa4ecdab827fa933fb7997",
                    operation="INSERT",
                    pgid="pgtrigger_ends_its_own_cd93e",
                    table="records_withheld",
                    when="BEFORE",
                ),
            ),
        ),
    ]
