"""Drawing fewer models, a migration tells PostgreSQL the same as Django's own executor."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import connections, migrations, models
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation

from governance.environment import database as parsed
from governance.migrating import Executor, alone

SHORT = models.CheckConstraint(condition=models.Q(name__lt="zz"), name="small_name_is_short")
FIRST = models.Index(fields=["name"], name="small_by_name")


def _points_at(model: str, **more: Any) -> Any:
    return models.ForeignKey(f"small.{model}", models.PROTECT, **more)


def _all_are_the_present_ones(apps: Any, editor: Any) -> None:
    """What Python gets in a migration leads from each model to the others, as in Django."""
    unit, post = apps.get_model("small", "Unit"), apps.get_model("small", "Post")
    assert post._meta.get_field("unit").remote_field.model is unit
    assert {one.name for one in unit._meta.related_objects} == {"post", "tour"}
    home = unit.objects.create(name="14th")
    post.objects.create(unit=home)
    assert [one.unit.name for one in post.objects.filter(unit__name="14th")] == ["14th"]


EACH_BY_ITSELF: tuple[Operation, ...] = (
    migrations.CreateModel(
        "Unit", [("id", models.AutoField(primary_key=True)), ("name", models.TextField())]
    ),
    migrations.CreateModel("Post", [("id", models.AutoField(primary_key=True))]),
    migrations.CreateModel(
        "Tour", [("id", models.AutoField(primary_key=True)), ("unit", _points_at("Unit", null=True))]
    ),
    migrations.AddField("Post", "unit", _points_at("Unit", null=True)),
    migrations.AddField("Unit", "number", models.CharField(max_length=3, default="")),
    migrations.AddField("Post", "readers", models.ManyToManyField("small.Tour")),
    migrations.AddIndex("Unit", FIRST),
    migrations.AddConstraint("Unit", SHORT),
    migrations.AlterField("Unit", "number", models.CharField(max_length=5, default="")),
    migrations.AlterField("Post", "unit", _points_at("Unit")),
    migrations.AlterUniqueTogether("Unit", {("name", "number")}),
    migrations.RunPython(_all_are_the_present_ones, migrations.RunPython.noop),
    AddConstraintNotValid(
        "Tour", models.CheckConstraint(condition=models.Q(pk__gt=0), name="small_tour_is_one")
    ),
    ValidateConstraint("Tour", "small_tour_is_one"),
    migrations.RemoveConstraint("Unit", "small_name_is_short"),
    migrations.RemoveIndex("Unit", "small_by_name"),
    migrations.RemoveField("Tour", "unit"),
    migrations.RunSQL("SELECT 1", migrations.RunSQL.noop),
)
BY_WHO_POINTS_AT_IT: tuple[Operation, ...] = (
    migrations.AlterField("Unit", "id", models.BigAutoField(primary_key=True)),
    migrations.RenameModel("Unit", "District"),
    migrations.RenameField("District", "name", "called"),
    migrations.AddField("Post", "besides", _points_at("District", null=True, related_name="+")),
)
AFTERWARDS: tuple[Operation, ...] = (
    migrations.RemoveField("Post", "besides"),
    migrations.AddField("Tour", "besides", _points_at("District", null=True, related_name="+")),
)


@pytest.fixture
def owner(committed_db: str) -> Iterator[Any]:
    """Whoever changes tables."""
    connection = connections.create_connection("default")
    connection.settings_dict |= parsed("DATABASE_OWNER_URL", os.environ["TEST_OWNER_URL"]) | {
        "NAME": committed_db
    }
    yield connection
    connection.close()


def _steps() -> list[Migration]:
    made = []
    for number, operations in enumerate((EACH_BY_ITSELF, BY_WHO_POINTS_AT_IT, AFTERWARDS)):
        migration = Migration(f"000{number}", "small")
        migration.operations = list(operations)
        # A foreign key that was just written to keeps its table from being changed in the same transaction.
        migration.atomic = False
        made.append(migration)
    return made


def _told(executor: MigrationExecutor) -> list[str]:
    """Every statement there, and back again."""
    statements: list[str] = []

    def note(execute: Any, sql: str, *more: Any) -> Any:
        statements.append(sql)
        return execute(sql, *more)

    before = []
    with executor.connection.execute_wrapper(note):
        state = executor._create_project_state()
        for step in _steps():
            before.append((step, state.clone()))
            state = executor.apply_migration(state, step)
        executor.connection.cursor().execute("TRUNCATE small_post, small_district CASCADE")
        for step, earlier in reversed(before):
            executor.unapply_migration(earlier, step)
    return statements


def test_a_migration_there_and_back_tells_the_database_what_djangos_executor_tells_it(owner: Any) -> None:
    djangos = _told(MigrationExecutor(owner))
    ours = _told(Executor(owner))

    assert ours == djangos
    assert len([one for one in ours if "small_" in one]) > len(EACH_BY_ITSELF)


def test_a_step_that_looks_at_who_points_at_a_model_or_is_of_an_unknown_kind_takes_all_of_them_along() -> (
    None
):
    assert alone(EACH_BY_ITSELF)
    assert [alone([one]) for one in BY_WHO_POINTS_AT_IT] == [False, False, False, True]
    renamed = migrations.SeparateDatabaseAndState(state_operations=[BY_WHO_POINTS_AT_IT[1]])
    assert not alone([renamed])
    assert not alone([migrations.RunSQL("SELECT 1", state_operations=[BY_WHO_POINTS_AT_IT[1]])])
    assert not alone([Operation()])
