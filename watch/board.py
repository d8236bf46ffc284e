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
    tiles: list[Tile]
    older: str
    newer: str
    here: str
    """The address of this page."""

    @property
    def unit(self) -> UnitSeen | None:
        """The one unit that is shown."""
        return next((tile.seen for tile in self.tiles if tile.current), None)

    @property
    def all_units(self) -> str:
        """The same without a unit."""
        return self.choice.with_unit("").address

    @property
    def look(self) -> list[UnitSeen]:
        """The units that need a look."""
        return [tile.seen for tile in self.tiles if tile.seen.health != "fine"]

    @property
    def fine(self) -> int:
        """How many units need none."""
        return len(self.tiles) - len(self.look)

    @property
    def refused(self) -> list[UnitSeen]:
        """The units shown that have an account which the network refuses."""
        shown = [self.unit] if self.unit else [tile.seen for tile in self.tiles]
        return [one for one in shown if one.refused]


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
        tiles=_tiles(scope, choice),
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


def _tiles(scope: Scope, choice: Choice) -> list[Tile]:
    tiles = []
    for one in units.seen(agency_id=scope.agency_id, at=scope.at):
        current = choice.filters.unit == one.unit.number
        address = choice.with_unit("" if current else one.unit.number).address
        tiles.append(Tile(seen=one, address=address, current=current))
    return tiles
