"""Drafts whose author may not go on with them: which are offered to the unit's others, and taking one over."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Role
from accounts.signin import at_of, authority_of, member_of
from posts import offering, queues, whereabouts
from posts.actions import STEPS, Action
from posts.views import doors


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The drafts that are offered in the member's units, last changed first."""
    authority = authority_of(request)
    page = queues.newest(offering.offered(authority=authority), after=request.GET.get("after"))
    writes = authority.units(Role.USMR)
    begin = reverse("offered_drafts")
    return render(
        request,
        "posts/write/offered.html",
        {
            "rows": [(row, row.post.unit_id in writes) for row in whereabouts.of(posts=page.rows)],
            "older": f"{begin}?{urlencode({'after': page.next_after})}" if page.next_after else "",
            "newest": begin if request.GET.get("after") else "",
            "take_over": STEPS[Action.TAKE_OVER].label,
        },
    )


@require_POST
def take_over(request: HttpRequest, post_id: int) -> HttpResponse:
    """Make an offered draft one's own and open it."""
    doors.load(request, post_id)
    taken = doors.perform(
        request,
        post_id=post_id,
        act=Action.TAKE_OVER,
        do=lambda: offering.take_over(post_id=post_id, actor=member_of(request), at=at_of(request)),
    )
    if taken is None:
        return redirect("offered_drafts")
    messages.success(request, STEPS[Action.TAKE_OVER].done)
    return redirect("composer", post_id)
