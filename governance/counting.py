"""What the frame of every page counts for a member: one statement, built once for each who comes often.

Building it with Django's queries takes several times as long as PostgreSQL takes to answer it.
"""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Exists, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts import inbox, keeping
from accounts.authority import Authority
from accounts.models import Agency, Member, Network, OutletAccount, Unit
from posts import coverage, queues, stuck
from posts.models import Scope
from posts.permissions import LEADS

STATEMENTS = 1_000
"""How many are kept in a process, those asked last."""
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""The moment at which a statement is built. Every moment in it lies so far from the one that is asked about."""
_AGENCY = tuple(field.attname for field in Agency._meta.concrete_fields)
_UNIT = tuple(field.attname for field in Unit._meta.concrete_fields)


class Counted(NamedTuple):
    """The answer."""

    agency: Agency
    unit: Unit
    stop_id: int | None
    """Of the stop on all publishing, while one is in force."""
    stop_reason: str | None
    stopped_at: datetime | None
    unread: int
    waiting: int
    stuck: int
    keeps: bool
    """Whether the member is named as custodian or deputy of an account."""
    training: bool
    """Whether one of the accounts they reach is a training account."""


def of(authority: Authority) -> Counted:
    """What waits for a member at the moment of their authority: one query."""
    statement, values = _statement(
        authority.member_id, authority.agency_id, authority.unit_id, authority.roles, authority.stands_in_for
    )
    later = authority.at - BEGINNING
    moved = [value + later if isinstance(value, datetime) else value for value in values]
    with connection.cursor() as cursor:
        cursor.execute(statement, moved)
        row = cursor.fetchone()
    counts = len(_AGENCY) + len(_UNIT)
    return Counted(
        Agency.from_db(connection.alias, _AGENCY, row[: len(_AGENCY)]),
        Unit.from_db(connection.alias, _UNIT, row[len(_AGENCY) : counts]),
        *row[counts:],
    )


@lru_cache(maxsize=STATEMENTS)
def _statement(
    member_id: int,
    agency_id: int,
    unit_id: int,
    roles: frozenset[tuple[str, int]],
    stands_in_for: frozenset[str],
) -> tuple[str, tuple[Any, ...]]:
    """The statement and its values for whoever holds this; it knows nothing else of them."""
    return question(
        Authority(
            member_id=member_id,
            agency_id=agency_id,
            unit_id=unit_id,
            at=BEGINNING,
            roles=roles,
            duty_ends_at=None,
            stands_in_for=stands_in_for,
        )
    ).query.sql_with_params()


def question(authority: Authority) -> QuerySet[Member, tuple[Any, ...]]:
    """The member's agency, unit and counts, in the order of `Counted`."""
    stopped = coverage.in_force(agency_id=authority.agency_id).filter(scope=Scope.DEPARTMENT)
    unread = inbox.received(member_id=authority.member_id, at=authority.at).filter(read_at__isnull=True)
    counts = {
        "stop_id": Subquery(stopped.values("pk")[:1]),
        "stop_reason": Subquery(stopped.values("reason")[:1]),
        "stopped_at": Subquery(stopped.values("placed_at")[:1]),
        "unread": _counting(unread),
        "waiting": _counting(queues.waiting_for(authority=authority)),
        "stuck": _counting(stuck.deciding(authority)) if authority.holds(*LEADS) else Value(0),
        "keeps": Exists(keeping.named_for(authority=authority)),
        "training": Exists(_reached(authority).filter(network=Network.TRAINING)),
    }
    columns = [f"agency__{name}" for name in _AGENCY] + [f"unit__{name}" for name in _UNIT]
    return Member.objects.filter(pk=authority.member_id).annotate(**counts).values_list(*columns, *counts)


def _counting(found: QuerySet[Any]) -> Coalesce:
    """The number of rows as a subquery of another question."""
    counted = found.order_by().values("agency_id").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")[:1]), 0)


def _reached(authority: Authority) -> QuerySet[OutletAccount]:
    reached = OutletAccount.objects.filter(agency_id=authority.agency_id)
    if authority.department_wide:
        return reached
    return reached.filter(unit__in={unit for _, unit in authority.roles})
