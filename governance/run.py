"""`python -m governance.run`: the portal at the terminal, until Ctrl-C.

Knows nothing of Django, so that a missing or broken part is a sentence and never a traceback.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

from governance import parent
from governance.embedded import ports
from governance.embedded.refusal import CannotStart
from governance.portal import ROOT, Portal
from governance.supervisor import Stopped


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def serve(portal: Portal, *, announced: bool) -> None:
    """From the first line to the last; returns when it was asked to stop and everything has ended."""
    if not announced:
        say(f"The portal is coming up at {portal.public_url}")
    try:
        portal.start()
        for line in sign_ins(portal.folder):
            say(line)
        say(f"Ready. Ctrl-C stops it. Logs: {portal.supervisor.logs}")
        say(f"Open {portal.public_url}")
        portal.supervisor.stopping.wait()
        say("Stopping.")
    finally:
        portal.stop()


def sign_ins(folder: Path) -> list[str]:
    """Who can sign in to the demonstration, as it left word."""
    path = folder / "demo-sign-ins.txt"
    return path.read_text().splitlines() if path.exists() else []


def manage(folder: Path, arguments: list[str]) -> int:
    """A management command with the settings of the portal that runs from this folder."""
    path = folder / "run" / "environment"
    if not path.exists():
        raise CannotStart(f"No portal runs from {folder}: start it with make run first.")
    environment = {**os.environ, **json.loads(path.read_text())}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=False
    ).returncode


def stop_on_signals(portal: Portal) -> None:
    """The first signal asks for a clean stop, the second is obeyed at once."""

    def obey(_number: int, _frame: FrameType | None) -> None:
        if portal.supervisor.stopping.is_set():
            portal.supervisor.kill()
        portal.supervisor.stopping.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, obey)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m governance.run", description=__doc__)
    parser.add_argument(
        "--folder",
        type=Path,
        default=os.environ.get("VAR_FOLDER", ROOT / "var"),
        help="where all state is kept",
    )
    parser.add_argument("--port", default=os.environ.get("PORT") or "8000")
    parser.add_argument("--under-make", action="store_true", help="make printed the address and is followed")
    parser.add_argument("--fresh", action="store_true", help="drop the demonstration, build it anew, end")
    parser.add_argument("--manage", nargs=argparse.REMAINDER, help="run a management command beside it")
    given = parser.parse_args()
    try:
        if given.manage is not None:
            return manage(given.folder.absolute(), given.manage)
        portal = Portal(folder=given.folder, port=ports.read(text=given.port), say=say)
        stop_on_signals(portal)
        if given.fresh:
            try:
                portal.rebuild()
            finally:
                portal.stop()
        else:
            if given.under_make:
                parent.follow(stopping=portal.supervisor.stopping)
            serve(portal, announced=given.under_make)
    except CannotStart as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except OSError as fault:  # A full disk, a folder that is read only.
        sys.stderr.write(f"{fault.filename or given.folder}: {fault.strerror}; correct it and try again.\n")
        return 1
    except Stopped:
        say("Stopped before it was up.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
