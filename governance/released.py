"""Which release came before this one, and whether a database is one step away. Knows nothing of Django."""

import contextlib
import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from governance import databases, installation
from governance.embedded.refusal import CannotStart
from governance.portal import ROOT


@dataclass(frozen=True, kw_only=True)
class Release:
    """A version, and the newest migration of each room in it."""

    version: str
    migrations: Mapping[str, str]


def before() -> Release:
    """The release before this one."""
    return Release(**tomllib.loads((ROOT / "governance" / "release.toml").read_text()))


def require_one_step(*, url: str) -> None:
    """Raises CannotStart where a database is older than the release before, or newer than this one.

    A database in which nothing is yet is one step away from any release.
    """
    earlier = before()
    if databases.is_empty(url=url):
        return
    applied = _applied(url)
    behind = [f"{room}.{name}" for room, name in earlier.migrations.items() if (room, name) not in applied]
    if behind:
        raise CannotStart(
            f"This database is older than release {earlier.version} ({behind[0]} is missing): upgrade to "
            f"{earlier.version} first, one release at a time."
        )
    ahead = sorted(applied - _ours(earlier))
    if ahead:
        raise CannotStart(
            f"This database was upgraded by a newer version ({'.'.join(ahead[0])} is not ours): start that one."
        )


def _applied(url: str) -> set[tuple[str, str]]:
    """The migrations of our rooms that a database has had."""
    with contextlib.closing(databases.connect(url=url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return {row for row in cursor.fetchall() if row[0] in before().migrations}


def _ours(earlier: Release) -> set[tuple[str, str]]:
    return {
        (room, path.stem)
        for room in earlier.migrations
        for path in (ROOT / room / "migrations").glob("[0-9]*.py")
    }


def main() -> int:
    """For whoever migrates by hand: ends with 1 and a sentence where DATABASE_OWNER_URL is not one step away."""
    try:
        require_one_step(url=installation.value(os.environ, "DATABASE_OWNER_URL"))
    except CannotStart as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
