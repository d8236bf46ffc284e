"""Signing in: who the request's member is, and what allauth may not do here."""

from datetime import datetime
from typing import cast

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from accounts.authority import Authority
from accounts.models import Member


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Members are registered by their agency; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


def member_of(request: HttpRequest) -> Member:
    """The signed-in member; LoginRequiredMiddleware has let nobody else through."""
    return cast(Member, request.user)


def authority_of(request: HttpRequest) -> Authority:
    """The member's authority at the moment the request came in."""
    return cast(Authority, request.authority)  # type: ignore[attr-defined]


def at_of(request: HttpRequest) -> datetime:
    """The moment the request came in (UTC): every check and every stamp of one request uses it."""
    return cast(datetime, request.at)  # type: ignore[attr-defined]
