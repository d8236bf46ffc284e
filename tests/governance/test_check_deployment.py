"""check_deployment: what is in order, and each fault with what to do about it."""

import json
import os
import socketserver
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Authorisation
from audit import home, sequencer
from governance import cast, deployment, founding, manifest, signs
from governance.deployment import Finding, Grade
from tests import people

KEY = "A" * 43 + "="


class _Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP as one message needs."""

    def handle(self) -> None:
        taken: list[bytes] = self.server.taken  # type: ignore[attr-defined]
        self.wfile.write(b"220 mailbox\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                while (part := self.rfile.readline()) != b".\r\n":
                    taken.append(part)
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                return


@pytest.fixture
def mailbox() -> Iterator[socketserver.ThreadingTCPServer]:
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mailbox)
    server.daemon_threads = True
    server.taken = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def fit(db: None, settings: Any, tmp_path: Path, mailbox: socketserver.ThreadingTCPServer) -> Any:
    """A deployment in which everything is in order."""
    settings.REDIS_URL = os.environ["TEST_REDIS_URL"]
    settings.SECRET_KEY, settings.FIELD_KEYS = "s" * 60, settings.FIELD_KEYS
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "https://social.example.gov", ["social.example.gov"]
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = mailbox.server_address
    settings.DEFAULT_FROM_EMAIL = "portal@example.gov"
    settings.VAULT_ROOT = tmp_path / "vault"
    settings.BACKUP_FOLDER = tmp_path / "backups"
    _backed_up(tmp_path / "backups", hours=2)
    cache.clear()
    for name in (signs.WORKER, signs.BEAT):
        signs.leave(name=name, at=timezone.now())
    sequencer.sequence(key=Ed25519PrivateKey.generate(), at=timezone.now())
    return settings


def _backed_up(folder: Path, *, hours: int) -> None:
    made_at = timezone.now() - timedelta(hours=hours)
    place = folder / f"portal-{made_at:%Y%m%dT%H%M%SZ}"
    place.mkdir(parents=True)
    nothing = manifest.Held(path="database.dump", size_bytes=0, sha256="")
    told = manifest.Manifest(
        made_at=made_at.isoformat(), portal="0", postgresql=18, installation="", mark=None,
        checkpoint=None, database=nothing, files=(),
    )  # fmt: skip
    manifest.write(folder=place, manifest=told)


def _found(**asked: str) -> dict[str, Finding]:
    return {finding.part: finding for finding in deployment.check(at=timezone.now(), **asked)}


def test_all_is_in_order(fit: Any) -> None:
    found = _found()

    assert {part: finding.grade for part, finding in found.items()} == dict.fromkeys(found, Grade.OK)
    assert {
        "roles",
        "clock",
        "keys",
        "credentials",
        "storage",
        "proxy",
        "mail",
        "backup",
        "lists",
        "rules",
    } < set(found)


def _no_proxy(settings: Any) -> None:
    settings.TRUSTED_PROXIES = []


def _everybody(settings: Any) -> None:
    settings.TRUSTED_PROXIES = ["0.0.0.0/0"]


def _another_name(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["other.example.gov"]


def _plain(settings: Any) -> None:
    settings.PUBLIC_URL = "http://127.0.0.1:8000"


def _no_mail(settings: Any) -> None:
    settings.EMAIL_PORT = 1


def _made_up_sender(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "portal@example.invalid"


def _mail_into_files(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"


def _same_key_twice(settings: Any) -> None:
    settings.TRAIL_KEY = settings.METRICS_TOKEN = KEY


def _no_fernet_key(settings: Any) -> None:
    settings.FIELD_KEYS = ["short"]


def _short_key(settings: Any) -> None:
    settings.SECRET_KEY = "s" * 20


def _closed_vault(settings: Any) -> None:
    settings.VAULT_ROOT.write_text("a file in the way")


def _no_backup(settings: Any) -> None:
    settings.BACKUP_FOLDER = settings.BACKUP_FOLDER / "elsewhere"


def _silent_worker(settings: Any) -> None:
    signs.leave(name=signs.WORKER, at=timezone.now() - timedelta(minutes=5))


def _silent_beat(settings: Any) -> None:
    signs.leave(name=signs.BEAT, at=timezone.now() - timedelta(minutes=5))


def _silent_sequencer(settings: Any) -> None:
    sequencer.Pulse.objects.update(at=timezone.now() - timedelta(minutes=5))


def _silent_broker(settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"


def _another_installation(settings: Any) -> None:
    settings.INSTALLATION_ID = "another"


def _unread_credentials(settings: Any) -> None:
    people.engage_on_duty(house=cast.CHICAGO, at=timezone.now())
    settings.FIELD_KEYS = [KEY]


def _stray_rows(settings: Any) -> None:
    people.engage_on_duty(house=cast.CHICAGO, at=timezone.now())
    Authorisation.objects.update(ends_at=timezone.now())


def _unread_rules(settings: Any) -> None:
    agency = founding.set_up(slug="gotham", name="Gotham", at=timezone.now())
    agency.policies.create(
        pack="chicago",
        version="0",
        digest="0" * 64,
        effective_at=timezone.now(),
        adopted_at=timezone.now(),
    )


@pytest.mark.parametrize(
    ("fault", "part", "grade", "do"),
    [
        (_no_proxy, "proxy", Grade.FAIL, "TRUSTED_PROXIES"),
        (_everybody, "proxy", Grade.FAIL, "proxy's own address"),
        (_another_name, "proxy", Grade.FAIL, "ALLOWED_HOSTS"),
        (_plain, "proxy", Grade.WARN, "TLS"),
        (_no_mail, "mail", Grade.FAIL, "EMAIL_URL"),
        (_made_up_sender, "mail", Grade.WARN, "EMAIL_FROM"),
        (_mail_into_files, "mail", Grade.WARN, "EMAIL_URL"),
        (_same_key_twice, "keys", Grade.FAIL, "one for each"),
        (_no_fernet_key, "keys", Grade.FAIL, "FIELD_KEYS"),
        (_short_key, "keys", Grade.WARN, "50 characters"),
        (_unread_credentials, "credentials", Grade.FAIL, "FIELD_KEYS"),
        (_closed_vault, "storage", Grade.FAIL, "STORAGE_URL"),
        (_no_backup, "backup", Grade.WARN, "make backup"),
        (_silent_worker, "worker", Grade.FAIL, "Start a worker"),
        (_silent_beat, "beat", Grade.FAIL, "Start beat"),
        (_silent_sequencer, "sequencer", Grade.FAIL, "TRAIL_KEY"),
        (_silent_broker, "broker", Grade.FAIL, "REDIS_URL"),
        (_another_installation, "home", Grade.FAIL, "beat and a worker"),
        (_stray_rows, "lists", Grade.WARN, "follow_dates"),
        (_unread_rules, "rules", Grade.FAIL, "restore the vault"),
    ],
)
def test_each_fault_is_told_with_what_to_do(
    fit: Any, fault: Callable[[Any], None], part: str, grade: Grade, do: str
) -> None:
    fault(fit)

    finding = _found()[part]

    assert finding.grade == grade, finding
    assert do in finding.do


@pytest.mark.parametrize(("hours", "grade"), [(25, Grade.OK), (27, Grade.WARN), (73, Grade.FAIL)])
def test_an_old_backup_is_told(fit: Any, tmp_path: Path, hours: int, grade: Grade) -> None:
    fit.BACKUP_FOLDER = tmp_path / "older"
    _backed_up(fit.BACKUP_FOLDER, hours=hours)

    assert _found()["backup"].grade == grade


def test_a_clock_that_goes_wrong_is_told(fit: Any) -> None:
    found = {finding.part: finding for finding in deployment.check(at=timezone.now() + timedelta(seconds=9))}

    assert found["clock"].grade == Grade.FAIL


def test_a_test_message_is_really_sent(fit: Any, mailbox: Any) -> None:
    assert _found(mail_to="it@example.gov")["mail"].grade == Grade.OK
    assert b"To: it@example.gov\r\n" in mailbox.taken


def test_the_command_ends_with_an_error_only_where_something_fails(fit: Any) -> None:
    out = StringIO()
    call_command("check_deployment", stdout=out)
    assert out.getvalue().count("\n") >= 15
    _no_proxy(fit)

    with pytest.raises(CommandError, match=r"1 of \d+ fail"):
        call_command("check_deployment", stdout=StringIO())


def test_a_program_reads_json(fit: Any) -> None:
    out = StringIO()
    call_command("check_deployment", "--json", stdout=out)

    told = json.loads(out.getvalue())
    assert told["fit"] is True
    assert {finding["grade"] for finding in told["findings"]} == {"ok"}


def test_a_role_that_owns_the_tables_is_refused(committed_db: str, settings: Any) -> None:
    from django.db import connection

    from governance.environment import database

    owner = database("DATABASE_OWNER_URL", os.environ["TEST_OWNER_URL"])
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(USER=owner["USER"], PASSWORD=owner["PASSWORD"])
    try:
        finding = next(deployment._roles())
    finally:
        connection.close()
        connection.settings_dict.update(before)

    assert finding.grade == Grade.FAIL
    assert "owns nothing" in finding.do
    assert home.is_home()
