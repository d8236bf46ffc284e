"""The whole portal from one command, in a folder of its own."""

import contextlib
import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from governance import installation
from governance.embedded import ports, temporary
from governance.embedded.refusal import CannotStart

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = re.compile(r"https?://\S+")
PATIENCE_SECONDS = 180
"""Beside other tests a disk may be busy for a minute; how fast a portal comes up is the bench's matter."""


class Terminal:
    """Somebody who typed the command, and what they saw."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self.screen = folder.with_suffix(".screen")
        environment = installation.without_settings(os.environ) | {"DEMONSTRATION": "0"}
        command = [sys.executable, "-m", "governance.run", "--folder", str(folder), "--port", str(port)]
        with self.screen.open("w") as screen:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=screen, stderr=screen, start_new_session=True
            )

    def lines(self) -> list[str]:
        return self.screen.read_text().splitlines()

    def await_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not any(line.startswith("Open ") for line in self.lines()):
            assert self.process.poll() is None, self.lines()
            assert time.monotonic() < deadline, self.lines()
            time.sleep(0.1)

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=PATIENCE_SECONDS)


@pytest.fixture
def folder() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="portal-"))
    place.chmod(0o755)
    yield place / "var"
    for pid in processes_of(place):  # After a failure: the supervisor and all of its children at once.
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    temporary.remove(path=place)


def processes_of(folder: Path) -> list[int]:
    """Every process that has the folder in its command line or its environment."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            seen = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            if str(folder).encode() in seen and int(entry.name) != os.getpid():
                found.append(int(entry.name))
    return found


def owner_asks(folder: Path, statement: str) -> list[tuple[object, ...]]:
    """As the owner of the running portal's own database."""
    port = (folder / "postgres" / "cluster" / "postmaster.pid").read_text().splitlines()[3]
    password = (folder / "postgres" / "passwords" / "portal_owner").read_text().strip()
    url = f"postgresql://portal_owner:{password}@127.0.0.1:{port}/portal"
    with contextlib.closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.long
def test_it_comes_up_survives_a_kill_of_everything_and_leaves_no_process(folder: Path) -> None:
    first = Terminal(folder, ports.free_port())
    first.await_ready()
    owner_asks(folder, "CREATE TABLE kept AS SELECT 'still here' AS word")
    for pid in processes_of(folder):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    first.process.wait(timeout=10)

    second = Terminal(folder, ports.free_port())
    second.await_ready()

    assert owner_asks(folder, "SELECT word FROM kept") == [("still here",)]
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", second.port, timeout=5)) as browser:
        browser.request("GET", "/account/login/")
        assert browser.getresponse().status == 200
    lines = second.lines()
    assert ADDRESS.findall("\n".join(lines)) == [second.address, second.address]
    assert second.address in lines[0]
    assert second.address in lines[-1]

    refused = Terminal(folder, ports.free_port())
    assert refused.process.wait(timeout=30) == 1
    assert refused.lines()[-1] == f"A portal already runs from {folder}: stop it first."

    _is_taken_over_and_put_back(folder, second)
    assert processes_of(folder) == []
    assert not ports.accepts(port=second.port)


def _is_taken_over_and_put_back(folder: Path, running: Terminal) -> None:
    """By the present version itself: the portal that runs is drained, saved and ended, and comes up again."""
    said = _upgrade(folder, "--port", str(running.port), "--then-stop")
    assert "Nothing new is sent" in said
    assert "has taken over" in said
    assert running.process.wait(timeout=10) == 0
    assert len(list((folder / "backups").glob("portal-*Z"))) == 2

    assert "Put back. Start the version before" in _upgrade(folder, "--back")
    assert len(list(folder.glob("postgres-*Z"))) == 1


def _upgrade(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "governance.upgrade", "--folder", str(folder), *arguments],
        cwd=ROOT,
        env=installation.without_settings(os.environ) | {"DEMONSTRATION": "0"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_stop_in_the_middle_of_the_start_leaves_no_process(folder: Path) -> None:
    terminal = Terminal(folder, ports.free_port())
    while len(terminal.lines()) < 4:
        assert terminal.process.poll() is None, terminal.lines()
        time.sleep(0.02)

    assert terminal.end() == 0

    assert terminal.lines()[-1] == "Stopped before it was up."
    assert processes_of(folder) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_whoever_stops_make_alone_stops_the_portal(folder: Path, number: signal.Signals) -> None:
    makefile = folder.with_suffix(".mk")
    port = ports.free_port()
    command = f"{sys.executable} -m governance.run --under-make --folder {folder} --port {port}"
    makefile.write_text(f"run:\n\t@{command}\n")
    make = subprocess.Popen(
        # Whoever started these tests in the background may have told them to ignore an interrupt.
        ["env", "--default-signal=INT", "make", "--silent", "-C", str(ROOT), "-f", str(makefile)],
        env=installation.without_settings(os.environ) | {"DEMONSTRATION": "0"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (folder / "run" / "broker.pid").exists():
        assert make.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)

    make.send_signal(number)
    make.wait(timeout=PATIENCE_SECONDS)

    while processes_of(folder):
        assert time.monotonic() < deadline, processes_of(folder)
        time.sleep(0.1)


def test_the_keys_are_for_their_owner_alone_and_the_trails_for_the_sequencer(tmp_path: Path) -> None:
    given = {"PATH": os.environ["PATH"]}

    common = installation.settings(folder=tmp_path, port=8000, demonstration=False)
    sequencers = installation.trail_key(folder=tmp_path, given=given)

    assert {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "secrets").iterdir()} == {
        "secret-key": 0o600,
        "field-keys": 0o600,
        "installation-id": 0o600,
        "trail-key": 0o600,
    }
    assert not any("TRAIL" in name for name in common)
    assert list(sequencers) == ["TRAIL_KEY_FILE"]


def test_what_was_generated_once_stays(tmp_path: Path) -> None:
    installation.settings(folder=tmp_path, port=8000, demonstration=False)
    before = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}

    installation.settings(folder=tmp_path, port=8001, demonstration=True)

    assert {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()} == before


def test_a_chosen_key_of_the_trail_is_the_one_that_signs(tmp_path: Path) -> None:
    chosen = {"TRAIL_KEY_FILE": "/run/secrets/trail"}

    assert installation.trail_key(folder=tmp_path, given=chosen) == chosen


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_else_is_refused_by_name(tmp_path: Path) -> None:
    shutil.chown(tmp_path, "nobody")

    with pytest.raises(CannotStart, match="belongs to nobody: start as nobody"):
        installation.require_ours(folder=tmp_path)
