"""The function by which content leaves, again: 0005_disposed made it with another answer for a while."""

from importlib import import_module

from django.db import migrations

FUNCTION = import_module("audit.migrations.0005_disposed").FUNCTION


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_disposed")]

    operations = [
        migrations.RunSQL(
            ["DROP FUNCTION audit_dispose(bigint, varchar[])", FUNCTION], migrations.RunSQL.noop
        ),
    ]
