"""How far the members of an agency are trained and have read its policy, for those who see to it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts import facts as known
from accounts.facts import Facts
from accounts.models import Authorisation, Member, Unit
from directives.model import Topic, TrainingDemand

SOON = timedelta(days=30)
"""How long ahead an end is pointed out."""


@dataclass(frozen=True, kw_only=True)
class State:
    """What a member's training covers of what the policy asks for."""

    missing: tuple[Topic, ...] = ()
    until: datetime | None = None
    """When the first of the covered topics lapses; None: none does."""
    ends_soon: bool = False
    asked: bool = True
    """Whether the policy asks for any training."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """A member who holds a role, with what they have."""

    member: Member
    state: State
    has_read: bool


@dataclass(frozen=True, kw_only=True)
class UnitLine:
    """A unit in numbers; never an order of its people."""

    unit: Unit
    people: int
    short: int
    """Who lacks a topic."""
    ends_soon: int
    unread: int


def state(*, topics: Mapping[str, datetime | None], demand: TrainingDemand, at: datetime) -> State:
    """What is covered at a moment; `topics` as `accounts.facts` knows them."""
    running = {key: until for key, until in topics.items() if until is None or until > at}
    missing = tuple(topic for topic in demand.topics if topic.key not in running)
    ends = [until for topic in demand.topics if (until := running.get(topic.key)) is not None]
    first = min(ends, default=None)
    return State(
        missing=missing,
        until=first,
        ends_soon=first is not None and first <= at + SOON,
        asked=bool(demand.topics),
    )


def people(*, units: Iterable[Unit], demand: TrainingDemand, at: datetime) -> dict[int, list[Person]]:
    """By unit, its members who hold a role anywhere; two statements for any number of units of one agency."""
    chosen = list(units)
    if not chosen:
        return {}
    acting = Authorisation.objects.in_force(at=at).filter(agency_id=chosen[0].agency_id)
    members = list(
        Member.objects.filter(unit__in=chosen, is_active=True, pk__in=acting.values("member_id")).order_by(
            "last_name", "first_name", "pk"
        )
    )
    found = known.of_members(
        member_ids=[member.pk for member in members], agency_id=chosen[0].agency_id, at=at
    )
    by_unit: dict[int, list[Person]] = defaultdict(list)
    for member in members:
        by_unit[member.unit_id].append(_person(member, found[member.pk], demand, at))
    return by_unit


def _person(member: Member, facts: Facts, demand: TrainingDemand, at: datetime) -> Person:
    return Person(
        member=member,
        state=state(topics=facts.topics, demand=demand, at=at),
        has_read=facts.policy is None or facts.policy.acknowledged,
    )


def lines(*, units: Sequence[Unit], demand: TrainingDemand, at: datetime) -> list[UnitLine]:
    """Each of the units in numbers, in the order given."""
    by_unit = people(units=units, demand=demand, at=at)
    return [_line(unit, by_unit.get(unit.pk, [])) for unit in units]


def _line(unit: Unit, of_the_unit: list[Person]) -> UnitLine:
    return UnitLine(
        unit=unit,
        people=len(of_the_unit),
        short=sum(bool(one.state.missing) for one in of_the_unit),
        ends_soon=sum(one.state.ends_soon and not one.state.missing for one in of_the_unit),
        unread=sum(not one.has_read for one in of_the_unit),
    )
