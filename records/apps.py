"""The records room."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The records room."""

    name = "records"
    default_auto_field = "django.db.models.BigAutoField"
