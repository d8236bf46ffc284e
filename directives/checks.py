"""What must hold between the parts of a pack: whatever is named exists, whatever exists is used."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

from directives.date_rules import DateReached, PastDate
from directives.endorsement_rules import EndorsementWarned
from directives.model import (
    AttestationForm,
    Category,
    Clause,
    Directive,
    NamesAccounts,
    Question,
    Settings,
    StepKind,
    TrainingDemand,
)
from directives.permission_rules import PermissionRequired
from directives.reading import Place, Reader
from directives.rules import Approval, ListedCategory, RequiredAnswer, Rule
from directives.texts import CHECKS
from directives.word_rules import DayWords, WordRule, WordsAsk

NAME_KEYS: Mapping[str, str] = MappingProxyType(
    {"directive": "id", "clause": "id", "question": "key", "category": "key", "step": "key", "rule": "id"}
)
_SLOT = re.compile(r"\{([^{}]*)\}")
_KEEPER = re.compile(r"screen:[a-z_]+|portal|judgement|nothing")
_HANDLE = re.compile(r"[A-Za-z0-9_.-]+")
_TOPIC = re.compile(r"[a-z0-9_]{1,40}")
"""As results of training keep it."""
MOST_LINES, LONGEST_LINE = 8, 120
"""A checklist is read with every post, on a phone too."""


@dataclass(frozen=True, kw_only=True)
class Parts:
    """All that could be read, each row with its place; `names` holds every row's name, readable or not."""

    settings: Settings | None
    attestation: AttestationForm | None
    training: TrainingDemand
    directives: tuple[tuple[Place, Directive], ...]
    clauses: tuple[tuple[Place, Clause], ...]
    questions: tuple[tuple[Place, Question], ...]
    categories: tuple[tuple[Place, Category], ...]
    steps: tuple[tuple[Place, StepKind], ...]
    rules: tuple[tuple[Place, Rule], ...]
    names: Mapping[str, tuple[str | None, ...]]

    def question(self, key: str) -> Question | None:
        return next((row for _, row in self.questions if row.key == key), None)

    @property
    def whole(self) -> bool:
        """Whether every rule and category could be read: only then can a question be said to be unused."""
        rows = len(self.rules) + len(self.categories)
        return rows == len(self.names["rule"]) + len(self.names["category"])


@dataclass(frozen=True, kw_only=True)
class _Fault:
    place: Place
    key: str
    message: str
    holding: str = ""


def check(*, reader: Reader, parts: Parts) -> None:
    """Report every fault between the parts; what could not be read is not counted against the rest."""
    for faults in (
        _doubles,
        _directives,
        _clauses,
        _settings,
        _attestation,
        _training,
        _checklist,
        _questions,
        _categories,
        _rules,
        _needed,
    ):
        for fault in faults(parts):
            reader.wrong(place=fault.place, key=fault.key, message=fault.message, holding=fault.holding)


def _doubles(parts: Parts) -> Iterator[_Fault]:
    for table, names in parts.names.items():
        for index, name in enumerate(names):
            if name is not None and name in names[:index]:
                place = Place(table=table, index=index, repeated=True)
                yield _Fault(place=place, key=NAME_KEYS[table], message=f"'{name}' is used twice")


def _directives(parts: Parts) -> Iterator[_Fault]:
    """Where a pack ranks its directives, each clause is of one of them and no two share a rank."""
    ranks: dict[int, str] = {}
    for place, directive in parts.directives:
        yield from _missing(parts, place, "ranked_by", "clause", (directive.ranked_by,))
        first = ranks.setdefault(directive.precedence, directive.id) if not directive.law else directive.id
        if first != directive.id:
            yield _Fault(place=place, key="precedence", message=f"'{first}' has this rank already")
    for place, clause in parts.clauses if parts.names["directive"] else ():
        yield from _missing(parts, place, "directive", "directive", (clause.directive,))


def _clauses(parts: Parts) -> Iterator[_Fault]:
    """What keeps a clause is named by a known word, with a sentence; "nothing" stands alone."""
    for place, clause in parts.clauses:
        for keeper in clause.enforced_by:
            if not _KEEPER.fullmatch(keeper):
                message = (
                    f'\'{keeper}\' must be "screen:" with a page\'s name, "portal", "judgement" or "nothing"'
                )
                yield _Fault(place=place, key="enforced_by", message=message, holding=keeper)
        if "nothing" in clause.enforced_by and len(clause.enforced_by) > 1:
            yield _Fault(place=place, key="enforced_by", message='"nothing" stands alone')
        if bool(clause.enforced_by) != bool(clause.how):
            yield _Fault(place=place, key="how", message="says what `enforced_by` does, and nothing else")


