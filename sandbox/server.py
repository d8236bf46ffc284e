"""Serving on 127.0.0.1 only, one thread a request, with the power to break a connection on purpose."""

import os
import socket
import struct
from collections.abc import Callable, Iterable
from http.client import responses
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from zoneinfo import ZoneInfo

from sandbox import api, control, pages
from sandbox.answers import Answer, Refused
from sandbox.clock import now
from sandbox.request import read
from sandbox.store import Store

HOST = "127.0.0.1"
_MISSING_BYTES = 64


class Listener(WSGIRequestHandler):
    """Says nothing on the terminal; hands the raw request line and a way to break off to the application."""

    timeout = 60
    server_version = "sandbox"
    sys_version = ""

    def get_environ(self) -> dict[str, Any]:
        environ = super().get_environ()
        environ["sandbox.target"] = self.path
        environ["sandbox.reset"] = self._reset
        environ["REMOTE_ADDR"] = self.client_address[0]
        return environ

    def address_string(self) -> str:
        return str(self.client_address[0])

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: request lines hold the texts of posts in training."""

    def _reset(self) -> None:
        """Close at once with RST, as when the other end is killed."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())


class Server(ThreadingMixIn, WSGIServer):
    """Threads end with the process; what was answered is on disk already."""

    daemon_threads = True
    request_queue_size = 128
    allow_reuse_address = True

    def server_bind(self) -> None:
        """Without WSGIServer's look-up of the machine's name, which can take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = HOST, int(self.server_address[1])
        self.setup_environ()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no news."""


StartResponse = Callable[[str, list[tuple[str, str]]], object]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


def application(*, store: Store, zone: ZoneInfo) -> Application:
    """X's API under /2/, the controls under /_sandbox/, pages for residents elsewhere."""

    def serve(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        answer = _answer(store, zone, environ)
        if answer.line == "reset":
            environ["sandbox.reset"]()
            raise ConnectionResetError("broken off on purpose")
        announced = len(answer.body) + (_MISSING_BYTES if answer.line == "cut" else 0)
        headers = {
            **answer.headers,
            "Content-Type": answer.content_type,
            "Content-Length": str(announced),
            "Server": Listener.server_version,
        }
        start_response(f"{answer.status} {_phrase(answer.status)}", list(headers.items()))
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else answer.body]

    return serve


def _answer(store: Store, zone: ZoneInfo, environ: dict[str, Any]) -> Answer:
    try:
        request = read(environ)
    except Refused as refused:
        return refused.answer
    if request.path.startswith(control.PREFIX):
        return control.answer(store=store, request=request, at=now())
    if request.path.startswith("/2/"):
        return api.answer(store=store, request=request, at=now())
    return pages.answer(store=store, request=request, zone=zone)


def _phrase(status: int) -> str:
    return responses.get(status, "Unnamed")


def open_server(*, port: int, store: Store, zone: ZoneInfo, host: str = HOST) -> Server:
    """Bound and ready to serve; port 0 takes a free one. Raises OSError when the port is taken."""
    server = Server((host, port), Listener)
    server.set_app(application(store=store, zone=zone))
    return server
