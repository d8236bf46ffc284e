"""What keeps the house in order: versions, migrations that point down, tasks that exist, files of one subject."""

import ast
import re
from importlib.metadata import version
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from packaging.version import Version

from governance.celery import app

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ["governance", "watch", "posts", "records", "accounts", "audit", "outlets", "directives", "sandbox"]
LEAST = {
    "django": ("5.2", "5.3"),
    "django-guardian": ("3.5", "4"),
    "celery": ("5.7", "5.8"),
    "redis": ("8.1", "9"),
    "psycopg2-binary": ("2.9.13", "3"),
    "tweepy": ("4.17", "5"),
    "pytest-django": ("4.14", "5"),
}
"""tweepy above all: an extra of django-allauth can silently pull it down to 4.5."""


@pytest.mark.parametrize("package", LEAST)
def test_the_named_packages_are_installed_as_named(package: str) -> None:
    least, below = LEAST[package]
    assert Version(least) <= Version(version(package)) < Version(below)


@pytest.mark.django_db
def test_no_migration_depends_on_a_room_above_it() -> None:
    graph = MigrationLoader(connection).graph
    upward = [
        f"{child} needs {parent}"
        for child, node in graph.node_map.items()
        for parent in [one.key for one in node.parents]
        if child[0] in ROOMS and parent[0] in ROOMS and ROOMS.index(parent[0]) < ROOMS.index(child[0])
    ]
    assert upward == []


def test_the_trail_and_the_vault_have_no_foreign_key() -> None:
    relations = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("audit").get_models()
        for field in model._meta.get_fields()
        if field.is_relation
    ]
    assert relations == []


def test_every_room_below_posts_is_without_a_key_to_a_room_above() -> None:
    upward = [
        f"{model._meta.label}.{field.name}"
        for label in ("records", "accounts")
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model is not None
        and field.related_model._meta.app_label in ROOMS[: ROOMS.index(label)]
    ]
    assert upward == []


def test_every_row_of_an_agency_carries_it_from_the_first_migration() -> None:
    """A row hangs on the agency itself or on exactly one parent row that does."""
    carried = {"agency", "agency_id"}
    parents = {
        "post",
        "revision",
        "publication",
        "message",
        "account",
        "member",
        "policy",
        "course",
        "record",
        "line",
        "content_object",
        "event_id",
        "restoration",
        "reading",
        "draft",
        "calendar",
        "version",
        "period",
        "roster",
        "story",
        "picture",
        "reply",
    }
    without = [
        model._meta.label
        for label in ("posts", "records", "accounts", "audit")
        for model in apps.get_app_config(label).get_models()
        if model.__name__ not in {"Agency", "Node", "Leaf", "Checkpoint", "Pulse", "Home"}
        and not (carried | parents) & {field.name for field in model._meta.get_fields()}
    ]
    assert without == []


def test_every_task_of_the_timetable_has_a_worker() -> None:
    app.loader.import_default_modules()
    missing = [entry["task"] for entry in app.conf.beat_schedule.values() if entry["task"] not in app.tasks]
    assert missing == []


def test_celery_is_never_eager_and_carries_only_json() -> None:
    assert not app.conf.task_always_eager
    assert app.conf.accept_content == ["json"]
    assert app.conf.broker_transport_options["visibility_timeout"] > app.conf.task_time_limit


def _python_files() -> list[Path]:
    return [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]


def test_no_file_grows_past_one_subject() -> None:
    assert {str(path): n for path in _python_files() if (n := len(path.read_text().splitlines())) > 350} == {}


def test_there_is_no_drawer_for_everything() -> None:
    drawers = {"core", "common", "utils", "helpers", "services", "managers"}
    assert [path for room in ROOMS for path in (ROOT / room).rglob("*") if path.stem in drawers] == []


def test_no_code_swallows_every_exception() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in _python_files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception"))
    ]
    assert bare == []


def test_no_file_names_the_address_of_a_registry() -> None:
    address = re.compile(r"https?://[a-z.]*(?:pypi|pythonhosted|npmjs|debian)\.", re.IGNORECASE)
    kept = [
        *ROOT.glob("requirements/*.txt"),
        ROOT / "pyproject.toml",
        *ROOT.glob("package*.json"),
        ROOT / "Makefile",
    ]
    assert [path.name for path in kept if address.search(path.read_text())] == []
