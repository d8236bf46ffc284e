"""The Local Records Commissions that approve disposal, and how long before its date a certificate reaches them."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Rule:
    """From which day on, how many days before the disposal date, and where that stands."""

    since: date
    days: int
    source: str


@dataclass(frozen=True, kw_only=True)
class Commission:
    """One of them; which is an agency's, the agency says."""

    slug: str
    name: str
    rules: tuple[Rule, ...]

    def rule_on(self, day: date) -> Rule:
        """The rule in force on a day."""
        return max((rule for rule in self.rules if rule.since <= day), key=lambda rule: rule.since)


@cache
def every() -> dict[str, Commission]:
    """By slug, as records/commissions.toml has them."""
    read = tomllib.loads((Path(__file__).parent / "commissions.toml").read_text())
    return {
        one["slug"]: Commission(
            slug=one["slug"], name=one["name"], rules=tuple(Rule(**rule) for rule in one["rule"])
        )
        for one in read["commission"]
    }
