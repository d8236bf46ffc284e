"""In which database the portal lives: what a dump or a copy carries along, and no longer is."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

FUNCTION = """
CREATE FUNCTION audit_this_database() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT concat_ws(
        '/',
        (SELECT system_identifier FROM pg_control_system()),
        (SELECT oid FROM pg_database WHERE datname = current_database()),
        substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)
    )
$$
"""
"""The server, the database in it, and the server's timeline, which grows when it goes back or a standby takes over."""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_blobs"),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION audit_this_database()"),
        migrations.CreateModel(
            name="Home",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("installation", models.CharField(max_length=100)),
                ("database", models.CharField(max_length=80)),
                ("since", models.DateTimeField()),
                ("alive_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_home")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="home",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="ca54541d8f83880678e8afce2633f096711c875d",
                    operation="DELETE",
                    pgid="pgtrigger_kept_ef3aa",
                    table="audit_home",
                    when="BEFORE",
                ),
            ),
        ),
    ]
