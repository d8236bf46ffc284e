"""The calendar of police periods, and who receives the rosters: an administrator's page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts import periods
from accounts.models import Agency, PeriodCalendar, Role
from accounts.periods import CalendarRefused, Preview
from accounts.rosters import settings
from accounts.rosters.forms import CalendarForm, RecipientsForm
from accounts.signin import at_of, member_of
from accounts.views.rosters import asking

KEEPERS = "Administrators keep the calendar of police periods."


@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """The dates that the calendar makes: looked at first, then saved."""
    actor = asking.overseer(request, act="set_period_calendar", roles=(Role.ADMINISTRATOR,), sentence=KEEPERS)
    kept = PeriodCalendar.objects.filter(agency=actor.agency).prefetch_related("year_ends").first()
    if request.method != "POST":
        return _page(request, form=CalendarForm.of(kept), recipients=RecipientsForm.of(actor.agency, kept))
    form = CalendarForm(request.POST)
    if form.is_valid() and "save" in request.POST:
        try:
            made = periods.set_calendar(agency=actor.agency, **form.said, actor=actor, at=at_of(request))
        except CalendarRefused as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, f"The calendar is saved: {len(made.planned)} periods are made ahead.")
            return redirect("period_calendar")
    return _page(request, form=form, recipients=RecipientsForm.of(actor.agency, kept))


@require_POST
def recipients(request: HttpRequest) -> HttpResponse:
    """Who receives the rosters, and how."""
    actor = asking.overseer(
        request, act="set_roster_recipients", roles=(Role.ADMINISTRATOR,), sentence=KEEPERS
    )
    kept = PeriodCalendar.objects.filter(agency=actor.agency).prefetch_related("year_ends").first()
    form = RecipientsForm(request.POST, agency=actor.agency)
    if kept is None:
        messages.warning(request, "Save the calendar first: rosters are sent for its periods.")
        return redirect("period_calendar")
    if not form.is_valid():
        return _page(request, form=CalendarForm.of(kept), recipients=form)
    settings.change(agency=actor.agency, said=form.said, actor=actor, at=at_of(request))
    messages.success(request, "Rosters go to these recipients from now on.")
    return redirect("period_calendar")


def _page(request: HttpRequest, *, form: CalendarForm, recipients: RecipientsForm) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "recipients": recipients,
        "preview": _preview(request, form, member_of(request).agency),
    }
    return render(request, "accounts/rosters/calendar.html", context)


def _preview(request: HttpRequest, form: CalendarForm, agency: Agency) -> Preview | None:
    said = form.said if form.is_bound and form.is_valid() else None if form.is_bound else form.known
    if said is None:
        return None
    try:
        return periods.preview(agency=agency, **said, at=at_of(request))
    except CalendarRefused as fault:
        form.add_error(None, str(fault))
        return None
