"""What one folder of state holds besides its servers: secrets, settings, ports, stamps."""

import fcntl
import hashlib
import json
import os
import pwd
import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from governance.embedded import keys, ports
from governance.embedded.refusal import CannotStart

APART = ("DATABASE_OWNER_URL", "DATABASE_OWNER_URL_FILE", "TRAIL_KEY", "TRAIL_KEY_FILE")
"""Never handed to every child: the owner's address is for migrations, the trail's key for the sequencer."""
OURS = ("DJANGO_SETTINGS_MODULE", "PYTHONUNBUFFERED", "VAR_FOLDER", "PORT", "DEMONSTRATION")
"""What the supervisor decides, whatever the environment says."""
SECRETS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "FIELD_KEYS", "EMAIL_URL")
SETTINGS = frozenset(
    {*SECRETS, *OURS, "DATABASE_OWNER_URL", "TRAIL_KEY", "INSTALLATION_ID", "ALLOWED_HOSTS", "PUBLIC_URL",
     "TRUSTED_PROXIES", "OUTBOUND_PROXY", "X_API_URL", "TRAINING_URL", "EMAIL_FROM", "LOG_LEVEL", "STORAGE_URL",
     "METRICS_TOKEN", "BACKUP_FOLDER", "DEPARTMENT_NETWORKS", "SETTLED_SECONDS", "X_APPLICATION", "ASK_LINKS",
     "PICTURE_READER"}
)  # fmt: skip


def without_settings(given: Mapping[str, str]) -> dict[str, str]:
    """An environment in which nobody chose anything of the portal's."""
    return {name: text for name, text in given.items() if name.removesuffix("_FILE") not in SETTINGS}


def require_ours(*, folder: Path) -> None:
    """The folder exists and belongs to whoever starts the portal; root would leave closed files in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        owner = folder.stat().st_uid
    except PermissionError as closed:
        raise CannotStart(f"{closed.filename} is closed to you: start as its owner, or open it.") from None
    if owner != os.geteuid():
        try:
            name = pwd.getpwuid(owner).pw_name
        except KeyError:
            name = f"user {owner}"
        raise CannotStart(f"{folder} belongs to {name}: start as {name}, or move that folder away.")


@contextmanager
def held(*, folder: Path) -> Iterator[None]:
    """The folder is ours alone until the end; a portal that runs from it refuses."""
    (folder / "run").mkdir(parents=True, exist_ok=True)
    with (folder / "run" / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(f"A portal already runs from {folder}: stop it first.") from None
        yield


def value(given: Mapping[str, str], name: str) -> str:
    """A setting from NAME or from the file that NAME_FILE names; empty when neither is given."""
    if name in given:
        return given[name]
    path = given.get(f"{name}_FILE")
    try:
        return Path(path).read_text().strip() if path else ""
    except OSError as fault:
        raise CannotStart(f"{name}_FILE names {path}, which cannot be read: {fault.strerror}.") from None


def flag(given: Mapping[str, str], name: str, *, default: bool) -> bool:
    return value(given, name).lower() in {"1", "true"} if value(given, name) else default


def settings(*, folder: Path, port: int, demonstration: bool) -> dict[str, str]:
    """The settings nobody gave: an address on this machine, and generated secrets named by their files."""
    secrets = folder / "secrets"
    keys.kept(path=secrets / "secret-key")
    keys.kept(path=secrets / "field-keys", make=keys.random_key)
    keys.kept(path=secrets / "installation-id", make=lambda: str(uuid.uuid4()))
    return {
        "DJANGO_SETTINGS_MODULE": "governance.settings",
        "PYTHONUNBUFFERED": "1",
        "VAR_FOLDER": str(folder),
        "PORT": str(port),
        "PUBLIC_URL": f"http://{ports.LOOPBACK}:{port}",
        "DEMONSTRATION": "1" if demonstration else "0",
        "SECRET_KEY_FILE": str(secrets / "secret-key"),
        "FIELD_KEYS_FILE": str(secrets / "field-keys"),
        "INSTALLATION_ID_FILE": str(secrets / "installation-id"),
    }


def trail_key(*, folder: Path, given: Mapping[str, str]) -> dict[str, str]:
    """The setting with which the sequencer signs, and nobody else."""
    for name in ("TRAIL_KEY", "TRAIL_KEY_FILE"):
        if name in given:
            return {name: given[name]}
    path = folder / "secrets" / "trail-key"
    keys.kept(path=path, make=keys.random_key)
    return {"TRAIL_KEY_FILE": str(path)}


def kept_port(*, folder: Path, name: str) -> int:
    """The port this part had last time, or a new one when that is taken."""
    path = folder / "run" / f"{name}.port"
    try:
        port = int(path.read_text())
    except (OSError, ValueError):
        port = 0
    if not port or not ports.is_free(port=port):
        port = ports.free_port()
        path.write_text(str(port))
    return port


def keep_environment(*, folder: Path, environment: Mapping[str, str]) -> None:
    """For commands a person runs beside the portal; it names passwords, so only its owner reads it."""
    names = {
        "DJANGO_SETTINGS_MODULE",
        "VAR_FOLDER",
        "PORT",
        "PUBLIC_URL",
        "DEMONSTRATION",
        "TRAINING_URL",
        "STORAGE_URL",
    }
    kept = {
        name: text
        for name, text in environment.items()
        if name in names or name.removesuffix("_FILE") in {*SECRETS, "INSTALLATION_ID"}
    }
    path = folder / "run" / "environment"
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(json.dumps(kept))


def forget_demonstration(*, folder: Path) -> None:
    """What the demonstration left outside the database."""
    for path in (
        *folder.glob("sandbox.sqlite3*"),
        folder / "demo-sign-ins.txt",
        *(folder / "mail").glob("*"),
    ):
        path.unlink(missing_ok=True)
    shutil.rmtree(folder / "vault", ignore_errors=True)


def static_changed(*, folder: Path, sources: Iterable[Path]) -> bool:
    stamp = folder / "run" / "static"
    return not stamp.exists() or stamp.read_text() != _look(sources)


def static_collected(*, folder: Path, sources: Iterable[Path]) -> None:
    (folder / "run" / "static").write_text(_look(sources))


def _look(sources: Iterable[Path]) -> str:
    """A digest over name, size and time of every file."""
    seen = hashlib.sha256()
    for source in sources:
        for path in sorted(source.rglob("*")):
            found = path.stat()
            seen.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return seen.hexdigest()
