"""`make upgrade`: this version takes over the portal of a folder, whichever version runs from it now.

    python -m governance.upgrade --folder VAR

Back up while it goes on; drain (beat rests, workers finish, everything ends); back up what came meanwhile; start, which
migrates; and ask the health check. A database that is not one release behind is refused before anything is touched.
What fails says the way back: the version before goes on with this database as it is, and `--back` puts the backup back.
"""

import argparse
import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from governance import backup, databases, installation, manifest, parent, released, restore, run
from governance.embedded import ports, processes
from governance.embedded.refusal import CannotStart
from governance.portal import ROOT, Portal
from governance.supervisor import Stopped

FINISHES_SECONDS = 130
"""Longer than a task may run: what is being sent is finished."""
ENDS_SECONDS = 90
READY_SECONDS = 60
"""Beyond what a start waits anyway: a machine that is busy is no reason to go back."""
_IN_FLIGHT = "SELECT count(*) FROM posts_publication WHERE state = 'sending'"


class NotTakenOver(Exception):
    """This version did not come up; nothing of it runs."""


def take_over(*, portal: Portal, say: Callable[[str], None], stay: bool) -> None:
    """Returns when the portal was asked to stop, or once it is ready where it is not to stay.

    Raises CannotStart before anything was changed, NotTakenOver after.
    """
    folder, vault = portal.folder, backup.vault_of(folder=portal.folder, given=os.environ)
    running = _runs(folder)
    with backup.owner_of(folder=folder, given=os.environ) as url:
        released.require_one_step(url=url)
        say(f"Backing up, which takes nothing away from a portal that runs: {folder / 'backups'}")
        saved = backup.back_up(url=url, vault=vault, to=folder / "backups", say=say)
        if running:
            drain(folder=folder, url=url, say=say)
    if running:
        with backup.owner_of(folder=folder, given=os.environ) as url:
            say("Backing up what came meanwhile.")
            saved = backup.back_up(url=url, vault=vault, to=folder / "backups", say=say)
    _noted(folder).write_text(json.dumps({"backup": str(saved)}))
    try:
        portal.start()
        if not _await(lambda: not portal.late(), READY_SECONDS):
            raise NotTakenOver(f"{portal.late()} did not become ready")
        say(f"Release {backup.portal_version()} has taken over. Open {portal.public_url}")
        if stay:
            say(f"Ctrl-C stops it. Logs: {portal.supervisor.logs}")
            portal.supervisor.stopping.wait()
    except CannotStart as fault:
        raise NotTakenOver(str(fault)) from fault
    finally:
        portal.stop()


def drain(*, folder: Path, url: str, say: Callable[[str], None]) -> None:
    """Nothing new is handed out, what is being sent is finished, then the portal of the folder ends.

    Raises CannotStart where it does not.
    """
    notes = folder / "run"
    supervisor = processes.parent_noted(path=notes / "web.pid")
    if supervisor is None:
        raise CannotStart(f"The portal in {folder} is just starting or ending: try again in a minute.")
    say("Nothing new is sent; what is being sent is finished.")
    processes.signal_noted(path=notes / "beat.pid", number=signal.SIGSTOP)
    try:
        _await(lambda: not _in_flight(url), FINISHES_SECONDS)
    finally:
        processes.signal_noted(path=notes / "beat.pid", number=signal.SIGCONT)
    os.kill(supervisor, signal.SIGTERM)
    if not _await(lambda: not _runs(folder), ENDS_SECONDS):
        raise CannotStart(f"The portal in {folder} does not end: stop it, and try again.")
    say("The version before has ended.")


def _in_flight(url: str) -> int:
    with contextlib.closing(databases.connect(url=url)) as connection, connection.cursor() as cursor:
        cursor.execute(_IN_FLIGHT)
        (count,) = cursor.fetchone() or (0,)
        return int(count)


def _runs(folder: Path) -> bool:
    """Whether a portal holds the folder."""
    try:
        with installation.held(folder=folder):
            return False
    except CannotStart:
        return True


def _await(done: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def _noted(folder: Path) -> Path:
    return folder / "run" / "upgrade.json"


def put_back(*, folder: Path, say: Callable[[str], None]) -> Path:
    """The state that the last upgrade saved, in a new cluster; the present one is moved aside, and where to returned.

    Raises CannotStart where there is none, where a portal runs, or where the database is not the folder's own.
    """
    try:
        saved = Path(json.loads(_noted(folder).read_text())["backup"])
    except OSError:
        raise CannotStart(f"No upgrade of {folder} is noted, so there is nothing to put back.") from None
    if installation.value(os.environ, "DATABASE_URL"):
        raise CannotStart(f"The database is one of yours: make restore puts {saved} into an empty one.")
    manifest.read(folder=saved)
    aside = folder / f"postgres-{datetime.now(tz=UTC):%Y%m%dT%H%M%SZ}"
    with installation.held(folder=folder):
        (folder / "postgres").rename(aside)
    vault = backup.vault_of(folder=folder, given=os.environ)
    try:
        with restore.place(folder=folder, given={}) as url:
            restore.restore(source=saved, url=url, vault=vault, say=say)
    except CannotStart:
        if not (folder / "postgres").exists():
            aside.rename(folder / "postgres")
        raise
    return aside


def main() -> int:
    """Ends with 1 and the way back when this version did not take over."""
    parser = argparse.ArgumentParser(prog="python -m governance.upgrade", description=__doc__)
    parser.add_argument("--folder", type=Path, default=os.environ.get("VAR_FOLDER", ROOT / "var"))
    parser.add_argument("--port", default=os.environ.get("PORT") or "8000")
    parser.add_argument("--under-make", action="store_true", help="make is followed")
    parser.add_argument(
        "--then-stop", action="store_true", help="end once it is ready, for a service manager"
    )
    parser.add_argument("--back", action="store_true", help="put back what the last upgrade saved")
    asked = parser.parse_args()
    folder = asked.folder.absolute()
    try:
        if asked.back:
            aside = put_back(folder=folder, say=run.say)
            run.say(
                f"Put back. Start the version before; publishing is stopped. The later state is in {aside}."
            )
            return 0
        portal = Portal(folder=folder, port=ports.read(text=asked.port), say=run.say)
        run.stop_on_signals(portal)
        if asked.under_make:
            parent.follow(stopping=portal.supervisor.stopping)
        take_over(portal=portal, say=run.say, stay=not asked.then_stop)
    except CannotStart as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except OSError as fault:  # A full disk, a folder that is read only.
        sys.stderr.write(f"{fault.filename or folder}: {fault.strerror}; correct it and try again.\n")
        return 1
    except NotTakenOver as fault:
        sys.stderr.write(
            f"This version did not take over: {fault}.\n"
            "The way back: start the version before from its own folder; it goes on with this database as it is.\n"
            "If that fails too, `make back` puts back what was saved; publishing is then stopped until a person "
            "releases it.\n"
        )
        return 1
    except Stopped:
        run.say("Stopped before it was up.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
