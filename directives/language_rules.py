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
