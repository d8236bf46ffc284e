"""Django's entry for the trail and the vault."""

from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """The room that keeps the trail and the vault."""

    name = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have every migrate by the owner end with the restricted role's exact privileges, and a home."""
        post_migrate.connect(grant_after_migrate, sender=self, dispatch_uid="audit.grant_after_migrate")
        post_migrate.connect(settle_after_migrate, sender=self, dispatch_uid="audit.settle_after_migrate")


def grant_after_migrate(*, using: str, **_: object) -> None:
    """Grant only where a restricted role is named, which is where the process connects as the owner."""
    from audit.roles import grant

    if settings.APP_ROLE:
        grant(connection=connections[using], app_role=settings.APP_ROLE)


def settle_after_migrate(*, using: str, **_: object) -> None:
    """A new database says where the portal lives; a restored or copied one keeps saying where it lived before."""
    from audit import home

    if "audit_home" in connections[using].introspection.table_names():  # not where migrations went backwards
        home.settle()
