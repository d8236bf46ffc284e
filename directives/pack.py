"""A policy pack: one department's rules under one version, read from TOML and checked whole before use."""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from directives.checks import check
from directives.decision import canonical
from directives.model import AttestationForm, Category, Clause, Question, Settings, StepKind
from directives.reading import PackError, Place, Reader
from directives.rule_kinds import RULE_KINDS
from directives.rules import Rule

PACKS = Path(__file__).parent / "packs"
_TOP = frozenset({"slug", "version", "effective_on", "title", "agency"})
_TABLES = {"clause": Clause, "question": Question, "category": Category, "step": StepKind}


class PackErrors(Exception):
    """Everything that is wrong with a pack, not only the first thing."""

    def __init__(self, errors: tuple[PackError, ...]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = errors


class NoSuchPack(Exception):
    """No file of that name among the packs."""


@dataclass(frozen=True, kw_only=True)
class Pack:
    """Read with `load_pack`. `digest` is SHA-256 over canonical JSON of the parsed file."""

    slug: str
    version: str
    effective_on: date
    title: str
    agency: str
    digest: str
    settings: Settings
    attestation: AttestationForm
    clauses: tuple[Clause, ...]
    questions: tuple[Question, ...]
    categories: tuple[Category, ...]
    steps: tuple[StepKind, ...]
    rules: tuple[Rule, ...]

    def category(self, *, key: str | None) -> Category | None:
        return next((one for one in self.categories if one.key == key), None)

    def question(self, *, key: str) -> Question | None:
        return next((one for one in self.questions if one.key == key), None)

    def clause(self, *, id: str) -> Clause | None:
        return next((one for one in self.clauses if one.id == id), None)

    def rule(self, *, id: str) -> Rule | None:
        return next((one for one in self.rules if one.id == id), None)

    def categories_for(self, *, unit_kind: str) -> tuple[Category, ...]:
        """The kinds of post this kind of unit may choose from, in the order of the pack."""
        return tuple(one for one in self.categories if one.open_to(unit_kind=unit_kind))


@dataclass(frozen=True, kw_only=True)
class _Heading:
    slug: str
    version: str
    effective_on: date
    title: str
    agency: str


def available() -> tuple[str, ...]:
    """The names of the packs that come with the portal."""
    return tuple(sorted(path.stem for path in PACKS.glob("*.toml")))


def load_pack(name: str | Path) -> Pack:
    """A pack by the name it comes with, or by the path of a file. Raises PackErrors with every error."""
    path = name if isinstance(name, Path) else PACKS / f"{name}.toml"
    if not isinstance(name, Path) and name not in available():
        raise NoSuchPack(name)
    return parse_pack(file=path.name, source=path.read_text(encoding="utf-8"))


def parse_pack(*, file: str, source: str) -> Pack:
    """A pack from the text of its file; `file` is only named in errors."""
    try:
        content = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise PackErrors((_not_toml(file, source, error),)) from error
    reader = Reader(file=file, source=source)
    pack = _build(reader, content)
    if pack is not None:
        check(reader=reader, pack=pack)
    if reader.errors or pack is None:
        raise PackErrors(tuple(sorted(reader.errors, key=lambda error: (error.line, error.key))))
    return pack


def _build(reader: Reader, content: dict[str, Any]) -> Pack | None:
    allowed = _TOP | _TABLES.keys() | {"settings", "attestation", "rule"}
    for key in content.keys() - allowed:
        place = Place(table=key) if isinstance(content[key], dict | list) else Place(table="")
        reader.wrong(place=place, key="" if place.table else key, message="is not a key of a pack")
    heading = reader.make(
        _Heading, table={key: content[key] for key in _TOP & content.keys()}, place=Place(table="")
    )
    settings = reader.make(Settings, table=content.get("settings", {}), place=Place(table="settings"))
    attestation = reader.make(
        AttestationForm, table=content.get("attestation", {}), place=Place(table="attestation")
    )
    many = {name: _tables(reader, content, name, kind) for name, kind in _TABLES.items()}
    rules = _rules(reader, content)
    if reader.errors or heading is None or settings is None or attestation is None:
        return None
    return Pack(
        **vars(heading),
        digest=hashlib.sha256(canonical(content=content)).hexdigest(),
        settings=settings,
        attestation=attestation,
        clauses=many["clause"],
        questions=many["question"],
        categories=many["category"],
        steps=many["step"],
        rules=rules,
    )


def _rows(reader: Reader, content: dict[str, Any], name: str) -> list[tuple[Place, Any]]:
    rows = content.get(name, [])
    if not isinstance(rows, list) or not rows:
        reader.wrong(place=Place(table=name), key="", message=f"must be given as [[{name}]], at least once")
        return []
    return [(Place(table=name, index=at, repeated=True), row) for at, row in enumerate(rows)]


def _tables(reader: Reader, content: dict[str, Any], name: str, kind: type[Any]) -> tuple[Any, ...]:
    return tuple(reader.make(kind, table=row, place=place) for place, row in _rows(reader, content, name))


def _rules(reader: Reader, content: dict[str, Any]) -> tuple[Rule, ...]:
    made = []
    for place, row in _rows(reader, content, "rule"):
        kind = RULE_KINDS.get(row.get("kind", "")) if isinstance(row, dict) else None
        if kind is None:
            listed = ", ".join(sorted(RULE_KINDS))
            reader.wrong(place=place, key="kind", message=f"must be one of {listed}")
            continue
        rule = reader.make(kind, table=row, place=place, ignore=frozenset({"kind"}))
        if rule is not None:
            made.append(rule)
    return tuple(made)


def _not_toml(file: str, source: str, error: tomllib.TOMLDecodeError) -> PackError:
    found = re.search(r"at line (\d+)", str(error))
    line = int(found[1]) if found else len(source.splitlines()) or 1
    return PackError(file=file, key="", line=line, message=f"is not TOML: {error}")
