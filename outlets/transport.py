"""The only way out of the house: time limits, the choice of the other end, and a record of what was said."""

import hashlib
import ipaddress
import os
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import SplitResult, urlsplit, urlunsplit

import requests
import urllib3.exceptions
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager, ProxyManager

from outlets.exchange import REQUEST_HEADERS, RESPONSE_HEADERS, Exchange, kept, storable

ORIGINAL_HOST = "X-Original-Host"
KEPT_OPEN_SECONDS = 10
"""A connection that was idle for longer is not used again: the other end may just be closing it, and a request that
meets that may or may not have arrived."""


class UnsafeBaseURL(ValueError):
    """Plain http is for this machine only; anything further away must be https."""


def checked_base(url: str) -> SplitResult:
    """The parts of a base URL that may be used: https anywhere, http on loopback only."""
    base = urlsplit(url)
    if (
        not base.hostname
        or base.scheme not in {"http", "https"}
        or base.username
        or base.query
        or base.fragment
    ):
        raise UnsafeBaseURL(f"not a base URL: {urlunsplit(base._replace(netloc=base.hostname or ''))!r}")
    if base.scheme == "http" and not is_loopback(base.hostname):
        raise UnsafeBaseURL(f"{base.hostname} is not this machine, so it must be reached by https")
    return base


def is_loopback(host: str) -> bool:
    """Whether a host name or literal address can only mean this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Open(threading.local):
    """A thread's open connections. They carry no credential: each request is signed by itself, whoever's it is."""

    def __init__(self) -> None:
        self._close(0.0)

    def _close(self, moment: float) -> None:
        self.process, self.used_at = os.getpid(), moment
        self.direct = PoolManager(num_pools=4, maxsize=1)
        self.by_proxy: dict[str, ProxyManager] = {}

    def at(self, moment: float) -> tuple[PoolManager, dict[str, ProxyManager]]:
        """What may be used now, directly and by proxy: nothing that was idle for long, or opened before a fork."""
        if self.process != os.getpid() or moment - self.used_at > KEPT_OPEN_SECONDS:
            self._close(moment)
        self.used_at = moment
        return self.direct, self.by_proxy


_open = _Open()


class OutletAdapter(HTTPAdapter):
    """Sends each request once, within a time limit, and keeps its Exchange.

    With a base URL every request goes there instead, the host it was signed for in X-Original-Host.
    `timeout` is (connect, read) in seconds. With `keeps` False no Exchange is made: for requests that carry secrets in
    body or answer. Belongs to one thread at a time, whose connections stay open for what follows soon, also of other
    accounts: TLS to a network takes longer than all the rest before a request.
    """

    def __init__(
        self,
        *,
        base: SplitResult | None,
        timeout: tuple[float, float],
        proxy: str | None,
        keeps: bool = True,
    ) -> None:
        super().__init__(max_retries=0)
        self._base = base
        self._timeout = timeout
        self._proxies = {} if proxy is None or self._is_local() else {"http": proxy, "https": proxy}
        self._keeps = keeps
        self._exchanges: list[Exchange] = []
        self.now: datetime | None = None

    def _is_local(self) -> bool:
        return self._base is not None and is_loopback(self._base.hostname or "")

    def take(self) -> tuple[Exchange, ...]:
        """The exchanges since the last call, oldest first."""
        exchanges, self._exchanges = tuple(self._exchanges), []
        return exchanges

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """As requests asks of an adapter; the caller's timeout and proxies are not consulted."""
        started_at = self.now or datetime.now(UTC)
        clock = time.monotonic()
        path = request.path_url
        self.poolmanager, self.proxy_manager = _open.at(clock)
        if self._base is not None:
            self._redirect(request, self._base)
        response: requests.Response | None = None
        body: str | None = None
        try:
            response = super().send(
                request, stream=stream, timeout=self._timeout, verify=verify, cert=cert, proxies=self._proxies
            )
            body = storable(response.content.decode("utf-8", errors="replace"))
        finally:
            ended_at = started_at + timedelta(seconds=time.monotonic() - clock)
            if self._keeps:
                self._exchanges.append(_exchange(request, path, response, body, started_at, ended_at))
        return response

    def _redirect(self, request: requests.PreparedRequest, base: SplitResult) -> None:
        url = urlsplit(request.url or "")
        request.headers[ORIGINAL_HOST] = str(url.netloc)
        path = base.path.rstrip("/") + str(url.path)
        request.url = urlunsplit((base.scheme, base.netloc, path, str(url.query), ""))


def _exchange(
    request: requests.PreparedRequest,
    path: str,
    response: requests.Response | None,
    body: str | None,
    started_at: datetime,
    ended_at: datetime,
) -> Exchange:
    return Exchange(
        method=request.method or "",
        path=path,
        request_headers=kept(headers=request.headers.items(), allowed=REQUEST_HEADERS),
        request_body=_told(request),
        status=None if response is None else response.status_code,
        response_headers={}
        if response is None
        else kept(headers=response.headers.items(), allowed=RESPONSE_HEADERS),
        response_body=body,
        started_at=started_at,
        ended_at=ended_at,
    )


def _told(request: requests.PreparedRequest) -> str:
    """The body as text; of a file its length and digest, since its bytes are kept elsewhere."""
    sent = request.body or b""
    octets = sent if isinstance(sent, bytes) else str(sent).encode()
    if str(request.headers.get("Content-Type", "")).startswith("multipart/"):
        return f"{len(octets)} bytes, SHA-256 {hashlib.sha256(octets).hexdigest()}"
    return octets.decode("utf-8", errors="replace")


# Only these prove that no connection was made. NameResolutionError is a NewConnectionError.
_NEVER_CONNECTED = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)


def never_connected(failure: BaseException) -> bool:
    """Whether a failed request surely never left: nothing can have come of it."""
    return any(isinstance(cause, _NEVER_CONNECTED) for cause in _causes(failure))


def _causes(failure: BaseException) -> Iterator[BaseException]:
    """The failure and what it wraps: requests keeps urllib3's in args, urllib3 in reason."""
    current: object = failure
    for _ in range(6):
        if not isinstance(current, BaseException):
            return
        yield current
        inside = getattr(current, "reason", None) or getattr(current, "original_error", None)
        current = inside or (current.args[0] if current.args else None)


def open_session(*, adapter: OutletAdapter) -> requests.Session:
    """A session that can speak https through this adapter only, follows no redirect, reads no environment."""
    session = requests.Session()
    session.trust_env = False
    session.max_redirects = 0
    session.adapters.clear()
    session.mount("https://", adapter)
    return session
