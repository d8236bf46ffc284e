"""Looks through the entries that are there for a kind that is not known, beside the running portal."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("records", "0007_judged_records")]

    operations = [ValidateConstraint(model_name="recordentry", name="an_entry_is_of_a_known_kind")]
