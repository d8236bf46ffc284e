"""How regularly units post, for whoever leads or writes for them."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import spreadsheets
from accounts.authority import visible_units
from accounts.models import Role
from accounts.signin import at_of, authority_of, member_of
from watch import cadence, plots
from watch.cadence import UnitCadence
from watch.views.insights import LEADERS, Rows


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The units that the member may see, by number; nothing for whom it does not serve."""
    authority, member = authority_of(request), member_of(request)
    found = _asked(request)
    most = max((count for row in found for count in row.counts), default=0)
    context = {
        "days": cadence.DAYS,
        "units": [(row, plots.sparks(counts=row.counts, most=most)) for row in found],
        "quiet_days": member.agency.quiet_days,
        "writes": authority.units(Role.USMR),
        "leads": authority.holds(*LEADERS),
        "sets": authority.holds(Role.ADMINISTRATOR),
    }
    return render(request, "watch/insights/cadence.html", context)


@require_safe
def file(request: HttpRequest) -> HttpResponseBase:
    """The figures behind the picture, for a spreadsheet."""
    zone = member_of(request).agency.tzinfo
    rows = _rows(_asked(request), zone)
    return spreadsheets.sent(name=f"posting-{at_of(request).astimezone(zone):%Y-%m-%d}", rows=rows)


def _asked(request: HttpRequest) -> list[UnitCadence]:
    """Of the units that the member may see; nothing for whom it does not serve."""
    authority, member = authority_of(request), member_of(request)
    if not authority.holds(*LEADERS, Role.USMR):
        raise Http404
    units = visible_units(authority=authority, member=member)
    zone = member.agency.tzinfo
    return cadence.of(units=units, agency_id=authority.agency_id, zone=zone, at=at_of(request))


def _rows(found: Sequence[UnitCadence], zone: ZoneInfo) -> Rows:
    def when(moment: datetime | None) -> str:
        return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else ""

    yield [
        "Unit",
        f"Last post ({zone.key})",
        "Days since",
        "Posts",
        "Tours of those who write",
        "Posts a tour",
        f"Told of the silence ({zone.key})",
        *(f"Day {number}" for number in range(1, cadence.DAYS + 1)),
    ]
    for row in found:
        days = "" if row.days is None else row.days
        a_tour = "" if row.a_tour is None else f"{row.a_tour:.1f}"
        told = when(row.told_at)
        yield [row.unit.full_name, when(row.last_at), days, row.posts, row.tours, a_tour, told, *row.counts]
