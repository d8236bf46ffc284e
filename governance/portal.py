"""The whole portal in one folder: which processes, with which settings, in which order."""

import http.client
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from governance import assets, databases, installation
from governance.embedded import ports, postgres, valkey
from governance.embedded.refusal import CannotStart
from governance.supervisor import Child, Stopped, Supervisor

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
READY_SECONDS = 30.0
WEB_WORKERS, PUBLISHERS, FOR_URGENT = 2, 2, 1


def quiet(line: str) -> None:
    """Say nothing."""


class Portal:
    """Everything `make run` starts. `folder` keeps all its state; give each portal one of its own."""

    def __init__(
        self,
        *,
        folder: Path,
        port: int,
        say: Callable[[str], None] = quiet,
        demonstration: bool | None = None,
        short: bool = False,
        given: Mapping[str, str] | None = None,
    ) -> None:
        """`given` are the settings somebody chose, the process's own environment unless told otherwise.

        `short` tells a demonstration of three districts, for tests.
        """
        self.folder = folder.absolute()
        self.port = port
        self.say = say
        self.public_url = f"http://{ports.LOOPBACK}:{port}"
        self.training_url = ""
        """Where the sandbox answers; empty until it was started."""
        self.urls: postgres.Urls | None = None
        """The embedded database by role; None where DATABASE_URL names another."""
        self.environment: dict[str, str] = {}
        """What web, worker and beat run with."""
        self.supervisor = Supervisor(folder=self.folder, working_folder=ROOT, say=say)
        self._given = dict(os.environ if given is None else given)
        self._demonstration = (
            installation.flag(self._given, "DEMONSTRATION", default=not self._has("DATABASE_URL"))
            if demonstration is None
            else demonstration
        )
        self._short = short
        self._hold = ExitStack()

    @contextmanager
    def running(self) -> Iterator["Portal"]:
        """Started on entry, stopped on exit; for tests."""
        try:
            self.start()
            yield self
        finally:
            self.stop()

    def start(self) -> None:
        """Ready to be used on return; raises CannotStart, or Stopped when `stop` was called meanwhile."""
        self._open()
        ports.require_free(port=self.port)
        self._start_servers()
        self._prepare()
        self._load_demonstration()
        self._start_work()
        self.supervisor.watch()
        self._await_ready()

    def late(self) -> str:
        """The parts that are not ready; empty when all are."""
        status, late = _readiness(port=self.port)
        return "" if status == 200 else late

    def rebuild(self) -> None:
        """The demonstration is dropped and built anew; nothing runs afterwards."""
        self._open()
        self._start_servers()
        if self.urls is None:
            raise CannotStart(
                "DATABASE_URL names a database that is not ours to drop: unset it and try again."
            )
        if databases.mark(url=self.urls.owner) == databases.OWN:
            raise CannotStart(
                "This database holds a department's own posts: only a demonstration is dropped."
            )
        self.say("Dropping the demonstration.")
        self._drop(self.urls)
        self._prepare()
        self._load_demonstration()
        self.say("The demonstration is new; make run starts it.")

    def stop(self) -> None:
        """Everything is stopped and nothing is left running; may be called twice."""
        self.supervisor.stop()
        (self.folder / "run" / "environment").unlink(missing_ok=True)
        self._hold.close()

    def _has(self, name: str) -> bool:
        return name in self._given or f"{name}_FILE" in self._given

    def _open(self) -> None:
        """Take the folder for ourselves, end what a killed portal left in it, make its secrets."""
        installation.require_ours(folder=self.folder)
        self._hold.enter_context(installation.held(folder=self.folder))
        if self.supervisor.recover():
            self.say("Ended what the last run had left behind.")
        own = installation.settings(folder=self.folder, port=self.port, demonstration=self._demonstration)
        self.environment = {
            name: text for name, text in self._given.items() if name not in installation.APART
        }
        self.environment |= {
            name: text
            for name, text in own.items()
            if name in installation.OURS or not self._has(name.removesuffix("_FILE"))
        }
        if assets.fetch():
            self.say("Fetched the design system and scripts.")

    def _start_servers(self) -> None:
        if self._has("DATABASE_URL"):
            databases.require_answer(url=installation.value(self._given, "DATABASE_URL"))
        else:
            self.say("Starting PostgreSQL.")
            server = postgres.Server(folder=self.folder / "postgres")
            server.prepare()
            self.supervisor.start(
                Child(
                    name="database",
                    command=tuple(server.command()),
                    environment=server.environment(),
                    ready=server.answers,
                    stage=0,
                    polite=postgres.STOP,
                    patience_seconds=postgres.PATIENCE_SECONDS,
                )
            )
            self.urls = server.settle()
            self.environment["DATABASE_URL"] = self.urls.app
        if self._has("REDIS_URL"):
            databases.require_broker(url=installation.value(self._given, "REDIS_URL"))
            return
        self.say("Starting Valkey.")
        broker = valkey.Server(folder=self.folder / "valkey")
        broker.prepare()
        self.supervisor.start(
            Child(
                name="broker",
                command=tuple(broker.command()),
                environment=self.environment,
                ready=broker.answers,
                stage=0,
            )
        )
        self.environment["REDIS_URL"] = broker.url

    def _prepare(self) -> None:
        """The database as this version wants it, the pages' static files, and the training network."""
        owner_url = self.urls.owner if self.urls else installation.value(self._given, "DATABASE_OWNER_URL")
        if self.urls:
            self._begin_again_after_half_a_demonstration(self.urls)
        if owner_url:
            self.say("Bringing the database up to date.")
            self._manage("migrate", "--no-input", DATABASE_OWNER_URL=owner_url)
        else:
            self._require_migrated()
        if installation.static_changed(
            folder=self.folder, sources=(ROOT / "static", ROOT / "var" / "assets")
        ):
            self.say("Collecting the static files.")
            self._manage("collectstatic", "--no-input", "--clear")
            installation.static_collected(
                folder=self.folder, sources=(ROOT / "static", ROOT / "var" / "assets")
            )
        if not self._has("TRAINING_URL"):
            self._start_sandbox()
        installation.keep_environment(folder=self.folder, environment=self.environment)

    def _require_migrated(self) -> None:
        self.say("Asking whether the database is up to date.")
        try:
            self._manage("migrate", "--check")
        except CannotStart as behind:
            raise CannotStart(f"Without DATABASE_OWNER_URL nothing can be migrated, and {behind}") from None

    def _begin_again_after_half_a_demonstration(self, urls: postgres.Urls) -> None:
        if databases.mark(url=urls.owner) == databases.LOADING:
            self.say("The demonstration was interrupted while it was loaded; beginning again.")
            self._drop(urls)

    def _drop(self, urls: postgres.Urls) -> None:
        """The database, the queues and the training network forget everything."""
        databases.drop(urls=urls)
        databases.create(urls=urls)
        if not self._has("REDIS_URL"):  # a broker that was given is not ours to empty; old ids find nothing
            databases.forget_queues(url=self.environment["REDIS_URL"])
        installation.forget_demonstration(folder=self.folder)

    def _start_sandbox(self) -> None:
        """On the port it had before, where that is free: published posts link to it."""
        port = installation.kept_port(folder=self.folder, name="sandbox")
        self.training_url = f"http://{ports.LOOPBACK}:{port}"
        self.environment["TRAINING_URL"] = self.training_url
        self.say("Starting the training network.")
        state = str(self.folder / "sandbox.sqlite3")
        self._start("sandbox", "-m", "sandbox", "--port", str(port), "--state", state, port=port)

    def _load_demonstration(self) -> None:
        url = self.urls.owner if self.urls else installation.value(self._given, "DATABASE_OWNER_URL")
        mark = databases.mark(url=url) if url else databases.OWN
        if mark == databases.LOADED:
            self._manage("demonstration", "--accounts")  # a training network that was lost knows them again
        if not url or mark in (databases.LOADED, databases.OWN):
            return
        if not self._demonstration:
            databases.set_mark(url=url, mark=databases.OWN)
            return
        self.say("Loading the demonstration, which takes a minute.")
        databases.set_mark(url=url, mark=databases.LOADING)
        self._manage("demonstration", *(["--short"] if self._short else []), aloud=True)
        databases.set_mark(url=url, mark=databases.LOADED)

    def _start_work(self) -> None:
        level = self.environment.get("LOG_LEVEL", "INFO")
        celery = ("-m", "celery", "--app", "governance.celery:app")
        self.say("Starting the sequencer, the web server, the worker and beat.")
        # The key that signs the trail goes to the sequencer and to nobody else.
        key = installation.trail_key(folder=self.folder, given=self._given)
        self._start("sequencer", "manage.py", "run_sequencer", more=key)
        alone = ("--without-gossip", "--without-mingle", "--loglevel", level)
        self._start(
            "worker", *celery, "worker", "--concurrency", str(PUBLISHERS), *alone,
            "--hostname", f"worker@{self.port}",
        )  # fmt: skip
        schedule = str(self.folder / "run" / "beat")
        self._start("beat", *celery, "beat", "--schedule", schedule, "--pidfile=", "--loglevel", level)
        self._start(
            "web", "-m", "gunicorn", "governance.wsgi:application", "--config", "python:governance.serving",
            "--bind", f"{ports.LOOPBACK}:{self.port}", "--workers", str(WEB_WORKERS),
            port=self.port,
        )  # fmt: skip
        # While every other worker waits for a network that hangs, this one is there for what is urgent. Nobody waits
        # for it to start.
        self._start(
            "urgent", *celery, "worker", "--concurrency", str(FOR_URGENT), *alone,
            "--queues", "urgent", "--hostname", f"urgent@{self.port}",
        )  # fmt: skip

    def _start(
        self, name: str, *arguments: str, port: int | None = None, more: Mapping[str, str] | None = None
    ) -> None:
        self.supervisor.start(
            Child(
                name=name,
                command=(PYTHON, *arguments),
                environment=self.environment | dict(more or {}),
                ready=(lambda: True) if port is None else (lambda: ports.accepts(port=port)),
            )
        )

    def _manage(self, *arguments: str, aloud: bool = False, **more: str) -> None:
        command = (PYTHON, "manage.py", *arguments)
        self.supervisor.run(
            name=arguments[0], command=command, environment=self.environment | more, aloud=aloud
        )

    def _await_ready(self) -> None:
        """Until every part says it is ready; after READY_SECONDS the parts that do not are named."""
        deadline = time.monotonic() + READY_SECONDS
        while True:
            status, late = _readiness(port=self.port)
            if status == 200:
                return
            if time.monotonic() > deadline:
                self.say(f"Not everything is ready yet ({late}); the logs are in {self.supervisor.logs}.")
                return
            if self.supervisor.stopping.wait(0.2):
                raise Stopped


def _readiness(*, port: int) -> tuple[int, str]:
    """The status of the answer, and what in it is not ready."""
    with closing(http.client.HTTPConnection(ports.LOOPBACK, port, timeout=5)) as connection:
        try:
            connection.request("GET", "/health/ready")
            answer = connection.getresponse()
            return answer.status, _late(answer.read())
        except (OSError, http.client.HTTPException) as silent:
            return 0, str(silent)


def _late(body: bytes) -> str:
    try:
        checks: Mapping[str, object] = json.loads(body)
    except ValueError:
        return "no reason given"
    late = [name for name, value in checks.items() if isinstance(value, dict) and not value.get("ok", True)]
    return ", ".join(late) or "no reason given"
