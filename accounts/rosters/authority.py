"""The dated authorisations that follow from a submitted roster, written in its transaction (CPD-TW.III.C, V.A.1)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db.models import Q
from django.urls import reverse

from accounts import grants, outbox, staying
from accounts.models import Authorisation, Member, Role, Roster
from accounts.models.agency import UnitKind
from accounts.outbox import Letter
from accounts.rosters.fields import Facts
from accounts.rosters.sheet import Mark, Row
from audit import trail


def registered(*, rows: Sequence[Row], roster: Roster, actor: Member, at: datetime) -> dict[str, Member]:
    """The members of these rows by log-on ID; whom nobody has registered yet is registered in the unit.

    They have no password: the first sign-in is by a one-time link to the department e-mail on the roster. What the
    register knows of a member it keeps: its address receives such links, so that no roster changes it.
    """
    known = {row.member_id for row in rows if row.member_id}
    found = {member.log_on_id: member for member in Member.objects.filter(pk__in=known)}
    made = Member.objects.bulk_create(
        _member(row.facts, roster, at) for row in rows if row.member_id is None and row.mark != Mark.LEFT
    )
    trail.record_each(
        verb="member.registered",
        agency_id=roster.agency_id,
        actor_id=actor.pk,
        subject_ids=[member.pk for member in made],
        at=at,
        unit_id=roster.unit_id,
    )
    return found | {member.log_on_id: member for member in made}


def _member(facts: Facts, roster: Roster, at: datetime) -> Member:
    last_name, first_name = (part.strip() for part in facts["name"].split(",", 1))
    return Member(
        agency_id=roster.agency_id,
        unit_id=roster.unit_id,
        log_on_id=facts["log_on_id"],
        email=facts["email"],
        first_name=first_name,
        last_name=last_name,
        rank=facts["rank"],
        star_number=facts["star_number"],
        employee_number=facts["employee_number"],
        unit_phone=facts["unit_phone"],
        joined_at=at,
        password=make_password(None),
    )


def write(
    *, rows: Sequence[Row], members: dict[str, Member], roster: Roster, actor: Member, at: datetime
) -> None:
    """Give, reconfirm and end what the roster says: from the first day of its period, or from now when it has begun.

    The roster of a later period knows better: what it gave or reconfirmed already is left as it is, and after it this
    one gives to nobody and ends nothing. Raises staying.HasMoved for a member who moves in this instant.
    """
    staying.lock(members=members.values())
    begins = max(at, roster.period.begins_at(agency=actor.agency))
    named = {members[row.facts["log_on_id"]].pk: row for row in rows if row.mark != Mark.LEFT}
    gone = {row.member_id for row in rows if row.mark == Mark.LEFT and row.member_id} - named.keys()
    former = _former(rows)
    held = list(
        Authorisation.objects.select_for_update(of=("self",))
        .filter(Q(ends_at__isnull=True) | Q(ends_at__gt=begins), unit_id=roster.unit_id, role=Role.USMR)
        .filter(Q(member__in=[*named, *gone]) | Q(member__log_on_id__in=former))
        .select_related("member", "reconfirmed_for")
        .order_by("pk")
    )
    later = {one.pk for one in held if _of_later(one, roster)}
    present = [one for one in held if one.member_id in named and one.starts_at <= begins]
    confirmed = [one for one in present if one.pk not in later]
    ended = [one for one in held if one.member_id not in named and one.pk not in later]
    covered = {one.member_id for one in present}
    new = [member for member in members.values() if member.pk in named and member.pk not in covered]
    if overtaken(roster=roster):
        ended, new = [], []
    _note_office(named, members.values(), roster, actor, at)
    _renew_exceptions(confirmed, named, roster)
    grants.reconfirm(held=confirmed, unit=roster.unit, period=roster.period, actor=actor, at=at)
    grants.end_all(
        held=ended,
        unit=roster.unit,
        ended_by=actor,
        at=at,
        ends_at=begins,
        reason=f"Not on the roster of {roster.period}",
    )
    grants.authorise_all(
        members=new,
        unit=roster.unit,
        role=Role.USMR,
        given_by=actor,
        at=at,
        starts_at=begins,
        reasons=[_reason(named[member.pk], roster) for member in new],
        exceptions=[_exception(named[member.pk], roster) for member in new],
        reconfirmed_for=roster.period,
    )
    _tell(new, [one.member for one in ended], roster, begins, at)


def overtaken(*, roster: Roster) -> bool:
    """Whether the unit has submitted the roster of a period after this one."""
    later = Roster.objects.filter(unit=roster.unit_id, period__starts_on__gt=roster.period.starts_on)
    return later.filter(versions_sent__gt=0).exists()


def _of_later(held: Authorisation, roster: Roster) -> bool:
    """Whether the roster of a period after this one gave or reconfirmed it."""
    return held.reconfirmed_for is not None and held.reconfirmed_for.starts_on > roster.period.starts_on


def _former(rows: Sequence[Row]) -> list[str]:
    """Log-on IDs in whose place another stands now: that is another person."""
    return [cell.was for row in rows for cell in row.cells if cell.field.name == "log_on_id" and cell.was]


def _reason(row: Row, roster: Roster) -> str:
    if roster.unit.kind != UnitKind.DISTRICT:
        return f"Roster of {roster.period}"
    outside = _exception(row, roster)
    office = f"not of the office: {outside}" if outside else "community policing office"
    return f"Roster of {roster.period}; {office}"[:300]


def _exception(row: Row, roster: Roster) -> str:
    """Why a district's representative is not of its community policing office; empty where it is."""
    return row.outside_reason if roster.unit.kind == UnitKind.DISTRICT and row.outside_office else ""


