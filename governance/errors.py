"""Error pages: what happened, what was kept, what to do, who can help."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing here, or nothing here for this member: a stranger cannot tell which."""
    return render(request, "errors/404.html", status=404)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A member of the unit asked for something their authority does not cover now."""
    return render(request, "errors/403.html", {"reason": str(exception or "")}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of the portal; rendered without asking the database."""
    return render(request, "errors/500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or in another browser; what was typed stays in the form."""
    return render(request, "errors/stale.html", status=403)
