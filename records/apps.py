"""The records room."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Loads the verbs that this room writes to the trail."""

    name = "records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the verbs before the first request."""
        from records import verbs  # noqa: F401  (declares on import)
