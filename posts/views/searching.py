"""One box over posts, members and records."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import finding
from accounts.authority import Authority, visible_units
from accounts.signin import authority_of, member_of
from posts import searching
from records import reading


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What a member may see of what they look for; the number of a record leads to the record."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[: searching.LONGEST]
    authority = authority_of(request)
    units = visible_units(authority=authority, member=member_of(request))
    unit_ids = None if authority.department_wide else [unit.pk for unit in units]
    if words and _is_record(authority, words):
        return redirect("record", words)
    after = request.GET.get("after")
    page = searching.posts(authority=authority, unit_ids=unit_ids, words=words, after=after)
    members = [] if after else finding.members(authority=authority, words=words)
    address = reverse("search")
    context = {
        "words": words,
        "posts": page.rows,
        "older": f"{address}?{urlencode({'q': words, 'after': page.next_after})}" if page.next_after else "",
        "newest": f"{address}?{urlencode({'q': words})}" if after else "",
        "members": members[: finding.MOST],
        "more_members": len(members) > finding.MOST,
        "everywhere": authority.department_wide,
    }
    return render(request, "posts/search/search.html", context)


def _is_record(authority: Authority, words: str) -> bool:
    try:
        reading.record_for(authority=authority, number=words)
    except Http404:
        return False
    return True
