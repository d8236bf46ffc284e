"""Disposal and the steps of a certificate, again: 0013 and 0015 made them with other rules for a while.

What was made before took the number of another lock, so that a text could be kept and disposed of at once.
"""

from importlib import import_module

import pgtrigger.migrations
from django.db import migrations

DISPOSE = import_module("records.migrations.0015_disposal").DISPOSE
GOES_FORWARDS = next(
    made.trigger
    for made in import_module("records.migrations.0013_certificates").Migration.operations
    if isinstance(made, pgtrigger.migrations.AddTrigger) and made.trigger.name == "goes_forwards"
)


class Migration(migrations.Migration):
    dependencies = [("records", "0018_needed_by_one_look"), ("audit", "0006_dispose_again")]

    operations = [
        migrations.RunSQL(
            DISPOSE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1), migrations.RunSQL.noop
        ),
        pgtrigger.migrations.RemoveTrigger(model_name="certificate", name="goes_forwards"),
        pgtrigger.migrations.AddTrigger(model_name="certificate", trigger=GOES_FORWARDS),
    ]
