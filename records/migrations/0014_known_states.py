"""Looks through the records that are there for a state that is not known, beside the running portal."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("records", "0013_certificates")]

    operations = [ValidateConstraint(model_name="record", name="a_record_is_in_a_known_state")]
