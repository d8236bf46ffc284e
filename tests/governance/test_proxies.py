"""Only a trusted proxy says where a request came from, and whether it came over TLS."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from governance.proxies import ProxyMiddleware


@pytest.mark.parametrize(
    ("trusted", "caller", "forwarded", "address", "secure"),
    [
        ([], "203.0.113.9", "198.51.100.1", "203.0.113.9", False),
        (["10.0.0.0/8"], "203.0.113.9", "198.51.100.1", "203.0.113.9", False),
        (["10.0.0.0/8"], "10.1.1.1", "198.51.100.1", "198.51.100.1", True),
        (["10.0.0.0/8"], "10.1.1.1", "6.6.6.6, 198.51.100.1", "198.51.100.1", True),
        (["10.0.0.0/8"], "10.1.1.1", "198.51.100.1, 10.2.2.2", "198.51.100.1", True),
        (["10.0.0.0/8"], "10.1.1.1", "nonsense", "10.1.1.1", True),
        (["2001:db8::/32"], "2001:db8::1", "198.51.100.1", "198.51.100.1", True),
    ],
)
def test_a_header_counts_only_from_a_trusted_proxy(
    settings: Any, trusted: list[str], caller: str, forwarded: str, address: str, secure: bool
) -> None:
    settings.TRUSTED_PROXIES = trusted
    seen: list[tuple[str, bool]] = []
    request = RequestFactory().get(
        "/", REMOTE_ADDR=caller, HTTP_X_FORWARDED_FOR=forwarded, HTTP_X_FORWARDED_PROTO="https"
    )

    ProxyMiddleware(lambda one: seen.append((one.META["REMOTE_ADDR"], one.is_secure())) or HttpResponse())(
        request
    )

    assert seen == [(address, secure)]
