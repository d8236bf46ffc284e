"""What a policy pack is made of: clauses, questions, categories, steps and settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, Protocol

from directives.blank import is_blank

Basis = Literal["clause", "reading", "choice"]
Level = Literal["must_fix", "needs_somebody", "think"]
StepKey = Literal["sergeant", "communications", "community_policing"]
Role = Literal["sergeant", "communications", "community_policing"]
SetAsideBy = Literal["", "author", "sergeant", "communications"]
Office = Literal["communications", "community_policing"]
Author = Literal["usmr", "communications"]
PermissionKey = Literal["confidential", "material", "marks", "spokesperson", "open_case"]
"""What may be permitted in writing."""
ApprovalMode = Literal["always", "post-then-review", "if-nonconforming"]
Shown = Literal["juvenile", "victim", "arrestee", "other", "plate", "evidence"]
"""Whom a picture lets residents recognize, a plate or an address they can read, or evidence it shows."""
PEOPLE: Mapping[Shown, str] = MappingProxyType(
    {
        "juvenile": "a child or teenager",
        "victim": "a victim of a crime",
        "arrestee": "somebody under arrest",
        "other": "other people",
        "plate": "a plate or an address",
        "evidence": "evidence of a crime",
    }
)
THINGS: frozenset[Shown] = frozenset({"plate", "evidence"})
"""What is nobody, so that nobody is asked to agree."""
Consent = Literal["", "given", "not_given"]
Owner = Literal["", "department", "somebody_else"]
UnderCover = Literal["", "no", "may"]
Music = Literal["", "none", "allowed", "not_allowed"]

LATE_MINUTES = 30
"""How late a post may go out by itself where its kind says nothing else."""

BASIS_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "clause": "The directive says",
        "reading": "Read here as",
        "choice": "This department asks",
        "network": "The network allows",
    }
)


@dataclass(frozen=True, kw_only=True)
class Directive:
    """A text that clauses are of, and its rank among the others of the pack: the lower `precedence` wins.

    A `law` stands above every directive, whatever their numbers. `ranked_by` is the clause that gives the rank.
    """

    id: str
    title: str
    precedence: int
    law: bool = False
    ranked_by: str = ""

    def outranks(self, other: "Directive") -> bool:
        """Whether this one wins where the two disagree; no text outranks itself."""
        return (not self.law, self.precedence) < (not other.law, other.precedence)


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One clause of a directive, told in our own words; `example` is a post that keeps to it.

    `directive` is the id of a directive of the pack; a clause that no pack tells names it by its title.
    `enforced_by` is what keeps it besides the rules that cite it: "screen:" with the name of a page's address,
    "portal" (built in), "judgement" (a person's) or "nothing"; `how` says it in a sentence.
    """

    id: str
    directive: str
    title: str
    summary: str
    note: str = ""
    example: str = ""
    enforced_by: tuple[str, ...] = ()
    how: str = ""


