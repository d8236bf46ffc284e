"""A connection is used again for what follows soon, never after it was idle, and never for a second try."""

import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from outlets import transport
from outlets.intent import Intent
from outlets.outcomes import Published, Unknown
from outlets.x import OAuth1Credential, X
from tests.outlets.calling import NOW


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    connections = 0
    requests = 0
    deaf = False


class _KeepsOpen(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1

    def do_POST(self) -> None:
        self.server.requests += 1
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.deaf:
            self.close_connection = True
            return
        answer = f'{{"data": {{"id": "{1990000000000000000 + self.server.requests}"}}}}'.encode()
        self.send_response(201)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def server() -> Iterator[_Server]:
    """A network that keeps connections open, as X does and the sandbox does not."""
    opened = _Server(("127.0.0.1", 0), _KeepsOpen)
    thread = threading.Thread(target=opened.serve_forever, args=(0.02,))
    thread.start()
    yield opened
    opened.shutdown()
    thread.join()
    opened.server_close()


def _publish(server: _Server, user_id: str = "77") -> object:
    credential = OAuth1Credential(
        consumer_key="k", consumer_secret="s", access_token=f"{user_id}-t", access_token_secret="s"
    )
    reached = X(credential=credential, base_url=f"http://127.0.0.1:{server.server_port}")
    intent = Intent(
        publication_id="1", attempt=1, handle="Unit", external_user_id=user_id, text="Lock your side door."
    )
    return reached.publish(intent, now=NOW)


def test_accounts_share_a_connection_that_was_used_just_now(server: _Server) -> None:
    outcomes = [_publish(server), _publish(server, "78"), _publish(server)]

    assert all(isinstance(outcome, Published) for outcome in outcomes)
    assert (server.connections, server.requests) == (1, 3)


def test_one_that_was_idle_or_opened_before_a_fork_is_not_used_again(
    server: _Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    _publish(server)
    monkeypatch.setattr(transport, "KEPT_OPEN_SECONDS", 0)
    _publish(server)
    monkeypatch.undo()
    monkeypatch.setattr(os, "getpid", lambda: 1)
    _publish(server)

    assert (server.connections, server.requests) == (3, 3)


def test_a_connection_that_breaks_under_a_request_is_unknown_and_not_tried_again(server: _Server) -> None:
    _publish(server)
    server.deaf = True

    outcome = _publish(server)

    assert isinstance(outcome, Unknown)
    assert server.requests == 2
