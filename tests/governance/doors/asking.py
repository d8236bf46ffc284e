"""Coming to a door as somebody, and reading everything that happened."""

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import Resolver404, resolve

from accounts.models import Member

PASSING = frozenset({"audit_event", "audit_pending", "accounts_conditionnote"})
"""What a refusal writes."""
_WRITTEN = re.compile(
    r'\b(?:INSERT INTO|DELETE FROM)\s+"?(\w+)|\bUPDATE\s+"(\w+)"|^\s*UPDATE\s+(\w+)', re.IGNORECASE
)
_TOKEN = re.compile(rb"[A-Za-z0-9]{64}")
_RANDOM = frozenset({"x-request-id", "x-correlation-id", "content-length"})


class _UndoneError(Exception):
    """Ends the transaction of one request."""


@dataclass
class Heard:
    """One answer, with what it did."""

    response: Any
    written: set[str] = field(default_factory=set)
    refusals: list[Mapping[str, Any]] = field(default_factory=list)
    verbs: list[str] = field(default_factory=list)
    """What the trail notes of it."""
    faults: list[str] = field(default_factory=list)
    sent: bytes = b""
    """Of what is sent piece by piece, what is text."""

    def broke(self, **said: Any) -> None:
        """Receives what the portal says when a view broke."""
        fault = sys.exc_info()[1]
        self.faults.append(f"{type(fault).__name__}: {fault}")

    @property
    def status(self) -> int:
        """The status code."""
        return int(self.response.status_code)

    @property
    def body(self) -> str:
        """The page."""
        return (self.sent if self.response.streaming else self.response.content).decode(errors="replace")

    @property
    def leads_to(self) -> str:
        """The name of the address that a redirect leads to; the address itself where it is none of the portal."""
        location = self.response.headers.get("Location", "")
        try:
            return str(resolve(location.split("?")[0].split("#")[0]).url_name) if location else ""
        except Resolver404:
            return location

    @property
    def said(self) -> str:
        """Every word of the page and of the messages that come with it."""
        notes = [str(note) for note in get_messages(self.response.wsgi_request)]
        return "\n".join([self.body, *notes])

    @property
    def raised(self) -> str:
        """What broke, if something did."""
        return "; ".join(self.faults)

    def looks(self, *, typed: str = "") -> tuple[int, frozenset[tuple[str, str]], bytes]:
        """What a person could compare: status, headers with cookies, and body, without what is random or was asked.

        `typed` is what the page may say back to whoever typed it.
        """
        path = self.response.wsgi_request.path.encode()
        headers = {(name.lower(), value) for name, value in self.response.headers.items()}
        kept = {pair for pair in headers if pair[0] not in _RANDOM}
        cookies = {("cookie", morsel.key) for morsel in self.response.cookies.values()}
        cookies |= {
            ("cookie " + morsel.key, morsel.value)
            for morsel in self.response.cookies.values()
            if morsel.key != settings.CSRF_COOKIE_NAME
        }
        body = self.sent if self.response.streaming else self.response.content
        body = body.replace(typed.encode(), b"TYPED") if typed else body
        return self.status, frozenset(kept | cookies), _TOKEN.sub(b"TOKEN", body.replace(path, b"PATH"))


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside leaves no trace in the database."""
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]  # a refusal insists on a transaction of its own
    try:
        with around:
            yield
            raise _UndoneError
    except _UndoneError:
        pass


@contextmanager
def noting(read: set[str]) -> Iterator[None]:
    """Every name under which a view looks into its address or its form is added to `read`."""

    def asked(method: str) -> Callable[..., Any]:
        plain = getattr(QueryDict, method)

        def ask(self: QueryDict, key: str, *more: Any) -> Any:
            read.add(key)
            return plain(self, key, *more)

        return ask

    reading = {method: asked(method) for method in ("__getitem__", "__contains__", "get", "getlist")}
    with mock.patch.multiple(QueryDict, **reading):
        yield


def _listening(heard: Heard) -> Any:
    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        done = execute(sql, params, many, context)
        if context["cursor"].rowcount or not sql.startswith(("UPDATE", "DELETE")):
            heard.written.update(next(filter(None, found)) for found in _WRITTEN.findall(sql))
        if "INSERT INTO audit_event" not in sql:
            return done
        heard.verbs.append(params[1])
        if params[1] == "act.refused":
            heard.refusals.append(json.loads(params[6]) | {"actor": params[2], "agency": params[0]})
        return done

    return listen


class Browser(Client):
    """Django's test client without what it notes of templates, which costs a third of the time here."""

    def request(self, **request: Any) -> Any:
        """The answer as the portal gave it, an error page too."""
        return self.handler(self._base_environ(**request))


class Visitor:
    """A browser in which one person has signed in, or nobody has."""

    def __init__(self, member: Member | None) -> None:
        self.client = Browser()
        self.member = member
        if member is not None:
            self.client.force_login(member)
        session = self.client.cookies.get(settings.SESSION_COOKIE_NAME)
        self._session = session.value if session else ""

    def ask(
        self,
        method: str,
        address: str,
        form: Mapping[str, Any],
        *,
        htmx: bool = False,
        csrf: bool = False,
        raw: tuple[bytes, str] | None = None,
    ) -> Heard:
        """One request with a fresh jar of cookies; `csrf` as a browser would send it from elsewhere.

        `raw` is a body with its type, as no browser would make it from a form. Wrap it in `undone`.
        """
        self.client.handler.enforce_csrf_checks = csrf
        self.client.cookies.clear()
        if self._session:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self._session
        heard = Heard(HttpResponse())
        more = {"headers": {"HX-Request": "true"}} if htmx else {}
        got_request_exception.connect(heard.broke)
        with connection.execute_wrapper(_listening(heard)):
            if raw is not None:
                heard.response = self.client.generic(method, address, raw[0], content_type=raw[1], **more)
            elif method in ("GET", "HEAD", "POST"):
                heard.response = getattr(self.client, method.lower())(address, form, **more)
            else:
                heard.response = self.client.generic(method, address, **more)
            if heard.response.streaming and heard.response["Content-Type"].startswith("text/"):
                heard.sent = b"".join(heard.response.streaming_content)
        got_request_exception.disconnect(heard.broke)
        return heard


def unsafe_headers(response: Any) -> list[str]:
    """What a page lacks of the headers that every page has."""
    headers, missing = response.headers, []
    policy = headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy or "frame-ancestors 'none'" not in policy:
        missing.append(f"Content-Security-Policy is '{policy}'")
    for name, value in (
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ):
        if headers.get(name) != value:
            missing.append(f"{name} is '{headers.get(name, '')}'")
    for morsel in response.cookies.values():
        gone = morsel["max-age"] == 0
        if not gone and not (morsel["httponly"] and morsel["samesite"] in ("Lax", "Strict")):
            missing.append(f"cookie {morsel.key} is not HttpOnly and SameSite")
    return missing
