"""The first page: what awaits each member, and where their work begins."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Role
from accounts.models.authority import COMMANDERS
from accounts.signin import authority_of, member_of
from governance import awaiting


@dataclass(frozen=True, kw_only=True)
class Start:
    """Where the work of a role begins, as a button."""

    words: str
    page: str
    icon: str
    roles: tuple[str, ...]


STARTS = (
    Start(words="Write a post", page="own_posts", icon="edit", roles=(Role.USMR,)),
    Start(
        words="Review posts",
        page="queue",
        icon="check_circle",
        roles=(Role.SERGEANT, Role.ACTING_SERGEANT, Role.COMMUNICATIONS, Role.COMMUNITY_POLICING),
    ),
    Start(
        words="Watch the floor",
        page="floor",
        icon="visibility",
        roles=(Role.COMMUNICATIONS, Role.COMMUNITY_POLICING, Role.ADMINISTRATOR),
    ),
    Start(words="Open the roster", page="roster", icon="people", roles=COMMANDERS),
    Start(words="Find a record", page="records", icon="folder_open", roles=(Role.RECORDS,)),
    Start(words="See who holds which role", page="people", icon="people", roles=(Role.ADMINISTRATOR,)),
)
MOST_STARTS = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What awaits the member, the most urgent first; at most twenty queries."""
    authority, member = authority_of(request), member_of(request)
    starts = [start for start in STARTS if authority.holds(*start.roles)][:MOST_STARTS]
    context = {
        "member": member,
        "parts": awaiting.parts(authority=authority, agency=member.agency),
        "starts": [(start, reverse(start.page)) for start in starts],
        "any_role": bool(authority.roles),
    }
    return render(request, "home/home.html", context)
