"""The posts room."""

from django.apps import AppConfig


class PostsConfig(AppConfig):
    """Loads the verbs that this room writes to the trail."""

    name = "posts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the verbs before the first request."""
        from posts import verbs  # noqa: F401  (declares on import)
