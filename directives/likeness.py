"""What only reads like something gives way to words that say it: the same question is asked for one reason."""

from collections.abc import Iterator, Sequence

from directives.case import Case
from directives.rules import Rule
from directives.word_rules import WordsAsk


def giving_way(*, rules: Sequence[Rule], case: Case) -> Iterator[Rule]:
    """The rules that apply, without those that go by likeness alone to a question for which another found words."""
    said = {
        rule.question
        for rule in rules
        if isinstance(rule, WordsAsk)
        and rule.strength == "asks"
        and not by_likeness(rule)
        and rule.marks(case)
    }
    for rule in rules:
        if not (isinstance(rule, WordsAsk) and by_likeness(rule) and rule.question in said):
            yield rule


def by_likeness(rule: WordsAsk) -> bool:
    """Whether no words say it, only that it reads like posts that did."""
    return rule.seen == "likely" and not rule.terms
