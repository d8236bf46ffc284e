"""The kind of rule that wants a line in the text: in the language of the text, added by one press."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from directives.case import Case
from directives.decision import Finding
from directives.model import Term
from directives.rules import Rule
from directives.wording import Listing, listing, marks

OWN_LANGUAGE = "English"


@dataclass(frozen=True, kw_only=True)
class Line:
    """The words of a line in one language, by its English name."""

    language: str
    words: str


@dataclass(frozen=True, kw_only=True)
class MustSay(Rule):
    """Residents read a line, in the language of the text; where there is none for it, in the department's own.

    `instead` are words that say it already. What is missing is offered at the end of the text, so that it is part of
    what is counted, approved and sent. Another account's words have no line of ours. Words that say it in a language
    of which the rule knows none are not found: a reason lets such a text go on.
    """

    words_for: ClassVar[frozenset[str]] = frozenset({"line"})

    lines: tuple[Line, ...]
    instead: tuple[Term, ...] = ()

    def finds(self, case: Case) -> Iterable[Finding]:
        text, line = case.facts.text, self._line(case.facts.language or OWN_LANGUAGE)
        if case.facts.reposts or not text.strip() or self._said(text, line):
            return
        end = len(text.rstrip())
        sentence = self.sentence.replace("{line}", line)
        yield self.finding(level="must_fix", sentence=sentence, span=(end, end), suggestion=f" {line}")

    def _line(self, language: str) -> str:
        named = (line.words for line in self.lines if line.language == language)
        return next(named, self.lines[0].words)

    def _said(self, text: str, line: str) -> bool:
        return _plain(line) in _plain(text) or bool(marks(text=text, listed=self._listed))

    @cached_property
    def _listed(self) -> Listing:
        return listing(self.instead)


def _plain(text: str) -> str:
    """Without capitals, the spaces between words, and the stop at the end."""
    return " ".join(text.split()).casefold().rstrip(".")
