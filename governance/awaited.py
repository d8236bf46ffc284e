"""One thing that awaits a member, and one kind of such things."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Count, Model, QuerySet, Window

Row = TypeVar("Row", bound=Model)
SHOWN = 3
"""Lines of a part; the rest is behind its link."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that awaits somebody."""

    words: str
    address: str
    whose: str = ""
    at: datetime | None = None
    due: bool = False
    """Whether the time is a deadline."""
    last_day: bool = False
    """Whether it is the midnight after the last day, which is said in its place."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One kind of thing that awaits a member."""

    title: str
    icon: str
    lines: Sequence[Line]
    count: int
    """How many there are in all."""
    tone: str = ""
    """Of its card: needs, trouble or empty."""
    address: str = ""
    """Where all of them are; empty where the lines are all there is to open."""
    leads_to: str = ""


def told(
    rows: QuerySet[Row],
    line: Callable[[Row], Line],
    *,
    title: str,
    icon: str,
    tone: str = "",
    address: str,
    leads_to: str,
) -> Part:
    """A part of the page with the first of these rows as lines; one query."""
    first, count = few(rows)
    return Part(
        title=title,
        icon=icon,
        lines=[line(one) for one in first],
        count=count,
        tone=tone,
        address=address,
        leads_to=leads_to,
    )


def few(rows: QuerySet[Row]) -> tuple[list[Row], int]:
    """The first of them, and how many there are; one query."""
    first = list(rows.annotate(of_all=Window(Count("*")))[:SHOWN])
    return first, first[0].of_all if first else 0  # type: ignore[attr-defined]  # as annotated
