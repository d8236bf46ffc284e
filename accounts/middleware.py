"""One authority per request, and no page of a member left in a shared browser."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from accounts import authority
from accounts.signin import member_of


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
