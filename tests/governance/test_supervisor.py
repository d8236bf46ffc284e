"""Small children in the place of the portal's: order, restarts, stop and recovery."""

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from governance.embedded import processes
from governance.embedded.refusal import CannotStart
from governance.supervisor import Child, Stopped, Supervisor

SLEEP = "import time; time.sleep(600)"
FORK = "import os, time; os.fork(); time.sleep(600)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "print('set', flush=True); time.sleep(600)"
)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(tmp_path: Path, said: list[str]) -> Iterator[Supervisor]:
    made = Supervisor(folder=tmp_path, working_folder=tmp_path, say=said.append)
    made.recover()
    yield made
    made.kill()
    made.stop()


def child(name: str, code: str = SLEEP, *, patience_seconds: float = 5, stage: int = 1) -> Child:
    command = (sys.executable, "-c", code)
    return Child(
        name=name, command=command, environment=os.environ, patience_seconds=patience_seconds, stage=stage
    )


def until(met: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not met():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    return bool(processes.session_of(pid=pid, since=0))


def test_a_child_that_dies_is_started_again_and_said_in_one_line(
    supervisor: Supervisor, said: list[str]
) -> None:
    supervisor.start(child("worker"))
    supervisor.watch()
    first = supervisor.pid("worker")

    os.kill(first, signal.SIGKILL)

    until(lambda: supervisor.pid("worker") != first)
    assert len(said) == 1
    assert said[0].startswith("worker: killed by signal 9, starting again in 0.5 s; see ")


def test_a_child_that_keeps_dying_is_started_more_and_more_slowly(
    supervisor: Supervisor, said: list[str]
) -> None:
    supervisor.start(child("worker", "raise SystemExit(3)"))
    supervisor.watch()

    until(lambda: len(said) == 3)

    assert [line.partition(";")[0] for line in said] == [
        "worker: ended with code 3, starting again in 0.5 s",
        "worker: ended with code 3, starting again in 1 s",
        "worker: ended with code 3, starting again in 2 s",
    ]


def test_the_orphans_of_a_dead_child_end_before_its_successor_starts(supervisor: Supervisor) -> None:
    supervisor.start(child("worker", FORK))
    first = supervisor.pid("worker")
    until(lambda: len(processes.session_of(pid=first, since=0)) == 2)
    supervisor.watch()

    os.kill(first, signal.SIGKILL)

    until(lambda: supervisor.pid("worker") != first)
    assert not alive(first)


def test_a_stop_leaves_no_process_and_no_note(supervisor: Supervisor) -> None:
    supervisor.start(child("broker", stage=0))
    supervisor.start(child("worker", FORK))
    pids = [supervisor.pid("broker"), supervisor.pid("worker")]
    supervisor.watch()

    supervisor.stop()

    assert not any(alive(pid) for pid in pids)
    assert not list(supervisor.notes.glob("*.pid"))


def test_a_stop_ends_everything_even_when_the_folder_was_removed(supervisor: Supervisor) -> None:
    supervisor.start(child("worker", FORK))
    pid = supervisor.pid("worker")
    supervisor.watch()
    for folder in (supervisor.notes, supervisor.logs):
        shutil.rmtree(folder)

    supervisor.stop()

    assert not alive(pid)


def test_what_the_others_need_ends_last(supervisor: Supervisor, tmp_path: Path) -> None:
    goodbye = (
        "import signal, sys, time, pathlib\n"
        "def end(*_): open('order', 'a').write(sys.argv[1] + ' '); sys.exit()\n"
        "signal.signal(signal.SIGTERM, end); pathlib.Path(sys.argv[1]).touch(); time.sleep(600)"
    )
    for name, stage in (("database", 0), ("web", 1)):
        command = (sys.executable, "-c", goodbye, name)
        supervisor.start(
            Child(
                name=name,
                command=command,
                environment=os.environ,
                stage=stage,
                ready=(tmp_path / name).exists,
            )
        )

    supervisor.stop()

    assert (tmp_path / "order").read_text() == "web database "


def test_a_child_that_will_not_end_is_killed_when_patience_ends(supervisor: Supervisor) -> None:
    supervisor.start(child("worker", STUBBORN, patience_seconds=0.3))
    until(lambda: "set" in supervisor.log("worker").read_text())
    pid = supervisor.pid("worker")

    supervisor.stop()

    assert not alive(pid)


def test_a_second_signal_waits_for_nobody(supervisor: Supervisor) -> None:
    supervisor.start(child("worker", STUBBORN, patience_seconds=60))
    until(lambda: "set" in supervisor.log("worker").read_text())
    pid, begun = supervisor.pid("worker"), time.monotonic()

    supervisor.kill()
    supervisor.stop()

    assert not alive(pid)
    assert time.monotonic() - begun < 5


def test_a_child_that_never_comes_up_is_refused_with_its_log(supervisor: Supervisor) -> None:
    broken = Child(
        name="web",
        command=(sys.executable, "-c", "raise SystemExit('no')"),
        environment=os.environ,
        ready=lambda: False,
    )

    with pytest.raises(CannotStart, match=r"^web did not start \(no\): see .*/web\.log\.$"):
        supervisor.start(broken)


def test_a_failed_step_is_refused_with_its_log(supervisor: Supervisor) -> None:
    with pytest.raises(
        CannotStart, match=r"^migrate failed \(ZeroDivisionError: .*\): see .*/migrate\.log\.$"
    ):
        supervisor.run(name="migrate", command=(sys.executable, "-c", "1/0"), environment=os.environ)

    assert "ZeroDivisionError" in supervisor.log("migrate").read_text()


def test_nothing_is_started_after_a_stop(supervisor: Supervisor) -> None:
    supervisor.stop()

    with pytest.raises(Stopped):
        supervisor.start(child("web"))


def test_the_next_start_ends_what_a_killed_supervisor_left(tmp_path: Path, supervisor: Supervisor) -> None:
    supervisor.start(child("worker", FORK))
    pid = supervisor.pid("worker")

    found = Supervisor(folder=tmp_path, working_folder=tmp_path, say=print).recover()

    assert found == 1
    assert not alive(pid)


def test_a_note_whose_number_now_belongs_to_a_stranger_harms_nobody(tmp_path: Path) -> None:
    stranger = child("stranger")
    other = Supervisor(folder=tmp_path / "other", working_folder=tmp_path, say=print)
    other.recover()
    other.start(stranger)
    note = tmp_path / "run" / "worker.pid"
    processes.write_note(path=note, pid=other.pid("stranger"), polite=signal.SIGKILL, patience=0)
    note.write_text(note.read_text().replace('"since": ', '"since": 1'))

    Supervisor(folder=tmp_path, working_folder=tmp_path, say=print).recover()

    assert alive(other.pid("stranger"))
    assert not note.exists()
    other.stop()


def test_a_step_run_aloud_is_heard_line_by_line_and_no_line_of_an_earlier_run(
    supervisor: Supervisor, said: list[str]
) -> None:
    command = (sys.executable, "-c", "print('first week'); print('second week')")
    supervisor.run(name="demonstration", command=command, environment=os.environ)
    assert said == []

    supervisor.run(name="demonstration", command=command, environment=os.environ, aloud=True)
    assert said == ["first week", "second week"]
