"""What each container runs, started as a plain process with the same settings, answers its own health check."""

import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from governance import keyring, manifest
from governance.embedded import ports
from tests.conftest import _clone, _drop

ROOT = Path(__file__).resolve().parents[2]
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
LONG_RUNNING = ("sequencer", "worker", "beat", "web", "sandbox")
HOST = "social.example.gov"
SECONDS = 90

pytestmark = pytest.mark.xdist_group("containers")


@dataclass
class Machine:
    """Processes in place of containers: only addresses and folders are other ones."""

    folder: Path
    port: int = field(default_factory=ports.free_port)
    training: int = field(default_factory=ports.free_port)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def words(self, words: list[str]) -> list[str]:
        """A command as it stands in docker-compose.yml, on this machine."""
        return [self._here(word) for word in words]

    def environment(self, name: str) -> dict[str, str]:
        given = {setting: self._here(value) for setting, value in SERVICES[name]["environment"].items()}
        image = dict(re.findall(r"(\w+)=(\S+)", _lines_of_env()))
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        bare = {"PATH": programs} | {word: os.environ[word] for word in ("HOME",) if word in os.environ}
        here = {
            "VAR_FOLDER": str(self.folder / "var"),
            "PORT": str(self.port),
            "TRUSTED_PROXIES": "127.0.0.1",
        }
        kept = {word: self._here(image[word]) for word in ("STORAGE_URL", "BACKUP_FOLDER")}
        return bare | {"DJANGO_SETTINGS_MODULE": image["DJANGO_SETTINGS_MODULE"]} | kept | given | here

    def run(self, name: str) -> subprocess.CompletedProcess[str]:
        """One that ends by itself."""
        return self._do(name, SERVICES[name]["command"])

    def start(self, name: str) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            self.running[name] = subprocess.Popen(
                self.words(SERVICES[name]["command"]),
                cwd=ROOT,
                env=self.environment(name),
                stdout=log,
                stderr=log,
            )

    def is_healthy(self, name: str) -> bool:
        words = SERVICES[name]["healthcheck"]["test"]
        return self._do(name, words[1:]).returncode == 0

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def stop(self) -> None:
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        for process in self.running.values():
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()

    def _do(self, name: str, words: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.words(words),
            cwd=ROOT,
            env=self.environment(name),
            capture_output=True,
            text=True,
            check=False,
        )

    def _here(self, value: str) -> str:
        value = re.sub(
            r"\$\{(\w+)(?::-([^}]*))?[^}]*\}", lambda named: _CHOSEN.get(named[1], named[2] or ""), value
        )
        for there, here in (
            ("/run/secrets", str(self.folder / "secrets")),
            ("/srv", str(self.folder / "srv")),
            ("/tmp/beat", str(self.folder / "beat")),  # noqa: S108  (a path inside the container)
            ("0.0.0.0:8000", f"127.0.0.1:{self.port}"),
            ("0.0.0.0", "127.0.0.1"),  # noqa: S104  (what is replaced)
            ("8100", str(self.training)),
        ):
            value = value.replace(there, here)
        return value


_CHOSEN = {"PORTAL_HOST": HOST, "EMAIL_FROM": "portal@example.gov", "LOG_LEVEL": "INFO"}


def _lines_of_env() -> str:
    """The image's own settings."""
    joined = re.sub(r"\\\n\s*", " ", (ROOT / "Dockerfile").read_text())
    return "\n".join(line for line in joined.splitlines() if line.startswith("ENV"))


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """Everything of the compose file but the proxy and the two servers, which the tests have already."""
    name = f"containers_{os.getpid()}"
    _clone(name)  # Its migrations have run already: the container that sees to them finds nothing to do.
    machine = Machine(folder=tmp_path_factory.mktemp("machine"))
    secrets = machine.folder / "secrets"
    secrets.mkdir()
    for secret, variable in (("database-url", "TEST_APP_URL"), ("database-owner-url", "TEST_OWNER_URL")):
        (secrets / secret).write_text(f"{os.environ[variable].rpartition('/')[0]}/{name}")
    (secrets / "redis-url").write_text(f"{os.environ['TEST_REDIS_URL'].rpartition('/')[0]}/9")
    (secrets / "email-url").write_text("smtp://127.0.0.1:1")
    keyring.fill(folder=secrets)
    for folder in ("vault", "backups", "training"):
        (machine.folder / "srv" / folder).mkdir(parents=True)
    collected = subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input"],
        cwd=ROOT, env=machine.environment("web"), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert collected.returncode == 0, collected.stderr
    try:
        migrated = machine.run("migrate")
        assert migrated.returncode == 0, migrated.stderr
        for part in LONG_RUNNING:
            machine.start(part)
        yield machine
    finally:
        machine.stop()
        _drop(name)


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_a_container_s_command_answers_its_health_check(machine: Machine, name: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not machine.is_healthy(name):
        assert machine.running[name].poll() is None, machine.log(name)
        assert time.monotonic() < deadline, machine.log(name)
        time.sleep(0.5)


def _ask(machine: Machine, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", machine.port, timeout=20)) as connection:
        connection.request("GET", path, headers={"Host": HOST, **headers})
        answer = connection.getresponse()
        return answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer.read()


def test_behind_the_proxy_the_first_page_is_served_for_https_alone(machine: Machine) -> None:
    plain, led_on, _ = _ask(machine, "/account/login/")
    assert (plain, led_on["location"]) == (301, f"https://{HOST}/account/login/")

    status, headers, body = _ask(
        machine, "/account/login/", **{"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    )

    assert status == 200
    assert b"Sign in" in body
    assert "Secure" in headers["set-cookie"]
    assert headers["strict-transport-security"].startswith("max-age=31536000")


def test_another_name_is_not_answered(machine: Machine) -> None:
    assert _ask(machine, "/account/login/", Host="elsewhere.example")[0] == 400


def test_the_style_sheets_are_those_of_the_image(machine: Machine) -> None:
    _, _, page = _ask(machine, "/account/login/", **{"X-Forwarded-Proto": "https"})
    path = re.search(rb'href="(/static/[^"]+\.css)"', page)
    assert path is not None

    assert _ask(machine, path[1].decode(), **{"X-Forwarded-Proto": "https"})[0] == 200


def test_the_web_server_tells_its_requests_in_json(machine: Machine) -> None:
    _ask(machine, "/account/login/?next=/records/", **{"X-Forwarded-Proto": "https"})

    log = machine.log("web")
    assert '"request": "GET /account/login/"' in log
    assert "next=" not in log


def test_the_numbers_are_there_for_whoever_has_the_token(machine: Machine) -> None:
    token = (machine.folder / "secrets" / "metrics-token").read_text().strip()

    status, _, body = _ask(machine, "/metrics", Authorization=f"Bearer {token}")

    assert status == 200
    assert b"portal_at_home 1.0" in body


def test_backup_leaves_a_whole_one(machine: Machine) -> None:
    done = machine.run("backup")

    assert done.returncode == 0, done.stderr
    assert manifest.newest(folder=machine.folder / "srv" / "backups") is not None


def test_all_end_when_they_are_asked_to(machine: Machine) -> None:
    begun = time.monotonic()
    machine.stop()

    assert time.monotonic() - begun < 30
    assert {name: process.returncode for name, process in machine.running.items()} == dict.fromkeys(
        LONG_RUNNING, 0
    )
