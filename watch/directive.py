"""The directive at work: clause by clause what keeps it, and how often its rules spoke in the last twelve months."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Sum

from accounts.models import Unit
from directives import acting, clause_ids, comparison, rule_accounts, rule_days
from directives.model import Clause, Directive
from directives.pack import Pack
from directives.rules import Rule
from directives.texts import CHECKS, Check
from posts.models import RuleTally
from watch import precedence, refusals
from watch.precedence import Met
from watch.refusals import Refusals

MONTHS = 12
_COUNTED = ("fired", "set_aside", "stopped", "hits", "false_alarms")
"""As tallies and counts call them."""
_EARLIER = Directive(id="", title="Clauses that the rules of before cited", precedence=0)
_ACTING = Directive(id="", title="Who may act, kept in every department", precedence=0)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Month by month: versions a rule spoke of, those it was set aside for among them, and posts it held back.

    `hits` and `false_alarms` are those of which somebody has said by now whether it was right.
    """

    fired: tuple[int, ...]
    set_aside: tuple[int, ...]
    stopped: tuple[int, ...]
    hits: tuple[int, ...]
    false_alarms: tuple[int, ...]

    @property
    def right(self) -> int:
        return sum(self.hits)

    @property
    def wrong(self) -> int:
        return sum(self.false_alarms)

    @property
    def spoke(self) -> int:
        return sum(self.fired)

    @property
    def aside(self) -> int:
        return sum(self.set_aside)

    @property
    def held(self) -> int:
        return sum(self.stopped)

    @property
    def monthly(self) -> tuple[int, ...]:
        """How often it did anything at all."""
        return tuple(fired + stopped for fired, stopped in zip(self.fired, self.stopped, strict=True))


@dataclass(frozen=True, kw_only=True)
class RuleAtWork:
    """One rule under its clause; one that only earlier versions had has its id for a title."""

    title: str
    does: str
    basis: str
    on: bool
    """Whether it counts today: it is not switched off, has begun and has not ended."""
    counts: Counts
    off: bool = False
    """Whether it is switched off."""
    days: str = ""
    """From which day it counts and until which, in words; empty where it has no days of its own."""
    check: str | None = None
    """The slug of the check of texts that it asks."""


@dataclass(frozen=True, kw_only=True)
class ClauseAtWork:
    """A clause and what keeps it: rules, pages by the names of their addresses, the portal, a person or nothing."""

    clause: Clause
    rules: tuple[RuleAtWork, ...]
    counts: Counts
    said: tuple[str, ...]
    """What else of the rules rests on it, in words: the attestation, training."""
    met: tuple[Met, ...] = ()
    """Where rules disagreed, and it is the clause of one of them or says which of their directives goes first."""
    refusals: Refusals | None = None
    """Where a condition of acting keeps it: how often something was missing."""

    @property
    def screens(self) -> tuple[str, ...]:
        """Names of addresses."""
        return tuple(
            one.removeprefix("screen:") for one in self.clause.enforced_by if one.startswith("screen:")
        )

    @property
    def kept_by(self) -> tuple[str, ...]:
        """Of rules, page, portal, person and nothing those that hold."""
        by = self.clause.enforced_by
        found = {
            "rules": any(rule.on for rule in self.rules) or bool(self.said),
            "page": bool(self.screens),
            "portal": "portal" in by,
            "person": "judgement" in by,
        }
        return tuple(word for word, holds in found.items() if holds) or ("nothing",)


@dataclass(frozen=True, kw_only=True)
class DirectiveAtWork:
    """One directive with its clauses in their order."""

    directive: Directive
    clauses: tuple[ClauseAtWork, ...]


