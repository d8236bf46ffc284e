"""A second step before any page, one authority per request, and no page of a member left in a shared browser."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from accounts import authority, factors, sessions
from accounts.signin import at_of, member_of

WITHOUT_SECOND_STEP = frozenset(
    {
        "second_factor",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "account_reauthenticate",
        "account_logout",
    }
)
"""What is open to whoever has given the password alone: setting up a second step, showing it, and leaving."""


ASKED_BY_PAGES = frozenset(
    {"arrivals", "keep_open", "floor_changes", "upload_state", "stop_strip", "link_card"}
)
"""What an open page asks by itself, whether or not anybody sits before it."""


class SecondFactorMiddleware:
    """A password opens nothing by itself: before any other page the member shows a second step, or sets one up.

    And no session goes on for ever. Both ask the session alone, so that they cost no statement.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass it on; `process_view` knows which page was asked for."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Lead to the second step whoever has not shown it; LoginRequiredMiddleware has turned away the others."""
        name = (request.resolver_match and request.resolver_match.url_name) or ""
        if not getattr(view, "login_required", True):
            return None
        if sessions.over(request=request, at=at_of(request)):
            return _signed_out(request)
        if not _asked_by_itself(request, name):
            sessions.seen(request=request, at=at_of(request))
        if name in WITHOUT_SECOND_STEP or factors.shown(request):
            return None
        address = reverse("second_factor")
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        if request.method == "GET":
            address += f"?{urlencode({'next': request.get_full_path()})}"
        return redirect(address)


def _asked_by_itself(request: HttpRequest, name: str) -> bool:
    """Whether an open page asked, and no person. The wall is a screen that somebody has put up to be looked at."""
    return name in ASKED_BY_PAGES and "wall" not in request.GET


def _signed_out(request: HttpRequest) -> HttpResponse:
    """The session is over: out, with the sentence that says why, and back to where they were by signing in."""
    get_adapter(request).logout(request)
    messages.info(
        request, "You were signed out, because nobody was there for a while. What you saved is kept."
    )
    address = reverse("account_login")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    if request.method == "GET":
        address += f"?{urlencode({'next': request.get_full_path()})}"
    return redirect(address)


class AuthorityMiddleware:
    """Gives each request its member's authority, loaded when first asked for, and the moment it was judged at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach `authority` and `at`."""
        at = timezone.now()
        request.at = at  # type: ignore[attr-defined]
        request.authority = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: authority.load(member=member_of(request), at=at)
        )
        return self.get_response(request)


class NothingKeptMiddleware:
    """No browser keeps a page made for a member: the next person at the desk does not find it, and Back asks again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say so on every answer that looked at who asks."""
        answer = self.get_response(request)
        if request.session.accessed and not answer.has_header("Cache-Control"):
            add_never_cache_headers(answer)
        return answer
