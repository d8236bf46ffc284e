"""Clauses that a condition of acting keeps, and no rule: how often acts were refused for it, never by whom."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts import conditions, notes
from accounts.models import Condition, Outcome, Unit
from directives.pack import Pack


@dataclass(frozen=True, kw_only=True)
class Refusals:
    """How often acts were refused, and how often they would have been where the condition is only observed.

    The same try of a member on one day counts once.
    """

    refused: int
    observed: int


def by_clause(*, pack: Pack, units: Sequence[Unit], since: date) -> dict[str, Refusals]:
    """Of each clause that a condition keeps under these rules, also where nothing was refused; one query."""
    found: Counter[tuple[str, str]] = Counter()
    for one in notes.counts(unit_ids=[unit.pk for unit in units], since=since):
        found[conditions.clause_of(condition=Condition(one.condition), pack=pack), one.outcome] += one.count
    kept = {conditions.clause_of(condition=condition, pack=pack) for condition in Condition} - {""}
    return {
        clause: Refusals(
            refused=found[clause, Outcome.REFUSED.value], observed=found[clause, Outcome.OBSERVED.value]
        )
        for clause in kept
    }
