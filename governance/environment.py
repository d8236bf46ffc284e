"""Reading the settings of a deployment from the environment; a wrong value stops the start with a sentence.

Each setting may also be given as ``NAME_FILE``, the path of a file that holds its value, so that secrets
can come from a mounted file and never stand in a process list.
"""

import ipaddress
import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SECRET_NAMES = frozenset(
    {
        "DATABASE_URL",
        "DATABASE_OWNER_URL",
        "REDIS_URL",
        "SECRET_KEY",
        "FIELD_KEYS",
        "TRAIL_KEY",
        "EMAIL_URL",
        "METRICS_TOKEN",
        "X_APPLICATION",
    }
)
SHORTEST_TOKEN = 24


def text(name: str, default: str | None = None) -> str:
    """The value of one setting.

    Raises ImproperlyConfigured when neither NAME nor NAME_FILE is given and there is no default, or when
    the named file cannot be read.
    """
    if name in os.environ:
        return os.environ[name]
    path = os.environ.get(f"{name}_FILE")
    if path is not None:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as fault:
            raise ImproperlyConfigured(
                f"{name}_FILE names {path}, which cannot be read: {fault.strerror}."
            ) from fault
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set. Set {name}, or {name}_FILE with the path of a file.")
    return default


def token(name: str) -> str:
    """A setting that is a word hard to guess; empty when it is not given."""
    value = text(name, "")
    if value and len(value) < SHORTEST_TOKEN:
        raise ImproperlyConfigured(f"{name} is too short: make one of at least {SHORTEST_TOKEN} characters.")
    return value


def flag(name: str, default: bool) -> bool:
    """A setting that is 1 or 0 (also true or false)."""
    value = text(name, "1" if default else "0").strip().lower()
    if value in {"1", "true"}:
        return True
    if value in {"0", "false", ""}:
        return False
    raise ImproperlyConfigured(f"{name} is '{value}'. Write 1 or 0.")


def words(name: str, default: str = "") -> list[str]:
    """A setting that is a list separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def networks(name: str, default: str = "", *, everybody: bool = True) -> list[str]:
    """A setting that is a list of addresses or networks, such as 10.0.0.0/8; may one of them be everybody's."""
    listed = words(name, default)
    for network in listed:
        try:
            if not ipaddress.ip_network(network, strict=False).prefixlen and not everybody:
                raise ImproperlyConfigured(
                    f"{name} holds '{network}', which is everybody. Name the networks."
                )
        except ValueError:
            raise ImproperlyConfigured(
                f"{name} holds '{network}'. Write addresses or networks, such as 10.0.0.0/8."
            ) from None
    return listed


def folder(name: str, default: str) -> Path:
    """A setting that is the address of a folder, file:///path; it is made where it is missing and must be writable."""
    url = text(name, default)
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc or not parts.path.startswith("/"):
        raise ImproperlyConfigured(f"{name} is '{url}'. Write file:///path/of/a/folder.")
    path = Path(unquote(parts.path))
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise ImproperlyConfigured(
            f"{name} names {path}, which cannot be made: {fault.strerror}. Create it, or name another folder."
        ) from fault
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        raise ImproperlyConfigured(
            f"{name} names {path}, where the portal may not write. Give that folder to the portal's user."
        )
    return path


def port(name: str, default: str) -> int:
    """A setting that is a TCP port."""
    value = text(name, default)
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise ImproperlyConfigured(f"{name} is '{value}'. Write a port between 1 and 65535.")
    return int(value)


def seconds(name: str, default: str) -> int:
    """A setting that is a time in whole seconds, up to a day."""
    value = text(name, default)
    if not value.isdigit() or not 0 < int(value) <= 86_400:
        raise ImproperlyConfigured(f"{name} is '{value}'. Write seconds, from 1 to 86400.")
    return int(value)


_VANISHED_SOON = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"
"""PostgreSQL ends the session of a machine that is gone after 11 seconds, and drops the locks its worker held."""


def application(name: str) -> dict[str, str]:
    """A setting that is how a network knows the portal: words like consumer_key=…, on lines or with spaces between."""
    known = ("consumer_key", "consumer_secret", "client_id", "client_secret")
    given = dict(word.partition("=")[::2] for word in text(name, "").split())
    if set(given) - set(known) or not all(given.values()):
        raise ImproperlyConfigured(
            f"{name} holds something else than {', '.join(known)}, each as name=value."
        )
    if ("consumer_key" in given) != ("consumer_secret" in given):
        raise ImproperlyConfigured(f"{name} lacks one of consumer_key and consumer_secret.")
    return given


def database(name: str, url: str) -> dict[str, object]:
    """Django's database settings from a postgres:// address."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.hostname or not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name} must read postgres://user:password@host:port/database.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname,
        "PORT": str(parts.port or 5432),
        "OPTIONS": {"options": _VANISHED_SOON, **dict(parse_qsl(parts.query))},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def email(url: str) -> dict[str, object]:
    """Django's e-mail settings from filemail:///folder, consolemail:// or smtp(s)://user:password@host:port."""
    parts = urlsplit(url)
    if parts.scheme == "filemail":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": parts.path,
        }
    if parts.scheme == "consolemail":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme in {"smtp", "smtps", "smtp+tls"} and parts.hostname:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or 25,
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_TIMEOUT": 20,
        }
    raise ImproperlyConfigured(
        "EMAIL_URL must begin with smtp://, smtps://, smtp+tls://, filemail:/// or consolemail://."
    )
