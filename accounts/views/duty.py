"""Going on duty and off duty from the top of every page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts import duty
from accounts.paths import local_path
from accounts.signin import at_of, member_of


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin a tour of the usual length."""
    member = member_of(request)
    tour = duty.start(member=member, at=at_of(request))
    ends = tour.ends_at.astimezone(member.agency.tzinfo)
    messages.success(request, f"You are on duty until {ends:%H:%M %Z}.")
    return _back(request)


@require_POST
def extend(request: HttpRequest) -> HttpResponse:
    """Add two hours to the running tour."""
    member = member_of(request)
    tour = duty.extend(member=member, at=at_of(request))
    if tour is None:
        messages.warning(request, "Your tour had ended already. Go on duty to begin a new one.")
    else:
        ends = tour.ends_at.astimezone(member.agency.tzinfo)
        messages.success(request, f"Your tour now ends at {ends:%H:%M %Z}.")
    return _back(request)


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End the running tour."""
    duty.end(member=member_of(request), at=at_of(request))
    messages.success(request, "Your tour has ended. You can still read, and stop a post.")
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(local_path(request.POST.get("next", "")))
