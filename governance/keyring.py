"""`python3 -m governance.keyring FOLDER`: the secrets of a deployment, one file each. What exists is never changed.

Needs nothing but Python, so that it runs on the machine that only has containers.
"""

import sys
import uuid
from functools import partial
from pathlib import Path

from governance.embedded import keys
from governance.embedded.refusal import CannotStart

DATABASE = "postgres://{role}:{password}@postgres:5432/portal"


def fill(*, folder: Path) -> list[str]:
    """Make every secret that is missing; returns the names of those that a person must write."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for role, name in (("portal_app", "database-url"), ("portal_owner", "database-owner-url")):
        address = DATABASE.format(role=role, password=keys.random_word())
        keys.kept(path=folder / name, make=partial(str, address))
    broker = keys.kept(path=folder / "valkey-password")
    keys.kept(path=folder / "redis-url", make=lambda: f"redis://:{broker}@valkey:6379/0")
    for name in ("postgres-password", "secret-key", "metrics-token"):
        keys.kept(path=folder / name)
    for name in ("field-keys", "trail-key"):
        keys.kept(path=folder / name, make=keys.random_key)
    # Empty until the department has an application on X; see docs/operations.md.
    (folder / "x-application").touch()
    keys.kept(path=folder / "installation-id", make=lambda: str(uuid.uuid4()))
    for path in folder.iterdir():
        path.chmod(
            0o444
        )  # each container sees its own files alone, as a user without a name; the folder is closed
    return [] if (folder / "email-url").exists() else ["email-url"]


def main() -> int:
    """Ends with 1 when no folder is named or it is closed."""
    if len(sys.argv) != 2:
        sys.stderr.write("Name the folder: python3 -m governance.keyring deploy/secrets\n")
        return 1
    folder = Path(sys.argv[1])
    try:
        missing = fill(folder=folder)
    except (CannotStart, OSError) as closed:
        sys.stderr.write(f"{closed}\n")
        return 1
    sys.stdout.write(f"The secrets are in {folder}. Keep a copy apart from the backups.\n")
    for name in missing:
        sys.stdout.write(
            f"Still yours to write: {folder / name}, such as smtp+tls://user:password@host:587\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
