"""The watch room."""

from django.apps import AppConfig


class WatchConfig(AppConfig):
    """The watch room."""

    name = "watch"
    default_auto_field = "django.db.models.BigAutoField"
