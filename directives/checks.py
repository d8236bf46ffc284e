"""What must hold between the parts of a pack: whatever is named exists, whatever exists is used."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from directives.model import Question
from directives.reading import Place, Reader
from directives.rules import Approval, ListedCategory, RequiredAnswer, Rule
from directives.word_rules import WordsAsk

if TYPE_CHECKING:
    from directives.pack import Pack

_SLOT = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, kw_only=True)
class _Fault:
    place: Place
    key: str
    message: str
    holding: str = ""


def check(*, reader: Reader, pack: "Pack") -> None:
    """Report every fault of a pack whose tables were each well formed."""
    for faults in (_doubles, _settings, _attestation, _questions, _categories, _rules, _needed):
        for fault in faults(pack):
            reader.wrong(place=fault.place, key=fault.key, message=fault.message, holding=fault.holding)


def _at(table: str, index: int) -> Place:
    return Place(table=table, index=index, repeated=True)


def _doubles(pack: "Pack") -> Iterator[_Fault]:
    for table, key, rows in (
        ("clause", "id", pack.clauses),
        ("question", "key", pack.questions),
        ("category", "key", pack.categories),
        ("step", "key", pack.steps),
        ("rule", "id", pack.rules),
    ):
        names: list[Any] = [getattr(row, key) for row in rows]
        for index, name in enumerate(names):
            if name in names[:index]:
                yield _Fault(place=_at(table, index), key=key, message=f"'{name}' is used twice")


def _settings(pack: "Pack") -> Iterator[_Fault]:
    if not pack.settings.booking_photo_floor:
        message = "is state law (5 ILCS 140/2.15) and cannot be switched off"
        yield _Fault(place=Place(table="settings"), key="booking_photo_floor", message=message)
    if not pack.settings.unit_kinds:
        yield _Fault(place=Place(table="settings"), key="unit_kinds", message="must name a kind of unit")


def _attestation(pack: "Pack") -> Iterator[_Fault]:
    place, form = Place(table="attestation"), pack.attestation
    if pack.clause(id=form.clause) is None:
        yield _Fault(place=place, key="clause", message=f"no clause '{form.clause}' in this pack")
    for key in ("source_question", "date_question"):
        name = getattr(form, key)
        if name and pack.question(key=name) is None:
            yield _Fault(place=place, key=key, message=f"no question '{name}' in this pack")
    if not form.boxes:
        yield _Fault(place=place, key="boxes", message="must hold a box for sensitive kinds")


def _questions(pack: "Pack") -> Iterator[_Fault]:
    asked = {key for category in pack.categories for key in category.questions}
    demanded = set()
    for rule in pack.rules:
        asked.update(getattr(rule, "then_ask", ()))
        if isinstance(rule, WordsAsk):
            asked.add(rule.question)
        if isinstance(rule, WordsAsk | RequiredAnswer):
            demanded.add(rule.question)
    for index, question in enumerate(pack.questions):
        yield from _question(
            _at("question", index), question, question.key in asked, question.key in demanded
        )


def _question(place: Place, question: Question, asked: bool, demanded: bool) -> Iterator[_Fault]:
    if not asked:
        yield _Fault(place=place, key="key", message=f"nothing asks the question '{question.key}'")
    if question.required and not demanded:
        yield _Fault(place=place, key="key", message=f"'{question.key}' is required and no rule demands it")
    if demanded and not question.required:
        yield _Fault(place=place, key="required", message=f"a rule demands an answer to '{question.key}'")
    if (question.kind == "choice") != bool(question.options):
        yield _Fault(place=place, key="options", message="a choice has options, nothing else has")
    values = [option.value for option in question.options]
    for value in {value for value in values if values.count(value) > 1}:
        yield _Fault(place=place, key="options", message=f"'{value}' is used twice", holding=value)


def _categories(pack: "Pack") -> Iterator[_Fault]:
    for index, category in enumerate(pack.categories):
        place = _at("category", index)
        for key in category.questions:
            if pack.question(key=key) is None:
                yield _Fault(
                    place=place, key="questions", message=f"no question '{key}' in this pack", holding=key
                )
        yield from _unit_kinds(pack, place, category.unit_kinds)


def _unit_kinds(pack: "Pack", place: Place, kinds: tuple[str, ...]) -> Iterator[_Fault]:
    for kind in kinds:
        if kind not in pack.settings.unit_kinds:
            yield _Fault(place=place, key="unit_kinds", message=f"no kind of unit '{kind}'", holding=kind)


def _rules(pack: "Pack") -> Iterator[_Fault]:
    for index, rule in enumerate(pack.rules):
        place = _at("rule", index)
        if pack.clause(id=rule.clause) is None:
            yield _Fault(place=place, key="clause", message=f"no clause '{rule.clause}' in this pack")
        if not rule.on and rule.basis != "choice":
            yield _Fault(place=place, key="on", message="only a choice of the department can be switched off")
        yield from _unit_kinds(pack, place, rule.unit_kinds)
        yield from _names(pack, place, rule)
        yield from _slots(place, rule)


def _names(pack: "Pack", place: Place, rule: Rule) -> Iterator[_Fault]:
    question = pack.question(key=getattr(rule, "question", ""))
    listed = {option.value for option in question.options} if question else set()
    places: dict[str, tuple[str, set[str]]] = {
        "question": ("question", {one.key for one in pack.questions}),
        "then_ask": ("question", {one.key for one in pack.questions}),
        "categories": ("category", {one.key for one in pack.categories}),
        "not_categories": ("category", {one.key for one in pack.categories}),
        "step": ("step", {one.key for one in pack.steps}),
        "values": ("option", listed),
        "settled_by": ("option", listed),
    }
    for key, (what, known) in places.items():
        named = getattr(rule, key, ())
        for name in (named,) if isinstance(named, str) else named:
            if name and name not in known:
                yield _Fault(place=place, key=key, message=f"no {what} '{name}' in this pack", holding=name)


def _slots(place: Place, rule: Rule) -> Iterator[_Fault]:
    for field in fields(rule):
        if "sentence" in field.name:
            for slot in _SLOT.findall(getattr(rule, field.name)):
                if slot not in rule.words_for:
                    message = f"{{{slot}}} cannot be filled in by this kind of rule"
                    yield _Fault(place=place, key=field.name, message=message)


def _needed(pack: "Pack") -> Iterator[_Fault]:
    for kind, name in ((ListedCategory, "listed_category"), (Approval, "approval")):
        if sum(isinstance(rule, kind) for rule in pack.rules) != 1:
            message = f"a pack has exactly one rule of the kind '{name}'"
            yield _Fault(place=_at("rule", 0), key="", message=message)
