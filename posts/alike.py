"""Findings that one answer settles, told once: of several words of one rule the first speaks, and names the others."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from directives.decision import Decision, Finding

_QUOTED = re.compile(r"“(.*?)”")


@dataclass(frozen=True, kw_only=True)
class Other:
    """A finding that differs from the first of its card in its words alone."""

    number: int
    """Its place among all findings."""
    finding: Finding
    words: str
    """As its sentence quotes them; empty where it quotes none."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """One thing to do, with every finding that asks for it."""

    number: int
    first: Finding
    others: tuple[Other, ...]

    @property
    def also(self) -> tuple[Other, ...]:
        """Those whose words were not quoted before."""
        found: dict[str, Other] = {}
        for one in self.others:
            if one.words not in {"", _words(self.first)}:
                found.setdefault(one.words, one)
        return tuple(found.values())

    @property
    def again(self) -> tuple[Other, ...]:
        """The rest: the same words in other places."""
        also = self.also
        return tuple(one for one in self.others if one not in also)

    @property
    def offers(self) -> tuple[tuple[str, Finding], ...]:
        """Each better wording, after the first one's with the words it is for."""
        all_of_them = (("", self.first), *((one.words, one.finding) for one in self.others))
        return tuple((words, finding) for words, finding in all_of_them if finding.suggestion)


def to_fix(decision: Decision) -> tuple[Card, ...]:
    """What must be mended before the post goes on."""
    return cards_of(enumerate(decision.at(level="must_fix")))


def cards_of(findings: Iterable[tuple[int, Finding]]) -> tuple[Card, ...]:
    """The findings, each with its number, in their order; those that one answer or reason settles stand together."""
    found: dict[Finding, list[tuple[int, Finding]]] = {}
    for number, finding in findings:
        found.setdefault(_pattern(finding), []).append((number, finding))
    return tuple(
        Card(
            number=number,
            first=first,
            others=tuple(Other(number=at, finding=one, words=_words(one)) for at, one in others),
        )
        for (number, first), *others in found.values()
    )


def _pattern(finding: Finding) -> Finding:
    """The finding without its words, where one answer settles it; what is mended word by word stays as it is."""
    if not (finding.question or finding.way_on):
        return finding
    said = _QUOTED.sub("“”", finding.sentence, count=1)
    return replace(finding, sentence=said, span=None, suggestion=None)


def _words(finding: Finding) -> str:
    quoted = _QUOTED.search(finding.sentence)
    return quoted.group(1) if quoted else ""
