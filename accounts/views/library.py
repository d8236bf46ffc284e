"""The library: everybody reads it; the coordinator and Communications write it."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.forms.guidance import GuidanceForm, NewVersionForm
from accounts.guidance import guides, library
from accounts.guidance.library import WrittenMeanwhile
from accounts.models import AgencyPolicy, LibraryEntry, LibraryVersion, Subject
from accounts.paths import whole
from accounts.policies import PackHasChanged, pack_of
from accounts.signin import at_of, authority_of, member_of
from accounts.views.refusing import refused
from directives.model import Clause


@require_GET
def shown(request: HttpRequest) -> HttpResponse:
    """The entries that count: all, of one subject, or those that hold the words that were typed."""
    authority = authority_of(request)
    words = request.GET.get("q", "").replace("\x00", "")[: library.LONGEST_QUESTION]
    asked = request.GET.get("subject", "")
    subject = asked if asked in Subject.values else ""
    page = library.entries(
        agency_id=authority.agency_id, subject=subject, words=words, after=request.GET.get("after")
    )
    kept = {key: value for key, value in (("q", words), ("subject", subject)) if value}
    return render(
        request,
        "accounts/guidance/library.html",
        {
            "entries": page.rows,
            "older": f"?{urlencode({**kept, 'after': page.next_after})}" if page.next_after else "",
            "newest": f"?{urlencode(kept)}" if request.GET.get("after") else "",
            "words": words,
            "subject": subject,
            "subjects": Subject.choices,
            "guides": authority.holds(*guides.GUIDES),
        },
    )


@require_GET
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One entry as it stands, or as an earlier version of it stood."""
    found = _entry(request, entry_id)
    versions = list(found.versions.select_related("written_by").order_by("-number"))
    asked = request.GET.get("version", "")
    version = next((one for one in versions if one.number == whole(asked)), None) if asked else versions[0]
    if version is None:
        raise Http404
    return render(
        request,
        "accounts/guidance/entry.html",
        {
            "entry": found,
            "version": version,
            "versions": versions,
            "present": version == versions[0],
            "guides": authority_of(request).holds(*guides.GUIDES),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """A new entry."""
    guide(request, act="write_guidance")
    typed = request.POST if request.method == "POST" else None
    form = GuidanceForm(typed, clauses=_clauses(request))
    if typed is None or not form.is_valid():
        return render(request, "accounts/guidance/write.html", {"form": form, "entry": None})
    made = library.write(guidance=form.guidance, actor=member_of(request), at=at_of(request))
    messages.success(request, "The entry stands in the library.")
    return redirect("library_entry", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def rewrite(request: HttpRequest, entry_id: int) -> HttpResponse:
    """An entry in other words: a new version, and the one before stays."""
    found = _entry(request, entry_id)
    guide(request, act="write_guidance")
    typed = request.POST if request.method == "POST" else None
    form = NewVersionForm(typed, clauses=_clauses(request), initial=_initial(found.current))
    if typed is None or not form.is_valid():
        return render(request, "accounts/guidance/write.html", {"form": form, "entry": found})
    try:
        library.rewrite(
            entry_id=found.pk,
            guidance=form.guidance,
            changed=form.cleaned_data["changed"],
            seen_number=form.cleaned_data["number"],
            actor=member_of(request),
            at=at_of(request),
        )
    except WrittenMeanwhile as why:
        context = {"form": form, "entry": found, "meanwhile": why.version, "said": str(why)}
        return render(request, "accounts/guidance/write.html", context)
    messages.success(request, "The new version counts. The one before stays to be read.")
    return redirect("library_entry", found.pk)


@require_POST
def retire(request: HttpRequest, entry_id: int) -> HttpResponse:
    """The entry counts no longer."""
    found = _entry(request, entry_id)
    guide(request, act="retire_guidance")
    if library.retire(entry_id=found.pk, actor=member_of(request), at=at_of(request)):
        messages.success(request, "The entry is retired. It is no longer listed; its versions stay.")
    else:
        messages.warning(request, "The entry was retired already.")
    return redirect("library_entry", found.pk)


def guide(request: HttpRequest, *, act: str) -> None:
    """Raises PermissionDenied, noted in the trail, for members who do not guide the units."""
    authority = authority_of(request)
    if not authority.holds(*guides.GUIDES):
        subject_id = authority.agency_id
        raise refused(request, act=act, subject="agency", subject_id=subject_id, sentence=guides.NOT_YOURS)


def _entry(request: HttpRequest, entry_id: int) -> LibraryEntry:
    """An entry of the own agency; there is none in another."""
    entries = LibraryEntry.objects.select_related("current", "retired_by")
    found = entries.filter(pk=entry_id, agency_id=authority_of(request).agency_id).first()
    if found is None:
        raise Http404
    return found


def _clauses(request: HttpRequest) -> Sequence[Clause]:
    """Those of the rules in force; none where there are none to be read."""
    try:
        policy = member_of(request).agency.policy_at(at=at_of(request))
        return pack_of(policy_pack=policy.pack, digest=policy.digest).clauses
    except (AgencyPolicy.DoesNotExist, PackHasChanged):
        return ()


def _initial(version: LibraryVersion | None) -> dict[str, object]:
    if version is None:
        return {}
    return {
        "title": version.title,
        "subject": version.subject,
        "text": version.text,
        "clause": version.clause,
        "number": version.number,
    }
