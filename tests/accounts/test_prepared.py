"""What is asked for each post is written once and planned once a session, and answers as Django's own question does."""

from datetime import datetime
from typing import Any

import pytest
from django.db import DataError, NotSupportedError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.prepared import ByKey, Statement, key, mark, statement_of
from governance.cast import Cast
from posts import halves
from posts.models import Post
from tests import people


def test_a_statement_is_prepared_once_a_session(committed_db: str) -> None:
    tenfold = Statement("SELECT 10 * $1::int")
    with CaptureQueriesContext(connection) as captured:
        assert [tenfold.rows(value) for value in (1, 2)] == [[(10,)], [(20,)]]
    assert [query["sql"].split()[0] for query in captured.captured_queries] == ["PREPARE", "EXECUTE"]

    connection.close()
    assert tenfold.rows(3) == [(30,)]


def test_one_whose_first_trip_failed_is_asked_all_the_same(committed_db: str) -> None:
    share = Statement("SELECT 10 / $1::int")
    with pytest.raises(DataError), transaction.atomic():
        share.rows(0)
    assert share.rows(5) == [(2,)]
    assert len(_prepared()) == 1


def test_a_column_that_a_migration_changes_is_asked_anew_with_the_same_question(
    committed_db: str, owner_connection: Any
) -> None:
    named = Statement("SELECT name FROM accounts_unit WHERE number = $1::text")
    assert named.rows("014") == []
    _widen(owner_connection, 120)

    with CaptureQueriesContext(connection) as captured:
        assert named.rows("014") == []
    assert [query["sql"].split()[0] for query in captured.captured_queries][-2:] == ["DEALLOCATE", "PREPARE"]
    assert len(_prepared()) == 1


def test_a_transaction_that_such_a_column_broke_leaves_the_next_whole(
    committed_db: str, owner_connection: Any
) -> None:
    named = Statement("SELECT name FROM accounts_unit WHERE number = $1::text")
    other = Statement("SELECT name FROM accounts_unit WHERE number = $1::text AND name = number")
    assert named.rows("014") == other.rows("014") == []
    _widen(owner_connection, 120)

    with pytest.raises(NotSupportedError), transaction.atomic():
        named.rows("014")
    with transaction.atomic():
        assert named.rows("014") == other.rows("014") == []
    assert len(_prepared()) == 2


def test_what_the_session_was_told_to_forget_is_prepared_again(committed_db: str) -> None:
    tenfold = Statement("SELECT 10 * $1::int")
    assert tenfold.rows(1) == [(10,)]
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert tenfold.rows(2) == [(20,)]


def _prepared() -> list[str]:
    """What the session keeps of our statements."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements")
        return [name for (name,) in cursor.fetchall()]


def _widen(owner_connection: Any, length: int) -> None:
    """As a migration of the next release does, while this one is at work."""
    with owner_connection, owner_connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE accounts_unit ALTER COLUMN name TYPE varchar({length})")


def test_rows_by_key_are_those_that_the_orm_reads(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, written=people.ARREST, at=at)
    asked = ByKey(lambda key: Post.objects.select_related("account", "corrects").filter(pk=key))
    with CaptureQueriesContext(connection) as captured:
        (found,) = asked.all(post.pk)
        read = (found.account.handle, found.corrects)
    assert len(captured) == 1
    assert read == (post.account.handle, None)
    assert vars(found) | {"_state": None} == vars(Post.objects.get(pk=post.pk)) | {"_state": None}
    assert asked.first(0) is None


def test_what_is_worked_out_for_a_row_comes_with_it(chicago: Cast, at: datetime) -> None:
    post = people.drafted(engaged=chicago, at=at)
    asked = ByKey(lambda key: Post.objects.annotate(translated=halves.TRANSLATED).filter(pk=key))
    (found,) = asked.all(post.pk)
    assert found.translated is False


def test_a_question_with_several_keys_is_answered_as_the_orm_answers_it(chicago: Cast, at: datetime) -> None:
    post = people.drafted(engaged=chicago, at=at)
    written = Post.objects.filter(author_id=key(1), category=mark(2)).values_list("pk", "status")
    asked = statement_of(written, keys=2)
    assert asked.rows(post.author_id, "safety_tip") == [(post.pk, "draft")]
    assert asked.rows(post.author_id, "arrest") == asked.rows(None, "safety_tip") == []
