"""The version of the checks: changes with any change of code, families or weights."""

import hashlib
from pathlib import Path

_KINDS = frozenset({".py", ".toml", ".json", ".npz", ".txt", ".csv"})
_HERE = Path(__file__).parent


def _digest() -> str:
    """SHA-256 over the names and bytes of the files of this package; posts for learning are in the weights."""
    found = hashlib.sha256()
    for path in sorted(_HERE.rglob("*")):
        if path.suffix in _KINDS and "lessons" not in path.parts:
            found.update(path.relative_to(_HERE).as_posix().encode() + b"\0")
            found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


CHECKS_VERSION = _digest()
