"""Real servers for the whole suite, and databases that are cloned from one migrated template.

One PostgreSQL and one Valkey run for a test session; the xdist controller starts them, workers inherit the
addresses. Tests run as the restricted role. A test that commits takes `committed_db`: a clone of its own,
dropped afterwards, so that no table is ever flushed and no trigger lifted. Tests that roll back play in one of four
clones of each worker: an empty one, and three in which the cast of Chicago, which most tests take, is engaged already:
at the moment most tests play at, lately by the real clock, and with nobody on duty.
"""

import contextlib
import copy
import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache
from django.db import connection, connections
from django.dispatch import receiver

from governance import cast
from governance.embedded import postgres, temporary, valkey
from tests import people
from tests.counted import pytest_sessionfinish, pytest_terminal_summary, pytest_testnodedown

__all__ = ["pytest_sessionfinish", "pytest_terminal_summary", "pytest_testnodedown"]

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "portal_template"
AT = datetime(2026, 11, 21, 20, 5, tzinfo=UTC)
LATELY = datetime.now(UTC) - timedelta(minutes=30)
"""When the cast was engaged for tests that ask the real clock; what such a test calls `at` is not before it."""
LONGEST = ("browser", "doors", "campaign", "other doors")
"""The groups that keep one worker for minutes, the longest first."""
ROOM_BYTES = 4 * 2**30
"""Several times what the servers of a whole run have written at its end."""
HIRED = LATELY - timedelta(days=30)
"""When the cast was engaged of which nobody is on duty yet, for tests of signing in and of pages around that."""
_servers: list[Any] = []
_numbers = itertools.count(1)
_engaged: dict[str, cast.Cast] = {}
"""By the name of its database, the cast that is engaged there."""


@receiver(user_logged_in)
def _second_step_shown(request: Any, user: Any, **kwargs: Any) -> None:
    """Whoever a test signs in without a page has shown a second step too: only `force_login` makes such a request."""
    if request.method is None:
        record_authentication(request, user, "mfa")


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers once, in the process that spawns the workers."""
    if hasattr(config, "workerinput") or os.environ.get("TEST_OWNER_URL"):
        return
    folder = temporary.folder(base=_where_files_are_cheap())
    database = postgres.Server(folder=folder / "postgres", durable=False)
    urls = database.start()
    broker = valkey.Server(folder=folder / "valkey", durable=False)
    redis_url = broker.start()
    _servers.extend([broker, database, folder])
    os.environ.update(
        TEST_APP_URL=database.urls(database=TEMPLATE).app,
        TEST_OWNER_URL=database.urls(database=TEMPLATE).owner,
        TEST_ADMIN_URL=urls.admin,
        TEST_REDIS_URL=redis_url,
    )
    _run_as_admin(f"CREATE DATABASE {TEMPLATE} OWNER portal_owner")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": os.environ["TEST_APP_URL"],
        "DATABASE_OWNER_URL": os.environ["TEST_OWNER_URL"],
    }
    migrated = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--skip-checks"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if migrated.returncode:
        pytest.exit(f"The template database could not be migrated:\n{migrated.stderr}", returncode=3)


def _where_files_are_cheap() -> Path:
    """In memory, where a machine has plenty: a clone is a thousand files, which takes a tenth of the time there."""
    memory = Path("/dev/shm")  # noqa: S108  (what stands there is in a folder of this user's own)
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM_BYTES:
        return memory / f"portal-tests-{os.geteuid()}"
    return ROOT / "var" / "tests"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what this process started."""
    if _servers:
        broker, database, folder = _servers
        broker.stop()
        database.stop()
        temporary.remove(path=folder)
        _servers.clear()


def _run_as_admin(statement: str) -> None:
    admin = psycopg2.connect(os.environ["TEST_ADMIN_URL"])
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(statement)
    admin.close()


def _point(database: str) -> None:
    """Make Django's connection, in every thread, one of the restricted role to another database."""
    from django.conf import settings

    from governance.environment import database as parsed

    wanted = parsed("DATABASE_URL", os.environ["TEST_APP_URL"]) | {"NAME": database}
    for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT"):
        settings.DATABASES["default"][key] = wanted[key]
        connection.settings_dict[key] = wanted[key]
    connections.close_all()


def _clone(name: str) -> None:
    """A copy that is at home: any other copied database would start with publishing stopped.

    Files are copied, which costs a tenth of writing every page of the template to the log.
    """
    _run_as_admin(f'CREATE DATABASE "{name}" TEMPLATE {TEMPLATE} STRATEGY file_copy OWNER portal_owner')
    with contextlib.closing(psycopg2.connect(os.environ["TEST_ADMIN_URL"], dbname=name)) as admin:
        admin.cursor().execute("UPDATE audit_home SET database = audit_this_database()")
        admin.commit()


