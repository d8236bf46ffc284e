"""Texts by digest: kept once per agency, never changed, read only within the agency.

A text is named outside the vault (in the trail, in an export) by its sealed digest: HMAC-SHA-256 of the digest's
32 bytes under the row's salt. A short sentence could be guessed from its plain digest.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

_READ = "SELECT digest, content FROM audit_vaulttext WHERE agency_id = %s AND digest = ANY(%s)"
_SALTS = "SELECT digest, salt FROM audit_vaulttext WHERE agency_id = %s AND digest = ANY(%s)"
_GONE = "SELECT digest, ''::bytea FROM audit_disposed WHERE agency_id = %s AND digest = ANY(%s)"
_KEEP = """
WITH new AS (
    INSERT INTO audit_vaulttext (agency_id, digest, salt, content, kept_at)
    SELECT %(agency)s, kept.digest, kept.salt, kept.content, statement_timestamp()
    FROM (SELECT pg_advisory_xact_lock_shared(7305011, (%(agency)s & 2147483647)::integer)) AS beside_disposal,
         unnest(%(digests)s::varchar[], %(salts)s::bytea[], %(contents)s::bytea[]) AS kept (digest, salt, content)
    ON CONFLICT (agency_id, digest) DO NOTHING
    RETURNING digest, salt
)
SELECT digest, salt FROM audit_vaulttext WHERE agency_id = %(agency)s AND digest = ANY(%(asked)s::varchar[])
UNION ALL SELECT digest, salt FROM new
"""
"""What was there before stands in the table, what is new does not yet; what another keeps just now is in neither.
What was disposed of while this waited stands in both, and the new one counts.

The lock: until the transaction of whoever keeps something ends, nothing of the agency is disposed of, so what is kept a
second time is not taken away before the row that names it can be seen. `records_dispose` tries the other side."""
DISPOSED = "Disposed of."
"""What stands in the place of a text that was disposed of, where people read it among others."""


class NotInVault(Exception):
    """The agency's vault has no text of this digest: never kept, disposed of, or another agency's."""


def digest_of(content: str | bytes) -> str:
    """SHA-256 of the UTF-8 bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(_octets(content)).hexdigest()


def keep(*, content: str | bytes, agency_id: int) -> str:
    """Keep the exact bytes and return their digest; a second keeping, even at once, changes nothing."""
    return keep_all(contents=[content], agency_id=agency_id)[0]


def keep_all(*, contents: Sequence[str | bytes], agency_id: int) -> list[str]:
    """Keep several texts in one statement; returns their digests in the same order."""
    digests = [digest_of(content) for content in contents]
    _keep(dict(zip(digests, contents, strict=True)), agency_id, ())
    return digests


def seal(*, content: str | bytes, agency_id: int) -> tuple[str, str]:
    """Keep the exact bytes; returns their digest and the sealed one."""
    digest = digest_of(content)
    return digest, seal_all(contents=[content], agency_id=agency_id)[digest]


def seal_all(*, contents: Sequence[str | bytes], agency_id: int, kept: Iterable[str] = ()) -> dict[str, str]:
    """Keep several texts; returns the sealed digest of each by the plain one, and of those `kept` before.

    One statement, but where others keep the same text at once. Raises `NotInVault` for a digest never kept.
    """
    texts, asked = {digest_of(content): content for content in contents}, set(kept)
    sealed = _keep(texts, agency_id, asked)
    return sealed | sealed_digests(digests=(texts.keys() | asked) - sealed.keys(), agency_id=agency_id)


def _keep(contents: Mapping[str, str | bytes], agency_id: int, asked: Iterable[str]) -> dict[str, str]:
    """Write what is new; returns the sealed digests of that, and of what was there, these or `asked` for.

    Rows are written in the order of their digests, so that two transactions that keep the same texts wait for each
    other instead of locking each other out.
    """
    if not contents:
        return {}
    digests = sorted(contents)
    salts = [secrets.token_bytes(32) for _ in digests]
    octets = [_octets(contents[digest]) for digest in digests]
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP,
            {
                "agency": agency_id,
                "digests": digests,
                "salts": salts,
                "contents": octets,
                "asked": [*digests, *asked],
            },
        )
        return {digest: _sealed(digest, salt) for digest, salt in cursor.fetchall()}


def text(*, digest: str, agency_id: int) -> str:
    """The text of a digest, or `NotInVault`."""
    return texts(digests=[digest], agency_id=agency_id)[digest]


def texts(*, digests: Iterable[str], agency_id: int) -> dict[str, str]:
    """Every text asked for, in one query; `NotInVault` names those that are missing.

    `DISPOSED` stands for what was disposed of: lists of posts and pages of what they led to go on.
    """
    wanted = set(digests)
    found = texts_there(digests=wanted, agency_id=agency_id)
    if missing := wanted - found.keys():
        found |= dict.fromkeys(disposed(digests=missing, agency_id=agency_id), DISPOSED)
    if missing := wanted - found.keys():
        raise NotInVault(", ".join(sorted(missing)))
    return found


def disposed(*, digests: Iterable[str], agency_id: int) -> set[str]:
    """Those of the digests whose text was disposed of; one that was kept anew since then is among them."""
    return {digest for digest, _ in _found(_GONE, set(digests), agency_id)}


def texts_there(*, digests: Iterable[str], agency_id: int) -> dict[str, str]:
    """Those of the texts asked for that are there, in one query: what was disposed of is left out."""
    rows = _found(_READ, set(digests), agency_id)
    return {digest: bytes(content).decode() for digest, content in rows}


def sealed_digest(*, digest: str, agency_id: int) -> str:
    """The salted digest of a kept text: safe in the trail, checkable by whoever holds the salt."""
    return sealed_digests(digests=[digest], agency_id=agency_id)[digest]


def sealed_or_gone(*, digest: str, agency_id: int) -> str | None:
    """As `sealed_digest`; None for a text that was disposed of, whose salt went with it."""
    try:
        return sealed_digest(digest=digest, agency_id=agency_id)
    except NotInVault:
        if digest in disposed(digests=[digest], agency_id=agency_id):
            return None
        raise


def sealed_digests(*, digests: Iterable[str], agency_id: int) -> dict[str, str]:
    """The salted digest of each plain one, in one query; `NotInVault` names those that are missing."""
    wanted = set(digests)
    found = {digest: _sealed(digest, salt) for digest, salt in _found(_SALTS, wanted, agency_id)}
    if missing := wanted - found.keys():
        raise NotInVault(", ".join(sorted(missing)))
    return found


def _found(asked: str, digests: set[str], agency_id: int) -> list[tuple[str, memoryview]]:
    if not digests:
        return []
    with connection.cursor() as cursor:
        cursor.execute(asked, [agency_id, list(digests)])
        rows: list[tuple[str, memoryview]] = cursor.fetchall()
    return rows


def _sealed(digest: str, salt: bytes | memoryview) -> str:
    return hmac.digest(bytes(salt), bytes.fromhex(digest), "sha256").hex()


def _octets(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content
