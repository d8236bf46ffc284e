"""Insights: three pictures that answer a question each, with the table and the file behind them."""

from collections.abc import Callable, Iterable, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import spreadsheets
from accounts.authority import visible_units
from accounts.models import OutletAccount, Role, Unit
from accounts.models.authority import COMMANDERS
from accounts.signin import at_of, authority_of, member_of
from posts.views.rules import ANSWERABLE
from watch import insights, plots
from watch.insights import Span
from watch.views.readers import READERS

LEADERS = (*READERS, *COMMANDERS, Role.SERGEANT, Role.ACTING_SERGEANT)
"""Whom numbers about units serve."""
QUICK_HOURS = 2
"""Below it the picture counts in minutes."""
Rows = Iterable[Sequence[object]]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The pictures for the units that the member may see."""
    units, within = _asked(request)
    weekly = insights.posts_by_unit(units=units, within=within)
    most = max((count for row in weekly for count in row.counts), default=0)
    pace = insights.pace(units=units, within=within)
    grounds = insights.sent_back(units=units, within=within)
    quick = max((week.deciding_hours + week.waiting_hours for week in pace), default=0) < QUICK_HOURS
    unit, per_hour = ("minutes", 60) if quick else ("hours", 1)
    names = [f"{week.day} {week:%b}" for week in within.weeks]
    context = {
        "within": within,
        "names": names,
        "units": [(row, plots.sparks(counts=row.counts, most=most)) for row in weekly],
        "published": sum(row.total for row in weekly),
        "pace": [(week, week.deciding_hours * per_hour, week.waiting_hours * per_hour) for week in pace],
        "pace_unit": unit,
        "pace_plot": plots.stacked(
            names=names,
            parts=[
                ("deciding", [week.deciding_hours * per_hour for week in pace]),
                ("waiting", [week.waiting_hours * per_hour for week in pace]),
            ],
            unit=unit,
        ),
        "grounds": grounds,
        "most_grounds": max((row.total for row in grounds), default=0),
        "sent_back": sum(row.total for row in grounds),
        "answerable": authority_of(request).holds(*ANSWERABLE),
    }
    return render(request, "watch/insights/insights.html", context)


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The figures of one picture for a spreadsheet."""
    if name not in _FILES:
        raise Http404
    units, within = _asked(request)
    return spreadsheets.sent(name=f"{name}-{within.weeks[-1]}", rows=_FILES[name](units, within))


def _asked(request: HttpRequest) -> tuple[list[Unit], Span]:
    """The units with accounts that the member may see, and the weeks; nothing for whom numbers do not serve."""
    authority, member = authority_of(request), member_of(request)
    if not authority.holds(*LEADERS):
        raise Http404
    units = visible_units(authority=authority, member=member)
    keeping = set(OutletAccount.objects.filter(unit__in=units).values_list("unit_id", flat=True))
    posting = [unit for unit in units if unit.pk in keeping]
    return posting, insights.span(at=at_of(request), zone=member.agency.tzinfo)


def _units_file(units: Sequence[Unit], within: Span) -> Rows:
    yield ["Unit", *(f"Week of {week}" for week in within.weeks), "All"]
    for row in insights.posts_by_unit(units=units, within=within):
        yield [row.unit.full_name, *row.counts, row.total]


def _hours_file(units: Sequence[Unit], within: Span) -> Rows:
    yield [
        "Week of",
        "Posts",
        "Median hours from submitting to the decision",
        "Median hours from there until it was out",
    ]
    for week in insights.pace(units=units, within=within):
        yield [week.week, week.posts, f"{week.deciding_hours:.2f}", f"{week.waiting_hours:.2f}"]


def _sent_back_file(units: Sequence[Unit], within: Span) -> Rows:
    yield ["Sent back for", "Returned", "Rejected", "Both"]
    for row in insights.sent_back(units=units, within=within):
        yield [row.ground, row.returned, row.rejected, row.total]


_FILES: dict[str, Callable[[Sequence[Unit], Span], Rows]] = {
    "posts-by-unit": _units_file,
    "hours-to-publishing": _hours_file,
    "sent-back": _sent_back_file,
}
