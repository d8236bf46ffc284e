"""Holds that name records are found from the record, over its index; those that describe have an index of their own."""

from importlib import import_module

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

EARLIER = import_module("records.migrations.0015_disposal").ON_HOLD

ON_HOLD = """
CREATE OR REPLACE FUNCTION records_on_hold(kept records_record) RETURNS varchar
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT hold.name FROM records_legalhold AS hold
    WHERE hold.id = least(
        (SELECT min(named.id)
         FROM records_record AS part
         JOIN records_heldrecord AS held ON held.record_id = part.id
         JOIN records_legalhold AS named ON named.id = held.hold_id
         WHERE part.agency_id = kept.agency_id AND part.post_id = kept.post_id
           AND named.agency_id = kept.agency_id AND named.named AND named.lifted_at IS NULL),
        (SELECT min(described.id)
         FROM records_legalhold AS described
         WHERE described.agency_id = kept.agency_id AND NOT described.named AND described.lifted_at IS NULL
           AND (described.unit_id IS NULL OR described.unit_id = kept.unit_id)
           AND (described.record_class = '' OR described.record_class = kept.record_class)
           AND (described.begins_at IS NULL OR described.begins_at <= kept.published_at)
           AND (described.ends_at IS NULL OR described.ends_at > kept.published_at)))
$$
"""
"""The first hold in force on a record, named or described; as `records.holding.on`."""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("records", "0023_by_index_alone")]

    operations = [
        AddIndexConcurrently(
            "legalhold",
            models.Index(
                fields=["agency", "id"],
                condition=models.Q(lifted_at__isnull=True, named=False),
                name="holds_that_describe",
            ),
        ),
        migrations.RunSQL(ON_HOLD, EARLIER.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")),
    ]
