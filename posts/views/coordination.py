"""The coordinator's page: what waits for acknowledgement, and which units took which ready draft (CPD-TW.V.C.2)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.guidance import tally
from accounts.models import Unit
from accounts.signin import at_of, member_of
from accounts.views.library import guide
from posts.coordination import ready
from posts.models import NEVER_OUT, Origin, ReadyDraft, ReadyKind

MOST = 20
"""Notices, and ready drafts, that the page gathers; their own lists hold all."""


@dataclass(frozen=True, kw_only=True)
class Spread:
    """A ready draft, with the units that took it and those that have not."""

    ready: ReadyDraft
    took: Sequence[Unit]
    left: Sequence[Unit]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One unit in numbers; nothing here ranks anybody."""

    unit: Unit
    missing: int
    """Acknowledgements that its members owe."""
    offered: int
    taken: int


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What the units have still to read, and what they made of what was made ready for them."""
    guide(request, act="see_coordination")
    member, at = member_of(request), at_of(request)
    units = list(ready.with_accounts(agency_id=member.agency_id))
    notices = tally.unfinished(agency_id=member.agency_id, most=MOST)
    offered = ReadyDraft.objects.filter(
        agency_id=member.agency_id, kind__in=(ReadyKind.DRAFT, ReadyKind.ALERT)
    )
    spread = _spread(list(ready.newest(ready.in_force(offered, at=at), after=None, size=MOST).rows), units)
    missing = tally.missing_by_unit(broadcast_ids=[one.pk for one in notices])
    told = Counter(unit.pk for one in spread for unit in (*one.took, *one.left))
    taken = Counter(unit.pk for one in spread for unit in one.took)
    context = {
        "notices": tally.of(notices=notices, member=member),
        "spread": spread,
        "lines": [
            Line(
                unit=unit,
                missing=missing.get(unit.pk, 0),
                offered=told[unit.pk],
                taken=taken[unit.pk],
            )
            for unit in units
        ],
        "elsewhere": sum(missing.values()) - sum(missing.get(unit.pk, 0) for unit in units),
    }
    return render(request, "posts/ready/coordination.html", context)


def _spread(found: Sequence[ReadyDraft], units: Sequence[Unit]) -> list[Spread]:
    """Two queries however many there are."""
    drafts: dict[int, list[Origin]] = {one.pk: [] for one in found}
    for origin in ready.drafts_of(ready_ids=list(drafts)):
        if origin.post.status not in NEVER_OUT:
            drafts[origin.ready_id or 0].append(origin)
    rows = []
    for one in found:
        chosen = {unit.pk for unit in one.units.all()} or {unit.pk for unit in units}
        took = {each.post.unit_id for each in drafts[one.pk]}
        rows.append(
            Spread(
                ready=one,
                took=[unit for unit in units if unit.pk in took],
                left=[unit for unit in units if unit.pk in chosen - took],
            )
        )
    return rows