def _note_office(
    named: Mapping[int, Row], members: Iterable[Member], roster: Roster, actor: Member, at: datetime
) -> None:
    """Note who is of the district's community policing office: its commander says so by the roster."""
    if roster.unit.kind != UnitKind.DISTRICT:
        return
    changed = [
        member
        for member in members
        if member.pk in named and member.community_policing is named[member.pk].outside_office
    ]
    for member in changed:
        member.community_policing = not member.community_policing
    Member.objects.bulk_update(changed, ["community_policing"])
    trail.record_each(
        verb="member.changed",
        agency_id=roster.agency_id,
        actor_id=actor.pk,
        subject_ids=[member.pk for member in changed],
        at=at,
    )


def _renew_exceptions(confirmed: Sequence[Authorisation], named: Mapping[int, Row], roster: Roster) -> None:
    """What the newest roster says of the office holds for authority that goes on, too."""
    changed = [one for one in confirmed if one.exception != _exception(named[one.member_id], roster)]
    for one in changed:
        one.exception = _exception(named[one.member_id], roster)
    Authorisation.objects.bulk_update(changed, ["exception"])


def _tell(
    new: Sequence[Member], ended: Sequence[Member], roster: Roster, begins: datetime, at: datetime
) -> None:
    here = begins.astimezone(roster.unit.agency.tzinfo)
    when = "now" if begins <= at else f"from {here:%a} {here.day} {here:%b %Y, %H:%M %Z}"
    stops = "has ended" if begins <= at else f"ends on {here:%a} {here.day} {here:%b %Y, %H:%M %Z}"
    unit, body = (
        roster.unit.short_name,
        f"The roster of {roster.period} says so. Your commander can tell you more.",
    )
    outbox.write_all(
        letters=[
            Letter(
                to=new,
                kind="role-given",
                subject=f"You write for the {unit} {when}",
                body=body,
                link=reverse("home"),
            ),
            Letter(
                to=ended,
                kind="role-ended",
                subject=f"Your authority to write for the {unit} {stops}",
                body=body,
                link=reverse("home"),
            ),
        ],
        at=at,
    )
