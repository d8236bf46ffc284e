"""From each clause to its rules, pages and tests, read from what is there: docs/traceability.md."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from directives import acting, clause_ids
from directives.model import Basis, Clause
from directives.pack import Pack
from directives.rule_kinds import RULE_KINDS

CHICAGO = ("CPD-TW", "CPD-SM")
"""The directives of which every clause stands in Chicago's rules."""
_KINDS = {kind: name for name, kind in RULE_KINDS.items()}
_DIRECTIVES = tuple(re.sub(r"[.-]", "_", id.lower()) for id in clause_ids.by_directive())
"""As the names of tests write them."""
_NOTHING, _SCREEN = "nothing", "screen:"
_OF_RULES = "tests/directives/"
_TITLE = """# From clause to rule, page and test

Made from the packs, the pages and the tests by `make documents`; a test fails while this page is old.

A rule stands with its kind, as the engine calls it, and with whose demand it is: the clause itself, a reading of it, or
a choice of the department. A screen is a page of the portal that keeps the clause, with its address. Besides, a clause
is kept by the words of an approval ("attestation"), by the training and its checklist, by the portal itself ("portal"),
by a person's judgement ("judgement"), or by nothing yet. A test is one whose name says the clause, or whose docstring
says that it is about it: from end to end where it goes through pages, workers or the domain with a database, of rules
alone where it asks the engine. The words of the directives stand nowhere in this project; what a clause is about is
told in our own.
"""


@dataclass(frozen=True, kw_only=True)
class Traced:
    """One clause with what leads from it; `clause` is None where no pack and no page tells it yet."""

    id: str
    clause: Clause | None
    rules: tuple[tuple[str, str, Basis], ...]
    """Id, kind, and whose demand it is."""
    keepers: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def kept(self) -> bool:
        """Whether anything at all keeps it."""
        return bool(self.rules) or any(one != _NOTHING for one in self.keepers)

    @property
    def judged(self) -> bool:
        """Whether a person's judgement is among what keeps it."""
        return "judgement" in self.keepers

    @property
    def screens(self) -> tuple[str, ...]:
        """Names of addresses."""
        return tuple(one.removeprefix(_SCREEN) for one in self.keepers if one.startswith(_SCREEN))

    @property
    def end_to_end(self) -> tuple[str, ...]:
        """The tests that go through pages, workers or the domain."""
        return tuple(one for one in self.tests if not one.startswith(_OF_RULES))

    @property
    def of_rules(self) -> tuple[str, ...]:
        """Those that ask the engine alone."""
        return tuple(one for one in self.tests if one.startswith(_OF_RULES))


def traced(*, packs: Sequence[Pack], tests: Path) -> Mapping[str, tuple[Traced, ...]]:
    """Every clause of the five directives, by directive and in their order."""
    told = {clause.id: clause for pack in reversed(packs) for clause in pack.clauses}
    found = named_by_tests(folder=tests)
    return {
        directive: tuple(_traced(id, told.get(id) or acting.CLAUSES.get(id), packs, found) for id in ids)
        for directive, ids in clause_ids.by_directive().items()
    }


def _traced(id: str, clause: Clause | None, packs: Sequence[Pack], tests: Mapping[str, list[str]]) -> Traced:
    return Traced(
        id=id,
        clause=clause,
        rules=tuple(
            (rule.id, _KINDS[type(rule)], rule.basis)
            for pack in packs
            for rule in pack.rules
            if rule.clause == id
        ),
        keepers=tuple(_keepers(id, clause, packs)),
        tests=tuple(sorted(tests.get(id, ()))),
    )


def _keepers(id: str, clause: Clause | None, packs: Sequence[Pack]) -> Iterator[str]:
    """What keeps it besides rules; who may act is kept by the portal in every department."""
    if any(pack.attestation.clause == id for pack in packs):
        yield "attestation"
    if any(pack.training.clause == id for pack in packs):
        yield "training"
    if any(pack.training.guide is not None and pack.training.guide.clause == id for pack in packs):
        yield "checklist"
    if clause is not None and clause.enforced_by:
        yield from clause.enforced_by
    elif id in acting.CLAUSES:
        yield "portal"


