"""OAuth 1.0a as X checks it: signed over the canonical https address, a fresh time, a nonce never seen."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from oauthlib.oauth1.rfc5849 import signature
from oauthlib.oauth1.rfc5849.utils import parse_authorization_header, unescape

from sandbox.answers import unauthorized
from sandbox.caller import Caller
from sandbox.request import Request

CANONICAL_HOSTS = frozenset({"api.twitter.com", "api.x.com", "upload.twitter.com"})
SKEW_SECONDS = 300
_FORM = "application/x-www-form-urlencoded"


@dataclass(slots=True)
class _Claim:
    """In the shape oauthlib verifies."""

    uri: str
    http_method: str
    params: list[tuple[str, str]]
    signature: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """What a request must be signed with; nonces are counted under its name."""

    name: str
    consumer_secret: str
    token_secret: str


def parameters(*, request: Request) -> Mapping[str, str]:
    """What the Authorization header says of itself. Raises Refused(401)."""
    if request.host not in CANONICAL_HOSTS or not request.authorization.startswith("OAuth "):
        raise unauthorized()
    try:
        return {name: unescape(value) for name, value in parse_authorization_header(request.authorization)}
    except ValueError:
        raise unauthorized() from None


def caller(*, request: Request, db: sqlite3.Connection, at: datetime) -> Caller:
    """The account whose secrets signed the request; the nonce is used up. Raises Refused(401)."""
    oauth = parameters(request=request)
    token, consumer_key = oauth.get("oauth_token", ""), oauth.get("oauth_consumer_key", "")
    account: sqlite3.Row | None = db.execute(
        """
        SELECT accounts.*, access_token_secret AS signs_with, consumer_secret AS vouched_by
        FROM accounts WHERE access_token = :token AND consumer_key = :consumer_key
        UNION ALL
        SELECT accounts.*, signing_tokens.secret, apps.consumer_secret
        FROM signing_tokens JOIN accounts USING (user_id)
            JOIN apps ON apps.consumer_key = signing_tokens.consumer_key
        WHERE token = :token AND signing_tokens.consumer_key = :consumer_key
        """,
        {"token": token, "consumer_key": consumer_key},
    ).fetchone()
    if account is None:
        raise unauthorized()
    key = Key(name=token, consumer_secret=account["vouched_by"], token_secret=account["signs_with"])
    check(request=request, oauth=oauth, key=key, db=db, at=at)
    return Caller(account=account, consumer_key=consumer_key)


def check(
    *, request: Request, oauth: Mapping[str, str], key: Key, db: sqlite3.Connection, at: datetime
) -> None:
    """Raises Refused(401) unless the key signed this very request just now, and for the first time."""
    try:
        signed_at = int(oauth["oauth_timestamp"])
        nonce, given = oauth["oauth_nonce"], oauth["oauth_signature"]
    except (KeyError, ValueError):
        raise unauthorized() from None
    right_method = oauth.get("oauth_signature_method") == "HMAC-SHA1"
    fresh = abs(at.timestamp() - signed_at) <= SKEW_SECONDS
    if not right_method or not fresh or not _matches(request, given, key):
        raise unauthorized()
    _use_up(db=db, token=key.name, nonce=nonce, signed_at=signed_at, at=at)


def _matches(request: Request, given: str, key: Key) -> bool:
    uri = f"https://{request.host}{request.target}"
    params = signature.collect_parameters(
        uri_query=urlsplit(uri).query,
        body=request.body.decode(errors="replace") if request.content_type.startswith(_FORM) else [],
        headers={"Authorization": request.authorization},
    )
    claim = _Claim(uri=uri, http_method=request.method, params=params, signature=given)
    return bool(signature.verify_hmac_sha1(claim, key.consumer_secret, key.token_secret))


def _use_up(*, db: sqlite3.Connection, token: str, nonce: str, signed_at: int, at: datetime) -> None:
    db.execute("DELETE FROM nonces WHERE signed_at < ?", (int(at.timestamp()) - 2 * SKEW_SECONDS,))
    try:
        db.execute("INSERT INTO nonces VALUES (?, ?, ?)", (token, nonce, signed_at))
    except sqlite3.IntegrityError:
        raise unauthorized() from None
