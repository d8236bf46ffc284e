"""What the trail takes, and what it refuses."""

from datetime import datetime
from typing import Any

import psycopg2
import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from audit import roles, sequencer, trail, vault, verbs
from audit.models import Event, Leaf, Pending
from tests.audit.events import AGENCY, event, key


@pytest.mark.parametrize(
    ("verb", "keys", "fault"),
    [
        ("post.invented", {}, verbs.UndeclaredVerb),
        ("tour.ended", {"note": "hello"}, verbs.WrongKeys),
        ("tour.started", {}, verbs.WrongKeys),
        ("tour.started", {"ends_at": "soon"}, verbs.WrongKeys),
        ("tour.started", {"ends_at": datetime(2026, 1, 1)}, verbs.WrongKeys),  # noqa: DTZ001  (without a zone on purpose)
        ("authorisation.given", {"member_id": 1, "unit_id": True, "role": "usmr"}, verbs.WrongKeys),
        ("authorisation.given", {"member_id": 1, "unit_id": 1, "role": "A sentence."}, verbs.WrongKeys),
        ("authorisation.ended", {"member_id": 1, "unit_id": 1, "for_cause": "perhaps"}, verbs.WrongKeys),
    ],
)
@pytest.mark.django_db
def test_only_declared_verbs_with_their_exact_keys_are_taken(
    at: datetime, verb: str, keys: dict[str, Any], fault: type[Exception]
) -> None:
    with pytest.raises(fault), transaction.atomic():
        trail.record(verb=verb, agency_id=AGENCY, actor_id=None, subject_id=1, at=at, **keys)


def test_an_event_apart_from_its_change_is_refused(committed_db: str, at: datetime) -> None:
    with pytest.raises(trail.OutsideTransaction):
        trail.record(verb="tour.ended", agency_id=AGENCY, actor_id=None, subject_id=1, at=at)


def test_an_event_goes_with_its_change(committed_db: str, at: datetime) -> None:
    def change() -> None:
        with transaction.atomic():
            event(at=at)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()

    assert not Event.objects.exists()
    assert not Pending.objects.exists()


def test_a_refusal_is_written_after_the_rollback_in_its_own_transaction(
    committed_db: str, at: datetime
) -> None:
    said: dict[str, Any] = {"act": "approve", "reason": "off_duty", "agency_id": 1, "actor_id": 2}
    trail.record_refusal(**said, subject="post", subject_id=3, at=at)

    assert Event.objects.get().keys == {"act": "approve", "reason": "off_duty"}
    with transaction.atomic(), pytest.raises(RuntimeError):
        trail.record_refusal(**said, subject="post", subject_id=3, at=at)


COLUMN_OF = {
    "audit_event": "agency_id",
    "audit_leaf": "agency_id",
    "audit_node": "hash",
    "audit_checkpoint": "root",
    "audit_vaulttext": "content",
}
TAKING_BACK = ("UPDATE {table} SET {column} = {column}", "DELETE FROM {table}", "TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", COLUMN_OF)
@pytest.mark.parametrize("statement", TAKING_BACK)
@pytest.mark.django_db
def test_the_restricted_role_can_take_nothing_back(at: datetime, table: str, statement: str) -> None:
    _fill(at)

    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table=table, column=COLUMN_OF[table]))


@pytest.mark.parametrize(
    "way",
    [
        "RESET ROLE",
        "SET ROLE portal_owner",
        "SET SESSION AUTHORIZATION portal_owner",
        "RESET SESSION AUTHORIZATION",
    ],
)
@pytest.mark.django_db
def test_no_change_of_role_opens_the_trail(at: datetime, way: str) -> None:
    _fill(at)

    for opened in ("DELETE FROM audit_event", "ALTER TABLE audit_event DISABLE TRIGGER ALL"):
        with (
            pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(way)
            cursor.execute(opened)


@pytest.mark.parametrize("statement", TAKING_BACK)
def test_even_the_owner_is_refused_by_the_triggers(
    committed_db: str, owner_connection: Any, at: datetime, statement: str
) -> None:
    _fill(at)
    with owner_connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pgtrigger.ignore', array_agg(tgname)::text, false) FROM pg_trigger"
            " WHERE tgname LIKE 'pgtrigger%%'"
        )
    owner_connection.commit()

    for table, column in COLUMN_OF.items():
        with (
            pytest.raises(psycopg2.errors.RaiseException, match=r"Cannot update or delete|written once"),
            owner_connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(table=table, column=column))
        owner_connection.rollback()


def test_the_restricted_role_has_nothing_in_excess_also_in_tables_made_later(
    committed_db: str, owner_connection: Any
) -> None:
    assert roles.excess(connection=connection) == []

    with owner_connection.cursor() as cursor:
        cursor.execute("CREATE TABLE made_later (id bigint GENERATED BY DEFAULT AS IDENTITY, word text)")
    owner_connection.commit()

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO made_later (word) VALUES ('a')")
        cursor.execute("UPDATE made_later SET word = 'b'")
        cursor.execute("DELETE FROM made_later")
    for refused in ("TRUNCATE made_later", "CREATE TABLE own (id int)"):
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute(refused)


def test_what_waits_may_be_taken_but_not_changed(committed_db: str, at: datetime) -> None:
    event(at=at)

    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_pending SET event_id = 99")
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_pending")


def test_one_verb_has_one_declaration() -> None:
    before = verbs.declaration_of("tour.ended")
    verbs.declare("tour.ended", subject=before.subject, keys=before.keys)

    with pytest.raises(verbs.VerbDeclaredTwice):
        verbs.declare("tour.ended", subject="tour", keys={"note": verbs.SLUG})


@pytest.mark.django_db
def test_an_event_is_one_statement(django_assert_num_queries: Any, at: datetime) -> None:
    with django_assert_num_queries(1), transaction.atomic(savepoint=False):
        written = trail.record(verb="tour.ended", agency_id=AGENCY, actor_id=None, subject_id=1, at=at)

    kept = Event.objects.get(pk=written.pk)
    assert trail.canonical(kept) == trail.canonical(written)


def _fill(at: datetime) -> None:
    event(at=at)
    event(at=at)
    vault.keep(content="A text.", agency_id=AGENCY)
    sequencer.sequence(key=key(), at=at)
    assert Leaf.objects.count() == 2
