"""What another row still names is not looked for over an index of agencies: all rows of a table may be of one."""

from importlib import import_module

from django.db import migrations

EARLIER = import_module("records.migrations.0022_needed_by_index").NEEDED


class Migration(migrations.Migration):
    dependencies = [("records", "0022_needed_by_index")]

    operations = [
        migrations.RunSQL(EARLIER.replace("'r.agency_id = %s'", "'r.agency_id + 0 = %s'"), EARLIER),
    ]
