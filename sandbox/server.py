"""Serving on 127.0.0.1 only, one thread a request, with the power to break a connection on purpose."""

import os
import socket
import struct
import threading
from collections.abc import Callable, Iterable
from http.client import responses
from socketserver import ThreadingMixIn
from typing import Any, cast
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from zoneinfo import ZoneInfo

from sandbox import api, app_only, consent, control, oauth1, oauth2, pages
from sandbox.answers import Answer, Refused
from sandbox.request import read
from sandbox.store import Store

HOST = "127.0.0.1"
_MISSING_BYTES = 64


class Listener(WSGIRequestHandler):
    """Says nothing on the terminal; hands the raw request line and a way to break off to the application."""

    timeout = 60
    # Head and body leave one after the other: the second is not to wait until the client has confirmed the first.
    disable_nagle_algorithm = True
    server_version = "sandbox"
    sys_version = ""

    def get_environ(self) -> dict[str, Any]:
        environ = super().get_environ()
        environ["sandbox.target"] = self.path
        environ["sandbox.break_off"] = self._break_off
        environ["sandbox.let_nobody_in"] = cast("Server", self.server).let_nobody_in
        environ["REMOTE_ADDR"] = self.client_address[0]
        return environ

    def address_string(self) -> str:
        return str(self.client_address[0])

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: request lines hold the texts of posts in training."""

    def _break_off(self, *, reset: bool) -> None:
        """Close without an answer: with RST, as when the other end is killed, or in good order."""
        if reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())


class Server(ThreadingMixIn, WSGIServer):
    """Threads end with the process; what was answered is on disk already."""

    daemon_threads = True
    request_queue_size = 128
    allow_reuse_address = True
    _closes_seconds: float = 0

    def __init__(self, address: tuple[str, int], listener: type[Listener]) -> None:
        self._closed, self._leaving = threading.Event(), threading.Event()
        super().__init__(address, listener)

    def server_bind(self) -> None:
        """Without WSGIServer's look-up of the machine's name, which can take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = HOST, int(self.server_address[1])
        self.setup_environ()

    def let_nobody_in(self, *, seconds: float) -> None:
        """Refuse every connection from when this returns. Those that are open stay."""
        self._closes_seconds = seconds
        self._closed.wait()
        self._closed.clear()

    def service_actions(self) -> None:
        """Between two connections. The descriptor stays, so that the loop need not notice: only what it is changes."""
        if not self._closes_seconds:
            return
        with socket.socket(self.address_family, self.socket_type) as unbound:
            os.dup2(unbound.fileno(), self.socket.fileno(), inheritable=False)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        seconds, self._closes_seconds = self._closes_seconds, 0
        self._closed.set()
        self._leaving.wait(seconds)
        self.server_activate()

    def shutdown(self) -> None:
        self._leaving.set()
        super().shutdown()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no news."""


StartResponse = Callable[[str, list[tuple[str, str]]], object]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


def application(*, store: Store, zone: ZoneInfo) -> Application:
    """X's API under /2/ and /1.1/, the controls under /_sandbox/, pages for residents elsewhere."""

    def serve(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        answer = _answer(store, zone, environ)
        if answer.line in {"reset", "closed"}:
            environ["sandbox.break_off"](reset=answer.line == "reset")
            raise ConnectionResetError("broken off on purpose")
        if answer.closes_seconds:
            environ["sandbox.let_nobody_in"](seconds=answer.closes_seconds)
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
    api.make_ready(store=store, request=request)
    if request.path.startswith(control.PREFIX):
        answer = control.answer(store=store, request=request)
    elif request.path in consent.PATHS:
        answer = consent.answer(store=store, request=request)
    elif request.path.startswith(oauth2.PREFIX):
        answer = oauth2.answer(store=store, request=request)
    elif request.path.startswith(app_only.PREFIX):
        answer = app_only.answer(store=store, request=request)
    elif request.path.startswith(oauth1.PREFIX):
        answer = oauth1.answer(store=store, request=request)
    elif request.path.startswith(("/2/", "/1.1/")):
        answer = api.answer(store=store, request=request)
    else:
        answer = pages.answer(store=store, request=request, zone=zone)
    if answer.line != "reset":
        request.drain()
    return answer


def _phrase(status: int) -> str:
    return responses.get(status, "Unnamed")


def open_server(*, port: int, store: Store, zone: ZoneInfo, host: str = HOST) -> Server:
    """Bound and ready to serve; port 0 takes a free one. Raises OSError when the port is taken."""
    server = Server((host, port), Listener)
    server.set_app(application(store=store, zone=zone))
    return server
