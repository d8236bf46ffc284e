"""The kind of rule about the language in which a post is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from directives.blank import is_blank
from directives.case import Case
from directives.decision import Finding
from directives.rules import Rule


@dataclass(frozen=True, kw_only=True)
class MeaningGiven(Rule):
    """A post in another language than the department's says in that one what it means, for who decides about it."""

    words_for: ClassVar[frozenset[str]] = frozenset({"language"})

    def finds(self, case: Case) -> Iterable[Finding]:
        facts = case.facts
        if facts.language and (is_blank(facts.meaning) or facts.meaning == facts.text):
            said = self.sentence.replace("{language}", facts.language)
            yield self.finding(level="must_fix", sentence=said)


@dataclass(frozen=True, kw_only=True)
class LanguageSaid(Rule):
    """A text that reads as another language, and was left as the department's own, is asked about.

    By its words it is only recognised, so a reason lets it go on.
    """

    words_for: ClassVar[frozenset[str]] = frozenset({"language"})
    reads_words: ClassVar[bool] = True

    def finds(self, case: Case) -> Iterable[Finding]:
        if case.facts.recognised and not case.facts.language:
            said = self.sentence.replace("{language}", case.facts.recognised)
            yield self.finding(level="must_fix", sentence=said)
