"""Whose words are read and whose are kept: no post without its author, no reading of a member's own account."""

import ast
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from psycopg2 import sql

from accounts.models import Member
from governance.cast import Cast
from tests import people

ROOMS = ("accounts", "governance", "outlets", "posts", "records", "watch")


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("posts_post", "author_id"),
        ("posts_draft", "saved_by_id"),
        ("posts_revision", "submitted_by_id"),
        ("posts_revisionauthor", "member_id"),
        ("posts_approval", "decided_by_id"),
    ],
)
def test_a_post_without_an_author_is_impossible_in_the_database_dpd_227_c_a_ii(
    chicago: Cast, at: datetime, table: str, column: str
) -> None:
    people.approved(engaged=chicago, at=at)
    copied = sql.SQL("INSERT INTO {0} SELECT (jsonb_populate_record(one, %s)).* FROM {0} one LIMIT 1")
    nobody = f'{{"id": 999999999, "status": "draft", "{column}": null}}'
    with (
        connection.cursor() as cursor,
        pytest.raises(IntegrityError, match=f'null value in column "{column}"'),
        transaction.atomic(),
    ):
        cursor.execute(copied.format(sql.Identifier(table)), [nobody])


def _calls() -> list[tuple[str, ast.Call]]:
    """Every call of the portal's own code by the name of what is called."""
    files = (file for room in ROOMS for file in (Path(settings.BASE_DIR) / room).rglob("*.py"))
    found = (node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    return [
        (node.func.attr, node)
        for node in found
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]


def test_no_function_reads_a_personal_account_cpd_sm_ii_a() -> None:
    """A timeline is asked for of an account of the register alone, and no member has an account on a network.

    CPD-SM.III.D
    """
    whose = [
        ast.unparse(keyword.value)
        for name, call in _calls()
        if name == "timeline"
        for keyword in call.keywords
        if keyword.arg == "user_id"
    ]
    assert whose and all(one.endswith("account.external_id") for one in whose), whose
    theirs = {field.name for field in Member._meta.get_fields() if not field.is_relation}
    assert not {name for name in theirs if "handle" in name or "external" in name or "network" in name}
