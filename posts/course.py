"""The route of a version as it stands: who decided, who can decide now, who comes after, which offices are told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Max, Q

from accounts import offices
from accounts.models import Authorisation, Role
from posts import routing
from posts.entries import Entry
from posts.models import Revision, RouteStep, Status
from posts.standing import Standing

NAMED_AT_MOST = 3
_ABOVE: Mapping[str, str] = {
    Role.COMMANDER: "the commander of the unit",
    Role.COMMUNICATIONS: offices.NAMES[Role.COMMUNICATIONS],
}
"""To whom a unit's step is handed on that nobody takes."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who can give a step."""

    name: str
    on_duty_until: datetime | None
    on_call_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class Leg:
    """One step of the route."""

    title: str
    state: str
    """'given', 'now' or 'later'."""
    why: str
    clause: str
    people: Sequence[Person] = ()
    """While it is its turn: who can give it, those on duty first."""
    others: int = 0
    by: str = ""
    """Who gave it."""
    at: datetime | None = None
    in_place_of: str = ""
    """The office in whose place it was given."""
    guidance: str = ""
    office: str = ""
    """The name of the office whose step it is."""
    handed_on_to: str = ""
    """Who was asked for it besides, since nobody took it in time: 'the commander of the unit'."""
    uncovered: bool = False
    """Nobody of the office is on call, and its turn has come."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """An office that must be told before the post goes out."""

    office: str
    written_at: datetime
    told_at: datetime | None
    clause: str
    wait_minutes: int = 0
    """How long its answer is waited for at most, once every office was told."""
    waited_at: datetime | None = None
    """When that was over."""
    answered_by: str = ""

    @property
    def waits(self) -> bool:
        """Whether its answer is waited for, or will be."""
        return self.wait_minutes > 0 and self.waited_at is None


@dataclass(frozen=True, kw_only=True)
class Course:
    """The whole route; the legs of one stage are taken side by side."""

    stages: Sequence[Sequence[Leg]]
    told: Sequence[Told]

    @property
    def all_told(self) -> bool:
        """Whether every office that must be told has been."""
        return all(one.told_at is not None for one in self.told)

    @property
    def waits_until(self) -> datetime | None:
        """Until when the answer of an office is waited for at the longest; None while none is."""
        return waits_until(told=self.told)

    @property
    def wants_answer(self) -> bool:
        """Whether the rules have the post wait for the answer of an office."""
        return any(one.wait_minutes for one in self.told)

    @property
    def waits_to_tell(self) -> bool:
        """Whether every step is given and an office has still to be told."""
        given = all(leg.state == "given" for stage in self.stages for leg in stage)
        return given and not self.all_told


def of(*, revision: Revision, standing: Standing, entries: Sequence[Entry], at: datetime) -> Course:
    """The route with what the history tells of it: at most two queries."""
    given = {entry.step_id: entry for entry in entries if entry.act in {"approved", "stood_in"}}
    now = standing.waiting if standing.status == Status.IN_REVIEW else ()
    people = _people(now, standing, at)
    legs = [
        _given(step, given[step.pk]) if step.pk in given else people.get(step.pk) or _later(step)
        for step in standing.route
    ]
    placed = zip(standing.route, legs, strict=True)
    return Course(
        stages=[[leg for _, leg in stage] for _, stage in groupby(placed, key=lambda one: one[0].position)],
        told=told_of(revision=revision, entries=entries),
    )


def waits_until(*, told: Sequence[Told]) -> datetime | None:
    """Until when an office's answer is waited for at the longest: it begins when the last of them was told."""
    told_at = [one.told_at for one in told if one.told_at is not None]
    waited = [one.wait_minutes for one in told if one.waits]
    if not waited or len(told_at) < len(told):
        return None
    return max(told_at) + timedelta(minutes=max(waited))


def _given(step: RouteStep, entry: Entry) -> Leg:
    return Leg(
        title=routing.title_of(step=step),
        state="given",
        why=step.why,
        clause=step.clause,
        by=entry.actor,
        at=entry.at,
        in_place_of=entry.in_place_of,
        guidance=entry.guidance,
    )


def _later(step: RouteStep) -> Leg:
    return Leg(title=routing.title_of(step=step), state="later", why=step.why, clause=step.clause)


def _people(now: Sequence[RouteStep], standing: Standing, at: datetime) -> dict[int, Leg]:
    """The steps whose turn it is, with who can give each; nobody who wrote or decided is among them."""
    if not now:
        return {}
    barred = standing.writers | standing.deciders
    found = [one for one in _fillers(now, standing, at) if one.member_id not in barred]
    asked = {step.role for step in now} & offices.NAMES.keys()
    calls = offices.on_call_until(roles=asked, agency_id=standing.agency_id, at=at) if asked else {}
    return {
        step.pk: _now(
            step,
            [one for one in found if one.role in standing.may_fill(step=step)],
            calls,
            _ABOVE.get(standing.handed.get(step.pk, step.role), "") if step.unit_id else "",
        )
        for step in now
    }


def _fillers(now: Sequence[RouteStep], standing: Standing, at: datetime) -> list[Authorisation]:
    """Who fills these steps by their role, each with until when they are on duty: one query."""
    filling = Q(pk__in=())
    for step in now:
        of_its_unit = Q(unit_id=step.unit_id) | Q(role__in=offices.NAMES) if step.unit_id else Q()
        filling |= Q(role__in=standing.may_fill(step=step)) & of_its_unit
    running = Q(member__tours__started_at__lte=at, member__tours__ends_at__gt=at)
    held = Authorisation.objects.in_force(at=at).filter(
        filling, agency_id=standing.agency_id, member__is_active=True
    )
    duty = held.annotate(on_duty_until=Max("member__tours__ends_at", filter=running))
    return list(duty.select_related("member").order_by("member__last_name", "pk"))


def _now(
    step: RouteStep,
    held: Sequence[Any],
    calls: Mapping[tuple[str, int], datetime],
    handed_on_to: str,
) -> Leg:
    ordered = sorted(held, key=lambda one: ((step.role, one.member_id) not in calls, not one.on_duty_until))
    return Leg(
        title=routing.title_of(step=step),
        state="now",
        why=step.why,
        clause=step.clause,
        people=[
            Person(
                name=one.member.titled_name,
                on_duty_until=one.on_duty_until,
                on_call_until=calls.get((step.role, one.member_id)),
            )
            for one in ordered[:NAMED_AT_MOST]
        ],
        others=max(0, len(ordered) - NAMED_AT_MOST),
        office=offices.NAMES.get(step.role, ""),
        handed_on_to=handed_on_to,
        uncovered=step.role in offices.NAMES and not any(role == step.role for role, _ in calls),
    )


def told_of(*, revision: Revision, entries: Sequence[Entry]) -> list[Told]:
    """The offices to tell of this version, from what the history says of them."""
    of_it = [entry for entry in entries if entry.revision_number == revision.number and entry.office]
    told = {entry.office: entry.at for entry in of_it if entry.act == "told"}
    over = {entry.office: entry for entry in of_it if entry.act in {"office_answered", "wait_ended"}}
    return [
        Told(
            office=entry.office,
            written_at=entry.at,
            told_at=told.get(entry.office),
            clause=entry.clause,
            wait_minutes=entry.wait_minutes,
            waited_at=over[entry.office].at if entry.office in over else None,
            answered_by=over[entry.office].actor if entry.office in over else "",
        )
        for entry in of_it
        if entry.act == "to_tell"
    ]
