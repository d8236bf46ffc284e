"""Starting a roster: the unit's last one carried over, or who may write for it where there was none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import (
    Authorisation,
    Member,
    Period,
    Role,
    Roster,
    RosterEntry,
    RosterLine,
    RosterVersion,
    Unit,
)
from accounts.rosters import fields, permission
from accounts.rosters.fields import Facts
from accounts.rosters.sheet import Mark
from audit import trail


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What a roster begins with: its entries, and what they are compared with."""

    words: str
    members: int
    """How many members that one had."""
    entries: tuple[RosterEntry, ...]


@transaction.atomic
def start(*, unit: Unit, period: Period, actor: Member, at: datetime) -> Roster:
    """Carry the unit's last roster over into a period; one that has been started stays as it is.

    Raises PermissionDenied with a sentence.
    """
    permission.ask(unit_id=unit.pk, actor=actor, at=at, period=period)
    return start_all(units=[unit], period=period, actor=actor, at=at)[unit.pk]


@transaction.atomic
def start_all(*, units: Sequence[Unit], period: Period, actor: Member, at: datetime) -> dict[int, Roster]:
    """The rosters of several units for a period, started where they were not: the same number of queries for any."""
    Period.objects.select_for_update(no_key=True).get(pk=period.pk)
    found = {one.unit_id: one for one in Roster.objects.filter(period=period, unit__in=units)}
    missing = [unit for unit in units if unit.pk not in found]
    if not missing:
        return found
    origins = origins_of(units=missing, period=period, at=at)
    made = Roster.objects.bulk_create(
        Roster(
            agency_id=unit.agency_id,
            unit=unit,
            period=period,
            compared_with=origins[unit.pk].words,
            compared_count=origins[unit.pk].members,
            begun_by=actor,
            begun_at=at,
            changed_by=actor,
            changed_at=at,
        )
        for unit in missing
    )
    entries: list[RosterEntry] = []
    for roster in made:
        for entry in origins[roster.unit_id].entries:
            entry.roster = roster
            entries.append(entry)
    RosterEntry.objects.bulk_create(entries)
    trail.record_each(
        verb="roster.begun",
        agency_id=period.agency_id,
        actor_id=actor.pk,
        subject_ids=[roster.pk for roster in made],
        at=at,
        period_id=period.pk,
    )
    return found | {roster.unit_id: roster for roster in made}


def origins_of(*, units: Sequence[Unit], period: Period, at: datetime) -> dict[int, Origin]:
    """What the roster of each unit would begin with, by unit; three queries for any number of them.

    That is the unit's last roster. Where there is none, it is whoever may write for the unit.
    """
    last = _last_versions(units, period)
    lines = _lines([version.pk for version in last.values()])
    known = _authorised([unit for unit in units if unit.pk not in last], at)
    found: dict[int, Origin] = {}
    for unit in units:
        if unit.pk in last:
            version = last[unit.pk]
            entries = carried(lines=lines.get(version.pk, ()))
            found[unit.pk] = Origin(
                words=str(version.roster.period), members=version.members, entries=tuple(entries)
            )
        else:
            found[unit.pk] = Origin(words="", members=0, entries=tuple(_first(known.get(unit.pk, ()))))
    return found


def _last_versions(units: Sequence[Unit], period: Period) -> dict[int, RosterVersion]:
    """The newest version of each unit's last roster before a period."""
    sent = RosterVersion.objects.filter(
        roster__unit__in=units, roster__period__starts_on__lt=period.starts_on
    )
    newest = sent.order_by("roster__unit_id", "-roster__period__starts_on", "-number")
    return {
        version.roster.unit_id: version
        for version in newest.distinct("roster__unit_id").select_related("roster__period")
    }


def _lines(version_ids: Iterable[int]) -> dict[int, list[RosterLine]]:
    found: dict[int, list[RosterLine]] = {}
    named = RosterLine.objects.filter(version__in=list(version_ids)).exclude(mark=Mark.LEFT)
    for line in named.order_by("position"):
        found.setdefault(line.version_id, []).append(line)
    return found


def carried(*, lines: Iterable[RosterLine]) -> list[RosterEntry]:
    """The lines of a submitted version as entries to be changed, compared with themselves."""
    return [
        RosterEntry(
            position=place,
            before=fields.facts_of(line),
            outside_office=line.outside_office,
            outside_reason=line.outside_reason,
            **fields.facts_of(line),
        )
        for place, line in enumerate(lines, start=1)
    ]


def _authorised(units: Sequence[Unit], at: datetime) -> dict[int, list[Authorisation]]:
    """By what members write for units that have sent no roster yet: one of each."""
    found: dict[int, dict[int, Authorisation]] = {}
    held = Authorisation.objects.in_force(at=at).filter(unit__in=units, role=Role.USMR)
    for one in held.select_related("member").order_by("member__last_name", "member_id"):
        found.setdefault(one.unit_id, {}).setdefault(one.member_id, one)
    return {unit_id: list(members.values()) for unit_id, members in found.items()}


def _first(held: Iterable[Authorisation]) -> list[RosterEntry]:
    """Whoever may write is no newcomer: one who is taken off is marked as left, and their authority ends with it.

    Why somebody from outside a district's community policing office writes goes on as it was given.
    """
    return [
        RosterEntry(
            position=place,
            before=of_member(one.member),
            outside_office=bool(one.exception),
            outside_reason=one.exception,
            **of_member(one.member),
        )
        for place, one in enumerate(held, start=1)
    ]


def of_member(member: Member) -> Facts:
    """The seven facts as the register has them."""
    return {
        "name": f"{member.last_name}, {member.first_name}",
        "rank": member.rank or "Civilian",
        "star_number": member.star_number,
        "employee_number": member.employee_number,
        "log_on_id": member.log_on_id,
        "unit_phone": fields.tidy("unit_phone", member.unit_phone),
        "email": member.email,
    }