def months(*, at: datetime, zone: ZoneInfo) -> tuple[date, ...]:
    """The first days of the last twelve months, the present one included, in the agency's calendar."""
    today = at.astimezone(zone).date()
    last = today.year * 12 + today.month - 1
    return tuple(date(number // 12, number % 12 + 1, 1) for number in range(last - MONTHS + 1, last + 1))


def at_work(
    *, pack: Pack, units: Sequence[Unit], within: Sequence[date], today: date
) -> tuple[DirectiveAtWork, ...]:
    """Every clause of the rules in force, by directive, counted over the units; three queries.

    What rules of earlier versions did in these months stands under its clause as well.
    """
    found = _Found(
        counted=_counted(units=units, within=within),
        met=precedence.met(units=units, since=within[0], titles={rule.id: rule.title for rule in pack.rules}),
        refusals=refusals.by_clause(pack=pack, units=units, since=within[0]),
        months=len(within),
        today=today,
    )
    clauses = {one.id: one for one in pack.clauses}
    gone = ({clause for clause, _ in found.counted} | found.met.keys()) - clauses.keys()
    acts = found.refusals.keys() - clauses.keys() - gone
    of_now = tuple(
        DirectiveAtWork(
            directive=directive,
            clauses=tuple(
                _clause(one, pack, found) for one in _ordered(pack.clauses) if one.directive == directive.id
            ),
        )
        for directive in pack.directives
    )
    beside = ((_ACTING, acts), (_EARLIER, gone))
    return (
        *of_now,
        *(DirectiveAtWork(directive=told, clauses=_beside(ids, pack, found)) for told, ids in beside if ids),
    )


def _beside(ids: Iterable[str], pack: Pack, found: "_Found") -> tuple[ClauseAtWork, ...]:
    """Clauses that these rules do not hold."""
    told = (acting.CLAUSES.get(id) or Clause(id=id, directive="", title=id, summary="") for id in ids)
    return tuple(_clause(one, pack, found) for one in _ordered(told))


def total(*, directives: Iterable[DirectiveAtWork], months: int) -> Counts:
    """All clauses together."""
    return _sum([one.counts for each in directives for one in each.clauses], months)


@dataclass(frozen=True, kw_only=True)
class CheckAtWork:
    """A check of texts with what its rules were right and wrong about."""

    check: Check
    counts: Counts


def checks_at_work(*, directives: Iterable[DirectiveAtWork], months: int) -> tuple[CheckAtWork, ...]:
    """The checks that rules in force ask, in the order of the guide."""
    asked: dict[str, list[Counts]] = {}
    for rule in (rule for each in directives for one in each.clauses for rule in one.rules):
        if rule.check:
            asked.setdefault(rule.check, []).append(rule.counts)
    return tuple(
        CheckAtWork(check=check, counts=_sum(asked[slug], months))
        for slug, check in CHECKS.items()
        if slug in asked
    )


def _ordered(clauses: Iterable[Clause]) -> list[Clause]:
    places = clause_ids.places()
    return sorted(clauses, key=lambda one: (places.get(one.id, len(places)), one.id))


_Counted = dict[tuple[str, str], Counts]
"""By clause and rule."""


@dataclass(frozen=True, kw_only=True)
class _Found:
    """What was counted in the months of the page."""

    counted: _Counted
    met: Mapping[str, tuple[Met, ...]]
    refusals: Mapping[str, Refusals]
    months: int
    today: date


def _counted(*, units: Sequence[Unit], within: Sequence[date]) -> _Counted:
    rows = RuleTally.objects.filter(
        agency_id__in={unit.agency_id for unit in units}, unit__in=units, month__gte=within[0]
    )
    sums = rows.values_list("clause", "rule", "month").annotate(*map(Sum, _COUNTED))
    found: dict[tuple[str, str], dict[date, list[int]]] = {}
    for clause, rule, month, *counts in sums:
        found.setdefault((clause, rule), {})[month] = counts
    none = [0] * len(_COUNTED)
    return {
        key: Counts(
            **{
                name: tuple(by_month.get(month, none)[at] for month in within)
                for at, name in enumerate(_COUNTED)
            }
        )
        for key, by_month in found.items()
    }


def _clause(clause: Clause, pack: Pack, found: _Found) -> ClauseAtWork:
    none = _sum([], found.months)
    own = {rule.id: rule for rule in pack.rules if rule.clause == clause.id}
    before = sorted(rule for id, rule in found.counted if id == clause.id and rule not in own)
    rules = (
        *(_rule(rule, found.counted.get((clause.id, rule.id), none), found.today) for rule in own.values()),
        *(_earlier(rule, found.counted[clause.id, rule]) for rule in before),
    )
    return ClauseAtWork(
        clause=clause,
        rules=rules,
        counts=_sum([rule.counts for rule in rules], found.months),
        said=tuple(_said(clause, pack)),
        met=found.met.get(clause.id, ()),
        refusals=found.refusals.get(clause.id),
    )


def _rule(rule: Rule, counts: Counts, today: date) -> RuleAtWork:
    return RuleAtWork(
        title=rule.title,
        does=" ".join(filter(None, (comparison.does(rule=rule), rule_accounts.told(rule=rule)))),
        basis=rule.basis,
        on=rule.on and rule_days.counts_on(rule=rule, day=today),
        counts=counts,
        off=not rule.on,
        days=rule_days.told(rule=rule, today=today),
        check=rule.by_check,
    )


def _earlier(rule: str, counts: Counts) -> RuleAtWork:
    return RuleAtWork(title=rule, does="A rule of an earlier version.", basis="", on=False, counts=counts)


def _said(clause: Clause, pack: Pack) -> Iterable[str]:
    if pack.attestation.clause == clause.id:
        yield "Whoever approves says so each time: " + pack.attestation.sentence
    if pack.training.clause == clause.id:
        topics = ", ".join(topic.label for topic in pack.training.topics)
        yield f"Training is asked of whoever acts: {topics}."
    guide = pack.training.guide
    if guide is not None and guide.clause == clause.id:
        yield "The training has whoever approves look at this: " + " ".join(guide.lines)


def _sum(several: Sequence[Counts], months: int) -> Counts:
    return Counts(
        **{
            name: tuple(sum(getattr(one, name)[at] for one in several) for at in range(months))
            for name in _COUNTED
        }
    )
