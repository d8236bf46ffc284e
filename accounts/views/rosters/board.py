"""The board of all units' rosters, reminders by hand, and ending authority that nobody reconfirmed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from accounts import periods
from accounts.models import Period, Unit
from accounts.paths import whole
from accounts.rosters import board
from accounts.rosters.board import NothingToEnd, TooSoon
from accounts.signin import at_of, authority_of, member_of
from accounts.views.rosters import asking

READERS = "Communications, Community Policing and administrators read the board of all rosters."
ENDERS = "Communications and administrators end authority that a late roster left unconfirmed."
MOST_PERIODS = 6
LONGEST_REASON = 200


@require_GET
def shown(request: HttpRequest) -> HttpResponse:
    """All units for one period: submitted, late, in work, not started."""
    asking.overseer(request, act="see_roster_board", roles=asking.OVERSEERS, sentence=READERS)
    agency, at = member_of(request).agency, at_of(request)
    found = _periods(request)
    if not found:
        upcoming = periods.upcoming(agency=agency, at=at)
        return render(request, "accounts/rosters/board_empty.html", {"upcoming": upcoming})
    chosen = whole(request.GET.get("period", ""))
    today = at.astimezone(agency.tzinfo).date()
    current = next((one for one in reversed(found) if one.starts_on <= today), found[-1])
    period = next((one for one in found if one.pk == chosen), current)
    period.agency = agency
    read = board.read(period=period, agency_id=agency.pk, at=at)
    picked = request.GET.get("show", "")
    context = {
        "period": period,
        "periods": found,
        "board": read,
        "pieces": read.pieces,
        "picked": picked if picked in board.STANDINGS else "",
        "lines": board.of_standing(lines=read.lines, standing=picked if picked in board.STANDINGS else ""),
        "reminds": period in periods.around(agency=agency, at=at),
        "ends": authority_of(request).holds(*asking.ENDERS),
    }
    return render(request, "accounts/rosters/board.html", context)


def _periods(request: HttpRequest) -> list[Period]:
    agency, at = member_of(request).agency, at_of(request)
    opened = (at + periods.OPENS_BEFORE).astimezone(agency.tzinfo).date()
    found = Period.objects.filter(agency=agency, starts_on__lte=opened).order_by("-starts_on")
    return list(found[:MOST_PERIODS])[::-1]


@require_POST
def remind(request: HttpRequest, unit_id: int, period_id: int) -> HttpResponse:
    """Remind the commanders of a unit."""
    unit, period = asking.readable(request, unit_id=unit_id, period_id=period_id)
    actor = asking.overseer(request, act="remind_of_roster", roles=asking.OVERSEERS, sentence=READERS)
    try:
        told = board.remind(unit=unit, period=period, actor=actor, at=at_of(request))
    except TooSoon as soon:
        until = soon.until.astimezone(actor.agency.tzinfo)
        messages.warning(
            request, f"The {unit.short_name} was reminded a short while ago. Next from {until:%H:%M %Z}."
        )
    else:
        if told:
            messages.success(request, f"The commander of the {unit.short_name} is reminded.")
        else:
            messages.warning(
                request, f"The {unit.short_name} has no commander now. Give somebody the role first."
            )
    return _back(unit, period)


@require_POST
def end_authority(request: HttpRequest, unit_id: int, period_id: int) -> HttpResponse:
    """End what a late roster left unconfirmed, with a reason."""
    unit, period = asking.readable(request, unit_id=unit_id, period_id=period_id)
    actor = asking.overseer(request, act="end_unconfirmed", roles=asking.ENDERS, sentence=ENDERS)
    reason = " ".join(request.POST.get("reason", "").replace("\x00", "").split())[:LONGEST_REASON]
    if not reason:
        messages.error(request, "Nobody's authority ended. Give a reason, then try again.")
        return _back(unit, period)
    try:
        ended = board.end_authority(unit=unit, period=period, reason=reason, actor=actor, at=at_of(request))
    except NothingToEnd:
        messages.warning(
            request, f"Nothing ended: no authority of the {unit.short_name} waits for a late roster."
        )
    else:
        words = "1 member no longer writes" if ended == 1 else f"{ended} members no longer write"
        messages.success(request, f"{words} for the {unit.short_name} until its roster is submitted.")
    return _back(unit, period)


def _back(unit: Unit, period: Period) -> HttpResponse:
    return redirect(f"{reverse('roster_board')}?{urlencode({'period': period.pk})}#unit-{unit.number}")
