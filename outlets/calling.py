"""A line to X: one signed call at a time on tweepy's session, and what came of it on the wire."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import requests
import tweepy
import urllib3.exceptions

from outlets import media
from outlets.credential import Credential
from outlets.exchange import Exchange
from outlets.outcomes import NotAnswered, NotSent, Unknown
from outlets.quiet import hush
from outlets.signing import client_for, signature_of
from outlets.transport import OutletAdapter, checked_base, is_loopback, never_connected, open_session
from outlets.verdicts import body_of, refusal

CONNECT_PAUSE = timedelta(seconds=10)
API_URL = "https://api.twitter.com"
"""As tweepy has it: what is signed is always this address."""

# What tweepy, requests and urllib3 raise, and what tweepy may stumble over in a strange answer.
_FAILURES = (
    tweepy.TweepyException,
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    OSError,
    LookupError,
    RecursionError,
    ValueError,
    TypeError,
    AttributeError,
)


class Line:
    """One account's. `base_url` must be https, or http on loopback (else UnsafeBaseURL).

    `timeout` is (connect, read) in seconds. `proxy` is left out for loopback. Not to be shared between threads.
    """

    def __init__(
        self,
        *,
        credential: Credential,
        base_url: str | None,
        timeout: tuple[float, float],
        proxy: str | None,
    ) -> None:
        hush()
        base = checked_base(base_url) if base_url is not None else None
        self.local = base is not None and is_loopback(base.hostname or "")
        self._adapter = OutletAdapter(base=base, timeout=timeout, proxy=proxy)
        self.client = client_for(credential=credential)
        self.client.session = open_session(adapter=self._adapter)
        self._signed_as = signature_of(credential=credential)

    def sends(self, *, now: datetime) -> media.Send:
        """One signed call after another on tweepy's session."""

        def send(method: str, path: str, **content: Any) -> Exchange | NotSent | Unknown:
            return self.call(
                now,
                lambda: self.client.session.request(
                    method, f"{API_URL}{path}", auth=self._signed_as, **content
                ),
            )

        return send

    def read(self, now: datetime, call: Callable[[], object]) -> Exchange:
        """Make one call that changes nothing. Raises NotAnswered."""
        answer = self.call(now, call)
        if not isinstance(answer, Exchange):
            raise NotAnswered(answer)
        if answer.status is None or not 200 <= answer.status < 300:
            raise NotAnswered(refusal(answer))
        body = body_of(answer)
        if not ("data" in body or "meta" in body or "errors" in body):
            raise NotAnswered(Unknown(reason="answer_unreadable", exchange=answer))
        return answer

    def call(self, now: datetime, call: Callable[[], object]) -> Exchange | NotSent | Unknown:
        """Make one call. An Exchange means that a whole answer came, whatever it says."""
        self._adapter.now = now
        failure: BaseException | None = None
        try:
            call()
        except _FAILURES as error:
            failure = error
        exchange = next(reversed(self._adapter.take()), None)
        if exchange is not None and exchange.response_body is not None:
            return exchange
        if failure is not None and never_connected(failure):
            retry_at = (exchange.ended_at if exchange else now) + CONNECT_PAUSE
            return NotSent(reason="no_connection", retry_at=retry_at, exchange=exchange)
        return Unknown(reason=_broken_off(failure), exchange=exchange)


def _broken_off(failure: BaseException | None) -> str:
    match failure:
        case requests.ReadTimeout():
            return "no_answer_in_time"
        case requests.exceptions.ChunkedEncodingError() | requests.exceptions.ContentDecodingError():
            return "answer_cut_off"
        case requests.ConnectionError():
            return "connection_lost"
        case _:
            return "no_answer"
