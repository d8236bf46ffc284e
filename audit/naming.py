"""How rows are found by the contents of the vault that they name."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db.models import BigIntegerField, F, Func, Value


def found_by(*columns: str, name: str) -> GinIndex:
    """The index over all columns of a table that can hold a digest: a disposal asks it instead of reading the table.

    It holds eight bytes of each. By the end of its name, '_by_what_they_name', `records_needed` knows it, which asks
    for the columns in the order of their names.
    """
    array = Func(
        *(Func(F(column), Value(0), function="hashtextextended") for column in sorted(columns)),
        template="ARRAY[%(expressions)s]",
        output_field=ArrayField(BigIntegerField()),
    )
    return GinIndex(array, name=name)
