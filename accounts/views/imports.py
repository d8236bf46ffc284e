"""Importing a table: uploaded, shown row by row, written when it is confirmed."""

from collections import Counter
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import members, stepup
from accounts.imports import carrying, reading
from accounts.imports.carrying import WRITES
from accounts.imports.kinds import Kind, Mark
from accounts.imports.known import KINDS
from accounts.models import Role, TableImport
from accounts.rosters.reading import MOST_BYTES, NotReadable
from accounts.signin import at_of, authority_of, member_of
from accounts.views.refusing import refused

PAGE_ROWS = 100
NOT_YOURS = "Administrators import this table. Ask one of them."
BECAUSE = "this changes many members at once"


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose a table; it is checked, and nothing of it is written."""
    found = _kind(request, kind, act="import_table")
    fault = ""
    if request.method == "POST":
        try:
            made = _check(request, found)
        except NotReadable as no:
            fault = str(no)
        else:
            return redirect("table_import", made.pk)
    context = {"kind": found, "fault": fault, "most": reading.MOST_ROWS}
    return render(request, "accounts/imports/begin.html", context, status=422 if fault else 200)


def _check(request: HttpRequest, kind: Kind) -> TableImport:
    file = request.FILES.get("file")
    if file is None:
        raise NotReadable("No file was chosen. Choose a CSV or XLSX file.")
    if file.size is None or file.size > MOST_BYTES:
        raise NotReadable("The file is larger than 5 MB. Split it and import the parts.")
    rows = reading.read(content=file.read(), columns=kind.columns)
    return carrying.begin(
        kind=kind, rows=rows, name=file.name or "Table", actor=member_of(request), at=at_of(request)
    )


@require_GET
def shown(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """What the table would change, or has changed, row by row."""
    made, kind = _own(request, import_id, act="see_table")
    return _page(request, made, kind, stepup.form(request, because=BECAUSE, signed_in_counts=True))


@require_POST
def confirm(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Write the sound rows."""
    made, kind = _own(request, import_id, act="confirm_table")
    asked = stepup.form(request, because=BECAUSE, signed_in_counts=True)
    if not stepup.passed(request, asked):
        return _page(request, made, kind, asked)
    try:
        changed = carrying.confirm(
            kind=kind,
            import_id=made.pk,
            left_too="left_too" in request.POST,
            actor=member_of(request),
            at=at_of(request),
        )
    except (carrying.NotReady, members.NotDeactivated) as no:
        messages.error(request, str(no))
    else:
        messages.success(request, f"{changed} row{'' if changed == 1 else 's'} changed something.")
    return redirect("table_import", made.pk)


def _page(request: HttpRequest, made: TableImport, kind: Kind, asked: stepup.Again | None) -> HttpResponse:
    picked = request.GET.get("show", "")
    counts = Counter(one["mark"] for one in made.outcome)
    rows = [one for one in made.outcome if picked not in tuple(Mark) or one["mark"] == picked]
    context = {
        "made": made,
        "kind": kind,
        "asked": asked,
        "counts": [(mark.value, counts[mark]) for mark in Mark],
        "left": counts[Mark.LEFT],
        "writes": sum(counts[mark] for mark in WRITES if mark != Mark.LEFT),
        "picked": picked if picked in tuple(Mark) else "",
        "page": Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page")),
    }
    return render(request, "accounts/imports/shown.html", context)


def _kind(request: HttpRequest, key: str, *, act: str) -> Kind:
    kind = KINDS.get(key)
    if kind is None:
        raise Http404
    authority = authority_of(request)
    if not authority.holds(Role.ADMINISTRATOR):
        agency_id = authority.agency_id
        raise refused(request, act=act, subject="agency", subject_id=agency_id, sentence=NOT_YOURS)
    return kind


def _own(request: HttpRequest, import_id: UUID, *, act: str) -> tuple[TableImport, Kind]:
    """The member's own import, as long as they may write what it writes."""
    made = TableImport.objects.filter(pk=import_id, member=member_of(request)).first()
    if made is None:
        raise Http404
    return made, _kind(request, made.kind, act=act)