@dataclass(frozen=True, kw_only=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """Something only the author can say. `kind` decides what counts as an answer; a permission is named by number."""

    key: str
    label: str
    short: str
    kind: Literal["choice", "text", "date", "permission"]
    hint: str = ""
    required: bool = True
    options: tuple[Option, ...] = ()
    again: bool = False
    """Whether it is asked again once what goes out has changed, so that its answer is of what is sent now."""
    declared: bool = False
    """Whether an author may bring it to the page although nothing asked it."""

    def accepts(self, *, answer: str) -> bool:
        """Whether this is an answer at all: a listed option, a real date (YYYY-MM-DD) or any words."""
        if self.kind == "choice":
            return any(option.value == answer for option in self.options)
        if self.kind == "date":
            return as_date(answer=answer) is not None
        if self.kind == "permission":
            return answer.isascii() and answer.isdigit() and len(answer) <= 18
        return not is_blank(answer)

    def in_words(self, *, answer: str) -> str:
        """The answer as a person reads it: an option's label, a day with its year, a permission, or the words."""
        if self.kind == "permission":
            return f"Permission {answer.strip()}"
        if self.kind == "date" and (day := as_date(answer=answer)):
            return f"{day:%a} {day.day} {day:%b %Y}"
        return next((option.label for option in self.options if option.value == answer), answer.strip())


def frozen_question(*, frozen: Mapping[str, Any]) -> Question:
    """A question as a decision was frozen with it."""
    options = tuple(Option(value=option["value"], label=option["label"]) for option in frozen["options"])
    return Question(
        key=frozen["key"],
        label=frozen["label"],
        short=frozen["short"],
        kind=frozen["kind"],
        options=options,
    )


def as_date(*, answer: str) -> date | None:
    """The day written as YYYY-MM-DD, or None."""
    try:
        return date.fromisoformat(answer.strip()) if len(answer.strip()) == 10 else None
    except ValueError:
        return None


class NamesAccounts(Protocol):
    """What can be for some accounts alone, or spare some: handles without the @ sign."""

    @property
    def accounts(self) -> tuple[str, ...]: ...

    @property
    def not_accounts(self) -> tuple[str, ...]: ...


def for_account(one: NamesAccounts, *, account: str) -> bool:
    """Whether it is for an account, in letters of any case; one that is not known belongs to no list."""
    if not (one.accounts or one.not_accounts):
        # Nearly every rule, asked of each post: a back-test notices what stands below.
        return True
    own = account.casefold()
    listed, spared = ({handle.casefold() for handle in few} for few in (one.accounts, one.not_accounts))
    return (not listed or own in listed) and own not in spared


@dataclass(frozen=True, kw_only=True)
class Category:
    """A kind of post. Its decision is due `review_minutes` after it is sent.

    Later than `late_minutes` after its time it never goes out by itself. An `urgent` kind waits behind no other.
    With `authors` only those roles write it. One `of_alert` is only for what reposts an alert of the department that
    holds, as it stands, one `of_statement` for what reposts the department's own account. `again` are questions that
    this kind wants answered again when its words or pictures change, besides those that every kind does.
    """

    key: str
    label: str
    description: str
    record_class: str
    review_minutes: int
    late_minutes: int = LATE_MINUTES
    urgent: bool = False
    sensitive: bool = False
    questions: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    unit_kinds: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    not_accounts: tuple[str, ...] = ()
    authors: tuple[Author, ...] = ()
    of_alert: bool = False
    of_statement: bool = False

    @property
    def of_repost(self) -> bool:
        """Whether it is only for what somebody else said, so that nobody writes words of it."""
        return self.of_alert or self.of_statement

    def open_to(
        self,
        *,
        unit_kind: str,
        author_role: str,
        account: str = "",
        alert: bool = False,
        statement: bool = False,
    ) -> bool:
        """No list of kinds of unit means every kind, no list of authors everybody who writes.

        Likewise of accounts, which are handles; an account that is not known belongs to no list.
        """
        of_unit = (not self.unit_kinds or unit_kind in self.unit_kinds) and for_account(self, account=account)
        by_author = not self.authors or author_role in self.authors
        of_shared = (alert or not self.of_alert) and (statement or not self.of_statement)
        return of_unit and by_author and of_shared


@dataclass(frozen=True, kw_only=True)
class StepKind:
    """A step a route may hold; kinds of equal position are taken side by side.

    `would_add` tells what would bring it in when it is not needed.
    """

    key: StepKey
    title: str
    role: Role
    scope: Literal["unit", "department"]
    position: int
    would_add: str = ""


@dataclass(frozen=True, kw_only=True)
class Box:
    key: str
    label: str


@dataclass(frozen=True, kw_only=True)
class AttestationForm:
    """What the reviewer says by approving: one sentence for plain kinds, boxes for sensitive ones."""

    clause: str
    basis: Basis
    sentence: str
    boxes: tuple[Box, ...]
    source_question: str = ""
    date_question: str = ""


@dataclass(frozen=True, kw_only=True)
class Term:
    """Words to look for, and what to say instead when there is something better."""

    words: str
    plain: str = ""


@dataclass(frozen=True, kw_only=True)
class Given:
    """What another question must have been answered for a rule to apply."""

    question: str
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The points on which departments differ.

    `public_posting` off lets nobody reply but whom a post names; under moderated, as under on, everybody may, and
    who looks at replies does it on the network. `classification_mode` is a note: a post is classed by its kind.
    `booking_photo_floor` is state law (5 ILCS 140/2.15): it stands in every pack and cannot be false.
    `precedence` is said only in packs whose clauses name their directive by its title: it is then that of each.
    """

    approval_mode: ApprovalMode
    public_posting: Literal["on", "moderated", "off"]
    device_policy: Literal["department-only", "written-permission", "supervisor", "silent"]
    use_of_force: Literal["stop", "somebody"]
    booking_photo_floor: bool
    classification_mode: Literal["schedule", "reference-or-record", "custodian"]
    unit_kinds: tuple[str, ...]
    precedence: int = 0


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One subject of which a member must know before they act."""

    key: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Checklist:
    """What the training has whoever gives a step look at, line by line, and the clause that says so."""

    clause: str
    step: StepKey
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TrainingDemand:
    """In what members must be trained, and the clause that says so; without topics nobody needs any.

    `checklist` are lines of the training guide, gone through to give the sergeant's step; `checklist_clause` is their
    own clause where that of the training does not ask for them.
    """

    clause: str = ""
    topics: tuple[Topic, ...] = ()
    checklist: tuple[str, ...] = ()
    checklist_clause: str = ""

    @property
    def guide(self) -> Checklist | None:
        """The checklist; None where the training has none."""
        if not self.checklist:
            return None
        clause = self.checklist_clause or self.clause
        return Checklist(clause=clause, step="sergeant", lines=self.checklist)


NO_TRAINING = TrainingDemand()
