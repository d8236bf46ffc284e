"""The release before is always upgradable: its database, with its workers beside ours, and back again."""

import contextlib
import gzip
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import connections, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.urls import reverse
from psycopg2 import sql

from accounts.models import Member
from governance import databases, kept, released
from governance.embedded.refusal import CannotStart
from posts.models import Post, Status
from tests.conftest import ROOT, _drop, _point, _run_as_admin

DUMP = Path(__file__).parent / "releases" / f"{released.before().version}.dump.gz"
DJANGOS_OWN = {"django_migrations", "django_content_type", "auth_permission"}
"""Tables in which every migration of a new table leaves rows."""
CAME_LATER = {Status.PARTLY_OUT}
"""Statuses that the release before did not know."""
PAGES = ("home", "queue", "stops", "calendar", "floor", "records", "messages", "roster_board")
_GO_TO = """
import django; django.setup()
from django.db import connection
from governance import released
from governance.migrating import Executor
Executor(connection).migrate(list(released.before().migrations.items()))
"""

_DIGEST = sql.SQL(
    "SELECT count(*), md5(coalesce(string_agg(had::text, '' ORDER BY had::text), '')) "
    "FROM (SELECT {columns} FROM {table}) had"
)

Columns = dict[tuple[str, str], tuple[bool, bool, str]]


@pytest.fixture
def before(committed_db: str, tmp_path: Path) -> Iterator[str]:
    """The database of the release before, with a post in every status, at home here; yields its name."""
    name = f"{committed_db}_before"
    _run_as_admin(f'CREATE DATABASE "{name}" TEMPLATE template0 OWNER portal_owner')
    (tmp_path / "dump").write_bytes(gzip.decompress(DUMP.read_bytes()))
    _restore(tmp_path / "dump", _url(name, "TEST_OWNER_URL"))
    with _as_admin(name) as cursor:
        cursor.execute("UPDATE audit_home SET database = audit_this_database()")
    yield name
    connections.close_all()
    _point(committed_db)
    _drop(name)


def _url(name: str, role: str) -> str:
    return f"{os.environ[role].rpartition('/')[0]}/{name}"


def _restore(dump: Path, url: str, *more: str) -> None:
    databases.run(
        "pg_restore", "--exit-on-error", "--no-owner", "--no-privileges", *more,
        f"--dbname={databases.name(url=url)}", str(dump), url=url, meanwhile=lambda: None,
    )  # fmt: skip


@contextlib.contextmanager
def _as_admin(name: str) -> Iterator[Any]:
    with contextlib.closing(psycopg2.connect(os.environ["TEST_ADMIN_URL"], dbname=name)) as admin:
        yield admin.cursor()
        admin.commit()