def faults(*, pack: Pack, screens: Iterable[str]) -> list[str]:
    """What is wrong between Chicago's rules, the list of clauses and the pages, a sentence each."""
    listed = clause_ids.by_directive()
    told = {clause.id for clause in pack.clauses}
    missing = [
        f"{id} is in no [[clause]]." for directive in CHICAGO for id in listed[directive] if id not in told
    ]
    ours = tuple(f"{directive}." for directive in listed)
    known = {id for ids in listed.values() for id in ids}
    unknown = [
        f"{id} is no clause of its directive." for id in told if id.startswith(ours) and id not in known
    ]
    cited = [
        f"The rule {rule.id} cites {rule.clause}, which is in no [[clause]]."
        for rule in pack.rules
        if rule.clause not in told
    ]
    pages = {f"screen:{name}" for name in screens}
    gone = [
        f"{clause.id} is kept by {one}, which is no page."
        for clause in pack.clauses
        for one in clause.enforced_by
        if one.startswith("screen:") and one not in pages
    ]
    bare = [
        f"{clause.id} says nothing of what keeps it."
        for clause in pack.clauses
        if not any(rule.clause == clause.id for rule in pack.rules)
        and not any(_keepers(clause.id, clause, [pack]))
    ]
    return [*missing, *sorted(unknown), *cited, *gone, *bare]


def named_by_tests(*, folder: Path) -> dict[str, list[str]]:
    """By clause the tests that name it: `…_cpd_tw_iv_h_…`, or its id in the docstring."""
    ids = sorted(clause_ids.places(), key=len, reverse=True)
    slugs = _slugs()
    anywhere = re.compile("|".join(rf"{re.escape(id)}(?![\w-]|\.\w)" for id in ids))
    hint = re.compile("|".join(re.escape(directive) for directive in clause_ids.by_directive()))
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("test_*.py")):
        source = path.read_text(encoding="utf-8")
        if not hint.search(source) and not any(slug in source for slug in slugs):
            continue
        for test in _tests(ast.parse(source)):
            named = set(anywhere.findall(ast.get_docstring(test) or "")) | named_in(name=test.name)
            for id in named:
                found.setdefault(id, []).append(f"{path.relative_to(folder.parent)}::{test.name}")
    return found


def _tests(module: ast.Module) -> Iterator[ast.FunctionDef]:
    return (
        one for one in ast.walk(module) if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")
    )


@cache
def _slugs() -> Mapping[str, str]:
    """Each clause by its id as the names of tests write it."""
    return {re.sub(r"[.-]", "_", id.lower()): id for id in clause_ids.places()}


def named_in(*, name: str) -> set[str]:
    """The clauses a test's name says: `cpd_tw_v_b_7_and_v_d_5` are two, each the longest id that fits its place."""
    slugs = _slugs()
    found = set()
    for begin in re.finditer(r"(?<=_)(?=" + "|".join(_DIRECTIVES) + ")", name):
        rest = name[begin.start() :]
        directive = next(each for each in _DIRECTIVES if rest.startswith(each))
        while slug := max((one for one in slugs if f"{rest}_".startswith(f"{one}_")), key=len, default=""):
            found.add(slugs[slug])
            rest = directive + rest.removeprefix(f"{slug}_and") if rest.startswith(f"{slug}_and_") else ""
    return found


def in_words(*, packs: Sequence[Pack], tests: Path, screens: Mapping[str, str]) -> str:
    """The page of the documentation, in Markdown; `screens` are the addresses of pages by their names."""
    sections = [_TITLE]
    for directive, clauses in traced(packs=packs, tests=tests).items():
        sections.append(f"## {directive}\n\n{_summary(clauses)}\n\n{_table(clauses, screens)}\n")
    return "\n".join(sections)


def _summary(clauses: Sequence[Traced]) -> str:
    ruled, kept = sum(bool(one.rules) for one in clauses), sum(one.kept for one in clauses)
    tested, ways = sum(bool(one.tests) for one in clauses), sum(bool(one.end_to_end) for one in clauses)
    return (
        f"{len(clauses)} clauses: {ruled} with rules, {kept} kept by something, {tested} named by tests, "
        f"{ways} of them from end to end."
    )


_COLUMNS = (
    "Clause",
    "About",
    "Rules",
    "Screens",
    "Kept besides by",
    "Tests from end to end",
    "Tests of rules alone",
)


def _table(clauses: Sequence[Traced], screens: Mapping[str, str]) -> str:
    rows = [f"| {' | '.join(_COLUMNS)} |", f"|{' --- |' * len(_COLUMNS)}"]
    rows += [f"| {' | '.join(_cells(one, screens))} |" for one in clauses]
    return "\n".join(rows)


def _cells(one: Traced, screens: Mapping[str, str]) -> tuple[str, ...]:
    besides = [keeper for keeper in one.keepers if not keeper.startswith(_SCREEN)]
    return (
        f"`{one.id}`",
        one.clause.title if one.clause else "Told in no pack yet",
        "<br>".join(f"`{rule}` ({kind}, {basis})" for rule, kind, basis in one.rules),
        "<br>".join(f"{name.replace('_', ' ')} `{screens[name]}`" for name in one.screens),
        "<br>".join(f"`{keeper}`" for keeper in besides or ([] if one.kept else [_NOTHING])),
        "<br>".join(f"`{test}`" for test in one.end_to_end),
        "<br>".join(f"`{test}`" for test in one.of_rules),
    )
