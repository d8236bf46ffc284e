"""The kinds of rule a pack may name. Each is data and three questions: what it asks, finds and routes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from directives.case import Case
from directives.decision import Finding, Notice, Reason
from directives.model import Basis, Given, Level, Office, PermissionKey, SetAsideBy, StepKey, for_account


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What every rule carries. Only a choice of the department may be switched off.

    It stands from `from_on` through `until_on`, dates of the agency; without them for as long as the pack does.
    `matter` is what it is about, where another rule may disagree. What it stops goes on once the author answers the
    question `set_aside_for`: shown with that answer, and by the word of the role that `set_aside_by` names.
    """

    words_for: ClassVar[frozenset[str]] = frozenset()
    reads_words: ClassVar[bool] = False

    id: str
    title: str
    clause: str
    basis: Basis
    sentence: str
    on: bool = True
    categories: tuple[str, ...] = ()
    not_categories: tuple[str, ...] = ()
    not_authors: tuple[str, ...] = ()
    unit_kinds: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    not_accounts: tuple[str, ...] = ()
    with_pictures: bool = False
    or_shared: bool = False
    of_statement: bool = False
    given: tuple[Given, ...] = ()
    from_on: date | None = None
    until_on: date | None = None
    matter: str = ""
    set_aside_by: SetAsideBy = ""
    set_aside_for: str = ""

    def applies(self, case: Case) -> bool:
        """A kind of post or an account that is not known belongs to no list; a role that is not named is not spared.

        Accounts are handles without the @ sign, in letters of any case.
        `with_pictures` is for posts that have one; `or_shared` also for reposts, of
        which nobody here sees what they show.
        `of_statement` is for reposts of the department's own account; `given` is what other questions must have been
        answered.
        """
        facts = case.facts
        return (
            self.on
            and self.stands(first=case.counted_from, last=case.counted_by)
            and (not self.categories or facts.category in self.categories)
            and facts.category not in self.not_categories
            and facts.author_role not in self.not_authors
            and (not self.unit_kinds or facts.unit_kind in self.unit_kinds)
            and for_account(self, account=facts.account)
            and (not self.with_pictures or facts.pictures > 0 or (self.or_shared and facts.reposts))
            and (not self.of_statement or facts.reposts_statement)
            and all(case.answer(one.question) in one.values for one in self.given)
        )

    def stands(self, *, first: date, last: date) -> bool:
        """Whether it counts for a post that residents may first read on any of these days."""
        begun = self.from_on is None or self.from_on <= last
        return begun and (self.until_on is None or first <= self.until_on)

    @property
    def dated(self) -> bool:
        """Whether it has a first day or a last."""
        return self.from_on is not None or self.until_on is not None

    @property
    def by_check(self) -> str | None:
        """The slug of the check of texts that it asks; None where it asks none."""
        return None

    def confirmed(self, case: Case) -> bool:
        """Whether it asked about words, and the author said that it is so."""
        return False

    def asks(self, case: Case) -> Iterable[str]:
        return ()

    def way_on(self, case: Case) -> str:
        """The question whose answer lets go on what this rule stops; empty where nothing does."""
        return self.set_aside_for

    def finds(self, case: Case) -> Iterable[Finding]:
        return ()

    def routes(self, case: Case) -> Iterable[tuple[StepKey, Reason]]:
        return ()

    def notifies(self, case: Case) -> Iterable[Notice]:
        return ()

    def keeps(self, case: Case) -> Iterable[str]:
        """The class of the record, where it is not that of its kind of post."""
        return ()

    def needs(self, case: Case) -> Iterable[PermissionKey]:
        """The written permissions that must be in force when it goes out."""
        return ()

    def finding(
        self,
        *,
        level: Level,
        sentence: str | None = None,
        question: str | None = None,
        span: tuple[int, int] | None = None,
        suggestion: str | None = None,
        picture: int | None = None,
        post: int | None = None,
    ) -> Finding:
        return Finding(
            rule=self.id,
            clause=self.clause,
            basis=self.basis,
            level=level,
            sentence=self.sentence if sentence is None else sentence,
            question=question,
            span=span,
            suggestion=suggestion,
            picture=picture,
            check=self.by_check,
            post=post,
        )

    def reason(
        self,
        *,
        sentence: str | None = None,
        authorisation: str = "",
        permission: PermissionKey | None = None,
        guidance: str = "",
    ) -> Reason:
        return Reason(
            rule=self.id,
            clause=self.clause,
            basis=self.basis,
            sentence=sentence or self.sentence,
            authorisation=authorisation,
            permission=permission,
            guidance=guidance,
        )


@dataclass(frozen=True, kw_only=True)
class ListedCategory(Rule):
    """Deny by default: a kind of post that is not listed, or not for this kind of unit or this account, stays here."""

    sentence_when_missing: str

    def finds(self, case: Case) -> Iterable[Finding]:
        if not case.facts.category:
            yield self.finding(level="must_fix", sentence=self.sentence_when_missing)
        elif case.category is None or not case.category.open_to(
            unit_kind=case.facts.unit_kind,
            author_role=case.facts.author_role,
            account=case.facts.account,
            alert=case.facts.reposts_alert,
            statement=case.facts.reposts_statement,
        ):
            yield self.finding(level="must_fix")


