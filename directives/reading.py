"""Turns a TOML table into a frozen dataclass, field by field, keeping every error it meets."""

from dataclasses import MISSING, Field, dataclass, fields
from datetime import date, datetime
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from directives.lines import Lines
from directives.model import Term

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Made = TypeVar("Made", bound="DataclassInstance")
_hints = cache(get_type_hints)
"""The types of a dataclass's fields, worked out once for each."""


@dataclass(frozen=True, kw_only=True)
class PackError:
    """One thing wrong in a pack's file, and where."""

    file: str
    key: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: {self.message}"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A table of the file; `index` counts tables of the same name from 0."""

    table: str
    index: int = 0
    repeated: bool = False

    def path(self, key: str) -> str:
        name = f"{self.table}[{self.index}]" if self.repeated else self.table
        return ".".join(part for part in (name, key) if part)


class Reader:
    """Reads tables of one file; `errors` grows, nothing is raised."""

    def __init__(self, *, file: str, source: str) -> None:
        self.errors: list[PackError] = []
        self._file = file
        self._lines = Lines(source=source)

    def wrong(self, *, place: Place, key: str, message: str, holding: str = "") -> None:
        line = self._lines.of(table=place.table, index=place.index, key=key, holding=holding)
        self.errors.append(PackError(file=self._file, key=place.path(key), line=line, message=message))

    def make(
        self,
        kind: type[Made],
        *,
        table: Any,
        place: Place,
        within: str = "",
        ignore: frozenset[str] = frozenset(),
    ) -> Made | None:
        """The dataclass, or None if a field is wrong. `within` is the key of an inline table."""
        if not isinstance(table, dict):
            self.wrong(place=place, key=within, message="must be a table")
            return None
        shape: tuple[Field[Any], ...] = fields(kind)
        known = {field.name for field in shape}
        for key in table.keys() - known - ignore:
            self._report(place, within, key, "is not a key of this table")
        before = len(self.errors)
        hints = _hints(kind)
        values = {}
        for field in shape:
            if field.name in table:
                values[field.name] = self._value(
                    hints[field.name], table[field.name], place, within, field.name
                )
            elif field.default is MISSING:
                self._report(place, within, field.name, "is missing")
        return kind(**values) if len(self.errors) == before else None

    def _report(self, place: Place, within: str, key: str, message: str) -> None:
        if within:
            self.wrong(place=place, key=within, message=f"'{key}' {message}", holding=key)
        else:
            self.wrong(place=place, key=key, message=message)

    def _value(self, hint: Any, value: Any, place: Place, within: str, key: str) -> Any:
        if get_origin(hint) is UnionType:
            hint = get_args(hint)[0]
        if get_origin(hint) is tuple:
            return self._many(get_args(hint)[0], value, place, within or key)
        if get_origin(hint) is Literal:
            if value not in get_args(hint):
                listed = ", ".join(f'"{word}"' for word in get_args(hint))
                self._report(place, within, key, f"must be one of {listed}")
            return value
        names = {str: "words in quotes", bool: "true or false", int: "a whole number", date: "a date"}
        if type(value) is not hint or isinstance(value, datetime):
            self._report(place, within, key, f"must be {names[hint]}")
        elif hint is str and not value.strip():
            self._report(place, within, key, "must not be empty")
        elif hint is int and value < 0:
            self._report(place, within, key, "must not be negative")
        return value

    def _many(self, hint: Any, value: Any, place: Place, key: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            self.wrong(place=place, key=key, message="must be a list")
            return ()
        return tuple(self._one(hint, inner, place, key) for inner in value)

    def _one(self, hint: Any, value: Any, place: Place, key: str) -> Any:
        if hint is Term and isinstance(value, str):
            value = {"words": value}
        if get_origin(hint) is Literal:
            if value not in get_args(hint):
                listed = ", ".join(f'"{word}"' for word in get_args(hint))
                self.wrong(place=place, key=key, message=f"must hold only {listed}")
            return value
        if hint is date:
            if type(value) is not date:
                self.wrong(place=place, key=key, message="must hold dates only")
            return value
        if hint is not str:
            return self.make(hint, table=value, place=place, within=key)
        if not isinstance(value, str) or not value.strip():
            self.wrong(place=place, key=key, message="must hold words in quotes only")
        return value
