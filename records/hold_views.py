"""The doors of legal holds: their list, placing one, one of them with its records, and lifting it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts import keyset
from accounts.models import Unit
from accounts.signin import at_of, member_of
from records import classes, holding, holds_in_words, schedule
from records.doors import kept_out, overseen
from records.hold_forms import HoldForm, LiftForm
from records.models import LegalHold

PAGE = 50


@require_GET
def holds(request: HttpRequest) -> HttpResponse:
    """The holds in force, and page by page those that were lifted."""
    officer = overseen(request)
    agency_id, after = member_of(request).agency_id, request.GET.get("after", "")
    in_force, lifted = (
        holding.in_force(agency_id=agency_id),
        holding.lifted(agency_id=agency_id, after=after),
    )
    shown = _shown(request, [*in_force, *lifted.rows], with_reasons=False)
    here = reverse("holds")
    context = {
        "in_force": shown[: len(in_force)],
        "lifted": shown[len(in_force) :],
        "newest": here if after else "",
        "older": f"{here}?{urlencode({'after': lifted.next_after})}" if lifted.next_after else "",
        "officer": officer,
    }
    return render(request, "records/holds.html", context)


@require_http_methods(["GET", "POST"])
def place_hold(request: HttpRequest) -> HttpResponse:
    """Put records on hold, and say on how many it is."""
    if not overseen(request):
        raise kept_out(request, act="place_hold")
    agency = member_of(request).agency
    series = schedule.in_force(agency_id=agency.pk)
    form = HoldForm(
        request.POST if request.method == "POST" else None,
        units=Unit.objects.filter(agency=agency).order_by("number"),
        classes=classes.known(agency_id=agency.pk) | schedule.covering(series=series).keys(),
        zone=agency.tzinfo,
    )
    if form.is_bound and form.is_valid() and (hold := _placed(request, form)):
        many = holding.count_in_words(hold=hold)
        later = "" if hold.named else ", and on those to come that fit"
        messages.success(request, f"The hold “{hold.name}” is placed. It is on {many} today{later}.")
        return redirect("hold", hold.pk)
    return render(request, "records/place_hold.html", {"form": form})


@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest, hold_id: int) -> HttpResponse:
    """One hold with the records that it is on; lifting it."""
    officer = overseen(request)
    found = LegalHold.objects.filter(pk=hold_id, agency_id=member_of(request).agency_id)
    kept = found.select_related("placed_by", "lifted_by").first()
    if kept is None:
        raise Http404
    if request.method == "POST" and not officer:
        raise kept_out(request, act="lift_hold")
    form = LiftForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return _lifted(request, kept, form)
    return _page(request, kept, form, officer=officer)


def _placed(request: HttpRequest, form: HoldForm) -> LegalHold | None:
    """The hold that was placed; None where the form says why not."""
    typed = form.cleaned_data
    try:
        return holding.place(
            kind=typed["kind"],
            name=typed["name"],
            reason=typed["reason"],
            described=form.described,
            actor=member_of(request),
            at=at_of(request),
        )
    except holding.NoSuchRecord as no:
        form.add_error("numbers", str(no))
        return None


def _lifted(request: HttpRequest, kept: LegalHold, form: LiftForm) -> HttpResponse:
    if kept.lifted_at is not None:
        messages.warning(request, f"The hold “{kept.name}” was lifted before. Nothing was changed.")
        return redirect("hold", kept.pk)
    reason = form.cleaned_data["reason"]
    holding.lift(hold_id=kept.pk, reason=reason, actor=member_of(request), at=at_of(request))
    messages.success(request, f"The hold “{kept.name}” is lifted. What it was on is kept as its series says.")
    return redirect("hold", kept.pk)


def _page(request: HttpRequest, kept: LegalHold, form: LiftForm, *, officer: bool) -> HttpResponse:
    records = keyset.cut(
        holding.covered(hold=kept, after=keyset.begins(request.GET.get("after"))),
        size=PAGE,
        by=lambda record: record.published_at,
    )
    context = {
        "shown": _shown(request, [kept], with_reasons=officer)[0],
        "hold": kept,
        "many": holding.count_in_words(hold=kept),
        "records": records.rows,
        "next_after": records.next_after,
        "after": request.GET.get("after", ""),
        "form": form,
        "officer": officer,
    }
    return render(request, "records/hold.html", context)


def _shown(request: HttpRequest, holds: list[LegalHold], *, with_reasons: bool) -> list[holds_in_words.Shown]:
    agency = member_of(request).agency
    return holds_in_words.shown(
        holds=holds, agency_id=agency.pk, zone=agency.tzinfo, with_reasons=with_reasons
    )
