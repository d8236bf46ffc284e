"""Lists page by page: each begins behind the last row of the one before, however long the list is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

from accounts import paths

T = TypeVar("T")
R = TypeVar("R", bound=Model)


@dataclass(frozen=True, kw_only=True)
class Page(Generic[T]):
    """One page of a list, and where the next one begins (None at the end)."""

    rows: Sequence[T]
    next_after: str | None


def cut(
    found: QuerySet[R],
    *,
    size: int,
    by: Callable[[R], datetime | None],
    key: Callable[[R], int] = lambda row: row.pk,
) -> Page[R]:
    """The first page of ordered rows; `by` and `key` are the time and the id they are ordered by."""
    rows = list(found[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    moment = by(rows[-1]) if more else None
    return Page(rows=rows, next_after=f"{moment.isoformat()}_{key(rows[-1])}" if moment else None)


def newest(found: QuerySet[R], *, after: int | None, size: int) -> Page[R]:
    """A page of rows in the order of their ids, the newest first, from below the id `after`: one query."""
    older = found if after is None else found.filter(pk__lt=after)
    rows = list(older.order_by("-pk")[: size + 1])
    return Page(rows=rows[:size], next_after=str(rows[size - 1].pk) if len(rows) > size else None)


def begins(after: str | None) -> tuple[datetime, int] | None:
    """Time and id behind which a page begins; a cursor that was tampered with is the beginning of the list."""
    moment, _, pk = (after or "").rpartition("_")
    at, key = paths.moment(moment), paths.whole(pk)
    return (at, key) if at is not None and key is not None else None
