"""The rules about a day that was answered."""

from collections.abc import Iterable
from dataclasses import dataclass

from directives.case import Case
from directives.decision import Finding
from directives.rules import Rule


@dataclass(frozen=True, kw_only=True)
class DateReached(Rule):
    """The day answered must have come."""

    question: str

    def finds(self, case: Case) -> Iterable[Finding]:
        day = case.day(self.question)
        if self.question in case.asked and day is not None and day > case.facts.today:
            yield self.finding(level="must_fix", question=self.question)


@dataclass(frozen=True, kw_only=True)
class PastDate(Rule):
    """The day answered lies before the last day on which residents may first read the post."""

    question: str

    def finds(self, case: Case) -> Iterable[Finding]:
        day = case.day(self.question)
        if self.question in case.asked and day is not None and day < case.read_by:
            yield self.finding(level="think", question=self.question)
