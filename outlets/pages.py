"""Fetching a page of the open web that somebody named in a post, and nothing of the house.

The name is looked up once, every address it has must be public (`outlets.addresses`), and the connection goes to the
very address that was checked: a name that answers otherwise the second time is never asked a second time. Each
redirect is checked in the same way. Nothing is sent along: no cookie, no credential, no name of a post.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from requests.utils import requote_uri

from outlets import addresses
from outlets.addresses import Address

SECONDS = 5.0
"""For everything: looking up, connecting, redirects and the last byte."""
MOST_REDIRECTS = 3
MOST_ADDRESSES = 3
"""So many of a name's addresses are tried; one of an IPv6 that leads nowhere costs no time."""
PIECE = 32 * 1024
_PORTS = {"http": 80, "https": 443}
_HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; link preview)", "Accept-Encoding": "identity"}


class NotFetched(Exception):
    """Nothing was fetched; `reason` is a word of the list below, `status` that of an answer, if one came."""

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


REASONS = frozenset(
    {
        "no_page", "no_name", "not_public", "other_port", "no_answer", "bad_certificate", "refused", "round",
        "too_large",
    }
)  # fmt: skip


def lookup(host: str, port: int) -> Sequence[str]:
    """The addresses of a name as the system knows them, each once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


@dataclass(frozen=True, kw_only=True)
class Way:
    """How the open web is reached. Tests alone have another look-up and reach what is not public."""

    proxy: str = ""
    """http://[name:password@]host:port of the proxy through which everything leaves, or empty."""
    lookup: Callable[[str, int], Sequence[str]] = lookup
    may_reach: Callable[[Address, int], bool] = addresses.may_reach
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What came at the end of all redirects."""

    url: str
    media_type: str
    charset: str
    """As the answer names it; empty when it does not."""
    content: bytes = field(repr=False)


def fetch(
    *, url: str, way: Way, accept: str, most_bytes: int, cut: bool, seconds: float = SECONDS
) -> Fetched:
    """What an address answers. `cut` says whether what is longer than `most_bytes` is cut or refused.

    Raises NotFetched for everything that can happen to it.
    """
    ends = time.monotonic() + seconds
    try:
        for _ in range(MOST_REDIRECTS + 1):
            with _asked(_place(url), way, accept, ends) as answer:
                if answer.status not in {301, 302, 303, 307, 308}:
                    return _taken(answer, url, most_bytes=most_bytes, cut=cut, ends=ends)
                url = urljoin(url, answer.headers.get("Location", ""))
    except ssl.SSLCertVerificationError:
        raise NotFetched("bad_certificate") from None
    except (OSError, http.client.HTTPException):
        raise NotFetched("no_answer") from None
    except ValueError:  # an address that is none, a name that no resolver takes
        raise NotFetched("no_page") from None
    raise NotFetched("round")


def _place(url: str) -> SplitResult:
    """The parts of an address of the web without a name or password in it."""
    parts = urlsplit(requote_uri(url))
    if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None:
        raise NotFetched("no_page")
    return parts


def _port(place: SplitResult) -> int:
    return place.port or _PORTS[place.scheme]


def _host(place: SplitResult) -> str:
    """The name in the letters of the domain name system."""
    return (place.hostname or "").encode("idna").decode("ascii")


@contextmanager
def _asked(place: SplitResult, way: Way, accept: str, ends: float) -> Iterator[http.client.HTTPResponse]:
    """The answer of one place, and an end to it when the time is over, whatever it trickles."""
    opened = _opened(_checked(place, way, ends), _port(place), way, ends)
    try:
        if place.scheme == "https":
            opened = way.tls.wrap_socket(opened, server_hostname=_host(place))
        with _cut_off(opened, ends):
            connection = http.client.HTTPConnection(_host(place), _port(place))
            connection.sock = opened
            named = _host(place) if place.port is None else f"{_host(place)}:{place.port}"
            path = (place.path or "/") + (f"?{place.query}" if place.query else "")
            connection.request("GET", path, headers=_HEADERS | {"Host": named, "Accept": accept})
            yield connection.getresponse()
    finally:
        opened.close()


def _checked(place: SplitResult, way: Way, ends: float) -> list[Address]:
    """The addresses of a name; one that is not open closes all of them."""
    try:
        known = [ipaddress.ip_address(one) for one in _looked_up(place, way, ends)]
    except socket.gaierror:
        raise NotFetched("no_name") from None
    if not known:
        raise NotFetched("no_name")
    if not all(way.may_reach(one, _port(place)) for one in known):
        raise NotFetched("other_port" if all(map(addresses.is_public, known)) else "not_public")
    return known


def _looked_up(place: SplitResult, way: Way, ends: float) -> Sequence[str]:
    """What the resolver says in the time that is left: it keeps a time of its own, and that is longer than ours."""
    asking = ThreadPoolExecutor(max_workers=1)
    try:
        return asking.submit(way.lookup, _host(place), _port(place)).result(max(ends - time.monotonic(), 0))
    finally:
        asking.shutdown(wait=False)


def _opened(known: Sequence[Address], port: int, way: Way, ends: float) -> socket.socket:
    """A connection to one of these addresses, through the proxy where there is one."""
    fault: OSError = TimeoutError("no time left")
    for address in known[:MOST_ADDRESSES]:
        left = ends - time.monotonic()
        if left <= 0:
            break
        try:
            if way.proxy:
                opened = _through(way.proxy, address, port, left)
            else:
                opened = socket.create_connection((str(address), port), timeout=left)
        except OSError as failed:
            fault = failed
            continue
        opened.settimeout(max(ends - time.monotonic(), 0.001))
        return opened
    raise fault


def _through(proxy: str, address: Address, port: int, left: float) -> socket.socket:
    """A tunnel to the address itself: the proxy looks up nothing, so it cannot find another one."""
    parts = urlsplit(proxy)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 8080, timeout=left)
    headers = {}
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Proxy-Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    literal = f"[{address}]" if address.version == 6 else str(address)
    connection.set_tunnel(literal, port, headers)
    connection.connect()
    opened: socket.socket = connection.sock
    return opened


@contextmanager
def _cut_off(opened: socket.socket, ends: float) -> Iterator[None]:
    """Shut the line when the time is over: a time limit of a socket begins anew with each byte."""

    def shut() -> None:
        with suppress(OSError):
            socket.socket.shutdown(opened, socket.SHUT_RDWR)

    timer = threading.Timer(max(ends - time.monotonic(), 0), shut)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _taken(answer: http.client.HTTPResponse, url: str, *, most_bytes: int, cut: bool, ends: float) -> Fetched:
    if answer.status != 200:
        raise NotFetched("refused", answer.status)
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise NotFetched("no_page", answer.status)
    content = b""
    while len(content) <= most_bytes and (piece := answer.read1(PIECE)):
        content += piece
    if time.monotonic() >= ends:
        raise NotFetched("no_answer")
    if len(content) > most_bytes and not cut:
        raise NotFetched("too_large", answer.status)
    return Fetched(
        url=url,
        media_type=answer.headers.get_content_type(),
        charset=answer.headers.get_content_charset() or "",
        content=content[:most_bytes],
    )
