"""What each rule did is known by now, also where it held or gave way."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("posts", "0060_rules_that_held")]

    operations = [
        ValidateConstraint(model_name="rulefiring", name="only_what_was_not_submitted_was_stopped"),
    ]
