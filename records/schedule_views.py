"""The doors of the retention schedule: its series, a new one, a new version of one, and what is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.signin import at_of, member_of
from directives.decision import class_words
from records import classes, due, schedule
from records.doors import kept_out, overseen
from records.models import Series
from records.periods import in_words
from records.schedule_forms import FirstSeriesForm, SeriesForm, of_series


@dataclass(frozen=True, kw_only=True)
class ClassChoice:
    """A class on the form, and what covers it."""

    box: Any
    item: str
    """The other item that covers it; empty where none does."""
    uncovered: bool
    """Whether no series covers it."""


@require_GET
def retention(request: HttpRequest) -> HttpResponse:
    """The series in force with their earlier versions, and the classes that none covers."""
    officer = overseen(request)
    agency_id = member_of(request).agency_id
    items = schedule.items(agency_id=agency_id)
    covered = schedule.covering(series=[one.now for one in items])
    context = {
        "items": items,
        "uncovered": [
            class_words(one) for one in sorted(classes.known(agency_id=agency_id) - covered.keys())
        ],
        "officer": officer,
    }
    return render(request, "records/retention.html", context)


@require_http_methods(["GET", "POST"])
def enter_series(request: HttpRequest) -> HttpResponse:
    """Enter an item of an approved application for the first time."""
    return _entering(request, over=None, act="enter_series")


@require_http_methods(["GET", "POST"])
def renew_series(request: HttpRequest, series_id: int) -> HttpResponse:
    """Enter a new version over the one that is named."""
    overseen(request)
    over = Series.objects.filter(pk=series_id, agency_id=member_of(request).agency_id).first()
    if over is None:
        raise Http404
    return _entering(request, over=over, act="renew_series")


def _entering(request: HttpRequest, *, over: Series | None, act: str) -> HttpResponse:
    if not overseen(request):
        raise kept_out(request, act=act)
    member, at = member_of(request), at_of(request)
    covered = schedule.covering(series=schedule.in_force(agency_id=member.agency_id))
    form = (SeriesForm if over else FirstSeriesForm)(
        request.POST if request.method == "POST" else None,
        initial=of_series(over) if over else None,
        classes=classes.known(agency_id=member.agency_id)
        | covered.keys()
        | set(over.classes if over else ()),
        today=at.astimezone(member.agency.tzinfo).date(),
        ends=over is not None,
    )
    if form.is_bound and form.is_valid() and (done := _entered(request, form, over)):
        messages.success(request, f"Item {done.item} is entered in version {done.version}.")
        return redirect("retention")
    context = {"form": form, "over": over, "boxes": list(_boxes(form, covered, over))}
    return render(request, "records/series.html", context)


def _boxes(form: SeriesForm, covered: dict[str, Series], over: Series | None) -> Iterator[ClassChoice]:
    for box in form["classes"]:
        by = covered.get(box.data["value"])
        other = by is not None and (over is None or by.item != over.item)
        yield ClassChoice(box=box, item=by.item if by and other else "", uncovered=by is None)


def _entered(request: HttpRequest, form: SeriesForm, over: Series | None) -> Series | None:
    """The version that was entered; None where the form says why not."""
    try:
        return schedule.enter(
            entered=form.entered(item=over.item if over else ""),
            over=over.version if over else 0,
            actor=member_of(request),
            at=at_of(request),
        )
    except schedule.NotEntered as no:
        form.add_error(no.field or None, str(no))
        return None


@require_GET
def due_records(request: HttpRequest) -> HttpResponse:
    """What has come to the end of its period, by series, the oldest first."""
    officer = overseen(request)
    agency = member_of(request).agency
    pages = due.listed(agency_id=agency.pk, zone=agency.tzinfo, at=at_of(request))
    context = {
        "pages": [(page, in_words(page.published_by)) for page in pages],
        "any_series": bool(pages) or bool(schedule.in_force(agency_id=agency.pk)),
        "any_due": any(page.records for page in pages),
        "any_free": any(page.free for page in pages),
        "officer": officer,
    }
    return render(request, "records/due.html", context)


@require_GET
def due_of(request: HttpRequest, series_id: int) -> HttpResponse:
    """What is due under one series, page by page. An earlier version leads nowhere: the last one counts."""
    overseen(request)
    agency = member_of(request).agency
    counts = schedule.in_force(agency_id=agency.pk)
    series = next((one for one in counts if one.pk == series_id), None)
    if series is None:
        raise Http404
    after = request.GET.get("after", "")
    page = due.page_of(series=series, zone=agency.tzinfo, at=at_of(request), after=after, size=due.PAGE)
    if page is None:
        raise Http404
    context = {"page": page, "published_by": in_words(page.published_by), "after": after}
    return render(request, "records/due_of.html", context)
