"""The indexes by which members are found, made beside the running portal; a rerun begins again."""

from django.contrib.postgres.indexes import OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Upper

FIELDS = ("first_name", "last_name", "log_on_id", "star_number", "employee_number")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("accounts", "0008_conditions_and_register")]

    operations = [
        operation
        for field in FIELDS
        for operation in (
            # A try that failed leaves an index behind that is not valid.
            migrations.RunSQL(
                f"DROP INDEX CONCURRENTLY IF EXISTS members_by_{field}", migrations.RunSQL.noop
            ),
            AddIndexConcurrently(
                model_name="member",
                index=models.Index(
                    OpClass(Upper(field), name="text_pattern_ops"), name=f"members_by_{field}"
                ),
            ),
        )
    ]
