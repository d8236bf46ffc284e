import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("origin", models.CharField(max_length=100)),
                ("root", models.BinaryField(max_length=32)),
                ("at", models.DateTimeField()),
                ("public_key", models.BinaryField(max_length=32)),
                ("signature", models.BinaryField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency_id", models.BigIntegerField()),
                ("verb", models.CharField(max_length=60)),
                (
                    "actor_id",
                    models.BigIntegerField(
                        help_text="The member who acted; empty when the portal did.", null=True
                    ),
                ),
                ("subject", models.CharField(max_length=20)),
                ("subject_id", models.BigIntegerField()),
                (
                    "at",
                    models.DateTimeField(help_text="When it happened, by the clock of whoever recorded it."),
                ),
                ("keys", models.JSONField()),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        help_text="When the row was written, by the database's clock.",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("index", models.BigIntegerField(primary_key=True, serialize=False)),
                ("agency_id", models.BigIntegerField()),
                ("event_id", models.BigIntegerField(unique=True)),
                ("hash", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="Node",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "level", "position", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("level", models.SmallIntegerField()),
                ("position", models.BigIntegerField()),
                ("hash", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="Pending",
            fields=[
                ("event_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("agency_id", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Pulse",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="VaultText",
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
                ("content", models.BinaryField()),
                ("kept_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5da0b447670b5e8f6bb7e1086158587a21162a8f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_64327",
                    table="audit_checkpoint",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                fields=["agency_id", "subject", "subject_id", "id"], name="events_of_a_subject"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a0ce1d35b91271c38f7241c134a3d2bd6110e5b6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_b9181",
                    table="audit_event",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="leaf",
            index=models.Index(fields=["agency_id", "index"], name="leaves_of_an_agency"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leaf",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e1452c5b79f19dd99cbf9bf74a3537cf653181a2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_f099a",
                    table="audit_leaf",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="node",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b56287e9c160a39ddf4c280cc5255564d4ae20e5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_7a48c",
                    table="audit_node",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="pulse",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="one_pulse"),
        ),
        migrations.AddConstraint(
            model_name="vaulttext",
            constraint=models.UniqueConstraint(fields=("agency_id", "digest"), name="a_text_is_kept_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vaulttext",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1da7e63d0c408180efaac57729e96e66d372157a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_7cd57",
                    table="audit_vaulttext",
                    when="BEFORE",
                ),
            ),
        ),
    ]
