"""Texts by digest: kept once per agency, never changed, read only within the agency.

A text is named outside the vault (in the trail, in an export) by its sealed digest: HMAC-SHA-256 of the digest's
32 bytes under the row's salt. A short sentence could be guessed from its plain digest.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Sequence

from django.db import connection

from audit.models import VaultText

_KEEP = """
INSERT INTO audit_vaulttext (agency_id, digest, salt, content, kept_at)
SELECT %s, kept.digest, kept.salt, kept.content, statement_timestamp()
FROM unnest(%s::varchar[], %s::bytea[], %s::bytea[]) AS kept (digest, salt, content)
ON CONFLICT (agency_id, digest) DO NOTHING
"""


class NotInVault(Exception):
    """The agency's vault has no text of this digest: never kept, disposed of, or another agency's."""


def digest_of(content: str | bytes) -> str:
    """SHA-256 of the UTF-8 bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(_octets(content)).hexdigest()


def keep(*, content: str | bytes, agency_id: int) -> str:
    """Keep the exact bytes and return their digest; a second keeping, even at once, changes nothing."""
    return keep_all(contents=[content], agency_id=agency_id)[0]


def keep_all(*, contents: Sequence[str | bytes], agency_id: int) -> list[str]:
    """Keep several texts in one statement; returns their digests in the same order.

    Rows are written in the order of their digests, so that two transactions that keep the same texts wait for each
    other instead of locking each other out.
    """
    digests = [digest_of(content) for content in contents]
    rows = sorted(dict(zip(digests, map(_octets, contents), strict=True)).items())
    if rows:
        salts = [secrets.token_bytes(32) for _ in rows]
        with connection.cursor() as cursor:
            cursor.execute(
                _KEEP, [agency_id, [digest for digest, _ in rows], salts, [octets for _, octets in rows]]
            )
    return digests


def text(*, digest: str, agency_id: int) -> str:
    """The text of a digest, or `NotInVault`."""
    return texts(digests=[digest], agency_id=agency_id)[digest]


def texts(*, digests: Iterable[str], agency_id: int) -> dict[str, str]:
    """Every text asked for, in one query; `NotInVault` names those that are missing."""
    wanted = set(digests)
    rows = VaultText.objects.filter(agency_id=agency_id, digest__in=wanted).values_list("digest", "content")
    found = {digest: bytes(content).decode() for digest, content in rows} if wanted else {}
    if missing := wanted - found.keys():
        raise NotInVault(", ".join(sorted(missing)))
    return found


def sealed_digest(*, digest: str, agency_id: int) -> str:
    """The salted digest of a kept text: safe in the trail, checkable by whoever holds the salt."""
    return sealed_digests(digests=[digest], agency_id=agency_id)[digest]


def sealed_digests(*, digests: Iterable[str], agency_id: int) -> dict[str, str]:
    """The salted digest of each plain one, in one query; `NotInVault` names those that are missing."""
    wanted = set(digests)
    rows = VaultText.objects.filter(agency_id=agency_id, digest__in=wanted).values_list("digest", "salt")
    found = {digest: hmac.digest(bytes(salt), bytes.fromhex(digest), "sha256").hex() for digest, salt in rows}
    if missing := wanted - found.keys():
        raise NotInVault(", ".join(sorted(missing)))
    return found


def _octets(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content