def _settings(parts: Parts) -> Iterator[_Fault]:
    place = Place(table="settings")
    if parts.settings and not parts.settings.booking_photo_floor:
        message = "is state law (5 ILCS 140/2.15) and cannot be switched off"
        yield _Fault(place=place, key="booking_photo_floor", message=message)
    if parts.settings and not parts.settings.unit_kinds:
        yield _Fault(place=place, key="unit_kinds", message="must name a kind of unit")


def _attestation(parts: Parts) -> Iterator[_Fault]:
    form, place = parts.attestation, Place(table="attestation")
    if form is None:
        return
    yield from _missing(parts, place, "clause", "clause", (form.clause,))
    yield from _missing(parts, place, "source_question", "question", (form.source_question,))
    yield from _missing(parts, place, "date_question", "question", (form.date_question,))
    yield from _not_a_date(parts, place, "date_question", form.date_question)
    if not form.boxes:
        yield _Fault(place=place, key="boxes", message="must hold a box for sensitive kinds")


def _training(parts: Parts) -> Iterator[_Fault]:
    """A demand names its clause and its topics, or there is none."""
    demand, place = parts.training, Place(table="training")
    yield from _missing(parts, place, "clause", "clause", (demand.clause,))
    if bool(demand.clause) != bool(demand.topics):
        yield _Fault(place=place, key="topics", message="a demand names a clause and at least one topic")
    keys = [topic.key for topic in demand.topics]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield _Fault(place=place, key="topics", message=f"'{key}' is used twice", holding=key)
    for key in keys:
        if not _TOPIC.fullmatch(key):
            message = f"'{key}' must be small letters, digits and '_', 40 at most"
            yield _Fault(place=place, key="topics", message=message, holding=key)


def _checklist(parts: Parts) -> Iterator[_Fault]:
    """It is of a training, and short enough to be read each time."""
    demand, place = parts.training, Place(table="training")
    yield from _missing(parts, place, "checklist_clause", "clause", (demand.checklist_clause,))
    if demand.checklist and not demand.clause:
        yield _Fault(
            place=place, key="checklist", message="is of a training, so the training names its clause"
        )
    if len(demand.checklist) > MOST_LINES:
        yield _Fault(
            place=place, key="checklist", message=f"has {MOST_LINES} lines at most, to be read each time"
        )
    for line in demand.checklist:
        if len(line) > LONGEST_LINE:
            message = f"a line of the checklist has {LONGEST_LINE} characters at most"
            yield _Fault(place=place, key="checklist", message=message, holding=line)
    if len(set(demand.checklist)) < len(demand.checklist):
        yield _Fault(place=place, key="checklist", message="holds a line twice")


def _questions(parts: Parts) -> Iterator[_Fault]:
    asked = {key for _, category in parts.categories for key in category.questions}
    demanded = set()
    for _, rule in parts.rules:
        asked.update((*getattr(rule, "then_ask", ()), rule.set_aside_for))
        if isinstance(rule, WordsAsk | EndorsementWarned):
            asked.add(rule.question)
        if isinstance(rule, WordsAsk | RequiredAnswer | EndorsementWarned):
            demanded.add(rule.question)
        if isinstance(rule, PermissionRequired):
            asked.add(rule.attached_by)
            demanded.add(rule.attached_by)
    for place, question in parts.questions:
        yield from _options(place, question)
        if parts.whole:
            yield from _use(place, question, question.key in asked, question.key in demanded)


def _use(place: Place, question: Question, asked: bool, demanded: bool) -> Iterator[_Fault]:
    if not asked:
        yield _Fault(place=place, key="key", message=f"nothing asks the question '{question.key}'")
    if question.required and not demanded:
        yield _Fault(place=place, key="key", message=f"'{question.key}' is required and no rule demands it")
    if demanded and not question.required:
        yield _Fault(place=place, key="required", message=f"a rule demands an answer to '{question.key}'")


def _options(place: Place, question: Question) -> Iterator[_Fault]:
    if (question.kind == "choice") != bool(question.options):
        yield _Fault(place=place, key="options", message="a choice has options, nothing else has")
    values = [option.value for option in question.options]
    for value in sorted({value for value in values if values.count(value) > 1}):
        yield _Fault(place=place, key="options", message=f"'{value}' is used twice", holding=value)


def _categories(parts: Parts) -> Iterator[_Fault]:
    for place, category in parts.categories:
        yield from _missing(parts, place, "questions", "question", category.questions)
        yield from _missing(parts, place, "again", "question", category.again)
        yield from _unit_kinds(parts, place, category.unit_kinds)
        yield from _accounts(place, category)


