"""Where and how a member came in: true of one request."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from accounts import networks

if TYPE_CHECKING:
    from accounts.models import Member


@dataclass(frozen=True, kw_only=True)
class Presence:
    """Where and how a member came in. A value, made from one request."""

    in_network: bool
    """Whether the request came from a network of the department (DEPARTMENT_NETWORKS)."""
    key_id: int | None
    """The security key shown in this session, by its row of allauth; None without one."""


def of(request: HttpRequest, *, member: "Member") -> Presence:
    """As the session and the settings say it; no statement of its own.

    The address is the caller's as `ProxyMiddleware` left it: what anybody but a trusted proxy says of it is gone. Where
    it is still a proxy's own, the proxy did not say who called, and that is no network of the department.
    """
    address = request.META.get("REMOTE_ADDR", "")
    unsaid = networks.holds(networks=settings.TRUSTED_PROXIES, address=address)
    keys = (
        record.get("id")
        for record in reversed(get_authentication_records(request, member))
        if record.get("method") == "mfa" and record.get("type") == "webauthn"
    )
    return Presence(
        in_network=not unsaid and networks.holds(networks=settings.DEPARTMENT_NETWORKS, address=address),
        key_id=next((key for key in keys if isinstance(key, int)), None),
    )
