"""What a kind of table is: its columns, what it would change and how that is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from accounts.models import Agency, Member


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table."""

    name: str
    label: str
    headers: tuple[str, ...]
    """What a spreadsheet may call it, in small letters and digits alone."""
    required: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row as it was read: its number in the file, where the header is row 1, and its cells by column."""

    number: int
    said: Mapping[str, str]


class Mark(StrEnum):
    """What a row would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    LEFT = "left"
    """Somebody whom the table leaves out; only written where the administrator says so."""
    FAULT = "fault"


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the check says of one row."""

    number: int
    """Of the row; 0 for what is not in the table."""
    mark: str
    name: str
    """Whom or what the row is about."""
    words: tuple[str, ...] = ()
    """What would change, or what is wrong, a sentence each."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What is written."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of table."""

    key: str
    title: str
    about: str
    """What it is for, and what to know before."""
    page: str
    """The page that leads here, by the name of its address."""
    page_title: str
    left: str
    """The words of the box that has rows marked LEFT written too; empty where there are none."""
    columns: tuple[Column, ...]
    compare: Callable[[Agency, Sequence[Row], datetime], list[Found]]
    """What each row would do at a moment; writes nothing, in as many statements for many rows as for one."""
    write: Callable[[Agency, Sequence[Found], Member, datetime], int]
    """Write these rows inside the caller's transaction; returns how many changed something."""
