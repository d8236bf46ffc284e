"""Going on duty and off duty from the top of every page; one's tours, and the unit's as its supervisors see them."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts import duty
from accounts.forms.duty import ExtensionForm, PutOnForm
from accounts.models import Member, Tour, Unit
from accounts.paths import local_path, whole
from accounts.signin import at_of, authority_of, member_of
from accounts.views.refusing import refused

REMEMBERED = timedelta(days=30)
"""How long a tour stays on the page."""
MOST = 60
NOT_YOURS = "Sergeants and commanders put the members of their unit on duty. Ask one of them."


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin a tour of the usual length."""
    tour = duty.start(member=member_of(request), at=at_of(request))
    messages.success(request, f"You are on duty until {_clock(request, tour.ends_at)}.")
    return _back(request)


@require_POST
def extend(request: HttpRequest) -> HttpResponse:
    """Add two hours to the running tour, with a reason."""
    form = ExtensionForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Your tour ends as before. Extend it with a reason of at most 120 letters.")
        return _back(request)
    tour = duty.extend(member=member_of(request), reason=form.said, at=at_of(request))
    if tour is None:
        messages.warning(request, "Your tour had ended already. Go on duty to begin a new one.")
    else:
        messages.success(
            request, f"Your tour now ends at {_clock(request, tour.ends_at)}. Noted: {form.said}."
        )
    return _back(request)


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End the running tour."""
    duty.end(member=member_of(request), at=at_of(request))
    messages.success(request, "Your tour has ended. You can still read, and stop a post.")
    return _back(request)


@require_GET
def tours(request: HttpRequest) -> HttpResponse:
    """The member's own tours; for a supervisor also who of a unit is on duty."""
    asked = request.GET.get("unit", "")
    units = list(duty.supervised(authority=authority_of(request)))
    if asked:
        return _page(request, unit=_unit(request, units, whole(asked), act="see_tours"), units=units)
    own = next((unit for unit in units if unit.pk == member_of(request).unit_id), None)
    return _page(request, unit=own or next(iter(units), None), units=units)


@require_POST
def put_on(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Put somebody of the unit on duty for some hours."""
    units = list(duty.supervised(authority=authority_of(request)))
    unit = _unit(request, units, unit_id, act="put_on_duty")
    form = PutOnForm(request.POST, unit=unit, giver=member_of(request))
    if not form.is_valid():
        return _page(request, unit=unit, units=units, form=form)
    try:
        tour = duty.put_on(
            member=form.cleaned_data["member"],
            by=member_of(request),
            hours=form.cleaned_data["hours"],
            reason=form.cleaned_data["reason"],
            at=at_of(request),
        )
    except duty.OnDutyAlready as fault:
        form.add_error("member", str(fault))
        return _page(request, unit=unit, units=units, form=form)
    messages.success(
        request, f"{tour.member} is on duty until {_clock(request, tour.ends_at)}, and was told."
    )
    return redirect(f"{reverse('tours')}?unit={unit.pk}")


def _unit(request: HttpRequest, units: list[Unit], unit_id: int | None, *, act: str) -> Unit:
    """One of the units that the member supervises; whoever else sees it is told why not."""
    found = next((unit for unit in units if unit.pk == unit_id), None)
    if found is not None:
        return found
    authority = authority_of(request)
    unit = Unit.objects.filter(pk=unit_id, agency_id=authority.agency_id).first() if unit_id else None
    if unit is None or not authority.sees(unit_id=unit.pk):
        raise Http404
    raise refused(request, act=act, subject="unit", subject_id=unit.pk, sentence=NOT_YOURS)


def _page(
    request: HttpRequest, *, unit: Unit | None, units: list[Unit], form: PutOnForm | None = None
) -> HttpResponse:
    at, member = at_of(request), member_of(request)
    own = Tour.objects.filter(member=member, ends_at__gt=at - REMEMBERED).select_related("given_by")
    context = {
        "unit": unit,
        "units": units,
        "tours": list(own.order_by("-started_at", "-pk")[:MOST]),
        "people": _people(unit, at) if unit else [],
        "form": form or (PutOnForm(unit=unit, giver=member) if unit else None),
        "at": at,
    }
    return render(request, "accounts/tours.html", context)


def _people(unit: Unit, at: datetime) -> list[tuple[Member, Tour | None]]:
    """The members of a unit by name, each with the tour that runs and ends last."""
    members = Member.objects.filter(unit=unit, is_active=True).order_by("last_name", "first_name")
    now = Tour.objects.filter(member__unit=unit, started_at__lte=at, ends_at__gt=at)
    running = {tour.member_id: tour for tour in now.select_related("given_by").order_by("ends_at")}
    return [(member, running.get(member.pk)) for member in members]


def _clock(request: HttpRequest, moment: datetime) -> str:
    return f"{moment.astimezone(member_of(request).agency.tzinfo):%H:%M %Z}"


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(local_path(request.POST.get("next", "")))
