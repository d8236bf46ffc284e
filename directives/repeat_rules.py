"""The kind of rule about what residents have read already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from directives.case import Case
from directives.dates import day_label
from directives.decision import Finding
from directives.facts import Earlier
from directives.rules import Rule
from directives.texts.alike import likeness


@dataclass(frozen=True, kw_only=True)
class Repeats(Rule):
    """Advice where a text says almost the same as a post of its account of the last `days`.

    `percent` is how much of both must be the same (`texts.alike`). It says nothing of a repost, whose words are
    another's, and where nobody looked for earlier posts: what was frozen is not laid beside what came before it.
    """

    words_for: ClassVar[frozenset[str]] = frozenset({"when"})

    days: int
    percent: int

    def applies(self, case: Case) -> bool:
        return super().applies(case) and case.facts.recent is not None and not case.facts.reposts

    def finds(self, case: Case) -> Iterable[Finding]:
        since = case.facts.today - timedelta(days=self.days)
        near = [
            (likeness(case.facts.text, one.text), one) for one in case.facts.recent or () if one.on >= since
        ]
        found = max(near, key=lambda pair: (pair[0], pair[1].on, pair[1].post), default=None)
        if found is not None and found[0] >= self.percent:
            earlier = found[1]
            yield self.finding(
                level="think", sentence=self.sentence.replace("{when}", _when(earlier)), post=earlier.post
            )


def _when(earlier: Earlier) -> str:
    """As a post is followed by it."""
    day = day_label(day=earlier.on)
    return f"that went out on {day}" if earlier.out else f"that waits since {day}"
