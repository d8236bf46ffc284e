"""The findings of a version as whoever decides reads them: by level, headed by whom they are for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.offices import NAMES
from directives.decision import Finding
from posts.alike import Card, cards_of
from posts.labels import LEVEL_WORDS

TO_THE_AUTHOR = "Told to the author"
YOU, SOMEBODY = "Needs you", LEVEL_WORDS["needs_somebody"]


@dataclass(frozen=True, kw_only=True)
class Group:
    """The findings of one level that are for the same people, as cards."""

    level: str
    heading: str
    cards: Sequence[Card]


def groups_of(*, decision: Mapping[str, Any], own: str) -> list[Group]:
    """The findings of a frozen decision for a reader who can give the step `own`, or none where it is empty.

    What needs somebody stands below whoever it needs: the reader first, then others. Advice was told to the author.
    """
    kept = [(number, Finding.kept(found)) for number, found in enumerate(decision["findings"])]
    headed: dict[tuple[str, str], list[tuple[int, Finding]]] = {}
    for number, finding in kept:
        headed.setdefault((finding.level, _heading(finding, decision, own)), []).append((number, finding))
    levels = list(LEVEL_WORDS)
    order = sorted(headed, key=lambda one: (levels.index(one[0]), one[1] != YOU))
    return [
        Group(level=level, heading=heading, cards=cards_of(headed[level, heading]))
        for level, heading in order
    ]


def _heading(finding: Finding, decision: Mapping[str, Any], own: str) -> str:
    if finding.level == "think":
        return TO_THE_AUTHOR
    if finding.level != "needs_somebody":
        return LEVEL_WORDS[finding.level]
    steps = {
        step["key"]: step["title"]
        for step in decision["route"]
        if any(reason["rule"] == finding.rule for reason in step["reasons"])
    }
    if own in steps:
        return YOU
    if steps:
        return f"{_listed(list(steps.values()))} {'decides' if len(steps) == 1 else 'decide'}"
    told = [one["office"] for one in decision["notices"] if one["key"] == f"{finding.rule}-{one['office']}"]
    if told:
        names = [NAMES[office] for office in dict.fromkeys(told)]
        return f"{_listed(names)} {'is' if len(names) == 1 else 'are'} told first"
    return YOU if own else SOMEBODY


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
