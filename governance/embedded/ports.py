"""Ports on 127.0.0.1."""

import socket

from governance.embedded.refusal import CannotStart

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """A port nobody listens on now; somebody else may take it before it is used."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.bind((LOOPBACK, 0))
        return int(listener.getsockname()[1])


def is_free(*, port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        # A port whose last connections are still being closed is free: the servers bind the same way.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def accepts(*, port: int) -> bool:
    """Somebody answers there."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as caller:
        caller.settimeout(1)
        return caller.connect_ex((LOOPBACK, port)) == 0


def read(*, text: str) -> int:
    """The port somebody wrote down."""
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise CannotStart(f"PORT is '{text}', which is no port: choose one between 1024 and 65535.")
    return int(text)


def require_free(*, port: int) -> None:
    if not is_free(port=port):
        raise CannotStart(
            f"Port {port} is taken or closed to you: stop what uses it, or choose another, "
            f"for example PORT={port + 1 if 1023 < port < 65535 else 8001} make run."
        )
