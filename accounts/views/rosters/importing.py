"""Importing a table: pasted or uploaded, shown row by row, written when it is confirmed."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import periods
from accounts.models import ImportState, Period, Role, RosterImport, Unit
from accounts.paths import whole
from accounts.rosters import fields, importing, reading
from accounts.rosters.permission import ALL_UNITS, WRITERS
from accounts.rosters.reading import NotReadable
from accounts.signin import at_of, authority_of, member_of
from accounts.tasks import carry_import
from accounts.views.refusing import refused
from accounts.views.rosters import asking

PAGE_ROWS = 100
NO_PERIOD = "No roster can be written yet: its period opens seven days before it begins."
UNDER_WAY = (ImportState.CHECKING, ImportState.WRITING)
LABELS = {field.name: field.label for field in fields.FIELDS} | {
    "unit": "Unit",
    "outside_reason": "Why not of the office",
    "left": "Left",
}


@require_http_methods(["GET", "POST"])
def of_unit(request: HttpRequest, unit_id: int, period_id: int) -> HttpResponse:
    """A table for one unit."""
    unit, period = asking.writable(request, act="import_roster", unit_id=unit_id, period_id=period_id)
    return _asked(request, unit=unit, period=period)


@require_http_methods(["GET", "POST"])
def of_department(request: HttpRequest) -> HttpResponse:
    """A table for all units, with a column that names each row's unit."""
    asking.overseer(request, act="import_rosters", roles=(Role.ADMINISTRATOR,), sentence=ALL_UNITS)
    found = periods.around(agency=member_of(request).agency, at=at_of(request))
    if not found:
        messages.warning(request, NO_PERIOD)
        return redirect("roster_board")
    chosen = whole(request.POST.get("period", "") or request.GET.get("period", ""))
    period = next((one for one in found if one.pk == chosen), found[-1])
    return _asked(request, unit=None, period=period)


def _asked(request: HttpRequest, *, unit: Unit | None, period: Period) -> HttpResponse:
    context: dict[str, Any] = {"unit": unit, "period": period, "fields": fields.FIELDS}
    if request.method != "POST":
        return render(request, "accounts/rosters/import.html", context)
    try:
        lines, name = _read(request, with_unit=unit is None)
    except NotReadable as fault:
        context |= {"fault": str(fault), "pasted": request.POST.get("pasted", "")}
        return render(request, "accounts/rosters/import.html", context, status=422)
    made = importing.begin(
        period=period,
        unit=unit,
        lines=lines,
        name=name,
        absent_leave="absent_leave" in request.POST,
        actor=member_of(request),
        at=at_of(request),
    )
    if len(lines) <= importing.AT_ONCE_ROWS:
        importing.check(import_id=made.pk, at=at_of(request))
    else:
        _nudge(made)
    return redirect("roster_import", made.pk)


def _read(request: HttpRequest, *, with_unit: bool) -> tuple[list[reading.Line], str]:
    file = request.FILES.get("file")
    if file is None:
        return reading.pasted(text=request.POST.get("pasted", ""), with_unit=with_unit), "Pasted table"
    if file.size is None or file.size > reading.MOST_BYTES:
        raise NotReadable("The file is larger than 5 MB. Split it and import the parts.")
    return reading.uploaded(content=file.read(), with_unit=with_unit), file.name or "Table"


@require_GET
def shown(request: HttpRequest, import_id: str) -> HttpResponse:
    """How far an import is; once it is checked, what would change row by row. The page can be left and found again."""
    made = _own(request, import_id, act="see_import")
    part = request.headers.get("HX-Request") == "true"
    if part and made.state in UNDER_WAY:
        return render(request, "accounts/rosters/import_progress.html", _progress(made))
    outcome = made.outcome if made.state not in UNDER_WAY or made.steps else []
    picked = request.GET.get("show", "")
    rows = [one for one in outcome if _is(one, picked)]
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    context = _progress(made) | {
        "counts": [(name, sum(_is(one, name) for one in outcome)) for name in KINDS],
        "writes": sum(importing.writes(one) for one in outcome),
        "picked": picked,
        "page": page,
        "rows": [_labelled(one) for one in page.object_list],
    }
    answer = render(request, "accounts/rosters/imported.html", context)
    if part:
        answer["HX-Refresh"] = "true"
    return answer


def _progress(made: RosterImport) -> dict[str, Any]:
    writing = made.steps and made.state == ImportState.WRITING
    return {
        "made": made,
        "under_way": made.state in UNDER_WAY,
        "percent": 100 * made.steps_done // made.steps if writing else 0,
    }


KINDS = ("faults", "new", "changed", "left", "same")


def _is(one: dict[str, Any], kind: str) -> bool:
    if kind == "faults":
        return bool(one["faults"])
    return kind not in KINDS or (one["mark"] == kind and not one["faults"])


def _labelled(one: dict[str, Any]) -> dict[str, Any]:
    changes = [(LABELS[name], was, now) for name, was, now in one["changes"]]
    return one | {"changes": changes, "faults": [(LABELS[name], fault) for name, fault in one["faults"]]}


@require_POST
def confirm(request: HttpRequest, import_id: str) -> HttpResponse:
    """Write the sound rows."""
    made = _own(request, import_id, act="confirm_import")
    try:
        importing.confirm(import_id=made.pk, actor=member_of(request), at=at_of(request))
    except importing.NotReady:
        messages.warning(request, "There is nothing to write: it is written already, or no row is sound.")
        return redirect("roster_import", made.pk)
    if len(made.rows) <= importing.AT_ONCE_ROWS:
        importing.write(import_id=made.pk, at=at_of(request))
    else:
        _nudge(made)
    return redirect("roster_import", made.pk)


def _nudge(made: RosterImport) -> None:
    """Have a worker go on; with no broker to reach, the sweep takes up what is kept."""
    transaction.on_commit(lambda: carry_import.delay(str(made.pk)), robust=True)


def _own(request: HttpRequest, import_id: str, *, act: str) -> RosterImport:
    """The member's own import, as long as they may write what it writes. Its rows are read where they are shown."""
    authority = authority_of(request)
    found = RosterImport.objects.select_related("unit", "period").defer("rows", "outcome")
    made = found.filter(pk=import_id, member_id=authority.member_id).first()
    if made is None:
        raise Http404
    if made.unit is None and not authority.holds(Role.ADMINISTRATOR):
        raise refused(request, act=act, subject="agency", subject_id=authority.agency_id, sentence=ALL_UNITS)
    if made.unit_id and not asking.writes(request, unit_id=made.unit_id):
        raise refused(request, act=act, subject="unit", subject_id=made.unit_id, sentence=WRITERS)
    return made
