"""Files by digest: the vault's part that is too large for a table. Kept once per agency, never changed.

A file is on disk, complete and read-only, before the row that names it: a row never speaks of bytes that are not
there. Its digest is taken again whenever it is read, so that a changed byte is never handed on.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

from audit.models import Blob
from audit.vault import NotInVault, digest_of

_KEEP = """
INSERT INTO audit_blob (agency_id, digest, salt, size_bytes, kept_at)
VALUES (%s, %s, %s, %s, statement_timestamp())
ON CONFLICT (agency_id, digest) DO NOTHING
"""


class Changed(Exception):
    """The bytes on disk are no longer those that the digest was taken of."""


def keep(*, content: bytes, agency_id: int) -> str:
    """Write the exact bytes once and return their digest; a second keeping, even at once, changes nothing.

    When it returns, file and folder are on disk. Raises OSError when the store cannot be written to.
    """
    digest = digest_of(content)
    target = path(digest=digest, agency_id=agency_id)
    if not _is_whole(target, digest):
        _write(target, content)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [agency_id, digest, secrets.token_bytes(32), len(content)])
    return digest


def content(*, digest: str, agency_id: int) -> bytes:
    """The bytes of a digest. Raises `NotInVault` for one that the agency never kept, `Changed` for altered ones."""
    if not Blob.objects.filter(agency_id=agency_id, digest=digest).exists():
        raise NotInVault(digest)
    return _read(digest, agency_id)


def path(*, digest: str, agency_id: int) -> Path:
    """Where a file is, or would be. Nobody but this module writes there."""
    return settings.VAULT_ROOT / "blobs" / str(agency_id) / digest[:2] / digest


def sealed_digests(*, digests: Iterable[str], agency_id: int) -> dict[str, str]:
    """The salted digest of each plain one, for the trail, in one query; `NotInVault` names those missing."""
    wanted = set(digests)
    rows = Blob.objects.filter(agency_id=agency_id, digest__in=wanted).values_list("digest", "salt")
    found = {digest: hmac.digest(bytes(salt), bytes.fromhex(digest), "sha256").hex() for digest, salt in rows}
    if missing := wanted - found.keys():
        raise NotInVault(", ".join(sorted(missing)))
    return found


def try_out() -> str:
    """Write a small file that is nobody's, as any other is written; returns its digest, under agency 0.

    For whoever checks a deployment. Raises OSError when the store cannot be written to, `Changed` when it gives back
    something else.
    """
    content = b"The portal can write here.\n"
    target = path(digest=digest_of(content), agency_id=0)
    target.unlink(missing_ok=True)
    _write(target, content)
    return target.name


def on_disk(*, digests: Iterable[str], agency_id: int) -> dict[str, bytes]:
    """What the store holds now for each kept digest, whole or not: for whoever checks a seal."""
    rows = Blob.objects.filter(agency_id=agency_id, digest__in=set(digests)).values_list("digest", flat=True)
    found: dict[str, bytes] = {}
    for digest in rows:
        with suppress(OSError):
            found[digest] = path(digest=digest, agency_id=agency_id).read_bytes()
    return found


def _read(digest: str, agency_id: int) -> bytes:
    try:
        octets = path(digest=digest, agency_id=agency_id).read_bytes()
    except FileNotFoundError:
        raise NotInVault(digest) from None
    if hashlib.sha256(octets).hexdigest() != digest:
        raise Changed(digest)
    return octets


def _is_whole(target: Path, digest: str) -> bool:
    """A file that was written before, perhaps by a transaction that did not commit, is used as it is."""
    try:
        return hashlib.sha256(target.read_bytes()).hexdigest() == digest
    except FileNotFoundError:
        return False


def _write(target: Path, content: bytes) -> None:
    """Under a temporary name first; then linked under its own name, which fails where a file stands already."""
    _make_folders(target.parent)
    with _temporary(target.parent) as name:
        with name.open("xb") as file:
            file.write(content)
            os.fchmod(file.fileno(), 0o444)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(name, target)
    _sync(target.parent)
    if not _is_whole(target, digest_of(content)):
        raise Changed(target.name)


@contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    name = folder / f".{secrets.token_hex(16)}"
    try:
        yield name
    finally:
        name.unlink(missing_ok=True)


def _make_folders(folder: Path) -> None:
    """Each new folder is closed to others, and synced into the one above it."""
    if folder.is_dir():
        return
    _make_folders(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    _sync(folder.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
