import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_refuse_truncate"),
    ]

    operations = [
        migrations.CreateModel(
            name="Blob",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency_id", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("salt", models.BinaryField(max_length=32)),
                ("size_bytes", models.BigIntegerField()),
                ("kept_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency_id", "digest"), name="a_blob_is_kept_once")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="blob",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="95e1977e35a54dbc4f6bb2a27a071de68e822bc6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_64799",
                    table="audit_blob",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(
            "CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON audit_blob"
            " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_truncate()",
            "DROP TRIGGER refuse_truncate ON audit_blob",
        ),
    ]
