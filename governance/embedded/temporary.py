"""Folders of servers for one run of the tests, swept when whoever made them was killed."""

import os
import shutil
import tempfile
from pathlib import Path

from governance.embedded import processes

PREFIX = "servers-"


def folder(*, base: Path) -> Path:
    """A new folder below `base`; what dead runs left there is ended and removed first."""
    base.mkdir(parents=True, exist_ok=True)
    for old in base.glob(f"{PREFIX}*"):
        if not _made_by_the_living(old):
            remove(path=old)
    path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
    path.chmod(0o755)
    (path / "owner").write_text(f"{os.getpid()} {processes.started(pid=os.getpid())}")
    return path


def remove(*, path: Path) -> None:
    """End every noted process below `path`, then the folder itself."""
    for note in path.rglob("*.pid"):
        if "cluster" not in note.parts:
            processes.end_noted(path=note)
    shutil.rmtree(path, ignore_errors=True)


def _made_by_the_living(path: Path) -> bool:
    try:
        pid, since = map(int, (path / "owner").read_text().split())
    except (OSError, ValueError):
        return False
    return processes.started(pid=pid) == since
