"""Row triggers never see TRUNCATE: each table of trail and vault gets a statement trigger of its own."""

from django.db import migrations

TABLES = ("audit_event", "audit_leaf", "audit_node", "audit_checkpoint", "audit_vaulttext")

FUNCTION = """
CREATE FUNCTION audit_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are written once: TRUNCATE is refused', TG_TABLE_NAME;
END;
$$
"""


class Migration(migrations.Migration):
    """Refuse TRUNCATE; vacuum the table that empties itself every second by count, not by share."""

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION audit_refuse_truncate()"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_truncate()",
                f"DROP TRIGGER refuse_truncate ON {table}",
            )
            for table in TABLES
        ),
        migrations.RunSQL(
            "ALTER TABLE audit_pending"
            " SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000)",
            "ALTER TABLE audit_pending RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold)",
        ),
    ]
