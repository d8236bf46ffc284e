"""The kind of rule that reads more strictly in the days before an election. It asks, as every rule about words does."""

from dataclasses import dataclass
from datetime import date, timedelta

from directives.case import Case
from directives.word_rules import WordsAsk


@dataclass(frozen=True, kw_only=True)
class ElectionWordsAsk(WordsAsk):
    """Words ask while residents may read the post within `days_before` an election day, that day with it.

    Which days those are is the department's to say, in its zone; outside them the rule is silent.
    """

    election_days: tuple[date, ...]
    days_before: int

    def applies(self, case: Case) -> bool:
        return super().applies(case) and any(self._near(day, case) for day in self.election_days)

    def _near(self, day: date, case: Case) -> bool:
        return day - timedelta(days=self.days_before) <= case.read_by and case.read_on <= day
