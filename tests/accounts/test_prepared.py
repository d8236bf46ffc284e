"""What is asked for each post is written once and planned once a session, and answers as Django's own question does."""

from datetime import datetime

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


def test_a_column_that_a_migration_changes_is_asked_anew_in_the_same_session(db: None) -> None:
    named = Statement("SELECT name FROM pg_temp.asked WHERE number = $1::int")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE asked ON COMMIT DROP AS SELECT 1 AS number, 'Ring'::varchar(4) AS name"
        )
        assert named.rows(1) == [("Ring",)]
        cursor.execute("ALTER TABLE pg_temp.asked ALTER COLUMN name TYPE varchar(60)")

    with pytest.raises(NotSupportedError), transaction.atomic():
        named.rows(1)

    assert named.rows(1) == [("Ring",)]


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
