"""How long somebody waits who starts the portal: for the first time, and once more after it was killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from bench import ground
from bench.figures import Figure, Target
from governance import installation
from governance.embedded import ports, temporary

PATIENCE_SECONDS = 180.0


class NotStarted(Exception):
    """The portal did not come up: there is no time to tell of."""


def measure() -> Figure:
    """From the command to the line with the address, without a demonstration; the floor is the very first start."""
    folder = temporary.folder(base=ground.ROOT / "var" / "bench")
    try:
        first = _seconds_to_start(folder / "var")
        again = _seconds_to_start(folder / "var")
    finally:
        temporary.remove(path=folder)
    return Figure(
        name="start of a portal that has run before",
        value=again,
        unit="s",
        floor=first,
        ratio=again / first,
        targets=(Target(of="value", at_most=15),),
    )


def _seconds_to_start(folder: Path) -> float:
    port = str(ports.free_port())
    environment = installation.without_settings(os.environ) | {"DEMONSTRATION": "0"}
    screen = folder.with_suffix(".screen")
    begun = time.monotonic()
    with screen.open("w") as shown:
        running = subprocess.Popen(
            [sys.executable, "-m", "governance.run", "--folder", str(folder), "--port", port],
            cwd=ground.ROOT,
            env=environment,
            stdout=shown,
            stderr=shown,
            start_new_session=True,
        )
    try:
        while not any(line.startswith("Open ") for line in screen.read_text().splitlines()):
            if running.poll() is not None or time.monotonic() - begun > PATIENCE_SECONDS:
                raise NotStarted(screen.read_text())
            time.sleep(0.05)
        return time.monotonic() - begun
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(timeout=60)
