"""The doors of what was handed over: who answers requests for records sees it, for everybody else there is none."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts import keyset
from accounts.paths import whole
from accounts.signin import at_of, authority_of, member_of
from audit import serving
from audit.blobs import Changed
from audit.vault import NotInVault
from records import collected, export_files, manifest
from records.collected import SILENT, FileGone, FileOutdated
from records.models import Export, ExportState

_PAGE = 25
_SHOWN = 50


@require_GET
def exports(request: HttpRequest) -> HttpResponse:
    """What was handed over, newest first."""
    after = whole(request.GET.get("after", ""))
    page = keyset.newest(Export.objects.filter(agency_id=_agency(request)), after=after, size=_PAGE)
    here = reverse("exports")
    context = {
        "rows": page.rows,
        "newest": here if after else "",
        "older": f"{here}?after={page.next_after}" if page.next_after else "",
    }
    return render(request, "records/exports/exports.html", context)


@require_GET
def export(request: HttpRequest, export_id: int) -> HttpResponse:
    """One export: how far it is, what is in it, and its file; asked by its own page while it is made, only how far."""
    found = _load(request, export_id)
    context: dict[str, Any] = {
        "export": found,
        "making": found.state == ExportState.MAKING,
        "percent": 100 * found.done // found.total,
        "still": at_of(request) - found.moved_at > SILENT,
    }
    if request.headers.get("HX-Request") == "true":
        return render(request, "records/exports/progress.html", context)
    context |= _told(found) | {
        "size": export_files.size_bytes(export=found),
        "outdated": export_files.outdated(export=found)
        if found.state == ExportState.READY
        else found.gone_why,
        "left_out": found.left_out[:_SHOWN],
        "more_left_out": max(len(found.left_out) - _SHOWN, 0),
        "digest_groups": [found.manifest_digest[start : start + 8] for start in range(0, 64, 8)],
    }
    return render(request, "records/exports/export.html", context)


def _told(found: Export) -> dict[str, Any]:
    """What its manifest says, as far as a page shows it."""
    if found.state == ExportState.MAKING:
        return {}
    try:
        told = manifest.of(export=found)
    except (NotInVault, Changed):
        return {"unreadable": True}
    return {
        "withheld": told.get("withheld", []),
        "records": told["records"][:_SHOWN],
        "more_records": max(len(told["records"]) - _SHOWN, 0),
    }


@require_POST
def export_file(request: HttpRequest, export_id: int) -> HttpResponseBase:
    """The file itself; that somebody took it stands in the trail."""
    found = _load(request, export_id)
    try:
        file = collected.downloaded(export=found, actor=member_of(request), at=at_of(request))
    except FileGone:
        messages.error(
            request, "The file is gone, or not made yet. Search for the same words and export again."
        )
        return redirect("export", found.pk)
    except FileOutdated as refused:
        messages.error(request, f"{refused} Search for the same words and export again.")
        return redirect("export", found.pk)
    return serving.file(content=file, name=f"{found.name}.zip")


def _load(request: HttpRequest, export_id: int) -> Export:
    found = Export.objects.select_related("agency").filter(agency_id=_agency(request), pk=export_id).first()
    if found is None:
        raise Http404
    return found


def _agency(request: HttpRequest) -> int:
    """Of whoever answers requests for records."""
    authority = authority_of(request)
    if not collected.may(authority=authority):
        raise Http404
    return authority.agency_id
