"""The days of a rule in words: from which day it counts, and until which."""

from datetime import date

from directives.dates import full_day
from directives.limits import FLOORS
from directives.pack import Pack
from directives.rules import Rule


def may_be_given(*, pack: Pack, rule: Rule) -> bool:
    """Whether it can have days: what the directive itself says, a floor and state law are always there."""
    floor = isinstance(rule, FLOORS) or pack.directive_of(clause=rule.clause).law
    return rule.basis != "clause" and not floor


def told(*, rule: Rule, today: date) -> str:
    """'Not yet: from 1 December 2026', 'Ended on 30 November 2026'; empty for a rule without days."""
    if rule.until_on is not None and rule.until_on < today:
        return f"Ended on {full_day(day=rule.until_on)}"
    begins = f"from {full_day(day=rule.from_on)}" if rule.from_on else ""
    ends = f"until {full_day(day=rule.until_on)}" if rule.until_on else ""
    words = " ".join(filter(None, (begins, ends)))
    if rule.from_on is not None and today < rule.from_on:
        return f"Not yet: {words}"
    return f"{words[:1].upper()}{words[1:]}"


def counts_on(*, rule: Rule, day: date) -> bool:
    """Whether it counts for a post that goes out on a day, as far as its own days say."""
    return rule.stands(first=day, last=day)
