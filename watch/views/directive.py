"""The directive at work, for those who answer for it: by clause what keeps it, what it did, and what was set aside."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from accounts import paths, spreadsheets
from accounts.authority import visible_units
from accounts.models import Unit
from accounts.signin import at_of, authority_of, member_of
from directives.pack import Pack
from posts import judging
from posts.views.rules import ANSWERABLE
from watch import asides, directive, plots
from watch.asides import SetAside
from watch.directive import ClauseAtWork, DirectiveAtWork

KEEPERS = {
    "rules": "Rules",
    "page": "A page",
    "portal": "The portal itself",
    "person": "A person decides",
    "nothing": "Nothing yet",
}
"""What may keep a clause, as the page's filter calls it."""
CLAUSE_MOST = 60


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every clause of the rules in force, or those that one sort of thing keeps."""
    authority, member, at = authority_of(request), member_of(request), at_of(request)
    units, pack = _asked(request)
    within = directive.months(at=at, zone=member.agency.tzinfo)
    today = at.astimezone(member.agency.tzinfo).date()
    directives = directive.at_work(pack=pack, units=units, within=within, today=today)
    counts = directive.total(directives=directives, months=len(within))
    kept_by = request.GET.get("kept_by", "")
    chosen = kept_by if kept_by in KEEPERS else ""
    of = request.GET.get("of", "")
    of = of if any(of == one.clause.id for each in directives for one in each.clauses) else ""
    names = [f"{month:%b}" for month in within]
    spoke = [fired - aside for fired, aside in zip(counts.fired, counts.set_aside, strict=True)]
    context = {
        "pack": pack,
        "printed_at": at,
        "whole": authority.department_wide,
        "within": within,
        "counts": counts,
        "monthly": list(zip(within, spoke, counts.set_aside, counts.stopped, strict=True)),
        "plot": plots.stacked(
            names=names,
            parts=[("spoke", spoke), ("aside", counts.set_aside), ("held", counts.stopped)],
            unit="times",
            most_names=12,
        ),
        "answered": list(zip(within, counts.hits, counts.false_alarms, strict=True)),
        "answers": plots.stacked(
            names=names,
            parts=[("hits", counts.hits), ("alarms", counts.false_alarms)],
            unit="times",
            most_names=12,
        ),
        "checks": directive.checks_at_work(directives=directives, months=len(within)),
        "shown": _shown(directives, chosen),
        "keepers": [(key, words, _number(directives, key)) for key, words in KEEPERS.items()],
        "chosen": chosen,
        "clauses": sum(len(one.clauses) for one in directives),
        "asides": asides.newest(
            pack=pack,
            units=units,
            agency_id=member.agency_id,
            before=paths.whole(request.GET.get("before", "")),
            clause=of,
        ),
        "of": of,
    }
    return render(request, "watch/directive/page.html", context)


@require_safe
def file(request: HttpRequest) -> HttpResponseBase:
    """All that was set aside, of one clause or of all, for a spreadsheet: also what does not stand on the page."""
    member, clause = member_of(request), request.GET.get("of", "").replace("\x00", "")[:CLAUSE_MOST]
    units, pack = _asked(request)
    found = asides.each(pack=pack, units=units, agency_id=member.agency_id, clause=clause)
    name = f"set-aside-{at_of(request).astimezone(member.agency.tzinfo):%Y-%m-%d}"
    return spreadsheets.sent(name=name, rows=_lines(found, member.agency.tzinfo))


def _asked(request: HttpRequest) -> tuple[Sequence[Unit], Pack]:
    """The units that the member may see and the rules in force; Http404 for whom the page does not serve."""
    authority, member = authority_of(request), member_of(request)
    if not authority.holds(*ANSWERABLE):
        raise Http404
    units = visible_units(authority=authority, member=member)
    return units, judging.pack_in_force(agency=member.agency, at=at_of(request))


def _lines(found: Iterable[SetAside], zone: ZoneInfo) -> Iterator[list[str]]:
    yield [f"When ({zone.key})", "Rule", "Clause", "Post", "Unit", "Reason", "Given by", "Agreed by"]
    for one in found:
        row = one.firing
        by = row.set_aside_by.titled_name if row.set_aside_by else ""
        when = f"{row.fired_at.astimezone(zone):%Y-%m-%d %H:%M}"
        yield [when, one.title, row.clause, str(row.post_id), row.unit.full_name, one.reason, by, one.agreed]


Drawn = tuple[ClauseAtWork, tuple[plots.Bar, ...], list[tuple[str, str]], list[str]]
"""A clause, its months as bars, its pages as words with their addresses, and what keeps it in words."""


def _shown(directives: Sequence[DirectiveAtWork], kept_by: str) -> list[tuple[DirectiveAtWork, list[Drawn]]]:
    most = max((max(one.counts.monthly) for each in directives for one in each.clauses), default=0)
    chosen = (
        replace(each, clauses=tuple(one for one in each.clauses if not kept_by or kept_by in one.kept_by))
        for each in directives
    )
    return [(each, [_drawn(one, most) for one in each.clauses]) for each in chosen if each.clauses]


def _drawn(clause: ClauseAtWork, most: int) -> Drawn:
    bars = plots.sparks(counts=clause.counts.monthly, most=most, width=120) if clause.rules else ()
    screens = [(name.replace("_", " "), _address(name)) for name in clause.screens]
    return clause, bars, screens, [KEEPERS[key] for key in clause.kept_by]


def _address(name: str) -> str:
    """Where a page is; empty for one that is about a single thing."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _number(directives: Sequence[DirectiveAtWork], kept_by: str) -> int:
    return sum(kept_by in one.kept_by for each in directives for one in each.clauses)
