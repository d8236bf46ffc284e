"""Starts processes in order, restarts the one that dies, stops them all and leaves none."""

import contextlib
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from governance.embedded import processes
from governance.embedded.refusal import CannotStart
from governance.embedded.users import RunAs

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 30.0
STEADY_SECONDS = 60.0
"""Whoever lived this long is restarted at the first pause again."""
ORPHANS_SECONDS = 3.0
LARGEST_LOG_BYTES = 20_000_000


class Stopped(Exception):
    """Somebody asked for a stop while the start was still going on."""


@dataclass(frozen=True)
class Child:
    """One process: what runs, as whom, when it counts as started, how it is asked to end.

    Children of stage 0 are what the others need: they end last.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    ready: Callable[[], bool] = lambda: True
    stage: int = 1
    run_as: RunAs = field(default_factory=RunAs)
    polite: signal.Signals = signal.SIGTERM
    patience_seconds: float = 20.0
    ready_seconds: float = 60.0


@dataclass
class Running:
    """A child and its present process."""

    child: Child
    process: subprocess.Popen[bytes]
    since: int
    """When the kernel started it, in its clock ticks."""
    begun_at: float
    pause_seconds: float = FIRST_PAUSE_SECONDS
    again_at: float | None = None


class Supervisor:
    """Owns every child below one folder; `say` gets one line for whatever a person should know."""

    def __init__(self, *, folder: Path, working_folder: Path, say: Callable[[str], None]) -> None:
        self.notes = folder / "run"
        self.logs = folder / "log"
        self.working_folder = working_folder
        self.say = say
        self.stopping = threading.Event()
        self._running: list[Running] = []
        self._lock = threading.RLock()
        self._watch: threading.Thread | None = None

    def recover(self) -> int:
        """End what a killed supervisor left running in this folder; how many there were."""
        self.notes.mkdir(parents=True, exist_ok=True)
        self.logs.mkdir(parents=True, exist_ok=True)
        with ThreadPoolExecutor() as pool:
            return sum(pool.map(lambda path: processes.end_noted(path=path), self.notes.glob("*.pid")))

    def start(self, child: Child) -> None:
        """Started, watched and ready; raises CannotStart with the log's name when it ends before that."""
        with self._lock:
            self._require_going()
            process = self._spawn(child)
            since = processes.started(pid=process.pid) or 0
            running = Running(child=child, process=process, since=since, begun_at=time.monotonic())
            self._running.append(running)
        deadline = time.monotonic() + child.ready_seconds
        while not child.ready():
            self._require_going()
            if running.process.poll() is not None or time.monotonic() > deadline:
                raise CannotStart(
                    f"{child.name} did not start ({self._last_line(child.name)}): see {self.log(child.name)}."
                )
            time.sleep(0.05)

    def run(
        self, *, name: str, command: tuple[str, ...], environment: Mapping[str, str], aloud: bool = False
    ) -> None:
        """Run one step to its end; raises CannotStart with the log's name when it fails.

        Aloud, each line that it writes is said as it comes.
        """
        step = Child(name=name, command=command, environment=environment, patience_seconds=5)
        path, note = self.log(name), self._note(name)
        heard = path.stat().st_size if path.exists() else 0
        process = self._spawn(step)
        while process.poll() is None:
            if self.stopping.is_set():
                processes.end_noted(path=note)
                raise Stopped
            if aloud:
                heard = self._say_new_lines(path, heard)
            time.sleep(0.02)
        if aloud and not process.returncode:
            self._say_new_lines(path, heard)
        note.unlink(missing_ok=True)
        if process.returncode:
            raise CannotStart(f"{name} failed ({self._last_line(name)}): see {self.log(name)}.")

    def _say_new_lines(self, path: Path, heard: int) -> int:
        """Say the whole lines that stand beyond a place in a log; returns the place after them."""
        with path.open("rb") as log:
            log.seek(heard)
            for line in log:
                if not line.endswith(b"\n"):
                    break
                heard += len(line)
                self.say(line.decode(errors="replace").rstrip())
        return heard

    def watch(self) -> None:
        """From now on whoever dies is started again."""
        self._watch = threading.Thread(target=self._keep_watching, name="watch", daemon=True)
        self._watch.start()

    def stop(self) -> None:
        """Ask all to end, those that others need last; kill what does not. May be called twice."""
        self.stopping.set()
        if self._watch is not None:
            self._watch.join()
        with self._lock:
            leaving, self._running = self._running, []
        for stage in sorted({running.child.stage for running in leaving}, reverse=True):
            with ThreadPoolExecutor() as pool:
                list(pool.map(self._end, [running for running in leaving if running.child.stage == stage]))
        for running in leaving:
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.process.wait(timeout=5)

    def _end(self, running: Running) -> None:
        """By what we know ourselves: somebody may have removed the notes, with the whole folder."""
        child = running.child
        processes.end_session(
            pid=running.process.pid, since=running.since, polite=child.polite, patience=child.patience_seconds
        )
        self._note(child.name).unlink(missing_ok=True)

    def kill(self) -> None:
        """No more patience: every process of every child ends now."""
        self.stopping.set()
        for path in self.notes.glob("*.pid"):
            processes.kill_noted(path=path)

    def pid(self, name: str) -> int:
        """The present process of a child."""
        with self._lock:
            return next(running.process.pid for running in self._running if running.child.name == name)

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def _last_line(self, name: str) -> str:
        """What it said last, without the module of the exception that ends a traceback."""
        lines = self.log(name).read_text(errors="replace").strip().splitlines() or ["it said nothing"]
        return re.sub(r"^(\w+\.)+(?=\w+: )", "", lines[-1]).rstrip(".")

    def _note(self, name: str) -> Path:
        return self.notes / f"{name}.pid"

    def _require_going(self) -> None:
        if self.stopping.is_set():
            raise Stopped

    def _spawn(self, child: Child) -> subprocess.Popen[bytes]:
        path = self.log(child.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > LARGEST_LOG_BYTES:
            path.replace(path.with_suffix(".log.1"))
        with path.open("ab") as log:
            process = subprocess.Popen(
                [*child.run_as.prefix, *child.command],
                cwd=self.working_folder,
                env=dict(child.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # A Ctrl-C at the terminal reaches us alone; we end them in order.
                user=child.run_as.user,
                group=child.run_as.group,
                extra_groups=None if child.run_as.user is None else [],
            )
        processes.write_note(
            path=self._note(child.name),
            pid=process.pid,
            polite=child.polite,
            patience=child.patience_seconds,
        )
        return process

    def _keep_watching(self) -> None:
        while not self.stopping.wait(0.2):
            with self._lock:
                for running in self._running:
                    self._look_at(running)

    def _look_at(self, running: Running) -> None:
        now = time.monotonic()
        if running.again_at is not None:
            if now >= running.again_at:
                running.process = self._spawn(running.child)
                running.since = processes.started(pid=running.process.pid) or 0
                running.begun_at, running.again_at = now, None
            return
        code = running.process.poll()
        if code is None:
            return
        if now - running.begun_at > STEADY_SECONDS:
            running.pause_seconds = FIRST_PAUSE_SECONDS
        name, pause = running.child.name, running.pause_seconds
        how = f"killed by signal {-code}" if code < 0 else f"ended with code {code}"
        self.say(f"{name}: {how}, starting again in {pause:g} s; see {self.log(name)}.")
        processes.end_noted(path=self._note(name), patience=ORPHANS_SECONDS)
        running.again_at = now + pause
        running.pause_seconds = min(pause * 2, LONGEST_PAUSE_SECONDS)
