"""What something costs the processors, whatever else the machine does: read from /proc, not from the clock."""

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.db import connection

_TICKS = os.sysconf("SC_CLK_TCK")
_PARENT, _OWN, _ENDED = 1, slice(11, 13), slice(13, 15)
"""Where a line of /proc/<pid>/stat has them, counted after the name: parent, ticks, ticks of children that ended."""


@contextlib.contextmanager
def counted(*, roots: Mapping[str, int], how_many: int) -> Iterator[dict[str, float]]:
    """CPU milliseconds that the processes below each root spend on one of so many; known once the block has ended."""
    before = {name: _milliseconds(root) for name, root in roots.items()}
    spent: dict[str, float] = {}
    yield spent
    spent.update({name: (_milliseconds(root) - before[name]) / how_many for name, root in roots.items()})


def database() -> int:
    """The process of PostgreSQL that has started all the others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(_stat(cursor.fetchone()[0])[_PARENT])


def _milliseconds(root: int) -> float:
    """Of a process and of all that it started, those that have ended included."""
    stats = {int(path.name): _stat(int(path.name)) for path in Path("/proc").iterdir() if path.name.isdigit()}
    family = {root}
    while more := {pid for pid, stat in stats.items() if stat and int(stat[_PARENT]) in family} - family:
        family |= more
    ticks = sum(int(one) for pid in family for one in [*stats[pid][_OWN], *stats[pid][_ENDED]])
    return ticks * 1000 / _TICKS


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
