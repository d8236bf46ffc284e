"""What was missing when somebody acted or tried to: one's own tries, numbers of a unit, names for its commander."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts import notes
from accounts.authority import Authority
from accounts.duty import SUPERVISORS
from accounts.models import Condition, ConditionNote, Outcome, Role, Unit
from accounts.models.authority import COMMANDERS
from accounts.notes import Counted
from accounts.signin import at_of, authority_of, member_of

SHOWN = timedelta(days=30)
MOST = 200


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """How often one condition was missing in a unit. Numbers of a unit, never of a member."""

    unit: str
    condition: str
    refused: int
    observed: int
    exempt: int


@require_GET
def attempts(request: HttpRequest) -> HttpResponse:
    """The last thirty days, in the order of time or of units: nothing here ranks anybody."""
    authority = authority_of(request)
    since = at_of(request) - SHOWN
    units = {unit.pk: unit for unit in _counted(authority)}
    day = since.astimezone(authority.facts.zone).date()
    context = {
        "own": notes.of_member(member_id=member_of(request).pk, since=since)[:MOST],
        "counts": bool(units),
        "numbers": _numbers(notes.counts(unit_ids=units, since=day), units) if units else [],
        "leads": authority.holds(*COMMANDERS),
        "named": _named(authority, since=day),
        "most": MOST,
    }
    return render(request, "accounts/attempts.html", context)


def _counted(authority: Authority) -> Iterable[Unit]:
    """The units whose numbers the member sees: those they supervise, for an administrator all of the agency."""
    units = Unit.objects.filter(agency_id=authority.agency_id)
    if not authority.holds(Role.ADMINISTRATOR):
        units = units.filter(pk__in=authority.units(*SUPERVISORS))
    return units.order_by("number")


def _numbers(counted: Iterable[Counted], units: dict[int, Unit]) -> list[Numbers]:
    """One line for each unit and condition, in the order of units and of conditions."""
    found = {(one.unit_id, one.condition, one.outcome): one.count for one in counted}
    met = {(unit_id, condition) for unit_id, condition, _ in found}
    return [
        Numbers(
            unit=unit.short_name,
            condition=Condition(condition).label,
            refused=found.get((pk, condition, Outcome.REFUSED), 0),
            observed=found.get((pk, condition, Outcome.OBSERVED), 0),
            exempt=found.get((pk, condition, Outcome.EXEMPT), 0),
        )
        for pk, unit in units.items()
        for condition in Condition.values
        if (pk, condition) in met
    ]


def _named(authority: Authority, *, since: date) -> list[ConditionNote]:
    """What was missing for acts of the units that the member leads, the newest first, with names."""
    led = authority.units(*COMMANDERS)
    if not led:
        return []
    found = ConditionNote.objects.filter(unit_id__in=led, on__gte=since)
    return list(found.select_related("member", "unit").order_by("-noted_at", "-pk")[:MOST])
