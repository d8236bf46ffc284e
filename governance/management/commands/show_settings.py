"""manage.py show_settings: what this portal runs with, secrets hidden."""

import os
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.management.base import BaseCommand

from governance.environment import SECRET_NAMES, text

NAMES = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "FIELD_KEYS",
    "TRAIL_KEY",
    "INSTALLATION_ID",
    "ALLOWED_HOSTS",
    "PUBLIC_URL",
    "PORT",
    "TRUSTED_PROXIES",
    "DEPARTMENT_NETWORKS",
    "OUTBOUND_PROXY",
    "ASK_LINKS",
    "PICTURE_READER",
    "SETTLED_SECONDS",
    "X_API_URL",
    "X_APPLICATION",
    "TRAINING_URL",
    "EMAIL_URL",
    "EMAIL_FROM",
    "STORAGE_URL",
    "BACKUP_FOLDER",
    "METRICS_TOKEN",
    "LOG_LEVEL",
    "DEMONSTRATION",
    "VAR_FOLDER",
)
_CALLED = {"EMAIL_FROM": "DEFAULT_FROM_EMAIL"}
"""Settings that Django calls by another name."""
_USUAL = {"EMAIL_URL": f"filemail://{settings.VAR_FOLDER / 'mail'}"}
HIDDEN = "…"


class Command(BaseCommand):
    """One setting a line: its value, and where it comes from."""

    help = "Prints the settings in force; secrets are never shown."

    def handle(self, *args: Any, **options: Any) -> None:
        """Nothing is changed and nobody is connected to."""
        width = max(len(name) for name in NAMES)
        for name in NAMES:
            self.stdout.write(f"{name:<{width}}  {shown(name):<52}  {source(name)}".rstrip())


def source(name: str) -> str:
    """Where the value comes from; the address of a secret's file is no secret."""
    if name in os.environ:
        return "environment"
    if f"{name}_FILE" in os.environ:
        return f"file {os.environ[f'{name}_FILE']}"
    return "usual value"


def shown(name: str) -> str:
    """The value as anybody may read it."""
    value = _value(name)
    if not value:
        return "not set"
    if "://" in value:
        return without_password(value, bare=name in SECRET_NAMES)
    return "set (hidden)" if name in SECRET_NAMES else value


def without_password(url: str, *, bare: bool = False) -> str:
    """An address whose password is hidden; `bare` drops the query too, which may hold another one."""
    parts = urlsplit(url)
    if not parts.netloc:
        return url.partition("?")[0]
    before, at, machine = parts.netloc.rpartition("@")
    user, colon, _ = before.partition(":")
    known = parts._replace(netloc=f"{user}{colon}{HIDDEN if colon else ''}{at}{machine}")
    return urlunsplit(known._replace(query="", fragment="") if bare else known)


def _value(name: str) -> str:
    called = _CALLED.get(name, name)
    if not hasattr(settings, called):
        return text(name, _USUAL.get(name, ""))
    value = getattr(settings, called)
    if isinstance(value, bool):
        return "1" if value else "0"
    return ", ".join(value) if isinstance(value, list) else str(value)
