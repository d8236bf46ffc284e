"""The doors of disposal: the certificates, drawing one up, one of them with its progress, and each step of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import stepup
from accounts.paths import whole
from accounts.signin import at_of, member_of
from records import certificate_paper, certificates, commissions, disposing, tasks
from records.certificate_forms import REFUSED, ApprovedForm, DrawUpForm, EndForm, SentForm
from records.certificates import CannotDispose
from records.doors import kept_out, overseen
from records.models import Certificate, Progress

BECAUSE = "what goes does not come back"


@require_GET
def certificates_list(request: HttpRequest) -> HttpResponse:
    """The certificates, the newest first."""
    officer = overseen(request)
    after = whole(request.GET.get("after", ""))
    page = certificates.listed(agency_id=member_of(request).agency_id, after=after)
    here = reverse("certificates")
    context = {
        "rows": page.rows,
        "officer": officer,
        "newest": here if after else "",
        "older": f"{here}?after={page.next_after}" if page.next_after else "",
    }
    return render(request, "records/certificates/certificates.html", context)


@require_http_methods(["GET", "POST"])
def draw_up(request: HttpRequest) -> HttpResponse:
    """Draw a certificate up from what is due; what is on hold is left out and named."""
    if not overseen(request):
        raise kept_out(request, act="draw_up_certificate")
    member, at = member_of(request), at_of(request)
    ready = certificates.ready(agency_id=member.agency_id, zone=member.agency.tzinfo, at=at)
    series = [one.series for one in ready if one.records]
    form = DrawUpForm(request.POST if request.method == "POST" else None, series=series)
    if form.is_bound and form.is_valid() and (made := _drawn(request, form)):
        many = f"{made.records:,} record{'' if made.records == 1 else 's'}"
        left = " More is due for the next one." if _more_than(made, form, ready) else ""
        messages.success(request, f"Certificate {made.number} names {many}. Print it and send it.{left}")
        return redirect("certificate", made.pk)
    by_id = {str(one.series.pk): one for one in ready}
    context = {
        "form": form,
        "boxes": [(box, by_id[str(box.data["value"])]) for box in form["series"]],
        "held": [one for one in ready if one.held],
        "most": certificates.MOST,
    }
    return render(request, "records/certificates/draw_up.html", context)


def _drawn(request: HttpRequest, form: DrawUpForm) -> Certificate | None:
    """What was drawn up; None where the form says why not."""
    member = member_of(request)
    try:
        return certificates.draw_up(
            series_ids=form.cleaned_data["series"],
            commission=form.cleaned_data["commission"],
            actor=member,
            zone=member.agency.tzinfo,
            at=at_of(request),
        )
    except CannotDispose as no:
        form.add_error(None, str(no))
        return None


def _more_than(made: Certificate, form: DrawUpForm, ready: list[certificates.Ready]) -> bool:
    """Whether more was due under the chosen series than it names."""
    chosen = [one for one in ready if one.series.pk in form.cleaned_data["series"]]
    return any(one.more for one in chosen) or sum(len(one.records) for one in chosen) > made.records


@require_GET
def certificate(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """One certificate; asked by its own page while it is carried out, only how far it is."""
    officer = overseen(request)
    found = _load(request, certificate_id)
    if request.headers.get("HX-Request") == "true" and found.begun_at:
        return render(request, "records/certificates/progress.html", _progress(request, found))
    return _page(request, found, officer=officer)


@require_POST
def send(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Enter that it was sent, and the disposal date that it names."""
    return _entered(request, certificate_id, "send_certificate", SentForm(request.POST), certificates.send)


