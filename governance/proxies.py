"""Whose word is taken for where a request came from."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts import networks

_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")


class ProxyMiddleware:
    """Takes the caller's address from a trusted proxy, and throws away what anybody else says of it.

    Behind a proxy the tries of signing in would otherwise all count for the proxy's one address; without one, a
    caller could choose theirs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Make REMOTE_ADDR the nearest address that is not a trusted proxy."""
        if not is_trusted(request.META.get("REMOTE_ADDR", "")):
            for name in _FORWARDED:
                request.META.pop(name, None)
            return self.get_response(request)
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        for hop in reversed(hops):
            if not _is_address(hop):
                break
            request.META["REMOTE_ADDR"] = hop
            if not is_trusted(hop):
                break
        return self.get_response(request)


def is_trusted(address: str) -> bool:
    """Whether an address is one of TRUSTED_PROXIES."""
    return networks.holds(networks=settings.TRUSTED_PROXIES, address=address)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
