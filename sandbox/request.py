"""One request, read from WSGI's environment."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from sandbox.answers import invalid
from sandbox.clock import now

MOST_BYTES = 8_000_000
"""A picture of the largest size, also in base64, with what is around it."""

_PART_NAME = re.compile(rb'form-data; name="([^"]+)"')


@dataclass(frozen=True, kw_only=True)
class Request:
    """`target` is path and query as they were on the wire; `host` is the one the request was made for.

    The body is read from the connection when it is first asked for.
    """

    method: str
    target: str
    host: str
    local_host: str
    peer: str
    authorization: str
    content_type: str
    read_body: Callable[[], bytes]
    arrived_at: datetime

    @cached_property
    def body(self) -> bytes:
        return self.read_body()

    def drain(self) -> None:
        """Read what nobody asked for: closing over unread bytes would break the answer off."""
        _ = self.body

    @cached_property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @cached_property
    def query(self) -> Mapping[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    def parameters(self, *known: str) -> Mapping[str, str]:
        """The query, when it holds nothing else. Raises Refused(400) as X does."""
        pairs = parse_qsl(urlsplit(self.target).query, keep_blank_values=True)
        if len(pairs) != len(self.query):
            raise invalid({}, "A query parameter is given twice")
        for name, value in self.query.items():
            if name not in known:
                message = f"The query parameter [{name}] is not one of [{','.join(known)}]"
                raise invalid({name: [value]}, message)
        return self.query

    @cached_property
    def json(self) -> Mapping[str, Any]:
        """The body's object. Raises Refused(400) when it is anything else."""
        try:
            value = json.loads(self.body)
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise invalid({}, "The request body is not a JSON object")
        return value

    @cached_property
    def parts(self) -> Mapping[str, bytes]:
        """The named parts of a multipart body, or a JSON object's with its media in base64.

        Raises Refused(400) when it is anything else.
        """
        if self.content_type.startswith("application/json"):
            return self._parts_of_json()
        kind, _, boundary = self.content_type.partition("boundary=")
        if not kind.startswith("multipart/form-data") or not boundary:
            raise invalid({}, "The request body is not multipart/form-data")
        found: dict[str, bytes] = {}
        for part in (b"\r\n" + self.body).split(b"\r\n--" + boundary.strip('"').encode())[1:-1]:
            head, _, content = part.partition(b"\r\n\r\n")
            if name := _PART_NAME.search(head):
                found[name.group(1).decode(errors="replace")] = content
        return found

    def _parts_of_json(self) -> Mapping[str, bytes]:
        parts = {name: str(value).encode() for name, value in self.json.items()}
        try:
            return parts | {"media": base64.b64decode(parts.get("media", b""), validate=True)}
        except binascii.Error:
            raise invalid({"media": []}, "media is not base64") from None


def read(environ: Mapping[str, Any]) -> Request:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > MOST_BYTES:
        raise invalid({}, "The request body is too large")
    local_host = environ.get("HTTP_HOST", "")
    return Request(
        method=environ["REQUEST_METHOD"],
        target=environ["sandbox.target"],
        host=environ.get("HTTP_X_ORIGINAL_HOST", local_host),
        local_host=local_host.rpartition(":")[0] or local_host,
        peer=environ.get("REMOTE_ADDR", ""),
        authorization=environ.get("HTTP_AUTHORIZATION", ""),
        content_type=environ.get("CONTENT_TYPE", ""),
        read_body=lambda: environ["wsgi.input"].read(length),
        arrived_at=now(),
    )
