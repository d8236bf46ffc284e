"""A draft as the rules see it: the facts, and which questions stand open on the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from directives.facts import Facts
from directives.model import Category, Question, Settings, as_date
from directives.readings import Place, places_of, readings_of
from directives.texts import Reading
from directives.wording import Mark


@dataclass(frozen=True, kw_only=True)
class Case:
    facts: Facts
    questions: Mapping[str, Question]
    settings: Settings
    category: Category | None
    asked: frozenset[str]
    read: dict[str, tuple[Mark, ...]] = field(default_factory=dict, compare=False)
    """The words that each rule found, by its id: a text is searched once, whatever is asked meanwhile."""
    noticed: list[tuple[Reading, ...]] = field(default_factory=list, compare=False)

    def readings(self) -> tuple[Reading, ...]:
        """What the checks say of each text, read when a rule first asks."""
        if not self.noticed:
            self.noticed.append(readings_of(facts=self.facts))
        return self.noticed[0]

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every text that words are looked for in, with where it stands."""
        return places_of(facts=self.facts)

    @cached_property
    def _answered(self) -> Mapping[str, str]:
        said = ((key, given.strip()) for key, given in self.facts.answers.items() if key in self.questions)
        return {key: answer for key, answer in said if self.questions[key].accepts(answer=answer)}

    def answer(self, key: str) -> str | None:
        """The author's answer when it is one; blank, unlisted or malformed is no answer."""
        return self._answered.get(key)

    def day(self, key: str) -> date | None:
        return as_date(answer=self.answer(key) or "")

    @property
    def read_on(self) -> date:
        """The first day residents can read it."""
        return max(self.facts.today, self.facts.send_on or self.facts.today)

    @property
    def read_by(self) -> date:
        """The last day on which residents may first read it."""
        return max(self.read_on, self.facts.send_until or self.read_on)

    @property
    def counted_from(self) -> date:
        """The first day for which the days of rules are counted: what is judged again is not read before that."""
        return max(self.read_on, self.facts.judged_on or self.read_on)

    @property
    def counted_by(self) -> date:
        """The last of these days."""
        return max(self.counted_from, self.read_by)
