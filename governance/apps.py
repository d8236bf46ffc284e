"""The Django project itself: commands, health, the frame of every page."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """The Django project itself: commands, health, the frame of every page."""

    name = "governance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tasks that a page hands on go to the deployment's own broker."""
        from governance.celery import app

        app.set_default()
