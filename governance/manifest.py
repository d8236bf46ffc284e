"""What a backup holds, in its manifest.json: a folder without one, or of another name, is no backup."""

import hashlib
import json
import logging
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from governance.embedded.refusal import CannotStart

NAME = "manifest.json"
DUMP = "database.dump"
VAULT = "vault"
FORMAT = 1
_FINISHED = "portal-????????T??????Z"
"""Folders of finished backups; their names stand in the order of their moments."""
_PIECE_BYTES = 1 << 20

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Held:
    """One file: where it lies in the backup, how large it is, and its SHA-256."""

    path: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """The newest signed state of the trail that the database had: what a restored portal goes back to."""

    origin: str
    size: int
    root: str
    """In base64, as verify_audit prints and takes it."""
    at: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """Everything a restore checks before it begins."""

    made_at: str
    """ISO 8601 in UTC, by the database's clock: the moment of the snapshot."""
    portal: str
    postgresql: int
    installation: str
    mark: str | None
    """What the database says it holds (governance.databases.mark): a dump of one database leaves it out."""
    checkpoint: Checkpoint | None
    database: Held
    files: tuple[Held, ...]
    """The files of the vault, by the same paths below VAULT."""
    format: int = FORMAT

    def size_bytes(self) -> int:
        """Of all files together."""
        return self.database.size_bytes + sum(file.size_bytes for file in self.files)

    def held(self) -> Iterator[Held]:
        """The database, then the files."""
        yield self.database
        yield from self.files


def write(*, folder: Path, manifest: Manifest) -> None:
    """The last file of a backup, on disk when this returns."""
    path = folder / NAME
    with path.open("x") as file:
        json.dump(asdict(manifest), file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def read(*, folder: Path) -> Manifest:
    """Raises CannotStart where there is no whole backup, or one of another format."""
    try:
        return _whole(folder, json.loads((folder / NAME).read_text()))
    except FileNotFoundError:
        raise CannotStart(
            f"{folder} is no finished backup: there is no {NAME} in it. Name the folder that make backup printed."
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise CannotStart(f"{folder / NAME} cannot be read: take another backup.") from None


def _whole(folder: Path, told: dict[str, Any]) -> Manifest:
    if told.get("format") != FORMAT:
        raise CannotStart(f"{folder} was made by another version of the portal: restore it with that one.")
    checkpoint = told["checkpoint"]
    return Manifest(
        **told
        | {
            "checkpoint": Checkpoint(**checkpoint) if checkpoint else None,
            "database": Held(**told["database"]),
            "files": tuple(Held(**file) for file in told["files"]),
        }
    )


def newest(*, folder: Path) -> tuple[Path, datetime] | None:
    """The latest finished backup below a folder that can be read, and the moment it is of.

    Later ones that cannot be read are passed over with a warning: an old fault stops no backup of today.
    """
    for path in sorted(folder.glob(f"{_FINISHED}/{NAME}"), reverse=True):
        made_at = _moment(path.parent, path.stat().st_mtime_ns)
        if made_at is not None:
            return path.parent, made_at
    return None


@lru_cache(maxsize=256)
def _moment(folder: Path, changed_ns: int) -> datetime | None:
    """Kept while the file stays as it is: whoever asks every few seconds has a long list of files parsed once."""
    try:
        return datetime.fromisoformat(read(folder=folder).made_at)
    except (CannotStart, OSError, ValueError, TypeError) as fault:
        log.warning("A backup is passed over: %s", fault)
        return None


def sha256(*, path: Path) -> str:
    """Of a file's bytes, a piece at a time."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copied(*, source: Path, target: Path) -> str:
    """Copy a file and return the SHA-256 of what was read; under its own name only when it is whole and on disk."""
    draft = target.with_name(f"{target.name}.partial")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    seen = hashlib.sha256()
    with source.open("rb") as given, draft.open("wb") as taken:
        while piece := given.read(_PIECE_BYTES):
            seen.update(piece)
            taken.write(piece)
        taken.flush()
        os.fsync(taken.fileno())
    draft.chmod(0o400)
    draft.replace(target)
    return seen.hexdigest()
