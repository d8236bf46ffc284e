"""Files by digest: the vault's part that is too large for a table. Kept once per agency, never changed.

A file is on disk, complete and read-only, before the row that names it: a row never speaks of bytes that are not
there. Its digest is taken again whenever it is read, so that a changed byte is never handed on.
"""

import hashlib
import hmac
import io
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection, transaction

from audit.models import Blob
from audit.vault import NotInVault, digest_of

_KEEP = """
INSERT INTO audit_blob (agency_id, digest, salt, size_bytes, kept_at)
SELECT %(agency)s, %(digest)s, %(salt)s, %(size)s, statement_timestamp()
FROM (SELECT pg_advisory_xact_lock_shared(7305011, (%(agency)s & 2147483647)::integer)) AS beside_disposal
ON CONFLICT (agency_id, digest) DO NOTHING
"""
_ALONE = "SELECT pg_try_advisory_xact_lock(7305011, (%s & 2147483647)::integer)"
_LEFT = """
SELECT DISTINCT gone.digest FROM audit_disposed AS gone
WHERE gone.agency_id = %s AND gone.is_file AND gone.at >= %s AND NOT EXISTS (
    SELECT FROM audit_blob AS kept WHERE kept.agency_id = gone.agency_id AND kept.digest = gone.digest)
"""

_PIECE_BYTES = 1024 * 1024


class Changed(Exception):
    """The bytes on disk are no longer those that the digest was taken of."""


def keep(*, content: bytes, agency_id: int) -> str:
    """Write the exact bytes once and return their digest; a second keeping, even at once, changes nothing.

    When it returns, file and folder are on disk. Raises OSError when the store cannot be written to.
    """
    return _kept(io.BytesIO(content), agency_id)


def keep_file(*, source: Path, agency_id: int) -> str:
    """The same for a file, which is copied piece by piece and never in memory as a whole."""
    with source.open("rb") as file:
        return _kept(file, agency_id)


def _kept(source: BinaryIO, agency_id: int) -> str:
    digest = _digest_of(source)
    target = path(digest=digest, agency_id=agency_id)
    if not is_whole(target=target, digest=digest):
        _write(target, source, digest)
    size = target.stat().st_size
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP, {"agency": agency_id, "digest": digest, "salt": secrets.token_bytes(32), "size": size}
        )
    if not target.exists():  # A disposal took it between the two.
        _write(target, source, digest)
    return digest


@transaction.atomic
def remove_disposed(*, agency_id: int, since: datetime) -> bool:
    """Take from the disk the files whose rows left by disposal since then. Nobody keeps meanwhile.

    False, and nothing is taken, while somebody keeps something: whoever waited here would hold up all who keep next.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, [agency_id])
        if cursor.fetchone() != (True,):
            return False
        cursor.execute(_LEFT, [agency_id, since])
        targets = [path(digest=digest, agency_id=agency_id) for (digest,) in cursor.fetchall()]
    there = [target for target in targets if target.exists()]
    for target in there:
        target.unlink(missing_ok=True)
        _sync(target.parent)
    return True


def content(*, digest: str, agency_id: int) -> bytes:
    """The bytes of a digest. Raises `NotInVault` for one that the agency never kept, `Changed` for altered ones."""
    if not Blob.objects.filter(agency_id=agency_id, digest=digest).exists():
        raise NotInVault(digest)
    return _read(digest, agency_id)


def opened(*, digest: str, agency_id: int, checked_before: bool = False) -> BinaryIO:
    """A file at its first byte, for what is too large for memory; the caller closes it. Raises as `content` does.

    Its digest is taken first, piece by piece. `checked_before` is for players, which ask for one video in many parts:
    the digest is not taken again while the file's time and size are those of the last time.
    """
    if not Blob.objects.filter(agency_id=agency_id, digest=digest).exists():
        raise NotInVault(digest)
    target = path(digest=digest, agency_id=agency_id)
    try:
        file = target.open("rb")
    except FileNotFoundError:
        raise NotInVault(digest) from None
    state = os.fstat(file.fileno())
    known = (state.st_ino, state.st_mtime_ns, state.st_size)
    if (_digest_then(target, *known) if checked_before else _digest_of(file)) != digest:
        file.close()
        raise Changed(digest)
    file.seek(0)
    return file


@lru_cache(maxsize=512)
def _digest_then(target: Path, inode: int, changed_ns: int, size_bytes: int) -> str:
    """The digest of a file as it was when it had this time and size."""
    with target.open("rb") as file:
        return _digest_of(file)


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
    _write(target, io.BytesIO(content), target.name)
    return target.name


def on_disk(*, digests: Iterable[str], agency_id: int) -> dict[str, Path]:
    """Where the file of each kept digest is, whole or not, if it is there: for whoever checks a seal."""
    rows = Blob.objects.filter(agency_id=agency_id, digest__in=set(digests)).values_list("digest", flat=True)
    paths = {digest: path(digest=digest, agency_id=agency_id) for digest in rows}
    return {digest: target for digest, target in paths.items() if os.access(target, os.R_OK)}


def is_whole(*, target: Path, digest: str) -> bool:
    """Whether a file is there and is what the digest was taken of; it is read piece by piece.

    One that was written before, perhaps by a transaction that did not commit, is used as it is.
    """
    try:
        with target.open("rb") as file:
            return _digest_of(file) == digest
    except FileNotFoundError:
        return False


def _read(digest: str, agency_id: int) -> bytes:
    try:
        octets = path(digest=digest, agency_id=agency_id).read_bytes()
    except FileNotFoundError:
        raise NotInVault(digest) from None
    if hashlib.sha256(octets).hexdigest() != digest:
        raise Changed(digest)
    return octets


def _digest_of(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while piece := file.read(_PIECE_BYTES):
        digest.update(piece)
    return digest.hexdigest()


def _write(target: Path, source: BinaryIO, digest: str) -> None:
    """Under a temporary name first; then linked under its own name, which fails where a file stands already."""
    _make_folders(target.parent)
    with _temporary(target.parent) as name:
        with name.open("xb") as file:
            source.seek(0)
            shutil.copyfileobj(source, file, _PIECE_BYTES)
            os.fchmod(file.fileno(), 0o444)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(name, target)
    _sync(target.parent)
    if not is_whole(target=target, digest=digest):
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
