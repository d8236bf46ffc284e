"""What a rule stops and a reason lets go on: the finding stays, with the reason, and whoever must agree is added."""

from collections.abc import Iterable
from dataclasses import replace

from directives.case import Case
from directives.decision import Aside, Finding, Reason
from directives.model import StepKey
from directives.rules import Rule


def findings(*, rule: Rule, case: Case) -> tuple[Finding, ...]:
    """What a rule finds. What it stops names the question to go on by, and needs somebody once that is answered."""
    found, way_on = tuple(rule.finds(case)), rule.way_on(case)
    if not way_on:
        return found
    reason = case.answer(way_on)
    return tuple(_with(one, way_on, reason) if one.level == "must_fix" else one for one in found)


def _with(finding: Finding, way_on: str, reason: str | None) -> Finding:
    if reason is None:
        return replace(finding, way_on=way_on)
    return replace(finding, level="needs_somebody", reason=reason)


def asks(*, rule: Rule, case: Case) -> Iterable[str]:
    """The question of the reason, wherever the rule stops something."""
    way_on = rule.way_on(case)
    if way_on and any(finding.level == "must_fix" for finding in rule.finds(case)):
        yield way_on


def given(*, rule: Rule, case: Case) -> Aside | None:
    """The rule as it gives way here; None where it stops nothing, or no reason is given."""
    reason = next((case.answer(way_on) for way_on in asks(rule=rule, case=case)), None)
    if reason is None:
        return None
    return Aside(rule=rule.id, clause=rule.clause, title=rule.title, reason=reason, by=rule.set_aside_by)


def agreed(*, aside: Aside, rule: Rule) -> Iterable[tuple[StepKey, Reason]]:
    """The step of whoever must agree, and what they say by a tick; the author agrees by giving the reason."""
    if aside.by == "sergeant" or aside.by == "communications":
        sentence = f"A reason to go on: {rule.title}"
        authorisation = f"“{rule.title}” may be set aside for the reason given."
        yield aside.by, rule.reason(sentence=sentence, authorisation=authorisation)
