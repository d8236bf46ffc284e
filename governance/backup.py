"""A backup: the database first, in one snapshot, then the vault's files that it names. Never the keys.

    python -m governance.backup --to FOLDER

makes FOLDER/portal-<moment>/ with database.dump, vault/ and, last of all, manifest.json. What was broken off leaves a
folder ending in .partial, which the next run takes over. The portal may go on working meanwhile: files are written
once, and before the row that names them, so whatever the snapshot names is on disk.
"""

import argparse
import base64
import contextlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from governance import databases, installation, manifest
from governance.embedded import ports, postgres
from governance.embedded.refusal import CannotStart
from governance.manifest import Checkpoint, Held, Manifest
from governance.portal import ROOT

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

SPARE = 1.1
"""Room that is asked for, times what is to be written."""
SAY_EVERY_SECONDS = 5.0

_SNAPSHOT = """
SELECT pg_export_snapshot(), now(), pg_database_size(current_database()),
    current_setting('server_version_num')::int / 10000, (SELECT installation FROM audit_home)
"""


class Progress:
    """Says how far it is, now and then."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._said_at = time.monotonic()

    def now_and_then(self, line: str) -> None:
        """At most every few seconds."""
        if time.monotonic() - self._said_at >= SAY_EVERY_SECONDS:
            self._say(line)
            self._said_at = time.monotonic()


def back_up(*, url: str, vault: Path, to: Path, say: Callable[[str], None]) -> Path:
    """Everything but the keys, below `to`; returns the finished folder.

    `url` is the owner's. Raises CannotStart when the room is too small, when a file of the vault is missing or
    changed, or when pg_dump fails; what was written by then stays as .partial.
    """
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.closing(databases.connect(url=url)) as connection:
        connection.autocommit = False
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with connection.cursor() as cursor:
            cursor.execute(_SNAPSHOT)
            snapshot, at, database_bytes, version, home = cursor.fetchone() or ()
        files = _named(connection)
        draft = _draft(to, at)
        earlier = manifest.newest(folder=to)
        _require_room(draft, earlier and earlier[0], database_bytes, files)
        dump = _dumped(draft, url, snapshot, say)
        checkpoint = _checkpoint(connection)
    kept = tuple(_kept(vault, draft, earlier and earlier[0], files, say))
    whole = Manifest(
        made_at=at.astimezone(UTC).isoformat(),
        portal=portal_version(),
        postgresql=version,
        installation=home or "",
        mark=databases.mark(url=url),
        checkpoint=checkpoint,
        database=dump,
        files=kept,
    )
    manifest.write(folder=draft, manifest=whole)
    return draft.rename(draft.with_suffix(""))


def portal_version() -> str:
    """As pyproject.toml has it; the portal runs from its sources and is not installed as a package."""
    line = next(
        line for line in (ROOT / "pyproject.toml").read_text().splitlines() if line.startswith("version")
    )
    return line.partition('"')[2].rstrip('"')


def _draft(to: Path, at: datetime) -> Path:
    """A new folder, or the one that an interrupted run left, with the files it already has."""
    draft = to / f"portal-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.partial"
    left = sorted(to.glob("portal-*.partial"))
    if left:
        left[-1].rename(draft)
        for unfinished in (manifest.DUMP, manifest.NAME):
            (draft / unfinished).unlink(missing_ok=True)
    draft.mkdir(mode=0o700, exist_ok=True)
    return draft


def _named(connection: "Connection") -> list[Held]:
    """Every file that the snapshot names, by the address that audit.blobs gives it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT agency_id, digest, size_bytes FROM audit_blob ORDER BY agency_id, digest")
        return [
            Held(path=f"blobs/{agency_id}/{digest[:2]}/{digest}", size_bytes=size, sha256=digest)
            for agency_id, digest, size in cursor.fetchall()
        ]


def _checkpoint(connection: "Connection") -> Checkpoint | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT origin, size, root, at FROM audit_checkpoint ORDER BY size DESC LIMIT 1")
        row = cursor.fetchone()
    if row is None:
        return None
    origin, size, root, at = row
    return Checkpoint(
        origin=origin,
        size=size,
        root=base64.b64encode(bytes(root)).decode(),
        at=at.astimezone(UTC).isoformat(),
    )


def _require_room(draft: Path, earlier: Path | None, database_bytes: int, files: list[Held]) -> None:
    """Before anything is written; a dump is smaller than its database."""
    new = (file for file in files if not _stands(draft, file) and not (earlier and _stands(earlier, file)))
    needed = int((database_bytes + sum(file.size_bytes for file in new)) * SPARE)
    free = shutil.disk_usage(draft).free
    if needed > free:
        raise CannotStart(
            f"{draft.parent} has room for {megabytes(free)} and the backup may need {megabytes(needed)}: "
            "make room, or name another folder with TO=."
        )


def megabytes(size_bytes: int) -> str:
    """A size as people read it; never nothing where there is something."""
    return f"{max(1, round(size_bytes / 1_000_000)):,} MB" if size_bytes else "0 MB"


