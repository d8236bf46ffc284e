"""Words for what a revision holds by key: kinds of post, rules, answers. No database is asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import AgencyPolicy, OutletAccount, WrittenPermission
from directives.model import frozen_question
from directives.pack import NoSuchPack, Pack
from outlets.weighted import entities
from posts import judging, network_words
from posts.models import PublicationState, Revision

LEVEL_WORDS = {"must_fix": "Must be fixed", "needs_somebody": "Needs somebody", "think": "Think about it"}


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of a post; `kind` is that of a link, hashtag, mention or cashtag, else empty."""

    kind: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A question in short and the answer as a person reads it."""

    short: str
    answer: str
    permission: WrittenPermission | None = None
    """What the answer names, for whoever may open it."""


@dataclass(frozen=True, kw_only=True)
class Labels:
    """The words of the packs that some revisions were judged by.

    A version that is no longer on disk is told by its keys: the decision itself was frozen in words.
    """

    packs: Mapping[str, Pack | None]
    """By digest."""

    def category(self, revision: Revision) -> str:
        """'Community event'."""
        pack = self.packs.get(revision.pack_digest)
        kind = pack.category(key=revision.category) if pack else None
        return kind.label if kind else revision.category.replace("_", " ").capitalize()

    def rule(self, revision: Revision, found: Mapping[str, str]) -> str:
        """What a finding is about, in two or three words."""
        pack = self.packs.get(revision.pack_digest)
        rule = pack.rule(id=found["rule"]) if pack else None
        return rule.title if rule else LEVEL_WORDS.get(found["level"], "")


def of(revisions: Iterable[Revision]) -> Labels:
    """The words for these revisions."""
    names = {revision.pack_digest: revision.pack for revision in revisions}
    return Labels(packs={digest: _pack(name, digest) for digest, name in names.items()})


def _pack(name: str, digest: str) -> Pack | None:
    try:
        return judging.pack_of(policy=AgencyPolicy(pack=name, digest=digest))
    except (judging.PackHasChanged, NoSuchPack):
        return None


def network(account: OutletAccount) -> str:
    """Where an account lives, inside a sentence: 'X', 'the training network'."""
    return "the training network" if account.training else account.get_network_display()


def pieces(text: str) -> tuple[Piece, ...]:
    """A text cut at its links, hashtags and mentions."""
    cut: list[Piece] = []
    at = 0
    for entity in entities(text):
        if entity.start > at:
            cut.append(Piece(kind="", text=text[at : entity.start]))
        cut.append(Piece(kind=entity.kind, text=text[entity.start : entity.end]))
        at = entity.end
    return (*cut, Piece(kind="", text=text[at:])) if at < len(text) else tuple(cut)


def answered(
    *,
    questions: Iterable[Mapping[str, Any]],
    answers: Mapping[str, str],
    permissions: Mapping[str, WrittenPermission],
) -> tuple[Answered, ...]:
    """The answers to the questions that were asked, in their order; `permissions` by the number that names them."""
    asked = [frozen_question(frozen=one) for one in questions]
    return tuple(
        Answered(
            short=question.short,
            answer=question.in_words(answer=answers[question.key]),
            permission=permissions.get(answers[question.key].strip())
            if question.kind == "permission"
            else None,
        )
        for question in asked
        if answers.get(question.key, "").strip()
    )


def first_line(text: str) -> str:
    """What a list shows of a post."""
    return text.strip().partition("\n")[0]


def why(*, words: str, state: str | None) -> str:
    """Why something is not out; words that are the network's are named as such."""
    if state == PublicationState.REFUSED:
        return f"The network says: {words}" if words else ""
    return network_words.in_words(words)
