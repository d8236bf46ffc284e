"""Rows are found by the contents that they name; made beside a portal that goes on working."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


def _found_by(model: str, name: str, *columns: str) -> Any:
    array = models.Func(
        *(models.Func(models.F(one), models.Value(0), function="hashtextextended") for one in columns),
        template="ARRAY[%(expressions)s]",
        output_field=ArrayField(models.BigIntegerField()),
    )
    return AddIndexConcurrently(model, GinIndex(array, name=f"{name}_by_what_they_name"))


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("records", "0020_gone_why")]

    operations = [
        _found_by("outcome", "outcomes", "details_digest"),
        _found_by("export", "exports", "manifest_digest"),
        _found_by("withheld", "withheld", "digest"),
        _found_by(
            "record",
            "records",
            "chain_digest",
            "exchange_digest",
            "fingerprint",
            "meaning_digest",
            "sheet_digest",
            "text_digest",
        ),
        _found_by("recordentry", "entries", "digest"),
        _found_by("legalhold", "holds", "lift_reason_digest", "reason_digest"),
    ]
