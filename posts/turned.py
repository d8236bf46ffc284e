"""The posts that proposed rules treat otherwise: counted for a picture, and listed with both decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.models import OutletAccount, Unit
from directives.comparison import compare
from directives.pack import Pack
from posts import backtesting, frozen, judging, side_by_side
from posts.models import BackTest, Turned, TurnedPost
from posts.side_by_side import Compared

WAYS: tuple[tuple[str, str, tuple[Turned, ...]], ...] = (
    ("held", "Would be stopped", (Turned.HELD,)),
    ("let-go", "Would no longer be stopped", (Turned.LET_GO,)),
    ("people", "Others decide or are told", (Turned.MORE, Turned.FEWER)),
    ("other", "Asked, found or kept otherwise", (Turned.ASKED, Turned.NOTED, Turned.KEPT)),
)
"""As the picture draws them, what weighs most first: a word for its colour, its name, and the ways that it holds."""
WIDTH = 600
SIZE = 10


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A part of a row of the picture, in its units."""

    series: str
    words: str
    x: float
    width: float


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """What changes in one unit; `counts` as WAYS has them."""

    unit: Unit
    looked: int
    counts: tuple[int, ...]
    bars: tuple[Bar, ...]

    @property
    def changed(self) -> int:
        return sum(self.counts)


def by_unit(*, test: BackTest, units: Mapping[int, Unit]) -> list[UnitRow]:
    """Every unit of which posts were looked at, those with the most changes first."""
    looked = backtesting.tallied(test=test, part="looked")
    ways = backtesting.tallied(test=test, part="units")
    found = {
        pk: tuple(sum(ways.get(f"{pk} {way}", 0) for way in held) for _, _, held in WAYS)
        for pk in map(int, looked)
        if pk in units
    }
    most = max((sum(counts) for counts in found.values()), default=0) or 1
    rows = [
        UnitRow(unit=units[pk], looked=looked[str(pk)], counts=counts, bars=_bars(counts, most))
        for pk, counts in found.items()
    ]
    return sorted(rows, key=lambda row: (-row.changed, row.unit.number))


def _bars(counts: Sequence[int], most: int) -> tuple[Bar, ...]:
    bars, x = [], 0.0
    for (series, words, _), count in zip(WAYS, counts, strict=True):
        width = WIDTH * count / most
        if count:
            bars.append(Bar(series=series, words=f"{words}: {count}", x=round(x, 1), width=round(width, 1)))
        x += width
    return tuple(bars)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A changed post with what both versions say of it; None where its words are gone, or it is another version now."""

    turned: TurnedPost
    text: str
    compared: Compared | None


@dataclass(frozen=True, kw_only=True)
class Page:
    rows: tuple[Row, ...]
    next_before: int | None


def listed(
    *,
    test: BackTest,
    packs: tuple[Pack, Pack],
    unit: int | None = None,
    rule: str | None = None,
    before: int | None = None,
) -> Page:
    """A page of the changed posts, the newest first, of one unit or rule where it is asked for."""
    found = TurnedPost.objects.filter(test=test)
    if unit is not None:
        found = found.filter(unit_id=unit)
    if rule is not None:
        found = found.filter(rules__contains=[rule])
    if before is not None:
        found = found.filter(post_id__lt=before)
    rows = list(found.select_related("post", "revision", "unit").order_by("-post_id")[: SIZE + 1])
    more, rows = len(rows) > SIZE, rows[:SIZE]
    return Page(rows=_both(test, packs, rows), next_before=rows[-1].post_id if more else None)


def _both(test: BackTest, packs: tuple[Pack, Pack], rows: Sequence[TurnedPost]) -> tuple[Row, ...]:
    """With both decisions, made again from what is frozen: three queries and one for the accounts."""
    words = frozen.of_each(revisions=[one.revision for one in rows], agency_id=test.agency_id)
    accounts = OutletAccount.objects.select_related("agency", "unit").in_bulk(
        {one.post.account_id for one in rows}
    )
    difference = compare(before=packs[0], after=packs[1])
    made = []
    for one in rows:
        one.post.account = accounts[one.post.account_id]
        kept = words.get(one.revision_id)
        if kept is None:
            made.append(Row(turned=one, text="", compared=None))
            continue
        left, right = (
            judging.judge_as(kept=kept, revision=one.revision, post=one.post, pack=pack) for pack in packs
        )
        compared = side_by_side.between(left=left, right=right, difference=difference)
        made.append(Row(turned=one, text=kept.texts[0], compared=compared))
    return tuple(made)
