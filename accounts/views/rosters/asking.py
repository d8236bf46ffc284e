"""Whose roster somebody asks for: to a stranger there is none, a member of the unit is told why not."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import Member, Period, Role, Roster, Unit
from accounts.rosters import permission
from accounts.rosters.permission import WRITERS
from accounts.signin import authority_of, member_of
from accounts.views.refusing import refused

OVERSEERS = (Role.COMMUNICATIONS, Role.COMMUNITY_POLICING, Role.ADMINISTRATOR)
"""Who reads the board of all units."""
ENDERS = (Role.COMMUNICATIONS, Role.ADMINISTRATOR)
"""Who may end authority that a late roster left unconfirmed."""


def writes(request: HttpRequest, *, unit_id: int) -> bool:
    """Whether the member leads the unit now."""
    return permission.leads(held=authority_of(request), unit_id=unit_id)


def readable(request: HttpRequest, *, unit_id: int, period_id: int) -> tuple[Unit, Period]:
    """A unit that the member sees, and a period of its agency."""
    authority = authority_of(request)
    unit = Unit.objects.filter(pk=unit_id, agency_id=authority.agency_id).first()
    period = Period.objects.filter(pk=period_id, agency_id=authority.agency_id).first()
    if unit is None or period is None or not authority.sees(unit_id=unit.pk):
        raise Http404
    unit.agency = period.agency = member_of(request).agency
    return unit, period


def writable(request: HttpRequest, *, act: str, unit_id: int, period_id: int) -> tuple[Unit, Period]:
    """As `readable`, for whoever leads the unit."""
    unit, period = readable(request, unit_id=unit_id, period_id=period_id)
    if not writes(request, unit_id=unit.pk):
        raise refused(request, act=act, subject="unit", subject_id=unit.pk, sentence=WRITERS)
    return unit, period


def roster(request: HttpRequest, *, roster_id: int) -> Roster:
    """A roster of a unit that the member sees."""
    found = Roster.objects.select_related("unit", "period").filter(
        pk=roster_id, agency_id=authority_of(request).agency_id
    )
    one = found.first()
    if one is None or not authority_of(request).sees(unit_id=one.unit_id):
        raise Http404
    one.unit.agency = one.period.agency = member_of(request).agency
    return one


def own_roster(request: HttpRequest, *, act: str, roster_id: int) -> Roster:
    """A roster of a unit that the member leads."""
    one = roster(request, roster_id=roster_id)
    if not writes(request, unit_id=one.unit_id):
        raise refused(request, act=act, subject="roster", subject_id=one.pk, sentence=WRITERS)
    return one


def overseer(request: HttpRequest, *, act: str, roles: tuple[str, ...], sentence: str) -> Member:
    """The member, when one of the roles is theirs."""
    authority = authority_of(request)
    if not authority.holds(*roles):
        raise _no(request, act, sentence)
    return member_of(request)


def _no(request: HttpRequest, act: str, sentence: str) -> PermissionDenied:
    agency_id = authority_of(request).agency_id
    return refused(request, act=act, subject="agency", subject_id=agency_id, sentence=sentence)


def back_to(one: Roster, *, anchor: str = "") -> HttpResponse:
    """The page of a roster, at a line of it."""
    answer = redirect("roster_of", one.unit_id, one.period_id)
    answer["Location"] += f"#{anchor}" if anchor else ""
    return answer
