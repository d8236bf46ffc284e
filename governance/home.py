"""The first page: each member's own work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.models import Role
from accounts.signin import authority_of

FIRST_PAGE = (
    (Role.COMMUNICATIONS, "floor"),
    (Role.SERGEANT, "queue"),
    (Role.ACTING_SERGEANT, "queue"),
    (Role.USMR, "own_posts"),
    (Role.COMMANDER, "people"),
    (Role.COMMUNITY_POLICING, "floor"),
    (Role.RECORDS, "records"),
    (Role.ADMINISTRATOR, "people"),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Send a member to the page their first role works on; one without a role to their messages."""
    authority = authority_of(request)
    return redirect(next((page for role, page in FIRST_PAGE if authority.holds(role)), "messages"))
