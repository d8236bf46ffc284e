"""The one kind of rule that loosens, and which of two rules stands where it meets one that stops."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from directives.case import Case
from directives.decision import SetAside, Side
from directives.model import Directive
from directives.rules import Rule

if TYPE_CHECKING:
    from directives.pack import Pack


@dataclass(frozen=True, kw_only=True)
class Permits(Rule):
    """Where it applies, the rules it `loosens` do not count, unless a directive that outranks its own holds them.

    It and they are of one `matter`. Every question it is `given` must stand on the page: what nobody sees being
    answered loosens nothing. What does not stand on each of the days on which the post may go out loosens nothing.
    """

    loosens: tuple[str, ...]

    def stands(self, *, first: date, last: date) -> bool:
        begun = self.from_on is None or self.from_on <= first
        return begun and (self.until_on is None or last <= self.until_on)

    def applies(self, case: Case) -> bool:
        return super().applies(case) and all(one.question in case.asked for one in self.given)


def disagreements(*, pack: "Pack", case: Case, rules: tuple[Rule, ...]) -> tuple[SetAside, ...]:
    """Each permission that meets a rule which wants something of this draft, with the one of the two that stands."""
    standing = {rule.id: rule for rule in rules}
    met = (
        (permits, standing[name])
        for permits in rules
        if isinstance(permits, Permits)
        for name in permits.loosens
        if name in standing and _wants(standing[name], case)
    )
    found = (_settled(pack, permits, other) for permits, other in met)
    return tuple(sorted(found, key=lambda one: (one.loser.rule, one.winner.rule)))


def _wants(rule: Rule, case: Case) -> bool:
    return any(True for _ in chain(rule.finds(case), rule.routes(case), rule.notifies(case)))


def _settled(pack: "Pack", permits: Permits, other: Rule) -> SetAside:
    ours, theirs = (pack.directive_of(clause=rule.clause) for rule in (permits, other))
    holds = theirs.outranks(ours)
    winner, loser = (other, permits) if holds else (permits, other)
    above, below = (theirs, ours) if holds else (ours, theirs)
    return SetAside(
        matter=permits.matter,
        winner=_side(winner, above),
        loser=_side(loser, below),
        why=_why(above, below),
        clause=next(_ranking(above, below), None),
    )


def _side(rule: Rule, directive: Directive) -> Side:
    return Side(rule=rule.id, clause=rule.clause, title=rule.title, directive=directive.title)


def _why(above: Directive, below: Directive) -> str:
    if above == below:
        return "The exception goes before the rule."
    if above.law:
        return "State law goes before every directive."
    return f"“{above.title}” goes before “{below.title}”."


def _ranking(above: Directive, below: Directive) -> Iterator[str]:
    if above != below and above.ranked_by:
        yield above.ranked_by
