"""The floor and what follows along with it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Authorisation, Role
from accounts.signin import at_of, authority_of, member_of
from audit import proofs
from watch import cards, lanes, news, units
from watch.cards import FloorCard
from watch.lanes import LANES, SIDE_BY_SIDE, Lane
from watch.units import UnitSeen

READERS = (Role.COMMUNICATIONS, Role.COMMUNITY_POLICING, Role.ADMINISTRATOR)
"""To everybody else there is no floor."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One lane as it is drawn."""

    lane: Lane
    rows: list[FloorCard]
    count: int | None
    address: str

    @property
    def more(self) -> int:
        """How many of those counted are not drawn."""
        return max(0, (self.count or 0) - len(self.rows))


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One word of the tabs; a lane that grows with the archive has no count."""

    name: str
    count: int | None
    address: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What the reader narrowed the floor to."""

    lane: Lane | None
    unit: UnitSeen | None

    def address(self, *, lane: str | None = None, unit: str | None = None, after: str = "") -> str:
        """The floor with this choice, one part of it changed; '' takes that part away."""
        here = {
            "lane": (self.lane.key if self.lane else "") if lane is None else lane,
            "unit": (self.unit.unit.number if self.unit else "") if unit is None else unit,
            "after": after,
        }
        query = urlencode({key: word for key, word in here.items() if word})
        return f"{reverse('floor')}?{query}" if query else reverse("floor")


@never_cache
@require_safe
def floor(request: HttpRequest) -> HttpResponse:
    """Every unit's posts by where they are. At most twenty queries, however many posts there are."""
    authority, at = authority_of(request), at_of(request)
    if not authority.holds(*READERS):
        raise Http404
    # The cursor is read first: what happens while the page is drawn is told as new, never lost.
    leaf = proofs.latest_leaf(agency_id=authority.agency_id)
    every = units.seen(agency_id=authority.agency_id, at=at)
    choice = Choice(
        lane=LANES.get(request.GET.get("lane", "")),
        unit=units.chosen(units=every, number=request.GET.get("unit", "")),
    )
    unit_ids = [choice.unit.unit.pk] if choice.unit else None
    counted = lanes.counts(agency_id=authority.agency_id, unit_ids=unit_ids, at=at)
    turned = choice.lane is not None and not choice.lane.by_time
    page: dict[str, Any] = {"after": request.GET.get("after", "") if turned else ""}
    if choice.lane is None:
        shown = lanes.glance(agency_id=authority.agency_id, unit_ids=unit_ids, at=at)
    else:
        found = lanes.page_of(
            lane=choice.lane,
            agency_id=authority.agency_id,
            unit_ids=unit_ids,
            after=page["after"] or None,
        )
        shown = {choice.lane.key: list(found.rows)}
        page["older"] = choice.address(after=found.next_after) if found.next_after else ""
        page["newer"] = choice.address() if page["after"] else ""
    drawn = cards.of(cards.all_of(shown), at=at)
    columns = [
        Column(
            lane=LANES[key],
            rows=[drawn[post.pk] for post in rows],
            count=counted.get(key),
            address=choice.address(lane=key),
        )
        for key, rows in shown.items()
    ]
    return render(
        request,
        "watch/floor.html",
        page
        | {
            "at": at,
            "leaf": leaf,
            "choice": choice,
            "columns": columns,
            "tabs": _tabs(choice, counted),
            "units": [(one, choice.address(unit=one.unit.number)) for one in every],
            "all_units": choice.address(unit=""),
            "refused": [one for one in every if one.refusal and choice.unit in (None, one)],
            "look": sum(one.health != "fine" for one in every),
            "fine": sum(one.health == "fine" for one in every),
            "decides": authority.holds(Role.COMMUNICATIONS),
            "here": choice.address(after=page["after"]),
        },
    )


def _tabs(choice: Choice, counted: dict[str, int]) -> list[Tab]:
    everything = Tab(
        name="Everything",
        count=sum(counted[key] for key in SIDE_BY_SIDE),
        address=choice.address(lane=""),
        current=choice.lane is None,
    )
    return [everything] + [
        Tab(
            name=lane.name,
            count=counted.get(key),
            address=choice.address(lane=key),
            current=choice.lane is lane,
        )
        for key, lane in LANES.items()
    ]


@never_cache
@require_safe
def floor_changes(request: HttpRequest) -> HttpResponse:
    """What moved behind the reader's leaf; 204 while nothing did. Asked every two seconds: it loads no authority."""
    member = member_of(request)
    held = Authorisation.objects.in_force(at=at_of(request)).filter(member=member, role__in=READERS)
    if not held.exists():
        raise Http404
    asked = request.GET.get("after", "")
    after = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else -1
    # No number of a unit holds a NUL, and no database takes one.
    unit_number = request.GET.get("unit", "").replace("\x00", "")[:10]
    told = news.since(agency_id=member.agency_id, after=after, unit_number=unit_number)
    if told.leaf == after:
        return HttpResponse(status=204)
    return JsonResponse({"leaf": told.leaf, "posts": told.post_ids})
