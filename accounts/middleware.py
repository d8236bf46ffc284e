"""One authority per request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts import authority


class AuthorityMiddleware:
    """Gives each request its member's authority, loaded when first asked for, and the moment it was judged at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach `authority` and `at`."""
        at = timezone.now()
        request.at = at  # type: ignore[attr-defined]
        request.authority = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: authority.load(member=request.user, at=at)  # type: ignore[arg-type]
        )
        return self.get_response(request)