@require_POST
def approve(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Enter the approved copy that is back."""
    form = ApprovedForm(request.POST)
    return _entered(request, certificate_id, "approve_certificate", form, certificates.approve)


def _entered(
    request: HttpRequest, certificate_id: int, act: str, form: forms.Form, enter: Callable[..., Certificate]
) -> HttpResponse:
    found = _to_act_on(request, certificate_id, act)
    if form.is_valid():
        member = member_of(request)
        try:
            with transaction.atomic():
                enter(
                    certificate_id=found.pk,
                    actor=member,
                    zone=member.agency.tzinfo,
                    at=at_of(request),
                    **form.cleaned_data,
                )
        except CannotDispose as no:
            form.add_error(no.field, str(no))
        else:
            messages.success(request, f"It is entered on certificate {found.number}.")
            return redirect("certificate", found.pk)
    return _page(request, found, officer=True, typed=form)


@require_POST
def end(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Enter that the commission refused it, or withdraw it; its records are due as before."""
    found = _to_act_on(request, certificate_id, "end_certificate")
    form = EndForm(request.POST)
    if not form.is_valid():
        return _page(request, found, officer=True, typed=form)
    try:
        with transaction.atomic():
            certificates.end(
                certificate_id=found.pk,
                refused=form.cleaned_data["how"] == REFUSED,
                actor=member_of(request),
                at=at_of(request),
            )
    except CannotDispose as no:
        messages.error(request, str(no))
    else:
        messages.success(request, f"Certificate {found.number} has ended. Its records are due as before.")
    return redirect("certificate", found.pk)


@require_POST
def carry_out(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Begin it, by the second person with their password; a worker goes on, and the beat after a lost one."""
    found = _to_act_on(request, certificate_id, "carry_out_certificate")
    asked = stepup.form(request, because=BECAUSE)
    if not stepup.passed(request, asked):
        return _page(request, found, officer=True, asked=asked)
    member = member_of(request)
    try:
        with transaction.atomic():
            certificates.begin(
                certificate_id=found.pk, actor=member, zone=member.agency.tzinfo, at=at_of(request)
            )
    except CannotDispose as no:
        messages.error(request, str(no))
    else:
        messages.success(request, f"Certificate {found.number} is being carried out.")
        # With no broker to reach, the beat takes up what does not move.
        transaction.on_commit(lambda: tasks.carry_out.delay(found.pk), robust=True)
    return redirect("certificate", found.pk)


def _page(
    request: HttpRequest,
    found: Certificate,
    *,
    officer: bool,
    typed: forms.Form | None = None,
    asked: stepup.Again | None = None,
) -> HttpResponse:
    member = member_of(request)
    lines = list(certificates.lines(certificate=found))
    today = at_of(request).astimezone(member.agency.tzinfo).date()
    context = _progress(request, found) | {
        "certificate": found,
        "officer": officer,
        "agency": member.agency,
        "commission": commissions.every()[found.commission],
        "lines": lines,
        "entries": certificate_paper.entries(lines=lines, zone=member.agency.tzinfo),
        "sent_form": typed if isinstance(typed, SentForm) else SentForm(),
        "approved_form": typed if isinstance(typed, ApprovedForm) else ApprovedForm(),
        "typed": typed or asked,
        "asked": asked or stepup.form(request, because=BECAUSE),
        "drew_it_up": found.drawn_by_id == member.pk,
        "has_come": found.disposal_on is not None and found.disposal_on <= today,
        "may_end": found.state in (Progress.DRAFTED, Progress.SENT, Progress.APPROVED),
    }
    return render(request, "records/certificates/certificate.html", context)


def _progress(request: HttpRequest, found: Certificate) -> dict[str, Any]:
    count = disposing.count(certificate=found)
    return {
        "certificate": found,
        "count": count,
        "done": count.disposed + count.kept,
        "percent": 100 * (count.disposed + count.kept) // count.lines,
        "still": disposing.stands_still(certificate=found, at=at_of(request)),
    }


def _to_act_on(request: HttpRequest, certificate_id: int, act: str) -> Certificate:
    """The certificate, for a records officer."""
    officer = overseen(request)
    found = _load(request, certificate_id)
    if not officer:
        raise kept_out(request, act=act)
    return found


def _load(request: HttpRequest, certificate_id: int) -> Certificate:
    people = "drawn_by", "sent_by", "approval_by", "carried_by", "ended_by"
    rows = Certificate.objects.filter(agency_id=member_of(request).agency_id).select_related(*people)
    found = rows.filter(pk=certificate_id).first()
    if found is None:
        raise Http404
    return found