@dataclass(frozen=True, kw_only=True)
class RequiredAnswer(Rule):
    """A question that stands on the page must be answered."""

    question: str

    def finds(self, case: Case) -> Iterable[Finding]:
        if self.question in case.asked and case.answer(self.question) is None:
            yield self.finding(level="must_fix", question=self.question)


@dataclass(frozen=True, kw_only=True)
class Asks(Rule):
    """Wherever the rule applies it brings questions. The sentence is for the rule's own page only."""

    then_ask: tuple[str, ...]

    def asks(self, case: Case) -> Iterable[str]:
        yield from self.then_ask


@dataclass(frozen=True, kw_only=True)
class AnswerAsks(Rule):
    """One answer brings another question. The sentence is for the rule's own page only."""

    question: str
    values: tuple[str, ...]
    then_ask: tuple[str, ...]

    def asks(self, case: Case) -> Iterable[str]:
        if self.question in case.asked and case.answer(self.question) in self.values:
            yield from self.then_ask


@dataclass(frozen=True, kw_only=True)
class AnswerRule(Rule):
    """An answer counts whether or not the question stands on the page, and then it does."""

    question: str
    values: tuple[str, ...]

    def hit(self, case: Case) -> bool:
        return case.answer(self.question) in self.values

    def asks(self, case: Case) -> Iterable[str]:
        if self.hit(case):
            yield self.question


@dataclass(frozen=True, kw_only=True)
class AnswerBlocks(AnswerRule):
    def finds(self, case: Case) -> Iterable[Finding]:
        if self.hit(case):
            yield self.finding(level="must_fix", question=self.question)


@dataclass(frozen=True, kw_only=True)
class UseOfForce(AnswerRule):
    """A declared use of force, or a kind of post about one: stopped, or shown to somebody, as the settings say."""

    kinds: tuple[str, ...] = ()

    def finds(self, case: Case) -> Iterable[Finding]:
        said = self.hit(case)
        if said or case.facts.category in self.kinds:
            stop = case.settings.use_of_force == "stop"
            question = self.question if said else None
            yield self.finding(level="must_fix" if stop else "needs_somebody", question=question)


@dataclass(frozen=True, kw_only=True)
class AnswerRoutes(AnswerRule):
    """An answer adds a step; with `finding_sentence` it is also shown to who decides.

    With `authorisation` whoever fills the step says these words by a tick of their own; with `gives` that is a
    written permission for this version, which can be ended like any other. `guidance` is a question that they answer
    in words, by which the post goes out.
    """

    step: StepKey
    finding_sentence: str = ""
    authorisation: str = ""
    guidance: str = ""
    gives: Literal["", "confidential", "material", "marks", "spokesperson", "open_case"] = ""

    def finds(self, case: Case) -> Iterable[Finding]:
        if self.finding_sentence and self.hit(case):
            yield self.finding(level="needs_somebody", sentence=self.finding_sentence, question=self.question)

    def routes(self, case: Case) -> Iterable[tuple[StepKey, Reason]]:
        if self.hit(case):
            yield (
                self.step,
                self.reason(
                    authorisation=self.authorisation,
                    permission=self.gives or None,
                    guidance=self.guidance,
                ),
            )

    def needs(self, case: Case) -> Iterable[PermissionKey]:
        if self.gives and self.hit(case):
            yield self.gives


@dataclass(frozen=True, kw_only=True)
class AnswerNotifies(AnswerRule):
    """An answer makes it a duty to tell offices before the post goes out; it is shown to who decides.

    With `wait_minutes` the post then waits for their answer, at most that long after the last of them was told.
    """

    offices: tuple[Office, ...]
    finding_sentence: str
    wait_minutes: int = 0

    def finds(self, case: Case) -> Iterable[Finding]:
        if self.hit(case):
            yield self.finding(level="needs_somebody", sentence=self.finding_sentence, question=self.question)

    def notifies(self, case: Case) -> Iterable[Notice]:
        for office in self.offices if self.hit(case) else ():
            yield Notice(
                key=f"{self.id}-{office}",
                office=office,
                clause=self.clause,
                why=self.sentence,
                wait_minutes=self.wait_minutes,
            )


@dataclass(frozen=True, kw_only=True)
class AnswerKeeps(AnswerRule):
    """An answer makes the record one of another class than its kind of post."""

    record_class: str

    def keeps(self, case: Case) -> Iterable[str]:
        if self.hit(case):
            yield self.record_class


@dataclass(frozen=True, kw_only=True)
class CategoryRoutes(Rule):
    """Every post of the rule's categories takes this step; with `guidance` whoever fills it answers that in words."""

    step: StepKey
    guidance: str = ""

    def routes(self, case: Case) -> Iterable[tuple[StepKey, Reason]]:
        yield self.step, self.reason(guidance=self.guidance)


@dataclass(frozen=True, kw_only=True)
class Approval(Rule):
    """The step that the pack's approval mode speaks about; the engine decides when it is taken."""

    step: StepKey


@dataclass(frozen=True, kw_only=True)
class AuthorDeclares(Rule):
    """What the author says by sending the post for review."""
