"""OAuth 1.0a as X checks it: signed over the canonical https address, a fresh time, a nonce never seen."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from oauthlib.oauth1.rfc5849 import signature
from oauthlib.oauth1.rfc5849.utils import parse_authorization_header, unescape

from sandbox.answers import unauthorized
from sandbox.caller import Caller
from sandbox.request import Request

CANONICAL_HOSTS = frozenset({"api.twitter.com", "api.x.com"})
SKEW_SECONDS = 300


@dataclass(slots=True)
class _Claim:
    """In the shape oauthlib verifies."""

    uri: str
    http_method: str
    params: list[tuple[str, str]]
    signature: str


def caller(*, request: Request, db: sqlite3.Connection, at: datetime) -> Caller:
    """The account whose secrets signed the request; the nonce is used up. Raises Refused(401)."""
    if request.host not in CANONICAL_HOSTS or not request.authorization.startswith("OAuth "):
        raise unauthorized()
    try:
        pairs = parse_authorization_header(request.authorization)
        oauth = {name: unescape(value) for name, value in pairs}
        signed_at = int(oauth["oauth_timestamp"])
        nonce, token = oauth["oauth_nonce"], oauth["oauth_token"]
        consumer_key, given = oauth["oauth_consumer_key"], oauth["oauth_signature"]
    except (KeyError, ValueError):
        raise unauthorized() from None
    account: sqlite3.Row | None = db.execute(
        "SELECT * FROM accounts WHERE access_token = ? AND consumer_key = ?", (token, consumer_key)
    ).fetchone()
    right_method = oauth.get("oauth_signature_method") == "HMAC-SHA1"
    fresh = abs(at.timestamp() - signed_at) <= SKEW_SECONDS
    if account is None or not right_method or not fresh or not _matches(request, given, account):
        raise unauthorized()
    _use_up(db=db, token=token, nonce=nonce, signed_at=signed_at, at=at)
    return Caller(account=account, consumer_key=consumer_key)


def _matches(request: Request, given: str, account: sqlite3.Row) -> bool:
    uri = f"https://{request.host}{request.target}"
    params = signature.collect_parameters(
        uri_query=urlsplit(uri).query, headers={"Authorization": request.authorization}
    )
    claim = _Claim(uri=uri, http_method=request.method, params=params, signature=given)
    return bool(signature.verify_hmac_sha1(claim, account["consumer_secret"], account["access_token_secret"]))


def _use_up(*, db: sqlite3.Connection, token: str, nonce: str, signed_at: int, at: datetime) -> None:
    db.execute("DELETE FROM nonces WHERE signed_at < ?", (int(at.timestamp()) - 2 * SKEW_SECONDS,))
    try:
        db.execute("INSERT INTO nonces VALUES (?, ?, ?)", (token, nonce, signed_at))
    except sqlite3.IntegrityError:
        raise unauthorized() from None
