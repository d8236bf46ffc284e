"""The accounts room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Loads the verbs that this room writes to the trail."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the verbs before the first request."""
        from accounts import verbs  # noqa: F401  (declares on import)
