"""A small web for tests: real servers on this machine, reached by names that only the tests know."""

import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from outlets.pages import Way

KIND = {"Content-Type": "text/html; charset=utf-8"}
HEAD = """<!doctype html><html><head><title>Not this</title>
<meta property="og:title" content="Winter coats &amp; gloves"><meta name="twitter:title" content="Nor this">
<meta property="og:description" content="Where they are handed out.">
<meta property="og:site_name" content="City of Chicago">
<meta property="og:image" content="{picture}"></head><body><meta property="og:title" content="Never this">"""


@dataclass
class Web:
    """What its pages answer, and what they were asked."""

    port: int
    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=lambda: {"coats.example.org": ["127.0.0.1"]})
    trickle_seconds: float = 0

    def page(
        self, path: str, body: str | bytes, *, status: int = 200, headers: Mapping[str, str] = KIND
    ) -> str:
        """Have a page answer; its address."""
        content = body.encode() if isinstance(body, str) else body
        self.pages[path] = (status, {**KIND, **headers}, content)
        return self.url(path)

    def url(self, path: str, host: str = "coats.example.org") -> str:
        return f"http://{host}:{self.port}{path}"

    def way(self, **more: Any) -> Way:
        """This machine is the web, and nothing else is changed."""
        return Way(
            lookup=self._lookup,
            may_reach=lambda address, port: address.is_loopback and port == self.port,
            **more,
        )

    def _lookup(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        return self.names.get(host, [])


@contextmanager
def web(certificate: Path | None = None) -> Iterator[Web]:
    """A server of its own thread for as long as the block lasts."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append((self.path, dict(self.headers)))
            status, headers, content = served.pages.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self._send(content)

        def _send(self, content: bytes) -> None:
            if not served.trickle_seconds:
                self.wfile.write(content)
                return
            for byte in content:
                time.sleep(served.trickle_seconds)
                self.wfile.write(bytes([byte]))

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing on the screen."""

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                """Whoever asked has gone."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    if certificate is not None:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    served = Web(port=server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
