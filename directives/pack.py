"""A policy pack: one department's rules under one version, read from TOML and checked whole before use."""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from directives import limits
from directives.checks import NAME_KEYS, Parts, check
from directives.decision import canonical
from directives.model import (
    NO_TRAINING,
    AttestationForm,
    Category,
    Clause,
    Directive,
    Question,
    Settings,
    StepKind,
    TrainingDemand,
)
from directives.reading import Made, PackError, Place, Reader
from directives.rule_kinds import RULE_KINDS
from directives.rules import Rule

PACKS = Path(__file__).parent / "packs"
EARLIER = PACKS / "earlier"
"""Versions that an agency may still work under: 'chicago-2020-12-01.1.toml'."""
_TOP = frozenset({"slug", "version", "effective_on", "title", "agency"})


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
    directives: tuple[Directive, ...]
    clauses: tuple[Clause, ...]
    questions: tuple[Question, ...]
    categories: tuple[Category, ...]
    steps: tuple[StepKind, ...]
    rules: tuple[Rule, ...]
    training: TrainingDemand = NO_TRAINING

    def category(self, *, key: str | None) -> Category | None:
        return next((one for one in self.categories if one.key == key), None)

    def question(self, *, key: str) -> Question | None:
        return next((one for one in self.questions if one.key == key), None)

    def clause(self, *, id: str) -> Clause | None:
        return next((one for one in self.clauses if one.id == id), None)

    def directive_of(self, *, clause: str) -> Directive:
        """The directive a clause of this pack is of. Raises KeyError for a clause of no pack, or of another."""
        ids = {one.id: one.directive for one in self.clauses}
        return next(one for one in self.directives if one.id == ids[clause])

    def rule(self, *, id: str) -> Rule | None:
        return next((one for one in self.rules if one.id == id), None)

    def categories_for(
        self,
        *,
        unit_kind: str,
        author_role: str = "usmr",
        account: str = "",
        alert: bool = False,
        statement: bool = False,
    ) -> tuple[Category, ...]:
        """The kinds of post such an author may choose from for this kind of unit and this account.

        They stand in the order of the pack.
        """
        return tuple(
            one
            for one in self.categories
            if one.open_to(
                unit_kind=unit_kind,
                author_role=author_role,
                account=account,
                alert=alert,
                statement=statement,
            )
        )


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


def source_of(name: str) -> str:
    """The text of a pack by the name it comes with. Raises NoSuchPack."""
    if name not in available():
        raise NoSuchPack(name)
    return (PACKS / f"{name}.toml").read_text(encoding="utf-8")


def load_pack(name: str | Path, *, adopted: bool = False) -> Pack:
    """A pack by the name it comes with, or by the path of a file. Raises PackErrors with every error."""
    if isinstance(name, Path):
        return parse_pack(file=name.name, source=name.read_text(encoding="utf-8"), adopted=adopted)
    return parse_pack(file=f"{name}.toml", source=source_of(name))


def load_version(name: str, *, digest: str) -> Pack:
    """The version of a pack with this digest, the newest or an earlier one. Raises NoSuchPack."""
    return _version(name, digest)[0]


def source_of_version(name: str, *, digest: str) -> str:
    """The text of the version with this digest, the newest or an earlier one. Raises NoSuchPack."""
    return _version(name, digest)[1]


def _version(name: str, digest: str) -> tuple[Pack, str]:
    source = source_of(name)
    newest = parse_pack(file=f"{name}.toml", source=source)
    if newest.digest == digest:
        return newest, source
    for path in sorted(EARLIER.glob(f"{name}-*.toml")):
        earlier = load_pack(path, adopted=True)
        if earlier.digest == digest:
            return earlier, path.read_text(encoding="utf-8")
    raise NoSuchPack(name)


def parse_pack(*, file: str, source: str, adopted: bool = False) -> Pack:
    """A pack from the text of its file; `file` is only named in errors. Raises PackErrors with every error.

    One that was `adopted` is read without the limits: posts rest on it, and a limit may be younger than it is.
    """
    return _parsed(file, source, adopted)


