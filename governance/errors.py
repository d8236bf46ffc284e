"""Error pages: what happened, what was kept, what to do, who can help."""

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

CODE_LENGTH = 8
HEALTH = "/health/ready"


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing here, or nothing here for this member: a stranger cannot tell which."""
    return render(request, "errors/404.html", status=404)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A member of the unit asked for something their authority does not cover now."""
    return render(request, "errors/403.html", {"reason": str(exception or "")}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of the portal: rendered without asking the database, with a code that the logs know."""
    words = {"code": code(), "path": request.path if request.method == "GET" else "", "health": HEALTH}
    return HttpResponse(render_to_string("errors/500.html", words), status=500)


def only_for_forms(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: an address that takes forms alone says so to who opens it, where the browser would show nothing."""

    def answered(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if response.status_code != 405 or request.method != "GET":
            return response
        page = render(request, "errors/405.html", status=405)
        page["Allow"] = response["Allow"]
        return page

    return answered


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or somebody signed in or out meanwhile; what was typed stays in the form."""
    return render(request, "errors/stale.html", status=403)


def code() -> str:
    """The first letters of the request's id: every log line of the request has the whole of it."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))[:CODE_LENGTH]