def _stands(folder: Path, file: Held) -> bool:
    path = folder / manifest.VAULT / file.path
    return path.exists() and path.stat().st_size == file.size_bytes


def _dumped(draft: Path, url: str, snapshot: str, say: Callable[[str], None]) -> Held:
    target = draft / manifest.DUMP
    target.touch(mode=0o600)
    progress = Progress(say)
    databases.run(
        "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}",
        f"--file={target}", url=url,
        meanwhile=lambda: progress.now_and_then(f"Database: {megabytes(target.stat().st_size)} so far."),
    )  # fmt: skip
    with target.open("rb") as file:
        os.fsync(file.fileno())
    size = target.stat().st_size
    say(f"Database: {megabytes(size)} written.")
    return Held(path=manifest.DUMP, size_bytes=size, sha256=manifest.sha256(path=target))


def _kept(
    vault: Path, draft: Path, earlier: Path | None, files: list[Held], say: Callable[[str], None]
) -> Iterator[Held]:
    """Each file whole: taken over from an interrupted run, linked from the last backup, or copied."""
    progress = Progress(say)
    for number, file in enumerate(files, start=1):
        target = draft / manifest.VAULT / file.path
        if not _stands(draft, file) and not _linked(target, file, earlier):
            _copy(vault / file.path, target, file)
        elif manifest.sha256(path=target) != file.sha256:
            target.unlink()
            _copy(vault / file.path, target, file)
        progress.now_and_then(f"Files: {number:,} of {len(files):,}.")
        yield file
    say(f"Files: {len(files):,} of the vault.")


def _linked(target: Path, file: Held, earlier: Path | None) -> bool:
    """The same bytes twice on one disk take their room once."""
    if earlier is None or not _stands(earlier, file):
        return False
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.link(earlier / manifest.VAULT / file.path, target)
    except OSError:  # a disk without links
        return False
    return True


def _copy(source: Path, target: Path, file: Held) -> None:
    try:
        found = manifest.copied(source=source, target=target)
    except FileNotFoundError:
        raise CannotStart(
            f"The database names a file that the vault does not have: {file.path}. Is this the right vault folder? "
            "Otherwise run verify_audit."
        ) from None
    if found != file.sha256:
        target.unlink()
        raise CannotStart(f"A file of the vault is not what it was: {file.path}. Run verify_audit.")


@contextlib.contextmanager
def owner_of(*, folder: Path, given: Mapping[str, str]) -> Iterator[str]:
    """The owner's address: the given one, else that of the folder's database, started for the purpose when it rests."""
    if url := installation.value(given, "DATABASE_OWNER_URL"):
        yield url
        return
    if installation.value(given, "DATABASE_URL"):
        raise CannotStart(
            "DATABASE_URL names a database of yours: set DATABASE_OWNER_URL too, pg_dump needs it."
        )
    server = postgres.Server(folder=folder / "postgres")
    if not server.cluster.exists():
        raise CannotStart(f"There is no database in {folder}: name the portal's folder with VAR_FOLDER.")
    if port := running_port(folder=folder):
        server.port = port
        yield server.urls(database=server.database).owner
        return
    with installation.held(folder=folder):
        try:
            yield server.start().owner
        finally:
            server.stop()


def running_port(*, folder: Path) -> int:
    """Where the folder's own database answers while its portal runs; 0 when it rests."""
    try:
        port = int((folder / "postgres" / "cluster" / "postmaster.pid").read_text().splitlines()[3])
    except (OSError, IndexError, ValueError):
        return 0
    return port if ports.accepts(port=port) else 0


def vault_of(*, folder: Path, given: Mapping[str, str]) -> Path:
    """Where the vault keeps its files: STORAGE_URL's folder, else the usual one."""
    url = installation.value(given, "STORAGE_URL")
    return Path(url.removeprefix("file://")) if url else folder / "vault"


def say_line(line: str) -> None:
    """To the terminal, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Ends with 1 and a sentence when there is no whole backup afterwards."""
    folder = Path(os.environ.get("VAR_FOLDER", ROOT / "var")).absolute()
    parser = argparse.ArgumentParser(prog="python -m governance.backup", description=__doc__)
    parser.add_argument("--to", type=Path, default=os.environ.get("BACKUP_FOLDER") or folder / "backups")
    asked = parser.parse_args()
    begun = time.monotonic()
    try:
        with owner_of(folder=folder, given=os.environ) as url:
            vault = vault_of(folder=folder, given=os.environ)
            made = back_up(url=url, vault=vault, to=asked.to.absolute(), say=say_line)
    except CannotStart as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except OSError as fault:
        sys.stderr.write(f"{fault.filename or asked.to}: {fault.strerror}; correct it and try again.\n")
        return 1
    say_line(f"Written in {time.monotonic() - begun:.1f} s: {made}")
    say_line("The keys are not in it: they have a procedure of their own (docs/operations.md).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
