"""The kind of rule about whom Communications answers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from directives.case import Case
from directives.decision import Finding
from directives.rules import Rule


@dataclass(frozen=True, kw_only=True)
class AnswersInquiry(Rule):
    """Stops a text that names somebody whose question of the press waits for Communications.

    A name in the words is no answer yet, so a reason lets it go on. It says nothing of a repost, whose words are
    another's, and where nobody looked for such questions.
    """

    words_for: ClassVar[frozenset[str]] = frozenset({"name"})
    reads_words: ClassVar[bool] = True

    def applies(self, case: Case) -> bool:
        return super().applies(case) and case.facts.inquirers is not None and not case.facts.reposts

    def finds(self, case: Case) -> Iterable[Finding]:
        for handle in sorted(case.facts.inquirers or ()):
            named = re.search(rf"[@\uff20]{re.escape(handle)}(?!\w)", case.facts.text, re.IGNORECASE)
            yield self.finding(
                level="must_fix",
                sentence=self.sentence.replace("{name}", f"@{handle}"),
                question=self.set_aside_for,
                span=named.span() if named else None,
            )