def _run(name: str, *arguments: str) -> None:
    """Django beside the test, as the owner of the tables."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": _url(name, "TEST_APP_URL"),
        "DATABASE_OWNER_URL": _url(name, "TEST_OWNER_URL"),
    }
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True)


def _columns(name: str) -> Columns:
    """By table and column: whether it may be left out of an INSERT, may be null, and its type."""
    with _as_admin(name) as cursor:
        cursor.execute(
            "SELECT table_name, column_name, is_nullable = 'YES' OR column_default IS NOT NULL OR is_identity = 'YES', "
            "is_nullable = 'YES', data_type || coalesce(character_maximum_length::text, '') "
            "FROM information_schema.columns WHERE table_schema = 'public'"
        )
        return {
            (table, column): (spared, null, kind) for table, column, spared, null, kind in cursor.fetchall()
        }


def _rows(name: str, columns: Columns) -> dict[str, tuple[int, str]]:
    """How many rows each table has and what stands in these columns of theirs, by one digest."""
    tables: dict[str, list[str]] = {}
    for table, column in sorted(columns):
        tables.setdefault(table, []).append(column)
    found = {}
    with _as_admin(name) as cursor:
        for table in tables.keys() - DJANGOS_OWN:
            had = sql.SQL(", ").join(map(sql.Identifier, tables[table]))
            cursor.execute(_DIGEST.format(columns=had, table=sql.Identifier(table)))
            found[table] = cursor.fetchone()
    return found


def _written_by_the_release_before(name: str, dump: Path, columns: Columns) -> None:
    """Its rows as its workers write them: with the columns that it knows. Foreign keys and triggers rest meanwhile."""
    tables = sorted({table for table, _ in columns} - DJANGOS_OWN - {"audit_home"})
    with _as_admin(name) as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
    wanted = [f"--table={table}" for table in tables]
    _restore(dump, _url(name, "TEST_ADMIN_URL"), "--data-only", "--disable-triggers", *wanted)


def _pages_answer(name: str) -> None:
    _point(name)
    assert set(Post.objects.values_list("status", flat=True)) >= set(Status) - CAME_LATER
    client = Client()
    client.force_login(Member.objects.get(log_on_id="natarajan"))
    posts = Post.objects.filter(agency__slug="chicago").values_list("pk", flat=True)
    pages = [reverse(page) for page in PAGES] + [reverse("post", args=[post_id]) for post_id in posts]
    answers = {page: client.get(page, follow=True).status_code for page in pages}
    assert {page for page, status in answers.items() if status != 200} == set()
    connections.close_all()


@pytest.mark.long
def test_the_database_of_the_release_before_is_upgraded_written_to_by_it_and_taken_back(
    before: str, tmp_path: Path
) -> None:
    columns = _columns(before)
    rows = _rows(before, columns)
    released.require_one_step(url=_url(before, "TEST_OWNER_URL"))

    _run(before, "manage.py", "migrate", "--verbosity", "0", "--skip-checks")

    upgraded = _columns(before)
    assert columns.keys() - upgraded.keys() == set(), "it still reads and writes these"
    assert {key: upgraded[key][2] for key in columns} == {key: kind for key, (_, _, kind) in columns.items()}
    tables = {table for table, _ in columns}
    new = {key: spared for key, (spared, _, _) in upgraded.items() if key not in columns and key[0] in tables}
    assert [key for key, spared in new.items() if not spared] == [], "it does not know these columns"
    assert _rows(before, columns) == rows
    _pages_answer(before)

    _written_by_the_release_before(before, tmp_path / "dump", columns)
    assert _rows(before, columns) == rows

    _run(before, "-c", _GO_TO)
    assert _columns(before) == columns
    assert _rows(before, columns) == rows


def test_only_one_release_at_a_time(before: str) -> None:
    url = _url(before, "TEST_OWNER_URL")
    with _as_admin(before) as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('posts', '9999_later', now())"
        )
    with pytest.raises(CannotStart, match="newer version"):
        released.require_one_step(url=url)
    with _as_admin(before) as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'audit' AND name LIKE '0004%'")
    with pytest.raises(CannotStart, match=r"older than release \d+\.\d+\.\d+ .audit\.0004_home is missing"):
        released.require_one_step(url=url)


def _made_since() -> Iterator[tuple[str, migrations.Migration, Any]]:
    """Each operation since the release before with its migration, and the models as they were before it."""
    loader = MigrationLoader(None)
    heads = list(released.before().migrations.items())
    had = {node for head in heads for node in loader.graph.forwards_plan(head)}
    state = loader.project_state(heads)
    ours = [node for node in loader.graph.leaf_nodes() if node[0] in released.before().migrations]
    plan = [node for leaf in sorted(ours) for node in loader.graph.forwards_plan(leaf)]
    for node in dict.fromkeys(node for node in plan if node not in had):
        migration = loader.graph.nodes[node]
        for operation in migration.operations:
            yield ".".join(node), migration, (operation, state)
            operation.state_forwards(node[0], state)


def _fault(
    label: str, migration: migrations.Migration, operation: Any, state: Any, old: set[tuple[str, str]]
) -> str:
    """Why an operation cannot run beside the release before, or under load; empty where it can."""
    name = (label, getattr(operation, "model_name", getattr(operation, "name", "")).lower())
    grows = name in old and _grows(state, name)
    match operation:
        case (
            migrations.RemoveField()
            | migrations.DeleteModel()
            | migrations.RenameField()
            | migrations.RenameModel()
        ):
            return "the release before still uses it: remove it in the release after" if name in old else ""
        case migrations.AddField(field=field):
            spared = field.null or field.db_default is not models.NOT_PROVIDED or field.many_to_many
            if name in old and not spared:
                return "the release before leaves it out of its INSERTs: null=True or db_default"
            return (
                "its index locks the table: db_index=False, and AddIndexConcurrently"
                if grows and getattr(field, "db_index", False)
                else ""
            )
        case migrations.AlterField(field=field):
            was = state.models[name].fields[operation.name]
            narrower = (was.null and not field.null) or type(was) is not type(field)
            narrower |= (was.max_length or 0) > (field.max_length or sys.maxsize)
            return "it refuses what the release before writes" if narrower else ""
        case AddIndexConcurrently():
            return "concurrently needs atomic = False" if migration.atomic else ""
        case migrations.AddIndex():
            return "it locks the table while it is made: AddIndexConcurrently" if grows else ""
        case AddConstraintNotValid():
            return ""
        case migrations.AddConstraint():
            return (
                "it reads the whole table under a lock: AddConstraintNotValid, or a unique index first"
                if grows
                else ""
            )
        case migrations.RunSQL() | migrations.RunPython():
            return "" if operation.reversible else "it cannot be taken back"
    return ""


def _grows(state: Any, name: tuple[str, str]) -> bool:
    label = f"{name[0]}.{state.models[name].name}"
    return kept.KEPT.get(label) not in (kept.BOUNDED, kept.UNUSED)


def test_every_migration_since_the_release_before_can_run_beside_it() -> None:
    old = set(MigrationLoader(None).project_state(list(released.before().migrations.items())).models)
    faults = {
        (label, type(operation).__name__, fault)
        for label, migration, (operation, state) in _made_since()
        if (fault := _fault(label.partition(".")[0], migration, operation, state, old))
    }
    assert faults == set()


POSTS, ADD = "posts", migrations.AddField
UNSAFE = [
    ADD("post", "weight", models.IntegerField()),
    ADD("post", "weight", models.IntegerField(default=0)),
    ADD("post", "other", models.ForeignKey("posts.Post", models.PROTECT, null=True)),
    migrations.RemoveField("post", "category"),
    migrations.RenameField("post", "category", "kind"),
    migrations.DeleteModel("Hold"),
    migrations.AlterField("post", "due_at", models.DateTimeField()),
    migrations.AlterField("post", "category", models.CharField(max_length=10)),
    migrations.AddIndex("post", models.Index(fields=["category"], name="posts_of_a_kind")),
    migrations.AddConstraint("post", models.CheckConstraint(condition=models.Q(id__gt=0), name="positive")),
    migrations.RunSQL("SELECT 1"),
]


@pytest.mark.parametrize("operation", UNSAFE, ids=[operation.describe() for operation in UNSAFE])
def test_such_an_operation_is_refused(operation: Any) -> None:
    state = MigrationLoader(None).project_state(list(released.before().migrations.items()))
    made = migrations.Migration("9999_unsafe", POSTS)
    assert _fault(POSTS, made, operation, state, set(state.models)) != ""
