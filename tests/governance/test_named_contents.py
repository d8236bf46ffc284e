"""What names a content of the vault is found by an index: no disposal reads a table that grows with the archive."""

import pytest
from django.db import connection

OF_PEOPLE, PRUNED, RARE = "grows with the members", "is pruned", "has a row for each time it is done"
READ_WHOLE = {
    "account_emailconfirmation": OF_PEOPLE,
    "accounts_acknowledgement": OF_PEOPLE,
    "accounts_agencypolicy": RARE,
    "accounts_enclosure": OF_PEOPLE,
    "accounts_policyproposal": RARE,
    "accounts_receipt": OF_PEOPLE,
    "accounts_rosterversion": RARE,
    "accounts_tableimport": PRUNED,
    "accounts_writtenpermission": RARE,
    "axes_accesslog": PRUNED,
    "posts_backtest": PRUNED,
    "posts_keptreading": PRUNED,
    "posts_linkcard": PRUNED,
    "posts_networkmedia": PRUNED,
    "posts_networkupload": PRUNED,
    "posts_restoration": RARE,
    "records_sealcheck": PRUNED,
}
"""Tables that can name a content and have no such index, and why they are small enough to be read."""


@pytest.fixture
def asked(db: None) -> dict[str, str]:
    """By table what `records_needed` asks of it: every column that can hold a digest, in the order of their names."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT t.relname, string_agg(
                format('hashtextextended((%I)::text, (0)::bigint)', c.attname), ', ' ORDER BY c.attname
            )
            FROM pg_class AS t JOIN pg_attribute AS c ON c.attrelid = t.oid
            WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p')
              AND t.relname NOT LIKE 'audit\\_%%' AND c.attnum > 0 AND NOT c.attisdropped
              AND c.atttypid = 'varchar'::regtype AND c.atttypmod = 64 + 4
            GROUP BY t.relname
            """
        )
        return {table: f"ARRAY[{columns}]" for table, columns in cursor.fetchall()}


def _indexes() -> dict[str, str]:
    """By table the expression of its index of what its rows name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indrelid::regclass::text, pg_get_expr(indexprs, indrelid) FROM pg_index"
            " JOIN pg_class AS its ON its.oid = indexrelid"
            " WHERE its.relname LIKE '%%\\_by\\_what\\_they\\_name' AND indisvalid"
        )
        return dict(cursor.fetchall())


def test_each_table_that_names_contents_has_its_index_or_stays_small(asked: dict[str, str]) -> None:
    """A new column of such a table belongs into its index, in a new migration; a new table needs one, or a reason."""
    assert _indexes() == {table: columns for table, columns in asked.items() if table not in READ_WHOLE}
    assert READ_WHOLE.keys() <= asked.keys()


def _scans() -> dict[str, int]:
    """How often a table was read whole, or such an index was asked. What was counted before may stand in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, seq_scan FROM pg_stat_xact_user_tables")
        tables = dict(cursor.fetchall())
        cursor.execute(
            "SELECT relname, pg_stat_get_xact_numscans(oid) FROM pg_class"
            " WHERE relname LIKE '%%\\_by\\_what\\_they\\_name'"
        )
        return tables | dict(cursor.fetchall())


def test_a_disposal_asks_those_indexes_and_reads_none_of_their_tables(asked: dict[str, str]) -> None:
    before = _scans()
    with connection.cursor() as cursor:
        # Tables of a new database are small enough to be read whole, and the planner may do so.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SELECT records_needed(1, 1, 1, %s, '{}')", [["0" * 64, "1" * 64]])
    read = {name for name, scans in _scans().items() if scans > before.get(name, 0)}
    indexes = {name for name in before if name.endswith("_by_what_they_name")}
    assert len(indexes) == len(asked.keys() - READ_WHOLE.keys())
    assert indexes <= read
    assert read & asked.keys() <= READ_WHOLE.keys()
