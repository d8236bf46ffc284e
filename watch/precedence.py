"""Which rules held over which others, under the clauses that it is about: how often in the months of the page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Sum

from accounts.models import Unit
from posts.models import PrecedenceTally


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of two rules that met: by the title it has now, or by its id where it is a rule of before."""

    title: str
    clause: str


@dataclass(frozen=True, kw_only=True)
class Met:
    """Two rules that disagreed and which of them held, as one clause is told of it.

    'held' under the clause of the winner, 'gave_way' under that of the loser, 'both' under the one that ranks them.
    """

    told: Literal["held", "gave_way", "both"]
    winner: Side
    loser: Side
    times: int


def met(*, units: Sequence[Unit], since: date, titles: Mapping[str, str]) -> dict[str, tuple[Met, ...]]:
    """By clause what the units' posts met since a month, in the order of rules; one query."""
    rows = PrecedenceTally.objects.filter(
        agency_id__in={unit.agency_id for unit in units}, unit__in=units, month__gte=since
    )
    pairs = rows.values_list("winner", "winner_clause", "loser", "loser_clause", "ranked_by")
    found: dict[str, list[Met]] = {}
    for winner, held, loser, gave_way, ranked_by, times in pairs.annotate(Sum("times")).order_by(
        "winner", "loser", "winner_clause", "loser_clause", "ranked_by"
    ):
        sides = (
            Side(title=titles.get(winner, winner), clause=held),
            Side(title=titles.get(loser, loser), clause=gave_way),
        )
        for clause, told in _told(held, gave_way, ranked_by):
            found.setdefault(clause, []).append(Met(told=told, winner=sides[0], loser=sides[1], times=times))
    return {clause: tuple(several) for clause, several in found.items()}


def _told(
    held: str, gave_way: str, ranked_by: str
) -> Iterable[tuple[str, Literal["held", "gave_way", "both"]]]:
    """The clauses that are told of a pair, each once."""
    yield held, "held"
    if gave_way != held:
        yield gave_way, "gave_way"
    if ranked_by not in ("", held, gave_way):
        yield ranked_by, "both"
