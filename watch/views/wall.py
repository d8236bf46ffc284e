"""The floor on a wall: large, dark, read from across the room, with nothing to press."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.signin import at_of, member_of
from audit import proofs
from watch import board, choosing
from watch.board import Board, Column
from watch.cards import FloorCard
from watch.lanes import LANES, Lane
from watch.views.readers import for_readers, scope_of

AT_ONCE = 3
"""Cards of a lane that show at a time, here and in wall.js."""
TILES = 22
"""As many units as two rows of eleven hold."""


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One lane of the wall."""

    lane: Lane
    rows: list[FloorCard]
    count: int
    """How many there are, drawn or not: what the head of the wall says of them."""

    @property
    def more(self) -> int:
        """How many wait behind the first three."""
        return max(0, self.count - AT_ONCE)


@never_cache
@require_safe
@for_readers
def wall(request: HttpRequest) -> HttpResponse:
    """Trouble and what needs the office, what goes out soon, what was just published; and every unit's health."""
    _stay_signed_in(request)
    choice = choosing.read({"unit": request.GET.get("unit", "")})
    leaf = proofs.latest_leaf(agency_id=member_of(request).agency_id)
    drawn = board.of(scope=scope_of(request, choice), choice=choice)
    tiles = drawn.shown(most=TILES if len(drawn.units) <= TILES else TILES - 1)
    return render(
        request,
        "watch/wall.html",
        {
            "at": at_of(request),
            "leaf": leaf,
            "board": drawn,
            "panels": _panels(drawn),
            "counts": {column.lane.key: column.count for column in drawn.columns},
            "tiles": tiles,
            "beyond": len(drawn.units) - len(tiles),
        },
    )


def _stay_signed_in(request: HttpRequest) -> None:
    """A wall that is looked at asks anew each minute: its session goes on, written again once an hour.

    Who signed out, or whose roles ended, sees nothing at the next question all the same.
    """
    hour = f"{at_of(request):%Y-%m-%dT%H}"
    if request.session.get("on_the_wall") != hour:
        request.session["on_the_wall"] = hour


def _panels(drawn: Board) -> list[Panel]:
    """Trouble stands on top of what needs the office."""
    columns = {column.lane.key: column for column in drawn.columns}
    return [
        _panel("needs", columns["trouble"], columns["needs"]),
        _panel("soon", columns["soon"]),
        _panel("published", columns["published"]),
    ]


def _panel(key: str, *columns: Column) -> Panel:
    return Panel(
        lane=LANES[key],
        rows=[card for column in columns for card in column.rows],
        count=sum(column.count or 0 for column in columns),
    )
