"""Generated secrets in files that only their owner reads."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from governance.embedded.refusal import CannotStart


def random_word() -> str:
    """256 random bits in letters that need no escape in a URL."""
    return secrets.token_hex(32)


def random_key() -> str:
    """32 random bytes in URL-safe base64: a Fernet key, or an Ed25519 private key."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def kept(*, path: Path, make: Callable[[], str] = random_word) -> str:
    """The secret in this file; made, written with mode 0600 and synced when there is none yet."""
    try:
        if path.exists():
            return path.read_text().strip()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(make() + "\n")
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
        return path.read_text().strip()
    except PermissionError as closed:
        raise CannotStart(
            f"{closed.filename} is closed to you: start as its owner, or remove it."
        ) from closed