def _rules(parts: Parts) -> Iterator[_Fault]:
    for place, rule in parts.rules:
        if not rule.on and rule.basis != "choice":
            yield _Fault(place=place, key="on", message="only a choice of the department can be switched off")
        if isinstance(rule, WordRule):
            yield from _reads(place, rule)
        if getattr(rule, "offices", None) == ():
            yield _Fault(place=place, key="offices", message="must name an office to tell")
        if isinstance(rule, DateReached | PastDate | DayWords):
            yield from _not_a_date(parts, place, "question", rule.question)
        if isinstance(rule, PermissionRequired):
            yield from _not_a_permission(parts, place, rule)
        yield from _unit_kinds(parts, place, rule.unit_kinds)
        yield from _accounts(place, rule)
        yield from _names(parts, place, rule)
        yield from _slots(place, rule)


def _reads(place: Place, rule: WordRule) -> Iterator[_Fault]:
    if not rule.terms and not rule.check:
        yield _Fault(
            place=place, key="terms", message="must hold words to look for, or `check` names a check"
        )
    if rule.check and rule.check not in CHECKS:
        listed = ", ".join(sorted(CHECKS))
        message = f"no check '{rule.check}' of texts; there are {listed}"
        yield _Fault(place=place, key="check", message=message, holding=rule.check)
    if rule.seen and not rule.check:
        yield _Fault(
            place=place, key="seen", message="says what to take from a check, and `check` names none"
        )


def _names(parts: Parts, place: Place, rule: Rule) -> Iterator[_Fault]:
    for key, table in (
        ("clause", "clause"),
        ("question", "question"),
        ("attached_by", "question"),
        ("then_ask", "question"),
        ("categories", "category"),
        ("not_categories", "category"),
        ("kinds", "category"),
        ("step", "step"),
    ):
        named = getattr(rule, key, ())
        yield from _missing(parts, place, key, table, (named,) if isinstance(named, str) else named)
    for key in ("values", "settled_by"):
        yield from _no_option(parts, place, key, getattr(rule, "question", ""), getattr(rule, key, ()))
    for given in rule.given:
        yield from _missing(parts, place, "given", "question", (given.question,))
        yield from _no_option(parts, place, "given", given.question, given.values)


def _no_option(parts: Parts, place: Place, key: str, name: str, values: tuple[str, ...]) -> Iterator[_Fault]:
    question = parts.question(name)
    for value in values if question else ():
        if question and value not in {option.value for option in question.options}:
            message = f"'{question.key}' has no option '{value}'"
            yield _Fault(place=place, key=key, message=message, holding=value)


def _missing(parts: Parts, place: Place, key: str, table: str, names: tuple[str, ...]) -> Iterator[_Fault]:
    for name in names:
        if name and name not in parts.names[table]:
            yield _Fault(place=place, key=key, message=f"no {table} '{name}' in this pack", holding=name)


def _unit_kinds(parts: Parts, place: Place, kinds: tuple[str, ...]) -> Iterator[_Fault]:
    for kind in kinds if parts.settings else ():
        if parts.settings and kind not in parts.settings.unit_kinds:
            message = f"no kind of unit '{kind}' in the settings"
            yield _Fault(place=place, key="unit_kinds", message=message, holding=kind)


def _accounts(place: Place, one: NamesAccounts) -> Iterator[_Fault]:
    """Handles as the register has them; which of them a department has is asked where it proposes the rules."""
    for key in ("accounts", "not_accounts"):
        for handle in getattr(one, key):
            if not _HANDLE.fullmatch(handle):
                message = f"'{handle}' must be a handle alone, without the @ sign"
                yield _Fault(place=place, key=key, message=message, holding=handle)


def _not_a_date(parts: Parts, place: Place, key: str, name: str) -> Iterator[_Fault]:
    question = parts.question(name)
    if question and question.kind != "date":
        yield _Fault(place=place, key=key, message=f"'{name}' does not ask for a date")


def _not_a_permission(parts: Parts, place: Place, rule: PermissionRequired) -> Iterator[_Fault]:
    question = parts.question(rule.attached_by)
    if question and question.kind != "permission":
        message = f"'{rule.attached_by}' does not ask for a permission"
        yield _Fault(place=place, key="attached_by", message=message)


def _slots(place: Place, rule: Rule) -> Iterator[_Fault]:
    for field in fields(rule):
        if "sentence" in field.name:
            for slot in _SLOT.findall(getattr(rule, field.name)):
                if slot not in rule.words_for:
                    message = f"{{{slot}}} cannot be filled in by this kind of rule"
                    yield _Fault(place=place, key=field.name, message=message)


def _needed(parts: Parts) -> Iterator[_Fault]:
    if not parts.whole:
        return
    for kind, name in ((ListedCategory, "listed_category"), (Approval, "approval")):
        if sum(isinstance(rule, kind) for _, rule in parts.rules) != 1:
            message = f"a pack has exactly one rule of the kind '{name}'"
            yield _Fault(place=Place(table="rule", repeated=True), key="", message=message)
