"""As whom PostgreSQL runs: it refuses root, so root steps down for it."""

import functools
import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from governance.embedded.refusal import CannotStart

REACHES = 'test -x "$1" && test -w "$2"'


@dataclass(frozen=True)
class RunAs:
    """What goes before the command, and the user and group to change to (None: stay)."""

    prefix: tuple[str, ...] = ()
    user: int | None = None
    group: int | None = None

    def own(self, path: Path) -> None:
        """Give a file or folder to the user that needs it."""
        if self.user is not None and self.group is not None:
            os.chown(path, self.user, self.group)


def runner(*, folder: Path, program: Path) -> RunAs:
    """Who may run `program` on the data in the existing `folder`; root becomes somebody else.

    A user namespace keeps root's own rights to closed folders, so it comes first; then `nobody`.
    Data that already belongs to somebody is run by that user.
    """
    me = os.geteuid()
    if me != 0 and _has_a_name(me):
        return RunAs()
    owner = folder.stat()
    if owner.st_uid == me and _namespace_reaches(folder=folder, program=program):
        return RunAs(prefix=_namespace())
    if me != 0:
        raise CannotStart(f"PostgreSQL needs a name for its user: add user {me} to /etc/passwd.")
    entry = _nobody() if owner.st_uid == 0 else (owner.st_uid, owner.st_gid)
    for path in (folder / "cluster", program):
        _require_open(path=path, user=entry[0], group=entry[1])
    return RunAs(user=entry[0], group=entry[1])


def _has_a_name(user: int) -> bool:
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True


def _namespace() -> tuple[str, ...]:
    """A user of its own for one command; initdb insists on one that /etc/passwd knows."""
    named = next((entry for entry in pwd.getpwall() if entry.pw_uid != 0), None)
    user, group = (named.pw_uid, named.pw_gid) if named else (1, 1)
    return ("unshare", "--user", f"--map-user={user}", f"--map-group={group}")


def _nobody() -> tuple[int, int]:
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise CannotStart(
            "PostgreSQL refuses to run as root and there is no user nobody: start as an ordinary user."
        ) from None
    return entry.pw_uid, entry.pw_gid


@functools.cache
def _namespace_reaches(*, folder: Path, program: Path) -> bool:
    command = [*_namespace(), "sh", "-c", REACHES, "sh", str(program), str(folder)]
    try:
        return subprocess.run(command, capture_output=True, timeout=10, check=False).returncode == 0
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return False


def _require_open(*, path: Path, user: int, group: int) -> None:
    """Every folder above `path` lets this user through, or the first that does not is named."""
    for parent in reversed(path.resolve().parents):
        found = parent.stat()
        bit = 0o100 if found.st_uid == user else 0o010 if found.st_gid == group else 0o001
        if not found.st_mode & bit:
            raise CannotStart(
                f"PostgreSQL refuses to run as root, and {parent} is closed to other users: open it with "
                f"chmod o+x {parent}, move the portal elsewhere, or start as an ordinary user."
            )
