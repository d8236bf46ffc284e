"""What is in force is shown, and no secret with it."""

import subprocess
import sys
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from governance.environment import SECRET_NAMES, networks, seconds
from governance.installation import SETTINGS
from governance.management.commands import show_settings


def _shown() -> dict[str, str]:
    said = StringIO()
    call_command("show_settings", stdout=said)
    return {line.split()[0]: line for line in said.getvalue().splitlines()}


def test_every_setting_has_its_line() -> None:
    assert set(_shown()) == set(show_settings.NAMES)
    assert set(show_settings.NAMES) | {"DJANGO_SETTINGS_MODULE", "PYTHONUNBUFFERED"} >= SETTINGS
    assert set(show_settings.NAMES) >= SECRET_NAMES


@pytest.mark.parametrize("name", sorted(SECRET_NAMES))
def test_no_secret_is_shown(name: str, settings: Any, monkeypatch: Any) -> None:
    secret = "hunter2hunter2"
    value = (
        f"smtp://portal:{secret}@mail.example:25/box?password={secret}" if name.endswith("_URL") else secret
    )
    monkeypatch.setenv(name, value)
    if hasattr(settings, name):
        setattr(settings, name, [value] if isinstance(getattr(settings, name), list) else value)

    line = _shown()[name]

    assert secret not in line
    assert "environment" in line


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://proxy.example:3128", "http://proxy.example:3128"),
        ("http://portal:secret@proxy.example:3128", "http://portal:…@proxy.example:3128"),
        ("http://portal:se@cr@et@proxy.example", "http://portal:…@proxy.example"),
        ("redis://:secret@127.0.0.1:6379/0", "redis://:…@127.0.0.1:6379/0"),
        ("filemail:///var/mail", "filemail:///var/mail"),
    ],
)
def test_a_password_inside_an_address_is_hidden(url: str, shown: str) -> None:
    assert show_settings.without_password(url) == shown


def test_a_file_is_named_as_the_source(monkeypatch: Any) -> None:
    monkeypatch.delenv("TRAIL_KEY", raising=False)
    monkeypatch.setenv("TRAIL_KEY_FILE", "/run/secrets/trail")

    assert "file /run/secrets/trail" in _shown()["TRAIL_KEY"]


@pytest.mark.parametrize("value", ["", "0", "-3", "ten", "1.5", "86401"])
def test_a_time_that_makes_no_sense_stops_the_start(value: str, monkeypatch: Any) -> None:
    monkeypatch.setenv("SETTLED_SECONDS", value)

    with pytest.raises(ImproperlyConfigured, match="Write seconds, from 1 to 86400"):
        seconds("SETTLED_SECONDS", "600")


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("10.0.0.0/8, 192.0.2.7,2001:db8::/32", ""),
        ("", ""),
        ("the station", "holds 'the station'. Write addresses or networks"),
        ("10.0.0.0/40", "holds '10.0.0.0/40'. Write addresses or networks"),
        ("10.0.0.0/8,0.0.0.0/0", "holds '0.0.0.0/0', which is everybody"),
        ("::/0", "holds '::/0', which is everybody"),
    ],
)
def test_a_network_of_the_department_that_is_none_or_everybody_stops_the_start(
    said: str, fault: str, monkeypatch: Any
) -> None:
    monkeypatch.setenv("DEPARTMENT_NETWORKS", said)
    if not fault:
        assert len(networks("DEPARTMENT_NETWORKS", everybody=False)) == (3 if said else 0)
        return
    with pytest.raises(ImproperlyConfigured, match=fault):
        networks("DEPARTMENT_NETWORKS", everybody=False)
    started = subprocess.run(
        [sys.executable, "-c", "import governance.settings"], capture_output=True, text=True, check=False
    )
    assert started.returncode != 0
    assert fault in started.stderr
