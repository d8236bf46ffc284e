"""Migrations in a tenth of the time: a step draws the model that it changes, and not every model around it.

Django draws anew, at every step, all models that a changed one leads to or is reached from. Here they are all of the
portal, at each of some six hundred steps. What PostgreSQL is told comes from the changed model alone, save for the
few kinds of steps that look back at who points at it; and a step that runs Python gets all models drawn anew.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

ALONE = (
    migrations.CreateModel,
    migrations.DeleteModel,
    migrations.AddField,
    migrations.RemoveField,
    migrations.AddIndex,
    migrations.RemoveIndex,
    migrations.AddConstraint,
    migrations.RemoveConstraint,
    migrations.AlterUniqueTogether,
    migrations.AlterModelOptions,
    migrations.AlterModelManagers,
    AddTrigger,
    RemoveTrigger,
    ValidateConstraint,
    migrations.RunPython,
)
"""Steps that read no model but their own, or, as the last, that have Django draw all of them."""


class Models(ProjectState):
    """The models between two steps of a migration."""

    whole = False
    """Whether a changed model takes along every other that it leads to, as in Django."""

    def clone(self) -> "Models":
        """As in Django, and as careful as this one."""
        same = Models({key: model.clone() for key, model in self.models.items()}, self.real_apps)
        if "apps" in self.__dict__:
            same.apps = self.apps.clone()
        same.is_delayed, same.whole = self.is_delayed, self.whole
        return same

    def _find_reload_model(
        self, app_label: str, model_name: str, delay: bool = False
    ) -> set[tuple[str, str]]:
        if self.whole:
            return super()._find_reload_model(app_label, model_name, delay)  # type: ignore[no-any-return, misc]
        self.is_delayed = True  # so that whoever asks for all of them has them drawn anew
        return {(app_label, model_name)}


class Executor(MigrationExecutor):
    """Runs migrations forwards and backwards."""

    def _create_project_state(self, with_applied_migrations: bool = False) -> Models:
        drawn = super()._create_project_state(with_applied_migrations)  # type: ignore[misc]
        return Models(drawn.models, drawn.real_apps)

    def apply_migration(self, state: Any, migration: Migration, *args: Any, **kwargs: Any) -> ProjectState:
        """Forwards."""
        return super().apply_migration(_careful(state, migration), migration, *args, **kwargs)

    def unapply_migration(self, state: Any, migration: Migration, *args: Any, **kwargs: Any) -> ProjectState:
        """Backwards."""
        return super().unapply_migration(_careful(state, migration), migration, *args, **kwargs)


def _careful(state: Models, migration: Migration) -> Models:
    """The same models, as careful as this migration asks for."""
    state.whole = not alone(migration.operations)
    if state.whole:
        state.clear_delayed_apps_cache()
    return state


def alone(operations: Iterable[Operation]) -> bool:
    """Whether none of these steps looks at who points at a model; of a kind unknown here, it may."""
    return all(_alone(operation) for operation in operations)


def _alone(operation: Operation) -> bool:
    if isinstance(operation, migrations.AlterField):
        return not operation.field.unique  # others may point at it; of its own kind they have to be
    if isinstance(operation, migrations.RunSQL):
        return alone(operation.state_operations)
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        return alone([*operation.database_operations, *operation.state_operations])
    return isinstance(operation, ALONE)
