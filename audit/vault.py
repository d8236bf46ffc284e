"""Texts by digest: kept once per agency, never changed, read only within the agency.

A text is named outside the vault (in the trail, in an export) by its sealed digest: HMAC-SHA-256 of the digest's
32 bytes under the row's salt. A short sentence could be guessed from its plain digest.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable

from django.db import connection

from audit.models import VaultText

_KEEP = """
INSERT INTO audit_vaulttext (agency_id, digest, salt, content, kept_at)
VALUES (%s, %s, %s, %s, statement_timestamp())
ON CONFLICT (agency_id, digest) DO NOTHING
"""


class NotInVault(Exception):
    """The agency's vault has no text of this digest: never kept, disposed of, or another agency's."""


def digest_of(content: str | bytes) -> str:
    """SHA-256 of the UTF-8 bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(_octets(content)).hexdigest()


def keep(*, content: str | bytes, agency_id: int) -> str:
    """Keep the exact bytes and return their digest; a second keeping, even at once, changes nothing."""
    octets = _octets(content)
    digest = hashlib.sha256(octets).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [agency_id, digest, secrets.token_bytes(32), octets])
    return digest


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
    salt = VaultText.objects.filter(agency_id=agency_id, digest=digest).values_list("salt", flat=True).first()
    if salt is None:
        raise NotInVault(digest)
    return hmac.digest(bytes(salt), bytes.fromhex(digest), "sha256").hex()


def _octets(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content
