"""The processes of one campaign: sandbox, sequencer, worker with its pool, two beats. Each is ended by its number."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path

from governance import installation
from governance.embedded import ports
from governance.portal import PYTHON, ROOT
from governance.supervisor import Child, Supervisor

POOL = 4
"""Children of the worker, on two cores."""
COMING_UP_SECONDS = 3.0


class Fleet:
    """As `make run` starts and restarts them, below a folder of their own."""

    def __init__(self, *, folder: Path, app: str, say: Callable[[str], None]) -> None:
        """`app` is the Celery application that the worker and the beats run."""
        self.folder = folder
        self.app = app
        self.sandbox_port = ports.free_port()
        self.training_url = f"http://{ports.LOOPBACK}:{self.sandbox_port}"
        self.supervisor = Supervisor(folder=folder, working_folder=ROOT, say=say)
        self.children_killed, self.workers_killed = 0, 0
        self._environment: Mapping[str, str] = {}
        self._calm = threading.Event()
        self._killer: threading.Thread | None = None

    def open_network(self, *, environment: Mapping[str, str]) -> None:
        """The sandbox answers; its state is new."""
        self._environment = environment
        self.supervisor.recover()
        state = str(self.folder / "sandbox.sqlite3")
        self._start(
            "sandbox", "-m", "sandbox", "--port", str(self.sandbox_port), "--state", state,
            ready=lambda: ports.accepts(port=self.sandbox_port),
        )  # fmt: skip

    def start_work(self, *, beats: int) -> None:
        """The worker, so many beats, and with them the sequencer; whoever dies is started again."""
        celery = ("-m", "celery", "--app", self.app)
        if beats:
            key = installation.trail_key(folder=self.folder, given={})
            self._start("sequencer", "manage.py", "run_sequencer", more=key)
        self._start(
            "worker", *celery, "worker", "--pool", "prefork", "--concurrency", str(POOL), "--loglevel", "WARNING",
            "--without-gossip", "--without-mingle", "--hostname", f"chaos@{self.sandbox_port}",
        )  # fmt: skip
        for number in range(1, beats + 1):
            schedule = str(self.folder / "run" / f"beat{number}")
            self._start(f"beat{number}", *celery, "beat", "--schedule", schedule, "--pidfile=")
        self.supervisor.watch()

    def stop(self) -> None:
        """Nothing is left running; may be called twice."""
        self.leave_children_alone()
        self.supervisor.stop()

    def kill_children(self, *, every_seconds: float) -> None:
        """From now on one child of the pool after another is killed."""
        self._calm.clear()
        self._killer = threading.Thread(
            target=self._keep_killing, args=(every_seconds,), name="killer", daemon=True
        )
        self._killer.start()

    def leave_children_alone(self) -> None:
        self._calm.set()
        if self._killer is not None:
            self._killer.join()
            self._killer = None

    def kill_worker(self) -> None:
        """The worker's main process; the supervisor ends the orphans of its pool and starts it anew."""
        os.kill(self.supervisor.pid("worker"), signal.SIGKILL)
        self.workers_killed += 1

    def _keep_killing(self, every_seconds: float) -> None:
        """A worker that is coming up is left alone: Celery ends one whose first children die, and it would never."""
        known, up_at = 0, 0.0
        for number in count():
            if self._calm.wait(every_seconds):
                return
            main = self.supervisor.pid("worker")
            children = self._pool(main)
            if main != known and len(children) >= POOL:
                known, up_at = main, time.monotonic() + COMING_UP_SECONDS
            if main == known and children and time.monotonic() > up_at:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(children[number % len(children)], signal.SIGKILL)
                    self.children_killed += 1

    def _pool(self, main: int) -> list[int]:
        try:
            return [int(pid) for pid in Path(f"/proc/{main}/task/{main}/children").read_text().split()]
        except OSError:
            return []

    def _start(
        self,
        name: str,
        *arguments: str,
        ready: Callable[[], bool] = lambda: True,
        more: Mapping[str, str] | None = None,
    ) -> None:
        self.supervisor.start(
            Child(
                name=name,
                command=(PYTHON, *arguments),
                environment={**self._environment, **(more or {})},
                ready=ready,
            )
        )
