"""What is asked with each page and for each post that goes out: Django writes it once a process, PostgreSQL plans it
once a session.

Where one row of each of four tables is read by its key, writing and planning the question take longer than the answer.
A pooler between the portal and its database must give sessions, as for `posts.alive`.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import DatabaseError, connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler
from psycopg2.errors import FeatureNotSupported, InvalidSqlStatementName
from psycopg2.extensions import AsIs

M = TypeVar("M", bound=Model)
_joined: Callable[..., Sequence[Any]] = get_related_populators
_KEY = -7_305_009
"""Stands for the first key while Django writes, the number before it for the second: no row has them."""
_numbers = count(1)
_sessions: WeakKeyDictionary[Any, "_Session"] = WeakKeyDictionary()
_OUT_OF_DATE = (FeatureNotSupported, InvalidSqlStatementName)
"""A plan whose columns a migration changed since, and one that the session no longer has."""


class _Session:
    """What a session of PostgreSQL knows of our statements."""

    def __init__(self) -> None:
        self.names: dict[Statement, str] = {}
        self.failed: list[str] = []
        """Names that are not asked again, known to the session or not: nobody knows how far a trip came."""

    def give_up(self) -> None:
        """Ask no plan of this session again: where one is out of date, others may be."""
        self.failed.extend(self.names.values())
        self.names.clear()

    def drop_failed(self, cursor: Any) -> None:
        """Forget them there too; no trip where nothing failed."""
        if not self.failed:
            return
        cursor.execute("SELECT name FROM pg_prepared_statements WHERE name = ANY(%s)", [self.failed])
        for (name,) in cursor.fetchall():
            cursor.execute(f"DEALLOCATE {name}")
        self.failed.clear()


class Statement:
    """SQL with $1, $2 and so on for what differs from one post to the next, and %s for what never does."""

    def __init__(self, sql: str, always: Sequence[Any] = ()) -> None:
        self._sql, self._always = sql, always

    def rows(self, *values: Any) -> list[Sequence[Any]]:
        """The answer. The first time in a session it is prepared in the same trip.

        A plan that is out of date is made anew and asked again. Inside a transaction, which PostgreSQL then ends,
        the fault is raised, once: whoever asks next, whatever it is, gets a new plan.
        """
        try:
            return self._asked(values)
        except DatabaseError as fault:
            if not isinstance(fault.__cause__, _OUT_OF_DATE):
                raise
            if connection.in_atomic_block:
                _sessions[connection.connection].give_up()
                raise
        return self._asked(values)

    def _asked(self, values: Sequence[Any]) -> list[Sequence[Any]]:
        placed = f"({', '.join(['%s'] * len(values))})"
        with connection.cursor() as cursor:
            session = _sessions.setdefault(connection.connection, _Session())
            name = session.names.pop(self, None)
            sql, given = f"EXECUTE {name} {placed}", values
            if name is None:
                session.drop_failed(cursor)
                name = f"asked_{next(_numbers)}"
                sql, given = (
                    f"PREPARE {name} AS {self._sql}; EXECUTE {name} {placed}",
                    [*self._always, *values],
                )
            # Known again once it has answered.
            session.failed.append(name)
            cursor.execute(sql, given)
            session.failed.remove(name)
            session.names[self] = name
            answer: list[Sequence[Any]] = cursor.fetchall()
        return answer


def key(number: int) -> int:
    """What stands for a key, counted from 1, in a question that Django is to write."""
    return _KEY - number + 1


def mark(number: int) -> str:
    """What stands for a key that is a word."""
    return f"${number}"


def statement_of(asked: QuerySet[Any, Any], *, keys: int) -> Statement:
    """The question as Django writes it, with the values that stand for keys left open."""
    sql, always = asked.query.sql_with_params()
    return Statement(sql, opened(always, keys=keys))


def opened(always: Sequence[Any], *, keys: int) -> list[Any]:
    """The values of a question, those that stand for keys among them as $1, $2 and so on."""
    marks = {standing: AsIs(mark(n)) for n in range(1, keys + 1) for standing in (key(n), mark(n))}
    return [marks.get(one, one) for one in always]


class ByKey(Generic[M]):
    """Rows of a model, with those that it joins, by one key."""

    def __init__(self, asked: Callable[[int], QuerySet[M]]) -> None:
        self._asked = asked
        self._written: tuple[SQLCompiler, Statement] | None = None

    def all(self, key: int) -> list[M]:
        """Every row, in the order asked for."""
        return list(self._made(key))

    def first(self, key: int) -> M | None:
        """The first row, or None."""
        return next(self._made(key), None)

    def _made(self, key: int) -> Iterator[M]:
        """As `django.db.models.query.ModelIterable` makes them of what the compiler says of its columns."""
        compiler, statement = self._written = self._written or self._write()
        told = compiler.klass_info
        first, last = told["select_fields"][0], told["select_fields"][-1] + 1
        names = [column[0].target.attname for column in compiler.select[first:last]]
        related = _joined(told, compiler.select, connection.alias)
        for row in compiler.results_iter(results=[statement.rows(key)]):
            one: M = told["model"].from_db(connection.alias, names, row[first:last])
            for name, at in compiler.annotation_col_map.items():
                setattr(one, name, row[at])
            for populator in related:
                populator.populate(row, one)
            yield one

    def _write(self) -> tuple[SQLCompiler, Statement]:
        compiler = self._asked(key(1)).query.get_compiler(connection.alias)
        sql, always = compiler.as_sql()
        return compiler, Statement(sql, opened(always, keys=1))
