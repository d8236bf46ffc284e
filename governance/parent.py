"""Follows the `make` that started us: whoever interrupts or kills it alone means the portal too.

A Ctrl-C reaches every process of a terminal, but a SIGINT sent to make alone does not: make then waits
for its children without telling them. It stops catching the signal as it does so, which the kernel shows.
"""

import os
import signal
import threading
from pathlib import Path

PAUSE_SECONDS = 0.3
INTERRUPT = 1 << (signal.SIGINT - 1)


def follow(*, stopping: threading.Event) -> None:
    """From now on `stopping` is set when the parent ends or is interrupted."""
    parent = os.getppid()
    if _catches_interrupt(parent):
        threading.Thread(target=_watch, args=(parent, stopping), name="parent", daemon=True).start()


def _watch(parent: int, stopping: threading.Event) -> None:
    while not stopping.wait(PAUSE_SECONDS):
        if os.getppid() != parent or not _catches_interrupt(parent):
            stopping.set()


def _catches_interrupt(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    caught = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught, 16) & INTERRUPT)
