"""How an account lets the portal speak for it: OAuth 1.0a in three legs, OAuth 2.0 with PKCE and refreshing.

Each of these requests and answers carries a secret: none is kept as an Exchange, and no exception shows one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

import requests
from oauthlib.oauth2 import WebApplicationClient
from requests_oauthlib import OAuth1

from outlets.quiet import hush
from outlets.transport import OutletAdapter, checked_base, never_connected, open_session

API_URL = "https://api.twitter.com"
PAGES_URL = "https://x.com"
PAGES = (API_URL, PAGES_URL, "https://api.x.com", "https://twitter.com")
"""Where X may lead a browser that is sent to agree."""
SCOPES = (
    "tweet.read", "tweet.write", "tweet.moderate.write", "users.read", "media.write", "offline.access",
)  # fmt: skip
"""What publishing needs: reading, writing, hiding replies, pictures, and staying connected."""
_ANSWER_BYTES = 20_000
_LONGEST = 10**9
"""Seconds; whoever says that tokens last for longer says nothing."""


NO_ANSWER_NOW = "The network could not answer. Try again in a few minutes."
_PASSING = frozenset({408, 425, 429})
"""Answers that tell of this moment alone."""


class NotGranted(Exception):
    """The network gave no keys. `surely` is False where it may have given some that never arrived."""

    def __init__(self, sentence: str, *, surely: bool = True, refused: bool = False) -> None:
        self.surely = surely
        self.refused = refused
        """Whether the network said that the token has ended, so that asking the same again is useless."""
        super().__init__(sentence)


@dataclass(frozen=True, kw_only=True, slots=True)
class Application:
    """How the network knows the portal: consumer key and secret, or client id and secret (empty where it has none)."""

    name: str = field(repr=False)
    secret: str = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A person's consent is asked for at `url`; the word and its secret prove later who asked."""

    url: str = field(repr=False)
    word: str = field(repr=False)
    secret: str = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Signing:
    """OAuth 1.0a keys that do not end."""

    access_token: str = field(repr=False)
    access_token_secret: str = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Bearing:
    """OAuth 2.0 keys; the refresh token is good for one use, None where the account may not stay connected."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    expires_at: datetime


class Consent:
    """The pages and token addresses of one network, for one application.

    `base_url` is where the API answers and `pages_url` where people agree: X's own unless given.
    """

    def __init__(
        self,
        *,
        application: Application,
        base_url: str | None = None,
        pages_url: str | None = None,
        timeout: tuple[float, float] = (5, 20),
        proxy: str | None = None,
    ) -> None:
        hush()
        self._application = application
        self._signs_at = (pages_url or API_URL).rstrip("/")
        self._pages_url = (pages_url or PAGES_URL).rstrip("/")
        base = checked_base(base_url) if base_url is not None else None
        adapter = OutletAdapter(base=base, timeout=timeout, proxy=proxy, keeps=False)
        self._session = open_session(adapter=adapter)

    def ask_to_sign(self, *, callback: str) -> Asked:
        """OAuth 1.0a, first leg. Raises NotGranted."""
        answer = self._post("/oauth/request_token", auth=self._signed(callback_uri=callback))
        given = _form(answer)
        token, secret = given.get("oauth_token"), given.get("oauth_token_secret")
        if not token or not secret or given.get("oauth_callback_confirmed") != "true":
            raise NotGranted("The network did not answer as expected.")
        url = f"{self._signs_at}/oauth/authorize?{urlencode({'oauth_token': token})}"
        return Asked(url=url, word=token, secret=secret)

    def sign(self, *, word: str, secret: str, verifier: str) -> Signing:
        """OAuth 1.0a, last leg: what a person agreed to becomes keys. Raises NotGranted."""
        auth = self._signed(resource_owner_key=word, resource_owner_secret=secret, verifier=verifier)
        given = _form(self._post("/oauth/access_token", auth=auth))
        token, token_secret = given.get("oauth_token"), given.get("oauth_token_secret")
        if not token or not token_secret:
            raise NotGranted("The network did not answer as expected.")
        return Signing(access_token=token, access_token_secret=token_secret)

    def ask_to_bear(self, *, callback: str, state: str) -> Asked:
        """OAuth 2.0 with PKCE: asks no network, and hands out where to send the person."""
        client = WebApplicationClient(self._application.name)
        verifier = str(client.create_code_verifier(96))
        # oauthlib insists on https, and the training ground of one machine has none.
        url = client.prepare_request_uri(
            f"{PAGES_URL}/i/oauth2/authorize",
            redirect_uri=callback,
            scope=" ".join(SCOPES),
            state=state,
            code_challenge=client.create_code_challenge(verifier, "S256"),
            code_challenge_method="S256",
        )
        url = self._pages_url + str(url).removeprefix(PAGES_URL)
        return Asked(url=url, word=state, secret=verifier)

    def bear(self, *, code: str, verifier: str, callback: str, now: datetime) -> Bearing:
        """What a person agreed to becomes tokens, within 30 seconds. Raises NotGranted."""
        wish = {"grant_type": "authorization_code", "code": code, "redirect_uri": callback}
        return self._tokens({**wish, "code_verifier": verifier}, now=now)

    def refresh(self, *, refresh_token: str, now: datetime) -> Bearing:
        """New tokens for old: the refresh token is used up by it. Raises NotGranted."""
        return self._tokens({"grant_type": "refresh_token", "refresh_token": refresh_token}, now=now)

    def _signed(self, **more: str) -> OAuth1:
        return OAuth1(self._application.name, client_secret=self._application.secret, **more)

    def _tokens(self, wish: Mapping[str, str], *, now: datetime) -> Bearing:
        """A confidential application shows its secret by HTTP Basic, a public one names itself in the form."""
        form = {**wish, "client_id": self._application.name}
        secret = self._application.secret
        auth = requests.auth.HTTPBasicAuth(self._application.name, secret) if secret else None
        return _bearing(self._post("/2/oauth2/token", auth=auth, data=form), now)

    def _post(self, path: str, *, auth: Any, data: Mapping[str, str] | None = None) -> str:
        """The body of a good answer. Raises NotGranted, without what was said."""
        try:
            answer = self._session.post(f"{API_URL}{path}", auth=auth, data=data)
        except (requests.RequestException, OSError) as failure:
            silent = "The network does not answer. Try again in a few minutes."
            raise NotGranted(silent, surely=never_connected(failure)) from None
        if answer.status_code != 200 or len(answer.text) > _ANSWER_BYTES:
            ended = _token_has_ended(answer.text[:_ANSWER_BYTES])
            given_nothing = 400 <= answer.status_code < 500 and answer.status_code not in _PASSING
            sentence = "The network did not grant it." if given_nothing else NO_ANSWER_NOW
            surely = given_nothing or answer.status_code in _PASSING
            raise NotGranted(sentence, surely=surely, refused=given_nothing and ended)
        return answer.text


def _token_has_ended(body: str) -> bool:
    """Whether an answer says that what was shown is worth nothing any more (RFC 6749, 5.2).

    X says so of a token in its own words, under `invalid_request`; all else may be the network's, a proxy's or the
    application's trouble, and passes.
    """
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return False
    match said:
        case {"error": "invalid_grant"}:
            return True
        case {"error": "invalid_request", "error_description": str(description)}:
            return "token was invalid" in description
    return False


def _form(body: str) -> dict[str, str]:
    return dict(parse_qsl(body))


def _bearing(body: str, now: datetime) -> Bearing:
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        given = None
    match given:
        case {"access_token": str(access), "expires_in": int(seconds)} if access and 0 < seconds < _LONGEST:
            refresh = given.get("refresh_token")
            return Bearing(
                access_token=access,
                refresh_token=refresh if isinstance(refresh, str) and refresh else None,
                expires_at=now + timedelta(seconds=seconds),
            )
    raise NotGranted("The network did not answer as expected.", surely=False)
