"""Settings of the commands that read files and nothing else: no database, no broker, no secret."""

from django.apps import AppConfig


class Commands(AppConfig):
    """The project's commands, without the broker that the portal's own configuration looks for."""

    name = "governance"


INSTALLED_APPS = ["governance.files_alone.Commands"]
USE_TZ = True
