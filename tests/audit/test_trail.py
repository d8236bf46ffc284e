"""What the trail takes, and what it refuses."""

from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from audit import trail, vault, verbs
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


TABLES = ["audit_event", "audit_leaf", "audit_node", "audit_checkpoint", "audit_vaulttext"]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET agency_id = 2",
        "DELETE FROM {table}",
        "TRUNCATE {table}",
        "TRUNCATE {table} CASCADE",
    ],
)
def test_the_restricted_role_can_take_nothing_back(
    committed_db: str, at: datetime, table: str, statement: str
) -> None:
    _fill(at)
    if "SET agency_id" in statement and table in {"audit_node", "audit_checkpoint"}:
        statement = statement.replace("agency_id = 2", "hash = ''" if table == "audit_node" else "root = ''")

    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(statement.format(table=table))


@pytest.mark.parametrize(
    "way", ["RESET ROLE", "SET ROLE portal_owner", "SET SESSION AUTHORIZATION portal_owner"]
)
def test_no_change_of_role_opens_the_trail(committed_db: str, at: datetime, way: str) -> None:
    _fill(at)

    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(way)
        cursor.execute("DELETE FROM audit_event")

    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER ALL")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["DELETE FROM {table}", "TRUNCATE {table}"])
def test_even_the_owner_is_refused_by_the_triggers(
    committed_db: str, owner_connection: Any, at: datetime, table: str, statement: str
) -> None:
    import psycopg2

    _fill(at)

    with pytest.raises(psycopg2.Error), owner_connection.cursor() as cursor:
        cursor.execute(statement.format(table=table))


def _fill(at: datetime) -> None:
    from audit import sequencer

    event(at=at)
    event(at=at)
    vault.keep(content="A text.", agency_id=AGENCY)
    sequencer.sequence(key=key(), at=at)
    assert Leaf.objects.count() == 2
