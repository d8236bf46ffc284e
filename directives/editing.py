"""Changing single values in the text of a pack: every other line, its notes included, stays as it was written.

The text is what is kept, proposed and read again, so a change is made in it and not in what was read from it.
"""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from directives.lines import Lines
from directives.model import Term

Value = str | bool | int | date | Sequence[str] | Sequence[Term]


class CannotEdit(ValueError):
    """The text is laid out in a way that a single value of it cannot be replaced."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A value of a pack's text: `table` is empty at the top, `index` counts tables of one name from 0."""

    table: str
    key: str
    index: int | None = None


def index_of(*, source: str, table: str, name: str, called: str) -> int | None:
    """The place of the row whose `name` is `called`, counted from 0; None where there is none."""
    rows = tomllib.loads(source).get(table, [])
    return next((at for at, row in enumerate(rows) if row.get(name) == called), None)


def changed(*, source: str, spot: Spot, value: Value | None) -> str:
    """The text with another value; None takes the key away, so that what a pack has without it holds.

    Raises CannotEdit where the text would then not say exactly that.
    """
    rows = source.split("\n")
    first = _line_of(rows, source, spot)
    written = [] if value is None else f"{spot.key} = {_literal(value)}".split("\n")
    if first is not None:
        rows[first : _end(rows, first)] = written
    elif value is not None:
        head = Lines(source=source).of(table=spot.table, index=spot.index or 0)
        rows[head if spot.table else 0 : head if spot.table else 0] = written
    new = "\n".join(rows)
    if not _says(new, _expected(source, spot, value)):
        raise CannotEdit("This part of the file is laid out so that only a new file can change it.")
    return new


def _says(source: str, expected: Mapping[str, Any]) -> bool:
    try:
        return tomllib.loads(source) == expected
    except tomllib.TOMLDecodeError:
        return False


def _expected(source: str, spot: Spot, value: Value | None) -> dict[str, Any]:
    content = tomllib.loads(source)
    table: Any = content[spot.table] if spot.table else content
    row: dict[str, Any] = table if spot.index is None else table[spot.index]
    if value is None:
        row.pop(spot.key, None)
    else:
        row[spot.key] = _plain(value)
    return content


def _plain(value: Value) -> Any:
    if isinstance(value, str | bool | int | date):
        return value
    return [_row(one) if isinstance(one, Term) else one for one in value]


def _row(term: Term) -> str | dict[str, str]:
    return {"words": term.words, "plain": term.plain} if term.plain else term.words


def _line_of(rows: list[str], source: str, spot: Spot) -> int | None:
    """The line, counted from 0, on which a key begins; None where its table does not have it."""
    lines = Lines(source=source)
    at = lines.of(table=spot.table, index=spot.index or 0, key=spot.key) - 1
    return at if at < len(rows) and rows[at].split("=")[0].strip() == spot.key else None


def _end(rows: list[str], first: int) -> int:
    """The line after a value: the first at which what was read so far is whole."""
    for end in range(first + 1, len(rows) + 1):
        try:
            tomllib.loads("\n".join(rows[first:end]))
        except tomllib.TOMLDecodeError:
            continue
        return end
    raise CannotEdit("This part of the file has no end.")


def _literal(value: Value) -> str:
    """As TOML writes it; lists stand one thing a line."""
    if isinstance(value, bool | int):
        return str(value).lower()
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, date):
        return value.isoformat()
    rows = "".join(f"    {_item(one)},\n" for one in value)
    return f"[\n{rows}]"


def _item(one: str | Term) -> str:
    if isinstance(one, str):
        return _quoted(one)
    if not one.plain:
        return _quoted(one.words)
    return f"{{ words = {_quoted(one.words)}, plain = {_quoted(one.plain)} }}"


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
