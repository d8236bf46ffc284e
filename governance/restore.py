"""A backup, put into a new place: another folder, or an empty database of one's own.

    python -m governance.restore --from BACKUP --into FOLDER

With DATABASE_OWNER_URL the database goes there and FOLDER takes the vault; without it FOLDER takes both, with a
PostgreSQL of its own. Nothing that exists is written over. The portal that starts from it begins with publishing
stopped (posts.restoring).
"""

import argparse
import contextlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from governance import databases, installation, manifest
from governance.backup import SPARE, Progress, megabytes, say_line
from governance.embedded import postgres
from governance.embedded.refusal import CannotStart
from governance.manifest import Held, Manifest


def restore(*, source: Path, url: str, vault: Path, say: Callable[[str], None]) -> Manifest:
    """Database and files, each compared with the manifest before it is used.

    Everything or nothing for the database; a run that was broken off during the files can be done again. Raises
    CannotStart where the backup is not whole, the place is not empty, or the room is too small.
    """
    whole = manifest.read(folder=source)
    if not databases.is_empty(url=url):
        raise CannotStart("The database is not empty: name a new one, nothing is written over.")
    _require_room(vault, whole)
    if manifest.sha256(path=source / whole.database.path) != whole.database.sha256:
        raise CannotStart(f"{source / whole.database.path} is not what was written: use another backup.")
    for line in _files(source / manifest.VAULT, vault, whole.files):
        say(line)
    progress = Progress(say)
    databases.run(
        "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
        f"--dbname={databases.name(url=url)}", str(source / whole.database.path), url=url,
        meanwhile=lambda: progress.now_and_then("Database: being read."),
    )  # fmt: skip
    if whole.mark:
        databases.set_mark(url=url, mark=whole.mark)
    say(f"Database: {megabytes(whole.database.size_bytes)} read.")
    return whole


def _require_room(vault: Path, whole: Manifest) -> None:
    vault.mkdir(mode=0o700, parents=True, exist_ok=True)
    needed, free = int(whole.size_bytes() * SPARE), shutil.disk_usage(vault).free
    if needed > free:
        raise CannotStart(
            f"{vault} has room for {megabytes(free)} and {megabytes(needed)} are needed: make room."
        )


def _files(source: Path, vault: Path, files: tuple[Held, ...]) -> Iterator[str]:
    """Copied and compared one by one; a file that stands already is compared alone."""
    said_at = time.monotonic()
    for number, file in enumerate(files, start=1):
        target = vault / file.path
        found = (
            manifest.sha256(path=target)
            if target.exists()
            else manifest.copied(source=source / file.path, target=target)
        )
        if found != file.sha256:
            raise CannotStart(f"{file.path} is not what was written: use another backup.")
        target.chmod(0o444)
        if time.monotonic() - said_at > 5:
            said_at = time.monotonic()
            yield f"Files: {number:,} of {len(files):,}."
    yield f"Files: {len(files):,} of the vault."


@contextlib.contextmanager
def place(*, folder: Path, given: Mapping[str, str]) -> Iterator[str]:
    """The owner's address of the empty database: the given one, or a new cluster's in the folder."""
    if url := installation.value(given, "DATABASE_OWNER_URL"):
        databases.require_answer(url=url)
        yield url
        return
    if (folder / "postgres" / "cluster").exists():
        raise CannotStart(f"{folder / 'postgres'} holds a database: name a new folder with INTO=.")
    installation.require_ours(folder=folder)
    server = postgres.Server(folder=folder / "postgres")
    with installation.held(folder=folder):
        try:
            yield server.start().owner
        except CannotStart:
            server.stop()
            shutil.rmtree(folder / "postgres", ignore_errors=True)
            raise
        finally:
            server.stop()


def main() -> int:
    """Ends with 1 and a sentence when nothing was restored."""
    parser = argparse.ArgumentParser(prog="python -m governance.restore", description=__doc__)
    parser.add_argument(
        "--from", dest="source", type=Path, required=True, help="a folder that make backup printed"
    )
    parser.add_argument("--into", type=Path, required=True, help="a new folder")
    asked = parser.parse_args()
    source, into = asked.source.absolute(), asked.into.absolute()
    begun = time.monotonic()
    try:
        whole = manifest.read(folder=source)
        with place(folder=into, given=os.environ) as url:
            restore(source=source, url=url, vault=into / manifest.VAULT, say=say_line)
    except CannotStart as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except OSError as fault:
        sys.stderr.write(f"{fault.filename or into}: {fault.strerror}; correct it and try again.\n")
        return 1
    checkpoint = whole.checkpoint
    lines = (
        f"Restored in {time.monotonic() - begun:.1f} s: {into}",
        f"It is of {whole.made_at}, at checkpoint "
        + (f"{checkpoint.size}:{checkpoint.root} of the trail." if checkpoint else "none of the trail."),
        "Put the keys in place before it starts (docs/operations.md). It starts with publishing stopped: the portal "
        "reads what the networks show since then, and a person releases it on the page Stops.",
    )
    for line in lines:
        say_line(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
