"""What the floor draws for one choice: lanes with their cards, tabs, units."""

from collections.abc import Mapping
from dataclasses import dataclass

from posts.models import Post
from watch import cards, units
from watch.cards import FloorCard
from watch.choosing import Choice
from watch.lanes import LANES, SIDE_BY_SIDE, Lane
from watch.scope import Scope, each_once
from watch.units import UnitSeen

TILES = 66
"""As many units as a reader takes in; of more, those that need a look come first and the filter knows the others."""


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
    """One word of the tabs; a lane that is not counted has None."""

    name: str
    count: int | None
    address: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One unit of the grid and what a click on it leads to."""

    seen: UnitSeen
    address: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class Board:
    """All of it."""

    choice: Choice
    columns: list[Column]
    tabs: list[Tab]
    units: list[UnitSeen]
    """All of them, by number."""
    held: int
    """How many of the posts that pass are stopped."""
    older: str
    newer: str
    here: str
    """The address of this page."""

    @property
    def unit(self) -> UnitSeen | None:
        """The one unit that is shown."""
        return units.chosen(units=self.units, number=self.choice.filters.unit)

    @property
    def all_units(self) -> str:
        """The same without a unit."""
        return self.choice.with_unit("").address

    @property
    def tiles(self) -> list[Tile]:
        """The units as the grid shows them."""
        return [self._tile(one) for one in self.shown(most=TILES)]

    def shown(self, *, most: int) -> list[UnitSeen]:
        """Units by number; where they are more, those that need a look first, with the one that is chosen."""
        if len(self.units) <= most:
            return self.units
        rank = {"trouble": 1, "quiet": 2, "fine": 3}
        return sorted(self.units, key=lambda one: 0 if one is self.unit else rank[one.health])[:most]

    @property
    def beyond(self) -> int:
        """How many units have no tile."""
        return max(0, len(self.units) - TILES)

    @property
    def look(self) -> list[UnitSeen]:
        """The units that need a look."""
        return [one for one in self.units if one.health != "fine"]

    @property
    def fine(self) -> int:
        """How many units need none."""
        return len(self.units) - len(self.look)

    @property
    def refused(self) -> list[UnitSeen]:
        """The units shown that have an account which the network refuses."""
        return [one for one in ([self.unit] if self.unit else self.units) if one.refused]

    def _tile(self, one: UnitSeen) -> Tile:
        current = self.choice.filters.unit == one.unit.number
        address = self.choice.with_unit("" if current else one.unit.number).address
        return Tile(seen=one, address=address, current=current)


def of(*, scope: Scope, choice: Choice, after: str = "") -> Board:
    """The board: at most twelve queries, however many posts and units there are."""
    counted = scope.counts()
    older = newer = ""
    if choice.lane is None:
        shown = scope.glance()
    else:
        page = scope.page(lane=choice.lane, after=after or None)
        shown = {choice.lane.key: list(page.rows)}
        older = choice.behind(page.next_after) if page.next_after else ""
        newer = choice.address if after else ""
    return Board(
        choice=choice,
        columns=_columns(shown, counted, choice, scope),
        tabs=_tabs(choice, counted),
        units=units.seen(agency_id=scope.agency_id, at=scope.at),
        held=counted["held"],
        older=older,
        newer=newer,
        here=choice.behind(after) if after else choice.address,
    )


def _columns(
    shown: Mapping[str, list[Post]], counted: Mapping[str, int], choice: Choice, scope: Scope
) -> list[Column]:
    drawn = cards.of(each_once(shown), scope=scope)
    return [
        Column(
            lane=LANES[key],
            rows=[drawn[post.pk] for post in rows],
            count=counted.get(key),
            address=choice.in_lane(LANES[key]).address,
        )
        for key, rows in shown.items()
    ]


def _tabs(choice: Choice, counted: Mapping[str, int]) -> list[Tab]:
    everything = Tab(
        name="Everything",
        count=sum(counted[key] for key in SIDE_BY_SIDE),
        address=choice.in_lane(None).address,
        current=choice.lane is None,
    )
    return [everything] + [
        Tab(
            name=lane.name,
            count=counted.get(key),
            address=choice.in_lane(lane).address,
            current=choice.lane is lane,
        )
        for key, lane in LANES.items()
    ]
