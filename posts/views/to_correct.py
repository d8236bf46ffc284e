"""The posts that are out and that Communications wants corrected."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Role
from accounts.signin import authority_of, member_of
from posts import last_word


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Those of the member's units; for the offices, of all. Each stands here until its correction is out."""
    authority, member = authority_of(request), member_of(request)
    found = last_word.page(
        demands=last_word.demands(authority=authority, member=member), after=request.GET.get("after")
    )
    context = {
        "demands": last_word.shown(rows=found.rows, agency_id=authority.agency_id),
        "asks": authority.holds(Role.COMMUNICATIONS),
        "older": f"?{urlencode({'after': found.next_after})}" if found.next_after else "",
        "newest": reverse("to_correct") if request.GET.get("after") else "",
    }
    return render(request, "posts/correcting/to_correct.html", context)
