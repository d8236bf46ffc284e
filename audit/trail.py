"""Writing the trail: one event beside each change of state, in the change's own transaction.

No head is locked and no order is promised here; the sequencer orders what has committed.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction

from audit import verbs
from audit.models import Event

_WRITE = """
WITH event AS (
    INSERT INTO audit_event (agency_id, verb, actor_id, subject, subject_id, at, keys, recorded_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s::jsonb, statement_timestamp())
    RETURNING id, agency_id, recorded_at
), waiting AS (
    INSERT INTO audit_pending (event_id, agency_id) SELECT id, agency_id FROM event
)
SELECT id, recorded_at FROM event
"""

_WRITE_ALL = """
WITH event AS (
    INSERT INTO audit_event (agency_id, verb, actor_id, subject, subject_id, at, keys, recorded_at)
    SELECT %s, %s, %s, %s, one.id, %s, one.keys, statement_timestamp()
    FROM unnest(%s::bigint[], %s::jsonb[]) AS one (id, keys)
    RETURNING id, agency_id
)
INSERT INTO audit_pending (event_id, agency_id) SELECT id, agency_id FROM event
"""


class OutsideTransaction(Exception):
    """An event was to be written apart from the change it tells of."""


def record(
    *, verb: str, agency_id: int, actor_id: int | None, subject_id: int, at: datetime, **keys: object
) -> Event:
    """Write the event with the change around it: both commit or neither does.

    `verb` must be declared with exactly these keys (`audit.verbs`). One statement.
    """
    subject = verbs.declaration_of(verb).subject
    if subject is None:
        raise verbs.WrongKeys(f"{verb} has no subject of its own.")
    return _write(verb, agency_id, actor_id, subject, subject_id, at, keys)


def record_each(
    *,
    verb: str,
    agency_id: int,
    actor_id: int | None,
    subject_ids: Sequence[int],
    at: datetime,
    **keys: object,
) -> None:
    """Write the same event for each of several subjects. One statement, however many."""
    each = [(subject_id, keys) for subject_id in subject_ids]
    record_all(verb=verb, agency_id=agency_id, actor_id=actor_id, each=each, at=at)


def record_all(
    *,
    verb: str,
    agency_id: int,
    actor_id: int | None,
    each: Sequence[tuple[int, Mapping[str, object]]],
    at: datetime,
) -> None:
    """Write an event for each of several subjects with keys of its own, as `record` writes one. One statement."""
    subject = verbs.declaration_of(verb).subject
    if subject is None:
        raise verbs.WrongKeys(f"{verb} has no subject of its own.")
    keys = [
        json.dumps(_checked(verb, agency_id, actor_id, subject, [subject_id], at, dict(one)))
        for subject_id, one in each
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE_ALL,
            [agency_id, verb, actor_id, subject, at, [subject_id for subject_id, _ in each], keys],
        )


def record_refusal(
    *,
    act: str,
    reason: str,
    agency_id: int,
    actor_id: int | None,
    subject: str,
    subject_id: int,
    at: datetime,
) -> Event:
    """Write that an act was refused, in a transaction of its own: the door calls it after the rollback.

    Raises RuntimeError inside another transaction, whose rollback would take the event along.
    """
    if subject not in verbs.SUBJECTS:
        raise verbs.WrongKeys(f"'{subject}' is not a subject of the trail.")
    with transaction.atomic(durable=True):
        return _write(
            "act.refused", agency_id, actor_id, subject, subject_id, at, {"act": act, "reason": reason}
        )


def canonical(event: Event) -> bytes:
    """The content of an event's leaf: every column as one line of JSON in UTF-8.

    Keys in alphabetical order, no spaces, times in UTC as `2026-11-21T03:44:00.000000Z`, whole numbers only:
    a subset of RFC 8785, so any writer of that standard makes the same bytes.
    """
    columns = {
        "actor_id": event.actor_id,
        "agency_id": event.agency_id,
        "at": verbs.time_text(event.at),
        "id": event.pk,
        "keys": event.keys,
        "recorded_at": verbs.time_text(event.recorded_at),
        "subject": event.subject,
        "subject_id": event.subject_id,
        "verb": event.verb,
    }
    return json.dumps(columns, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _write(
    verb: str,
    agency_id: int,
    actor_id: int | None,
    subject: str,
    subject_id: int,
    at: datetime,
    keys: dict[str, object],
) -> Event:
    stored = _checked(verb, agency_id, actor_id, subject, [subject_id], at, keys)
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [agency_id, verb, actor_id, subject, subject_id, at, json.dumps(stored)])
        pk, recorded_at = cursor.fetchone()
    names = ["id", "agency_id", "verb", "actor_id", "subject", "subject_id", "at", "keys", "recorded_at"]
    return Event.from_db(
        "default", names, [pk, agency_id, verb, actor_id, subject, subject_id, at, stored, recorded_at]
    )


def _checked(
    verb: str,
    agency_id: int,
    actor_id: int | None,
    subject: str,
    subject_ids: Sequence[int],
    at: datetime,
    keys: dict[str, object],
) -> dict[str, str | int | None]:
    """The keys as they are stored; nothing undeclared and nothing outside the change's transaction goes in."""
    if not connection.in_atomic_block:
        raise OutsideTransaction(verb)
    stored = verbs.stored(verb, keys)
    ids = [agency_id, *subject_ids, *([] if actor_id is None else [actor_id])]
    if not all(verbs.is_id(one) for one in ids):
        raise verbs.WrongKeys(f"{verb} needs the ids of an agency, a {subject} and a member or nobody.")
    if at.utcoffset() is None:
        raise verbs.WrongKeys(f"{verb} needs a time with its zone.")
    return stored
