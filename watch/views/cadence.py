"""How regularly units post, for whoever leads or writes for them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.authority import visible_units
from accounts.models import Role
from accounts.signin import at_of, authority_of, member_of
from watch import cadence, plots
from watch.views.insights import LEADERS


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The units that the member may see, by number; nothing for whom it does not serve."""
    authority, member = authority_of(request), member_of(request)
    if not authority.holds(*LEADERS, Role.USMR):
        raise Http404
    units = visible_units(authority=authority, member=member)
    found = cadence.of(
        units=units, agency_id=authority.agency_id, zone=member.agency.tzinfo, at=at_of(request)
    )
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
