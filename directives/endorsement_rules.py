"""The kind of rule that warns before an account deals with the post of another."""

from collections.abc import Iterable
from dataclasses import dataclass

from directives.case import Case
from directives.decision import Finding
from directives.rules import Rule


@dataclass(frozen=True, kw_only=True)
class EndorsementWarned(Rule):
    """Sharing can look like praise: the author says that they have read so, and whoever decides sees the warning."""

    question: str
    values: tuple[str, ...]
    sentence_when_settled: str

    def applies(self, case: Case) -> bool:
        """Only where the words are another account's."""
        return case.facts.reposts and super().applies(case)

    def asks(self, case: Case) -> Iterable[str]:
        yield self.question

    def finds(self, case: Case) -> Iterable[Finding]:
        if case.answer(self.question) in self.values:
            yield self.finding(level="think", sentence=self.sentence_when_settled)
        else:
            yield self.finding(level="must_fix", question=self.question)
