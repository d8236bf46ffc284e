"""The Django project itself: commands, health, the frame of every page."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """The Django project itself: commands, health, the frame of every page."""

    name = "governance"
    default_auto_field = "django.db.models.BigAutoField"