@lru_cache(maxsize=16)
def _parsed(file: str, source: str, adopted: bool) -> Pack:
    """Kept for a while: to read a pack takes a tenth of a second, and the versions in use are few."""
    try:
        content = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise PackErrors((_not_toml(file, source, error),)) from error
    reader = Reader(file=file, source=source)
    _top(reader, content)
    heading, parts = _heading(reader, content), _parts(reader, content)
    check(reader=reader, parts=parts)
    if not adopted:
        limits.check(reader=reader, parts=parts)
    if reader.errors or heading is None or parts.settings is None or parts.attestation is None:
        raise PackErrors(
            tuple(sorted(reader.errors, key=lambda error: (error.line, error.key, error.message)))
        )
    return Pack(
        **vars(heading),
        digest=hashlib.sha256(canonical(content=content)).hexdigest(),
        settings=parts.settings,
        attestation=parts.attestation,
        directives=_directives(parts, precedence=parts.settings.precedence),
        clauses=tuple(row for _, row in parts.clauses),
        questions=tuple(row for _, row in parts.questions),
        categories=tuple(row for _, row in parts.categories),
        steps=tuple(row for _, row in parts.steps),
        rules=tuple(row for _, row in parts.rules),
        training=parts.training,
    )


def _directives(parts: Parts, *, precedence: int) -> tuple[Directive, ...]:
    """As the pack ranks them; where it names none, the titles its clauses give, all of one rank."""
    titles = dict.fromkeys(clause.directive for _, clause in parts.clauses)
    return tuple(row for _, row in parts.directives) or tuple(
        Directive(id=title, title=title, precedence=precedence) for title in titles
    )


def _top(reader: Reader, content: dict[str, Any]) -> None:
    for key in content.keys() - (_TOP | NAME_KEYS.keys() | {"settings", "attestation", "training"}):
        place = Place(table=key) if isinstance(content[key], dict | list) else Place(table="")
        reader.wrong(place=place, key="" if place.table else key, message="is not a key of a pack")


def _heading(reader: Reader, content: dict[str, Any]) -> _Heading | None:
    table = {key: content[key] for key in _TOP & content.keys()}
    return reader.make(_Heading, table=table, place=Place(table=""))


def _parts(reader: Reader, content: dict[str, Any]) -> Parts:
    settings = reader.make(Settings, table=content.get("settings", {}), place=Place(table="settings"))
    attestation = reader.make(
        AttestationForm, table=content.get("attestation", {}), place=Place(table="attestation")
    )
    training = reader.make(TrainingDemand, table=content.get("training", {}), place=Place(table="training"))
    rows = {name: _rows(reader, content, name) for name in NAME_KEYS}
    return Parts(
        settings=settings,
        attestation=attestation,
        training=training or NO_TRAINING,
        directives=_made(reader, rows["directive"], Directive),
        clauses=_made(reader, rows["clause"], Clause),
        questions=_made(reader, rows["question"], Question),
        categories=_made(reader, rows["category"], Category),
        steps=_made(reader, rows["step"], StepKind),
        rules=_rules(reader, rows["rule"]),
        names={name: _names(rows[name], key) for name, key in NAME_KEYS.items()},
    )


def _rows(reader: Reader, content: dict[str, Any], name: str) -> list[tuple[Place, Any]]:
    rows = content.get(name, [])
    if name == "directive" and name not in content:
        return []
    if not isinstance(rows, list) or not rows:
        reader.wrong(place=Place(table=name), key="", message=f"must be given as [[{name}]], at least once")
        return []
    return [(Place(table=name, index=at, repeated=True), row) for at, row in enumerate(rows)]


def _names(rows: list[tuple[Place, Any]], key: str) -> tuple[str | None, ...]:
    """What each row calls itself, even where the rest of it is wrong."""
    named = (row.get(key) if isinstance(row, dict) else None for _, row in rows)
    return tuple(name if isinstance(name, str) else None for name in named)


def _made(reader: Reader, rows: list[tuple[Place, Any]], kind: type[Made]) -> tuple[tuple[Place, Made], ...]:
    made = ((place, reader.make(kind, table=row, place=place)) for place, row in rows)
    return tuple((place, row) for place, row in made if row is not None)


def _rules(reader: Reader, rows: list[tuple[Place, Any]]) -> tuple[tuple[Place, Rule], ...]:
    made: list[tuple[Place, Rule]] = []
    for place, row in rows:
        name = row.get("kind") if isinstance(row, dict) else None
        kind = RULE_KINDS.get(name) if isinstance(name, str) else None
        if kind is None:
            listed = ", ".join(sorted(RULE_KINDS))
            reader.wrong(place=place, key="kind", message=f"must be one of {listed}")
            continue
        rule = reader.make(kind, table=row, place=place, ignore=frozenset({"kind"}))
        if rule is not None:
            made.append((place, rule))
    return tuple(made)


def _not_toml(file: str, source: str, error: tomllib.TOMLDecodeError) -> PackError:
    found = re.search(r"at line (\d+)", str(error))
    line = int(found[1]) if found else len(source.splitlines()) or 1
    return PackError(file=file, key="", line=line, message=f"is not TOML: {error}")
