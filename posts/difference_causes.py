"""Which changes of the rules make one version say of a post what another does not."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from directives.comparison import Change, Difference, Line
from directives.comparison_words import LABELS

Area = Literal["findings", "decides", "approves", "looks_at", "asks", "gives_way"]
"""What is said: a finding, who decides, what who approves says and looks at, a question, which rule gave way."""

_THINGS = {
    "Rules": "the rule",
    "Questions": "the question",
    "Kinds of post": "the kind of post",
    "Who decides": "the step",
    "Clauses": "the clause",
    "Directives": "the directive",
    "What is said by approving": "what is said by approving",
    "Settings": "the settings",
    "Training": "the training",
}
"""By the heading of a part of the rules; the later ones are one thing, without a name."""
_SINGLE = ("What is said by approving", "Settings", "Training")
_RANKS = ("precedence", "law", "ranked_by")
_CHECKLIST = ("checklist", "checklist_clause", "clause")


@dataclass(frozen=True, kw_only=True)
class Cause:
    """A change, and under which heading of the rules it stands; of its points only those that may make it so."""

    heading: str
    change: Change

    @property
    def words(self) -> str:
        """'the settings (a post about use of force)'."""
        thing = _THINGS[self.heading]
        name = thing if self.heading in _SINGLE else f"{thing} “{self.change.title}”"
        points = ", ".join(dict.fromkeys(line.label.lower() for line in self.change.lines))
        if self.change.how == "changed" and points:
            return f"{name} ({points})"
        told = {"new": "is new", "gone": "is gone", "on": "is switched on", "off": "is switched off"}
        return f"{name}, which {told[self.change.how]}" if self.change.how in told else name


@dataclass(frozen=True, kw_only=True)
class About:
    """What is to be explained: of which rules and which question it is, and in which kind of post it is said."""

    area: Area
    rules: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    question: str = ""
    asked: str = ""
    """The question in words."""
    met: tuple[str, ...] = ()
    """The rules that its own disagrees with."""
    category: str = ""


def own(*, about: About, difference: Difference) -> tuple[Cause, ...]:
    """The changes of its very rules, or of its question."""
    rules = (difference.of_rule(id=one) for one in about.rules)
    found = [Cause(heading="Rules", change=one) for one in rules if one is not None]
    question = difference.of_question(key=about.question) if about.area == "asks" else None
    if question is not None:
        found.append(Cause(heading="Questions", change=question))
    return tuple(found)


def behind(*, about: About, difference: Difference) -> tuple[Cause, ...]:
    """The changes of anything else from which it may come; empty where none is known."""
    return tuple(_behind(about, difference))


def further(*, points: Sequence[str], category: str, difference: Difference) -> tuple[Cause, ...]:
    """The changes of the class of a record or of the minutes that a kind of post is given, whichever is meant."""
    kinds = tuple(_pointed("Kinds of post", difference, points, only=(category,)))
    of_rules = _pointed("Rules", difference, ("record_class",)) if "record_class" in points else ()
    return (*kinds, *of_rules)


def parts_of(*, difference: Difference) -> str:
    """The headings of all that differs, where no change is known to be the one."""
    return ", ".join(part.heading.lower() for part in difference.parts)


def _behind(about: About, difference: Difference) -> Iterator[Cause]:
    naming = tuple(_naming(about, difference)) if about.asked else ()
    yield from naming
    if about.area == "approves":
        yield from _pointed("What is said by approving", difference)
        yield from _pointed("Kinds of post", difference, ("sensitive",), only=(about.category,))
    if about.area == "looks_at":
        yield from _pointed("Training", difference, _CHECKLIST)
    if about.area == "decides":
        yield from _pointed("Who decides", difference)
        yield from _pointed("Settings", difference, ("approval_mode", "use_of_force"))
    if about.area == "findings" and not naming:
        yield from _pointed("Settings", difference, ("use_of_force",))
    if about.area == "gives_way" or about.met:
        yield from _pointed("Directives", difference, _RANKS)
        yield from _pointed("Settings", difference, ("precedence",))
        yield from _pointed("Clauses", difference, ("directive",), only=about.clauses)
        changed = (difference.of_rule(id=one) for one in about.met)
        yield from (Cause(heading="Rules", change=one) for one in changed if one is not None)


def _naming(about: About, difference: Difference) -> Iterator[Cause]:
    """Changes of rules and of its kind of post that name the question on one side only."""
    name = f"“{about.asked}”"
    for heading, only in (("Rules", None), ("Kinds of post", (about.category,))):
        for change in _under(heading, difference, only):
            lines = tuple(
                line
                for line in change.lines
                if any(name in said for said in line.before) != any(name in said for said in line.after)
            )
            if lines:
                yield Cause(heading=heading, change=replace(change, lines=lines))


def _pointed(
    heading: str, difference: Difference, points: Iterable[str] = (), *, only: tuple[str, ...] | None = None
) -> Iterator[Cause]:
    """The changes under a heading, with those of their points alone; all of them where none is named."""
    labels = {LABELS[point] for point in points}
    for change in _under(heading, difference, only):
        lines: tuple[Line, ...] = tuple(one for one in change.lines if not labels or one.label in labels)
        if lines:
            yield Cause(heading=heading, change=replace(change, lines=lines))


def _under(heading: str, difference: Difference, only: tuple[str, ...] | None) -> Iterator[Change]:
    changes = difference.under(heading=heading)
    return (one for one in changes if only is None or one.key in only)
