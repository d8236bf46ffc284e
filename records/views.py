"""The doors of the records room. Whoever may not see a record is told that there is none."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.authority import visible_units
from accounts.signin import at_of, authority_of, member_of
from audit import serving
from records import bundle, collected, disposing, holding, pictures, reading, schedule, seal, thread_bundle
from records.contents import opened
from records.pictures import NoSuchPicture
from records.timeline import seal_state


@require_GET
def records(request: HttpRequest) -> HttpResponse:
    """The records that the member may see, newest first."""
    authority = authority_of(request)
    units = visible_units(authority=authority, member=member_of(request))
    unit_id = _number(request.GET.get("unit", ""))
    page = reading.page_of(
        authority=authority, units=units, unit_id=unit_id, after=request.GET.get("after", "")
    )
    chosen = {"unit": str(unit_id)} if unit_id else {}
    here = reverse("records")
    context = {
        "rows": page.rows,
        "units": units,
        "unit": next((unit for unit in units if unit.pk == unit_id), None),
        "newest": _address(here, chosen) if request.GET.get("after") else "",
        "older": _address(here, chosen | {"after": page.following}) if page.following else "",
        "department_wide": authority.department_wide,
    }
    return render(request, "records/records.html", context)


@require_GET
def record(request: HttpRequest, number: str) -> HttpResponse:
    """One record, from draft to today."""
    kept = reading.record_for(authority=authority_of(request), number=number)
    check = reading.last_check(record=kept)
    if kept.disposed:
        gone = disposing.gone(record=kept)
        told = {"record": kept, "check": check, "seal": seal_state(check=check), "gone": gone}
        return render(request, "records/disposed.html", told)
    zone = member_of(request).agency.tzinfo
    contents = opened(record=kept, check=check, zone=zone, at=at_of(request))
    context = {
        "record": kept,
        "check": check,
        "seal": seal_state(check=check),
        "contents": contents,
        "keeping": schedule.keeping_of(record=kept, zone=zone),
        "holds": holding.on(record=kept),
        "at": at_of(request),
        "withholds": collected.may(authority=authority_of(request)),
        "signer_groups": [check.signer[start : start + 8] for start in range(0, 64, 8)] if check else [],
    }
    return render(request, "records/record.html", context)


@require_safe
def record_picture(request: HttpRequest, number: str, position: str) -> HttpResponseBase:
    """One picture of a record, as residents saw it."""
    kept = reading.record_for(authority=authority_of(request), number=number)
    if kept.disposed:
        raise Http404
    try:
        found, file = pictures.content(record=kept, position=int(position))
    except NoSuchPicture:
        raise Http404 from None
    name = f"{kept.number}-{found.position}"
    return serving.picture(
        request, digest=found.digest, media_type=found.media_type, name=name, content=lambda: file
    )


@require_POST
def check_seal(request: HttpRequest, number: str) -> HttpResponse:
    """Check now, and show what was found."""
    kept = reading.record_for(authority=authority_of(request), number=number)
    found = seal.check(record=kept, at=at_of(request))
    if found.failures:
        messages.error(request, "The seal does not hold. What was found stands beside the record.")
    elif found.waiting:
        messages.info(request, "The newest entries wait for their signature. Check again in a few seconds.")
    else:
        messages.success(request, "The seal was checked: nothing has changed.")
    return redirect("record", number=kept.number)


@require_GET
def export_record(request: HttpRequest, number: str) -> FileResponse:
    """The record with its proofs and the program that checks them, as one ZIP file; of a thread, all its parts."""
    kept = reading.record_for(authority=authority_of(request), number=number)
    thread = thread_bundle.of_record(record=kept)
    packed = thread_bundle.packed(thread=thread) if thread else bundle.packed(record=kept)
    name = thread.name if thread else f"record-{kept.number}"
    return FileResponse(packed, as_attachment=True, filename=f"{name}.zip")


def _number(given: str) -> int | None:
    if given and not (given.isascii() and given.isdigit() and len(given) < 19):
        raise Http404
    return int(given) if given else None


def _address(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path
