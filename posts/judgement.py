"""What the rules say of a draft as the composer shows it: findings by level, and each question with its answer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from accounts.models import WrittenPermission
from directives.decision import Decision
from directives.model import Level, Question
from directives.pack import Pack
from posts import permitting
from posts.alike import Card, cards_of
from posts.forms.drafts import Typed

ANSWER_AGAIN = "Answer it again: it was answered for other words or pictures"
LEVEL_TITLES: dict[Level, str] = {
    "must_fix": "Must fix",
    "needs_somebody": "Needs somebody",
    "think": "Think about it",
}


@dataclass(frozen=True, kw_only=True)
class Group:
    """The findings of one level, as cards; each with its place among all findings."""

    level: Level
    title: str
    cards: tuple[Card, ...]

    @property
    def must_fix_words(self) -> str:
        """'1 must fix'."""
        return f"{len(self.cards)} must fix"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question on the page with its answer and what is left of it."""

    question: Question
    answer: str
    left: str
    """'must_fix' while it has no sound answer, 'needs_somebody' when the answer brings somebody in."""
    said: str
    """What is wrong, in a sentence."""
    another_kind: bool = False
    """Whether the answer is sound, and another kind of post is what mends it."""
    offered: Sequence[WrittenPermission] = ()
    """What may be chosen where a written permission is asked for."""
    wants: str = ""
    """The kind of written permission that it asks for."""


@dataclass(frozen=True, kw_only=True)
class Older:
    """An answer that was given before the post changed: it is confirmed, or another is given."""

    question: Question
    said: str
    """The answer in words."""
    ticked: bool
    """Whether the form says that it is still so."""


def older_of(
    *,
    decision: Decision,
    answers: Mapping[str, str],
    still: Mapping[str, str],
    stale: Collection[str],
    now: str,
) -> tuple[Older, ...]:
    """Of the questions on the page those that are `stale`, in its order.

    `now` is the digest of what is to go out, and `still` has those that are ticked, each of which content.
    """
    return tuple(
        Older(
            question=one,
            said=one.in_words(answer=answers.get(one.key, "")),
            ticked=still.get(one.key) == now,
        )
        for one in decision.questions
        if one.key in stale
    )


def groups_of(*, decision: Decision) -> tuple[Group, ...]:
    """The findings by level, the hardest first; a level without any is none."""
    numbered = tuple(enumerate(decision.findings))
    groups = (
        Group(level=level, title=title, cards=cards_of(pair for pair in numbered if pair[1].level == level))
        for level, title in LEVEL_TITLES.items()
    )
    return tuple(group for group in groups if group.cards)


def asked_of(
    *,
    question: Question,
    typed: Typed,
    pack: Pack,
    decision: Decision,
    again: Collection[str] = (),
    offered: Sequence[WrittenPermission] = (),
) -> Asked:
    """A question with what was typed, and what the decision says of that; `again` was answered for other words."""
    answer = typed.answers.get(question.key, "")
    about = [finding for finding in decision.findings if finding.question == question.key]
    level = next((one.level for one in about if one.level in ("must_fix", "needs_somebody")), "")
    answered = question.accepts(answer=answer)
    said, another_kind = "", False
    if level == "must_fix":
        unanswered = ANSWER_AGAIN if question.key in again else "Not answered yet"
        said = about[0].sentence if answered else unanswered
        rule = pack.rule(id=about[0].rule)
        another_kind = bool(answered and rule and rule.not_categories)
    return Asked(
        question=question,
        answer=answer,
        left=level,
        said=said,
        another_kind=another_kind,
        offered=offered,
        wants=permitting.wanted(pack=pack).get(question.key, ""),
    )
