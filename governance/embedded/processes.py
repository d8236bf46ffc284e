"""Processes that are found again after whoever started them was killed.

Each one leads a session of its own, and a note beside it says its number and when the kernel started it:
a number alone may by now belong to a stranger. Reads /proc, so Linux only.
"""

import contextlib
import json
import os
import signal
import time
from pathlib import Path
from typing import TypedDict

PARENT_FIELD, SESSION_FIELD, START_FIELD = 1, 3, 19
"""Places in /proc/N/stat counted from the state, which follows the last closing parenthesis."""


class Note(TypedDict):
    """What is remembered of a process: number, start in clock ticks, first signal, seconds until SIGKILL."""

    pid: int
    since: int
    polite: int
    patience: float


def _stat(pid: int) -> list[str] | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    return None if not fields or fields[0] in "ZX" else fields


def started(*, pid: int) -> int | None:
    """The kernel's clock ticks at the start of a living process, or None when it is gone or a zombie."""
    fields = _stat(pid)
    return int(fields[START_FIELD]) if fields else None


def session_of(*, pid: int, since: int) -> list[int]:
    """The living processes of the session that `pid` leads or led, started at `since` ticks or later."""
    numbers = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    found = ((number, _stat(number)) for number in numbers)
    return [
        number
        for number, fields in found
        if fields and int(fields[SESSION_FIELD]) == pid and int(fields[START_FIELD]) >= since
    ]


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def end_session(*, pid: int, since: int, polite: signal.Signals, patience: float) -> None:
    """Ask the leader to end, wait up to `patience` seconds for the whole session, kill what is left."""
    leader = started(pid=pid)
    if leader is not None and leader != since:
        return  # The number belongs to somebody else now, so our session is gone.
    if leader is not None:
        _signal(pid, polite)
    deadline = time.monotonic() + patience
    while members := session_of(pid=pid, since=since):
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        if time.monotonic() > deadline:
            for member in members:
                _signal(member, signal.SIGKILL)
        elif started(pid=pid) is None:
            for member in members:  # Orphans of a dead leader: nobody else will tell them.
                _signal(member, polite)
        time.sleep(0.05)


def write_note(*, path: Path, pid: int, polite: signal.Signals, patience: float) -> None:
    """Remember a process that was just started, so that a later start finds it."""
    note = Note(pid=pid, since=started(pid=pid) or 0, polite=polite.value, patience=patience)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(note))
    draft.replace(path)


def end_noted(*, path: Path, patience: float | None = None) -> bool:
    """End the session a note speaks of, remove the note; True when something was still running.

    Waits as many seconds as the note says, unless told otherwise.
    """
    note = _read(path)
    running = note is not None and bool(session_of(pid=note["pid"], since=note["since"]))
    if note is not None and running:
        end_session(
            pid=note["pid"],
            since=note["since"],
            polite=signal.Signals(note["polite"]),
            patience=note["patience"] if patience is None else patience,
        )
    path.unlink(missing_ok=True)
    return running


def kill_noted(*, path: Path) -> None:
    """Kill the session a note speaks of at once; the note stays for whoever waits for its end."""
    if (note := _read(path)) is not None:
        for member in session_of(pid=note["pid"], since=note["since"]):
            _signal(member, signal.SIGKILL)


def parent_noted(*, path: Path) -> int | None:
    """Who started the living process that a note speaks of; None when there is no such process."""
    note = _read(path)
    fields = _stat(note["pid"]) if note else None
    if note is None or fields is None or int(fields[START_FIELD]) != note["since"]:
        return None
    return int(fields[PARENT_FIELD])


def signal_noted(*, path: Path, number: signal.Signals) -> None:
    """Send one signal to the process that a note speaks of, if it still lives."""
    note = _read(path)
    if note is not None and started(pid=note["pid"]) == note["since"]:
        _signal(note["pid"], number)


def _read(path: Path) -> Note | None:
    try:
        note: Note = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    return note
