"""One box over posts, members and records, and the searches that a member keeps."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import finding
from accounts.authority import Authority, visible_units
from accounts.signin import at_of, authority_of, member_of
from posts import saved_searches, searching, tasks
from posts.forms.searching import KeptSearch
from posts.models import NOT_OUT, SavedSearch, Status
from posts.saved_searches import NotKept
from records import collected, reading
from records.collected import NotExported
from records.models import Export

_MOST_POSTS = 10_000
"""So many posts of one search are looked through for their records."""


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What a member may see of what they look for; the number of a record leads to the record."""
    words = _words(request.GET.get("q", ""))
    if words and _is_record(authority_of(request), words):
        return redirect("record", words)
    return _page(request, words, after=request.GET.get("after"))


@require_POST
def keep_search(request: HttpRequest) -> HttpResponse:
    """Keep the words that were looked for under a name."""
    form = KeptSearch(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            kept = saved_searches.keep(
                member=member_of(request), name=typed["name"], words=typed["words"], at=at_of(request)
            )
        except NotKept as fault:
            form.add_error("name", str(fault))
        else:
            messages.success(request, f"Kept as {kept.name}. It stands on this page.")
            return redirect(_address(kept.words))
    return _page(request, form.cleaned_data.get("words", ""), form=form)


@require_POST
def delete_search(request: HttpRequest, search_id: int) -> HttpResponse:
    """Delete a search; somebody else's does not exist."""
    try:
        gone = saved_searches.delete(member=member_of(request), search_id=search_id)
    except SavedSearch.DoesNotExist:
        raise Http404 from None
    messages.success(request, f"Deleted the search {gone.name}. No post was touched.")
    return redirect("search")


@require_POST
def export_found(request: HttpRequest) -> HttpResponse:
    """Ask for the records of everything that was found as one file; a handful of them is made at once."""
    if not collected.may(authority=authority_of(request)):
        raise Http404
    words = _words(request.POST.get("words", ""))
    try:
        export = _begun(request, words)
    except NotExported as fault:
        messages.error(request, str(fault))
        return redirect(_address(words))
    if export.total <= collected.HANDFUL:
        collected.go_on_for(export_id=export.pk, seconds=collected.SLICE_SECONDS, at=at_of(request))
    # With no broker to reach, the beat takes up what does not move.
    transaction.on_commit(lambda: tasks.pack_records.delay(export.pk), robust=True)
    return redirect("export", export.pk)


def _begun(request: HttpRequest, words: str) -> Export:
    found = searching.all_of(authority=authority_of(request), words=words, most=_MOST_POSTS)
    if len(found) > _MOST_POSTS:
        raise NotExported(f"More than {_MOST_POSTS:,} posts were found. Add a word, so that there are fewer.")
    member = member_of(request)
    kept = reading.numbers(agency_id=member.agency_id, post_ids=found)
    return collected.begin(
        actor=member,
        words=words,
        post_ids=list(kept),
        unpublished={pk: _why_left_out(status) for pk, status in found.items() if pk not in kept},
        at=at_of(request),
    )


def _why_left_out(status: Status) -> str:
    """Why a post without a record is not in the export."""
    if status in NOT_OUT:
        return f"Never published: {status.label.lower()}."
    return f"{status.label}. Its record is not kept yet."


def _words(given: str) -> str:
    return given.replace("\x00", "").strip()[: searching.LONGEST]


def _page(
    request: HttpRequest, words: str, *, after: str | None = None, form: KeptSearch | None = None
) -> HttpResponse:
    authority = authority_of(request)
    units = visible_units(authority=authority, member=member_of(request))
    unit_ids = None if authority.department_wide else [unit.pk for unit in units]
    page = searching.posts(authority=authority, unit_ids=unit_ids, words=words, after=after)
    members = [] if after else finding.members(authority=authority, words=words)
    context = {
        "words": words,
        "posts": page.rows,
        "older": _address(words, page.next_after) if page.next_after else "",
        "newest": _address(words) if after else "",
        "members": members[: finding.MOST],
        "more_members": len(members) > finding.MOST,
        "exports": bool(page.rows) and collected.may(authority=authority),
        "everywhere": authority.department_wide,
        "kept": [(one, _address(one.words)) for one in saved_searches.of(member=member_of(request))],
        "form": form or KeptSearch(initial={"words": words, "name": words[:40]}),
    }
    return render(request, "posts/search/search.html", context)


def _address(words: str, after: str = "") -> str:
    query = {"q": words} | ({"after": after} if after else {})
    return f"{reverse('search')}?{urlencode(query)}"


def _is_record(authority: Authority, words: str) -> bool:
    try:
        reading.record_for(authority=authority, number=words)
    except Http404:
        return False
    return True
