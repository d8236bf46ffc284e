"""Why the file of an export went before its time; the trigger lets that be said as it goes, once."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0019_disposal_again"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="export",
            name="asked_once",
        ),
        migrations.AddField(
            model_name="export",
            name="gone_why",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="export",
            trigger=pgtrigger.compiler.Trigger(
                name="asked_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF (OLD.agency_id, OLD.words, OLD.asked_by_id, OLD.asked_by_name, OLD.asked_at, OLD.record_ids)\n            IS DISTINCT FROM\n            (NEW.agency_id, NEW.words, NEW.asked_by_id, NEW.asked_by_name, NEW.asked_at, NEW.record_ids) THEN\n            RAISE EXCEPTION 'what an export was asked for is never changed' USING ERRCODE = 'check_violation';\n        END IF;\n        IF OLD.state = 'gone' OR (OLD.state = 'making' AND NEW.state = 'gone') OR (OLD.state = 'ready' AND (\n            NEW.state <> 'gone'\n            OR to_jsonb(NEW) - '{state,gone_why}'::text[] <> to_jsonb(OLD) - '{state,gone_why}'::text[]\n        )) THEN\n            RAISE EXCEPTION 'an export that was made is not made again' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="c82f0f879d4a430cf91fc93a569e086686db6c0a",
                    operation="UPDATE",
                    pgid="pgtrigger_asked_once_e400f",
                    table="records_export",
                    when="BEFORE",
                ),
            ),
        ),
    ]
