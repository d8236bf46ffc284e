"""manage.py migrate: Django's own, with an executor that draws fewer models."""

from django.core.management.commands import migrate

from governance.migrating import Executor

migrate.MigrationExecutor = Executor  # type: ignore[attr-defined]  # the command asks nobody which one to take


class Command(migrate.Command):
    """As in Django."""
