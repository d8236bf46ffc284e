"""What differs between two versions of a pack, thing by thing and in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from directives.comparison_words import DOES, LABELS, OWN_VALUES, VALUES
from directives.dates import full_day
from directives.model import BASIS_WORDS, Given, Term
from directives.pack import Pack
from directives.rule_kinds import RULE_KINDS
from directives.rules import Rule
from directives.word_rules import WordsAsk

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

How = Literal["new", "gone", "on", "off", "changed"]
_NAMES = ("id", "key")
_KINDS: dict[type[Rule], str] = {kind: name for name, kind in RULE_KINDS.items()}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One point of a thing: what it said before, and what it says now; either may be empty."""

    label: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    listed: bool = False
    """Whether these are what left a list and what came into it, the rest of it being as it was."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing that differs: a rule, a question, a kind of post."""

    key: str
    title: str
    how: How
    lines: tuple[Line, ...]
    clause: str = ""
    basis: str = ""
    does: str = ""
    """What a rule of its kind does."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """The changes in one part of the rules."""

    heading: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """All that differs; two packs that only call themselves by other versions do not."""

    parts: tuple[Part, ...]

    @property
    def nothing(self) -> bool:
        """Whether every post is judged as before, and every page says the same."""
        return not self.parts

    @property
    def count(self) -> int:
        """How many things differ."""
        return sum(len(part.changes) for part in self.parts)

    def under(self, *, heading: str) -> tuple[Change, ...]:
        """The changes in one part; none where nothing of it differs."""
        return next((part.changes for part in self.parts if part.heading == heading), ())

    def of_rule(self, *, id: str) -> Change | None:
        """The change of a rule, by its id."""
        return next((one for one in self.under(heading="Rules") if one.key == id), None)

    def of_question(self, *, key: str) -> Change | None:
        """The change of a question, by its key."""
        return next((one for one in self.under(heading="Questions") if one.key == key), None)


def does(*, rule: Rule) -> str:
    """What a rule of its kind does, in a sentence."""
    return DOES[_KINDS[type(rule)]]


def compare(*, before: Pack, after: Pack) -> Difference:
    """What is new, gone, switched or changed in `after`, in the order of its text; what is gone stands last."""
    names = _Names(before, after)
    parts = (
        Part(heading="Rules", changes=tuple(_rows(before.rules, after.rules, names))),
        Part(heading="Questions", changes=tuple(_rows(before.questions, after.questions, names))),
        Part(heading="Kinds of post", changes=tuple(_rows(before.categories, after.categories, names))),
        Part(heading="Who decides", changes=tuple(_rows(before.steps, after.steps, names))),
        Part(heading="What is said by approving", changes=_one("Words", "attestation", before, after, names)),
        Part(heading="Settings", changes=_one("Settings", "settings", before, after, names)),
        Part(heading="Training", changes=_one("Training", "training", before, after, names)),
        Part(heading="Clauses", changes=tuple(_rows(before.clauses, after.clauses, names))),
        *_further(before, after, names),
        Part(heading="The heading", changes=_heading(before, after)),
    )
    return Difference(parts=tuple(part for part in parts if part.changes))


_KNOWN = frozenset(
    {"rules", "questions", "categories", "steps", "attestation", "settings", "training", "clauses"}
)
_TOP = ("title", "agency", "effective_on", "slug")


def _further(before: Pack, after: Pack, names: "_Names") -> Iterator[Part]:
    """Parts of a pack that are rows of anything else, so that none is ever left out."""
    for field in fields(Pack):
        rows = getattr(after, field.name)
        if field.name not in _KNOWN and isinstance(rows, tuple):
            changes = tuple(_rows(getattr(before, field.name), rows, names))
            yield Part(heading=LABELS[field.name], changes=changes)


def _heading(before: Pack, after: Pack) -> tuple[Change, ...]:
    lines = tuple(
        Line(label=LABELS[key], before=(str(getattr(before, key)),), after=(str(getattr(after, key)),))
        for key in _TOP
        if getattr(before, key) != getattr(after, key)
    )
    return (Change(key="", title="The heading of the rules", how="changed", lines=lines),) if lines else ()


class _Names:
    """What things are called where others name them by key: by the new version, else by the old one."""

    def __init__(self, before: Pack, after: Pack) -> None:
        self._by_field: dict[str, dict[str, str]] = {}
        for pack in (before, after):
            questions = {one.key: f"“{one.label}”" for one in pack.questions}
            kinds = {one.key: one.label for one in pack.categories}
            steps = {str(one.key): one.title for one in pack.steps}
            rules = {one.id: one.title for one in pack.rules}
            for keys, named in (
                (
                    (
                        "question",
                        "then_ask",
                        "attached_by",
                        "set_aside_for",
                        "questions",
                        "again",
                        "source_question",
                        "date_question",
                    ),
                    questions,
                ),
                (("categories", "not_categories", "kinds"), kinds),
                (("step", "role", "offices", "set_aside_by", "adds", "authors", "not_authors"), steps),
                (("permits", "over", "loosens", "matter"), rules),
            ):
                for key in keys:
                    self._by_field.setdefault(key, {}).update(named)
        self._answers = {
            (one.key, option.value): option.label
            for pack in (before, after)
            for one in pack.questions
            for option in one.options
        }

    def word(self, field: str, value: str, question: str) -> str:
        """A value as people read it."""
        if field == "basis":
            return BASIS_WORDS[value]
        if field in ("accounts", "not_accounts"):
            return f"@{value}"
        if field in OWN_VALUES:
            return OWN_VALUES[field][value]
        answer = self._answers.get((question, value)) if field in ("values", "settled_by") else None
        return answer or self._by_field.get(field, {}).get(value) or VALUES.get(value, value)


def _rows(before: Iterable[Any], after: Iterable[Any], names: _Names) -> Iterator[Change]:
    old = {_name(one): one for one in before}
    new = {_name(one): one for one in after}
    for key, one in new.items():
        change = _row(old.get(key), one, names)
        if change is not None:
            yield change
    for key, one in old.items():
        if key not in new:
            yield _change(one, "gone", _all(one, names, gone=True))


def _one(title: str, field: str, before: Pack, after: Pack, names: _Names) -> tuple[Change, ...]:
    lines = tuple(_lines(getattr(before, field), getattr(after, field), names))
    return (Change(key=field, title=title, how="changed", lines=lines),) if lines else ()


def _row(before: Any, after: Any, names: _Names) -> Change | None:
    if before is None:
        return _change(after, "new", _all(after, names))
    if before == after:
        return None
    lines = tuple(line for line in _lines(before, after, names) if line.label != LABELS["on"])
    how: How = "changed"
    if isinstance(before, Rule) and isinstance(after, Rule) and before.on != after.on:
        how = "on" if after.on else "off"
    return _change(after, how, lines)


def _change(one: Any, how: How, lines: tuple[Line, ...]) -> Change:
    return Change(
        key=_name(one),
        title=getattr(one, "title", "") or getattr(one, "label", "") or _name(one),
        how=how,
        lines=lines,
        clause=getattr(one, "clause", ""),
        basis=getattr(one, "basis", ""),
        does=does(rule=one) if isinstance(one, Rule) else "",
    )


def _name(one: Any) -> str:
    return next(str(getattr(one, name)) for name in _NAMES if hasattr(one, name))


def _all(one: "DataclassInstance", names: _Names, *, gone: bool = False) -> tuple[Line, ...]:
    """Every point of a thing that stands on one side only."""
    said = ((field.name, _words(field.name, one, names)) for field in fields(one))
    shown = (
        (name, words)
        for name, words in said
        if words and name not in (*_NAMES, "title", "clause", "basis", "on")
    )
    return tuple(
        Line(label=LABELS[name], before=words if gone else (), after=() if gone else words)
        for name, words in shown
    )


def _lines(before: Any, after: Any, names: _Names) -> Iterator[Line]:
    if type(before) is not type(after):
        yield Line(label="What it does", before=(does(rule=before),), after=(does(rule=after),))
    for key in dict.fromkeys(field.name for one in (before, after) for field in fields(one)):
        if getattr(before, key, None) != getattr(after, key, None):
            yield _line(key, _words(key, before, names), _words(key, after, names), getattr(after, key, None))
    yield from _said(before, after)


def _said(before: Any, after: Any) -> Iterator[Line]:
    """The other of its sentences, where a rule that asked advises now, or the other way round."""
    if isinstance(before, WordsAsk) and isinstance(after, WordsAsk) and before.strength != after.strength:
        yield Line(label="Its author reads", before=(before.says,), after=(after.says,))


def _line(key: str, before: tuple[str, ...], after: tuple[str, ...], value: object) -> Line:
    """Of a list only what left it and what came; where neither did, its order is other, and all of it is shown."""
    if isinstance(value, tuple) and before and after and set(before) != set(after):
        left = tuple(one for one in before if one not in after)
        came = tuple(one for one in after if one not in before)
        return Line(label=LABELS[key], before=left, after=came, listed=True)
    return Line(label=LABELS[key], before=before, after=after)


def _words(key: str, one: object, names: _Names) -> tuple[str, ...]:
    """The value of a field in words; empty where it says nothing."""
    value = getattr(one, key, None)
    question = getattr(one, "question", "")
    if value is None or value == "" or value == () or (value is False and key != "on"):
        return ()
    if isinstance(value, bool):
        return ("Yes" if value else "No",)
    if isinstance(value, tuple):
        return tuple(_item(key, item, question, names) for item in value)
    return (_item(key, value, question, names),)


def _item(key: str, value: object, question: str, names: _Names) -> str:
    if isinstance(value, Term):
        return f"“{value.words}”, better “{value.plain}”" if value.plain else f"“{value.words}”"
    if isinstance(value, Given):
        answers = " or ".join(names.word("values", one, value.question) for one in value.values)
        return f"{names.word('question', value.question, '')}: {answers}"
    if key == "idioms":
        return f"“{value}”"
    if isinstance(value, date):
        return full_day(day=value)
    if is_dataclass(value) and not isinstance(value, type):
        label = getattr(value, "label", None)
        return label if label else ", ".join(str(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {said}" for name, said in value.items())
    return names.word(key, str(value), question)
