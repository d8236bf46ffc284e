"""What left the vault by disposal, and the one way in which a row leaves it."""

import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

FUNCTION = """
CREATE FUNCTION audit_dispose(
    of_agency bigint, these varchar[], OUT texts integer, OUT files integer
) LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO audit_disposed (agency_id, digest, is_file, transaction)
    SELECT of_agency, kept.digest, kept.is_file, txid_current() FROM (
        SELECT digest, false FROM audit_vaulttext WHERE agency_id = of_agency AND digest = ANY(these)
        UNION ALL
        SELECT digest, true FROM audit_blob WHERE agency_id = of_agency AND digest = ANY(these)
    ) AS kept (digest, is_file);
    DELETE FROM audit_vaulttext WHERE agency_id = of_agency AND digest = ANY(these);
    GET DIAGNOSTICS texts = ROW_COUNT;
    DELETE FROM audit_blob WHERE agency_id = of_agency AND digest = ANY(these);
    GET DIAGNOSTICS files = ROW_COUNT;
END
$$
"""
"""It runs with its caller's rights: the restricted role, which may not delete, gets nowhere with it."""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0004_home"),
    ]

    operations = [
        migrations.CreateModel(
            name="Disposed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency_id", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("is_file", models.BooleanField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("transaction", models.BigIntegerField()),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="blob",
            name="written_once",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="vaulttext",
            name="written_once",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="blob",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'DELETE' AND EXISTS (\n                SELECT FROM public.audit_disposed AS gone\n                WHERE gone.agency_id = OLD.agency_id AND gone.digest = OLD.digest\n                  AND gone.is_file = (TG_TABLE_NAME = 'audit_blob') AND gone.transaction = txid_current()\n            ) THEN\n                RETURN OLD;\n            END IF;\n            RAISE EXCEPTION 'Cannot update or delete rows from % table: content leaves by disposal alone',\n                TG_TABLE_NAME;\n        ",
                    hash="90f56ba388b603d7b326115d1fcdde2741c11e88",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_64799",
                    table="audit_blob",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vaulttext",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'DELETE' AND EXISTS (\n                SELECT FROM public.audit_disposed AS gone\n                WHERE gone.agency_id = OLD.agency_id AND gone.digest = OLD.digest\n                  AND gone.is_file = (TG_TABLE_NAME = 'audit_blob') AND gone.transaction = txid_current()\n            ) THEN\n                RETURN OLD;\n            END IF;\n            RAISE EXCEPTION 'Cannot update or delete rows from % table: content leaves by disposal alone',\n                TG_TABLE_NAME;\n        ",
                    hash="2ab921438c71bfb0ba8f9795b50422180d586cc5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_7cd57",
                    table="audit_vaulttext",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="disposed",
            index=models.Index(fields=["agency_id", "digest"], name="disposed_by_digest"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disposed",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e7971a9bce2b7ed00b1993cd12909568a55cc179",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_0b50b",
                    table="audit_disposed",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disposed",
            trigger=pgtrigger.compiler.Trigger(
                name="by_the_function_alone",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF current_user <> (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN\n            RAISE EXCEPTION 'rows of % are written by disposal alone', TG_TABLE_NAME USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="f4c7f5d4abbacdaf46656d8da29ac45c24366eff",
                    operation="INSERT",
                    pgid="pgtrigger_by_the_function_alone_08e86",
                    table="audit_disposed",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(
            "CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON audit_disposed"
            " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_truncate()",
            "DROP TRIGGER refuse_truncate ON audit_disposed",
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION audit_dispose(bigint, varchar[])"),
    ]
