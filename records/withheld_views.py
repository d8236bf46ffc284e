"""The doors of what is withheld: marking a part of a record, giving it again, and the log of both."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import keyset, spreadsheets
from accounts.paths import whole
from accounts.signin import at_of, authority_of, member_of
from directives.decision import class_words
from records import exemptions, officers, reading, withheld
from records.evidence import gathered
from records.models import Record, Withheld
from records.withheld import Entry, NotWithheld
from records.withheld_forms import GivingAgain, Withholding

_PAGE = 25


@require_http_methods(["GET", "POST"])
def withhold(request: HttpRequest, number: str) -> HttpResponse:
    """Mark a part of a record as withheld from whoever asks for it."""
    record, role = _load(request, number)
    evidence = gathered(record=record)
    parts = withheld.parts(evidence=evidence)
    form = Withholding(request.POST if request.method == "POST" else None, parts=parts)
    if request.method == "POST" and form.is_valid():
        try:
            withheld.withhold(
                evidence=evidence,
                **form.cleaned_data,
                actor=member_of(request),
                role=role,
                at=at_of(request),
            )
        except NotWithheld as fault:
            form.add_error("part", str(fault))
        else:
            messages.success(request, "Withheld. Exports asked for from now on leave it out and say so.")
            return redirect("withhold", record.number)
    return _page(request, record, form, GivingAgain())


@require_POST
def give_again(request: HttpRequest, withheld_id: int) -> HttpResponse:
    """End an entry by another one, with the reason."""
    rows = Withheld.objects.filter(agency_id=authority_of(request).agency_id)
    record, role = _load(request, get_object_or_404(rows, pk=withheld_id).record.number)
    form = GivingAgain(request.POST)
    if not form.is_valid():
        parts = withheld.parts(evidence=gathered(record=record))
        return _page(request, record, Withholding(parts=parts), form)
    try:
        withheld.give_again(
            record=record,
            withheld_id=withheld_id,
            reason=form.cleaned_data["reason"],
            actor=member_of(request),
            role=role,
            at=at_of(request),
        )
    except Withheld.DoesNotExist:
        raise Http404 from None
    messages.success(request, "It is given again. Both entries stay in the log.")
    return redirect("withhold", record.number)


@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """What was withheld, newest first, by ground and class of record."""
    rows, chosen = _asked(request)
    after = whole(request.GET.get("after", ""))
    page = keyset.newest(rows, after=after, size=_PAGE)
    here = reverse("withheld")
    agency_id = authority_of(request).agency_id
    classes = Withheld.objects.filter(agency_id=agency_id).values_list("record_class", flat=True).distinct()
    context = {
        "entries": withheld.entries(rows=page.rows, agency_id=agency_id),
        "grounds": exemptions.known().values(),
        "classes": [(one, class_words(one)) for one in sorted(classes)],
        "chosen": chosen,
        "file": f"{reverse('withheld_file')}?{urlencode(chosen)}",
        "newest": f"{here}?{urlencode(chosen)}" if after else "",
        "older": f"{here}?{urlencode(chosen | {'after': page.next_after})}" if page.next_after else "",
    }
    return render(request, "records/withheld/log.html", context)


@require_GET
def log_file(request: HttpRequest) -> HttpResponseBase:
    """The same for a spreadsheet; that somebody took it stands in the trail."""
    rows, chosen = _asked(request)
    entries = withheld.handed_over(rows=rows, asked=chosen, actor=member_of(request), at=at_of(request))
    return spreadsheets.sent(name="withheld", rows=_lines(entries))


def _lines(entries: Iterable[Entry]) -> Iterable[list[str]]:
    yield ["Record", "Class", "What", "Ground", "Facts", "By", "Title", "At", "Given again", "Because", "By"]
    for entry in entries:
        row, end = entry.row, entry.end
        ended = [end.row.at.isoformat(), end.basis, end.row.by_name] if end else ["", "", ""]
        said = [row.record.number, class_words(row.record_class), entry.what, entry.cite, entry.basis]
        yield [*said, row.by_name, row.by_title, row.at.isoformat(), *ended]


def _asked(request: HttpRequest) -> tuple[QuerySet[Withheld], dict[str, str]]:
    """The entries of a ground and a class of record, of all where none is named."""
    _role(request)
    rows = Withheld.objects.filter(agency_id=authority_of(request).agency_id, ends=None)
    chosen: dict[str, str] = {}
    if (ground := request.GET.get("exemption", "")) in exemptions.known():
        rows, chosen["exemption"] = rows.filter(exemption=ground), ground
    if kind := request.GET.get("class", "").replace("\x00", "")[:80]:
        rows, chosen["class"] = rows.filter(record_class=kind), kind
    return rows.select_related("record", "ended_by"), chosen


def _page(request: HttpRequest, record: Record, form: Withholding, again: GivingAgain) -> HttpResponse:
    held = withheld.of(record_ids=[record.pk], agency_id=record.agency_id, at=at_of(request))
    context: dict[str, Any] = {"record": record, "form": form, "again": again, "held": held}
    return render(request, "records/withheld/withhold.html", context)


def _load(request: HttpRequest, number: str) -> tuple[Record, str]:
    role = _role(request)
    return reading.record_for(authority=authority_of(request), number=number), role


def _role(request: HttpRequest) -> str:
    """In which role somebody answers requests for records."""
    authority = authority_of(request)
    role = next((role for role in officers.EXPORTERS if authority.holds(role)), None)
    if role is None:
        raise Http404
    return role