def _drop(name: str) -> None:
    _run_as_admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _of_worker(*, engaged_at: datetime | None = None) -> str:
    """The database of this worker's tests that roll back: the empty one, or one with the cast since that moment."""
    what = {None: "", AT: "_chicago", LATELY: "_lately", HIRED: "_hired"}[engaged_at]
    return f"tests_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}{what}"


def _engaged_at(item: pytest.Item) -> datetime | None:
    """Since when the cast that a test takes is engaged beforehand; None for a test that takes none of them."""
    found = getattr(item, "_fixtureinfo", None)
    if found is None:
        return None
    for fixture, moment in (("chicago_lately", LATELY), ("chicago_off_duty", HIRED)):
        if fixture in found.names_closure:
            return moment
    first, *others = found.name2fixturedefs.get("chicago", [None])
    of_this_file = first is not None and first.func.__module__ == __name__
    if not of_this_file or not all("chicago" in other.argnames for other in others):
        return None
    return AT if found.name2fixturedefs["at"][-1].func.__module__ == __name__ else LATELY


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, so that at the end no worker waits for another."""

    def place(item: pytest.Item) -> int:
        group = item.get_closest_marker("xdist_group")
        if group is not None and group.args[0] in LONGEST:
            return LONGEST.index(group.args[0])
        return len(LONGEST) if group is not None or item.get_closest_marker("long") else len(LONGEST) + 1

    items.sort(key=place)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Point at the database in which the test plays, before any fixture opens a transaction there."""
    from django.conf import settings

    wanted = _of_worker(engaged_at=_engaged_at(item))
    if _engaged and settings.DATABASES["default"]["NAME"] != wanted:
        _point(wanted)


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """Replaces pytest-django's own set-up: clones under the restricted role instead of a migration as owner."""
    moments = {_engaged_at(item) for item in request.session.items} - {None}
    empty = _of_worker()
    with django_db_blocker.unblock():
        _clone(empty)
        for moment in moments:
            name = _of_worker(engaged_at=moment)
            _clone(name)
            _point(name)
            _engaged[name] = _engage(at=moment)
        _point(empty)
        yield
        connections.close_all()
        for name in (empty, *_engaged):
            _drop(name)


@pytest.fixture(scope="session", autouse=True)
def vault_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the vault, for this worker's tests."""
    from django.conf import settings

    settings.VAULT_ROOT = tmp_path_factory.mktemp("vault")
    return settings.VAULT_ROOT


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A cloned database of this test alone, in which commits are real and threads see them; yields its name."""
    empty = _of_worker()
    name = f"{empty}_{next(_numbers)}"
    with django_db_blocker.unblock():
        _clone(name)
        _point(name)
        yield name
        connections.close_all()
        _point(empty)
        _drop(name)


@pytest.fixture
def owner_connection(committed_db: str) -> Iterator[Any]:
    """A connection as the owner of the tables of `committed_db`: what a careless administrator could do."""
    from governance.environment import database as parsed

    owner = parsed("DATABASE_OWNER_URL", os.environ["TEST_OWNER_URL"])
    made = psycopg2.connect(
        host=owner["HOST"],
        port=owner["PORT"],
        user=owner["USER"],
        password=owner["PASSWORD"],
        dbname=committed_db,
    )
    yield made
    made.close()


@pytest.fixture
def at() -> datetime:
    """Saturday 21 November 2026, 14:05 in Chicago: the moment most tests play at."""
    return AT


@pytest.fixture
def chicago(request: pytest.FixtureRequest, db: None, at: datetime) -> cast.Cast:
    """The Chicago cast, everybody on duty."""
    engaged_at = _engaged_at(request.node)
    assert engaged_at is None or engaged_at <= at, (
        f"engage the cast for {at:%c} yourself: people.engage_on_duty"
    )
    return _cast(at=at)


@pytest.fixture
def chicago_lately(db: None) -> cast.Cast:
    """The Chicago cast by the real clock, everybody on duty since before this run."""
    return _cast(at=LATELY)


@pytest.fixture
def chicago_off_duty(db: None) -> cast.Cast:
    """The Chicago cast by the real clock, engaged a month ago; nobody has begun a tour."""
    cache.clear()  # the counts of tries: these members try in every test
    return _cast(at=HIRED)


def _cast(*, at: datetime) -> cast.Cast:
    if there := _engaged.get(connection.settings_dict["NAME"]):
        return copy.deepcopy(there)
    return _engage(at=at)


def _engage(*, at: datetime) -> cast.Cast:
    if at == HIRED:
        return cast.engage(house=cast.CHICAGO, at=at)
    return people.engage_on_duty(house=cast.CHICAGO, at=at)


@pytest.fixture
def alsip(db: None, at: datetime) -> cast.Cast:
    """The other agency, everybody on duty: every door is tried from it."""
    return people.engage_on_duty(house=cast.ALSIP, at=at)
