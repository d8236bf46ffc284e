"""Where the member is signed in, and signing out elsewhere."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts import sessions
from accounts.models import SignedIn
from accounts.signin import at_of, member_of

MOST_SHOWN = 50


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Every session of the member that goes on."""
    found = sessions.of_member(member=member_of(request), at=at_of(request))[:MOST_SHOWN]
    return render(request, "account/sessions.html", {"sessions": found, "own": sessions.own(request)})


@require_POST
def end_one(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign out of one of them; somebody else's does not exist here."""
    member = member_of(request)
    get_object_or_404(SignedIn, pk=session_id, member=member)
    _said(request, sessions.end(member=member, actor=member, at=at_of(request), only=session_id))
    return redirect("sessions")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    member = member_of(request)
    _said(
        request, sessions.end(member=member, actor=member, at=at_of(request), but_not=sessions.own(request))
    )
    return redirect("sessions")


def _said(request: HttpRequest, number: int) -> None:
    word = "place" if number == 1 else "places"
    messages.success(request, f"You are signed out in {number} {word}.")
