"""What was said on the wire, in a form that is safe to keep for ever."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

REQUEST_HEADERS = frozenset({"accept", "accept-encoding", "content-length", "content-type", "user-agent"})

RESPONSE_HEADERS = frozenset(
    {
        "content-length",
        "content-type",
        "date",
        "retry-after",
        "server",
        "x-access-level",
        "x-rate-limit-limit",
        "x-rate-limit-remaining",
        "x-rate-limit-reset",
        "x-user-limit-24hour-limit",
        "x-user-limit-24hour-remaining",
        "x-user-limit-24hour-reset",
        "x-app-limit-24hour-limit",
        "x-app-limit-24hour-remaining",
        "x-app-limit-24hour-reset",
        "x-transaction-id",
    }
)


class SecretInExchange(ValueError):
    """Somebody tried to build an Exchange with a header that is not on the list."""


def storable(text: str) -> str:
    """The same text without what a database cannot hold: NUL and lone surrogates become U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "\ufffd")


def kept(*, headers: Iterable[tuple[str, str | bytes]], allowed: frozenset[str]) -> dict[str, str]:
    """The listed headers only, names in lower case. Authorization, cookies and the unknown fall away."""
    return {name.lower(): storable(_text(value)) for name, value in headers if name.lower() in allowed}


def _text(value: str | bytes) -> str:
    """requests_oauthlib hands over bytes where a request has no body."""
    return value.decode("latin-1") if isinstance(value, bytes) else value


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """One request exactly as it left and the raw answer, without any secret.

    `status` is None when no answer came; `response_body` is None when none came or it broke off.
    Building one with a header outside the two lists raises SecretInExchange.
    """

    method: str
    path: str
    request_headers: Mapping[str, str]
    request_body: str
    status: int | None
    response_headers: Mapping[str, str]
    response_body: str | None
    started_at: datetime
    ended_at: datetime

    def __post_init__(self) -> None:
        strangers = {name.lower() for name in self.request_headers} - REQUEST_HEADERS
        strangers |= {name.lower() for name in self.response_headers} - RESPONSE_HEADERS
        if strangers:
            raise SecretInExchange(f"not on the list of headers that may be kept: {sorted(strangers)}")

    def as_json(self) -> dict[str, object]:
        """The same facts as values JSON can hold; times in ISO 8601."""
        return {
            "method": self.method,
            "path": self.path,
            "request_headers": dict(self.request_headers),
            "request_body": self.request_body,
            "status": self.status,
            "response_headers": dict(self.response_headers),
            "response_body": self.response_body,
            "started_at": self.started_at.isoformat(),
            "ended_at": self.ended_at.isoformat(),
        }
