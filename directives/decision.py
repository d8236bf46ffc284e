"""What the engine answers: findings, route, questions and the form of the attestation."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Literal

from directives.facts import MediaFacts
from directives.model import (
    ApprovalMode,
    Basis,
    Box,
    Checklist,
    Level,
    Office,
    PermissionKey,
    Question,
    Role,
    SetAsideBy,
    StepKey,
)

LEVELS: tuple[Level, ...] = ("must_fix", "needs_somebody", "think")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One plain sentence about the draft, and whose demand it is.

    `span` counts code points of the text as given, end exclusive. `suggestion` replaces exactly those words.
    `clause` is None only where the demand is the network's. `picture` counts from 1: the words were found in what
    is said of that picture or stand in it, and there is no span. `part` counts the parts of a thread from 1, and `span`
    is one of that part then; it is None where the draft is one post, or where all of it is meant.
    `way_on` is the question whose answer is a reason to go on all the same; `reason` is that answer once it is given.
    `check` is the slug of the check of texts that the rule asks; `post` is the number of the earlier post it tells of.
    """

    rule: str
    clause: str | None
    basis: Literal["clause", "reading", "choice", "network"]
    level: Level
    sentence: str
    question: str | None = None
    span: tuple[int, int] | None = None
    suggestion: str | None = None
    picture: int | None = None
    part: int | None = None
    way_on: str | None = None
    reason: str | None = None
    check: str | None = None
    post: int | None = None

    @property
    def wording(self) -> str:
        """By what its suggestion is known among those of a draft, whatever else is found; empty where it has none."""
        return f"{self.rule} {self.part or 1} {self.span[0]}" if self.span and self.suggestion else ""

    @classmethod
    def kept(cls, found: Mapping[str, Any]) -> "Finding":
        """As a decision that was kept says it; what it did not say yet then is none."""
        known = {one.name: found[one.name] for one in fields(cls) if one.name in found}
        return cls(**known | {"span": tuple(found["span"]) if found.get("span") else None})


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a step is taken. `authorisation` is what whoever fills it must say in so many words, or empty.

    `permission` is the kind of written permission that they give by saying it. `guidance` is what they are asked and
    answer in words of their own, or empty; what was frozen before there was one lacks the key.
    """

    rule: str
    clause: str
    basis: Basis
    sentence: str
    authorisation: str = ""
    permission: PermissionKey | None = None
    guidance: str = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    """Somebody who decides; steps of one position decide side by side, in any order.

    `reasons` holds every rule that asks for the step, the strongest basis first.
    """

    key: StepKey
    title: str
    role: Role
    scope: Literal["unit", "department"]
    why_clause: str
    why: str
    position: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True)
class SkippedStep:
    """A step that is not needed here; `why` tells what would add it."""

    key: StepKey
    title: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A directive's duty to tell an office before the post goes out.

    `wait_minutes` is how long its answer is waited for at most; what was frozen before there was a wait lacks it.
    """

    key: str
    office: Office
    clause: str
    why: str
    wait_minutes: int = 0


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What the author says by sending the post for review."""

    rule: str
    clause: str
    basis: Basis
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Attestation:
    """What a reviewer says by approving, and the facts it rests on. No boxes means the sentence form.

    `checklist` is that of the training of this version; what was frozen before there was one lacks the key.
    """

    clause: str
    basis: Basis
    sentence: str
    boxes: tuple[Box, ...]
    facts: tuple[str, ...]
    checklist: Checklist | None = None


@dataclass(frozen=True, kw_only=True)
class Aside:
    """A rule that would stop the draft and does not, for a reason the author gave.

    `by` is the role whose word it takes: the author's own, or that of the step which then says so by a tick.
    """

    rule: str
    clause: str
    title: str
    reason: str
    by: SetAsideBy


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of two rules that disagree, with the title of the directive it comes from."""

    rule: str
    clause: str
    title: str
    directive: str


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """Two rules disagree on a matter: what the loser wants does not count.

    `why` says which directive goes before which; `clause` is the one that says so, None where none has to.
    """

    matter: str
    winner: Side
    loser: Side
    why: str
    clause: str | None


@dataclass(frozen=True, kw_only=True)
class Check:
    """A rule that was asked, and found nothing or what the author says is so."""

    rule: str
    title: str
    clause: str
    basis: Basis


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The whole verdict on one draft under one version of one pack.

    `set_aside` are rules that gave way to another rule, `asides` those that gave way to a reason. Decisions frozen
    by earlier releases lack both keys, and their findings lack `way_on` and `reason`. `confirmed` are rules that asked
    about words and whose author said that it is so; `unread` are languages of its texts that no check reads, by their
    codes. What was frozen before them lacks both keys, and `check` and `post` of its findings.
    """

    pack_slug: str
    pack_version: str
    pack_digest: str
    category: str | None
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]
    route: tuple[Step, ...]
    skipped_steps: tuple[SkippedStep, ...]
    notices: tuple[Notice, ...]
    declarations: tuple[Declaration, ...]
    attestation: Attestation
    record_class: str
    review_minutes: int
    late_minutes: int
    approval_mode: ApprovalMode
    review_after: bool
    clear: tuple[Check, ...]
    permissions: tuple[PermissionKey, ...] = ()
    """The kinds of written permission that must be in force when it goes out."""
    set_aside: tuple[SetAside, ...] = ()
    asides: tuple[Aside, ...] = ()
    media: tuple[MediaFacts, ...] = ()
    """What was said of the pictures, as it was judged."""
    confirmed: tuple[Check, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def may_submit(self) -> bool:
        """True when nothing is left that must be fixed."""
        return not self.at(level="must_fix")

    @property
    def digest(self) -> str:
        """SHA-256 over canonical JSON, so that two verdicts can be compared by one word."""
        return hashlib.sha256(canonical(content=self.as_json())).hexdigest()

    def at(self, *, level: Level) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.level == level)

    def step_keys(self) -> tuple[StepKey, ...]:
        return tuple(step.key for step in self.route)

    def as_json(self) -> dict[str, Any]:
        """Only dicts, lists, words, numbers and None: what json.dumps takes as it is."""
        return {key: _plain(value) for key, value in asdict(self).items()}


def class_words(record_class: str) -> str:
    """The class of a record for people: 'Community information'."""
    return record_class.replace("-", " ").capitalize()


def canonical(*, content: Mapping[str, Any]) -> bytes:
    """The one JSON spelling of this content: keys sorted, no spaces, UTF-8, dates in ISO form."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return text.encode("utf-8", "surrogatepass")


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
