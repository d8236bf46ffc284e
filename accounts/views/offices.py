"""The duty list of an office: its members and the administrators see it, fill it and end what stands in it."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts import offices
from accounts.authority import holders, on_duty_until
from accounts.forms.offices import OnCallForm
from accounts.models import OnCall, Role, Unit
from accounts.signin import at_of, authority_of, member_of
from accounts.views.refusing import refused

REMEMBERED = timedelta(days=14)
"""How long what is over stays on the page."""
MOST = 200
NOT_YOURS = "The members of an office and the administrators keep its duty list."


@require_GET
def duty_list(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Who of the office is on call, now and later."""
    return _page(request, _office(request, unit_id, act="see_duty_list"))


@require_POST
def put_on(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Put somebody on the list."""
    unit = _office(request, unit_id, act="put_on_call")
    form = _form(request, unit, typed=True)
    if not form.is_valid():
        return _page(request, unit, form=form)
    try:
        listed = offices.put_on(
            unit=unit,
            member=form.cleaned_data["member"],
            starts_at=form.cleaned_data["starts_at"],
            ends_at=form.cleaned_data["ends_at"],
            listed_by=member_of(request),
            at=at_of(request),
        )
    except offices.ListedAlready as fault:
        form.add_error("member", str(fault))
        return _page(request, unit, form=form)
    messages.success(request, f"{listed.member} is on the duty list.")
    return redirect("duty_list", unit.pk)


@require_POST
def take_off(request: HttpRequest, on_call_id: int) -> HttpResponse:
    """End a stretch at once, or before it begins."""
    listed = OnCall.objects.filter(pk=on_call_id, agency_id=member_of(request).agency_id).first()
    if listed is None:
        raise Http404
    unit = _office(request, listed.unit_id, act="take_off_call")
    if offices.take_off(on_call_id=listed.pk, taken_off_by=member_of(request), at=at_of(request)):
        messages.success(request, "Taken off the duty list.")
    else:
        messages.warning(request, "That stretch was over already.")
    return redirect("duty_list", unit.pk)


def _office(request: HttpRequest, unit_id: int, *, act: str) -> Unit:
    """An office whose list is the member's to keep; there is none in another agency, or of another kind."""
    authority = authority_of(request)
    kinds = list(offices.ROLE_OF)
    unit = Unit.objects.filter(pk=unit_id, agency_id=authority.agency_id, kind__in=kinds).first()
    if unit is None:
        raise Http404
    if not authority.holds(offices.ROLE_OF[unit.kind], Role.ADMINISTRATOR):
        raise refused(request, act=act, subject="unit", subject_id=unit.pk, sentence=NOT_YOURS)
    return unit


def _form(request: HttpRequest, unit: Unit, *, typed: bool = False) -> OnCallForm:
    people = holders(
        role=offices.ROLE_OF[unit.kind], unit_id=None, agency_id=unit.agency_id, at=at_of(request)
    )
    zone = member_of(request).agency.tzinfo
    return OnCallForm(request.POST if typed else None, people=people, zone=zone, at=at_of(request))


def _page(request: HttpRequest, unit: Unit, *, form: OnCallForm | None = None) -> HttpResponse:
    at = at_of(request)
    listed = OnCall.objects.filter(unit=unit, ends_at__gt=at - REMEMBERED)
    rows = list(
        listed.select_related("member", "listed_by", "taken_off_by").order_by("starts_at", "pk")[:MOST]
    )
    now = [one for one in rows if one.starts_at <= at < one.ends_at]
    context = {
        "unit": unit,
        "name": offices.NAMES[offices.ROLE_OF[unit.kind]],
        "stands_in": offices.ROLE_OF[unit.kind] == Role.COMMUNITY_POLICING,
        "now": now,
        "on_duty": on_duty_until(member_ids=[one.member_id for one in now], at=at),
        "later": [one for one in rows if one.starts_at > at and one.ends_at > one.starts_at],
        "over": [one for one in reversed(rows) if one.ends_at <= at and one.ends_at > one.starts_at],
        "form": form or _form(request, unit),
    }
    return render(request, "accounts/duty_list.html", context)
