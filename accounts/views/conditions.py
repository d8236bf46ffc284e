"""The rules of the conditions, and whom they would stop: set by administrators, made stricter by commanders."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import enforcing
from accounts.forms.conditions import RuleForm
from accounts.models import Agency, Condition, Role, Unit
from accounts.models.authority import COMMANDERS
from accounts.paths import whole
from accounts.signin import at_of, authority_of, member_of
from accounts.views.refusing import refused

NOT_YOURS = "The commander of a unit and the administrators see its rules."


@require_safe
def conditions(request: HttpRequest) -> HttpResponse:
    """How each condition is taken in a unit, or in the agency, and whom it would stop if it were enforced today."""
    unit, units = asked(request, request.GET.get("unit", ""), act="see_conditions")
    return _page(request, unit=unit, units=units)


@require_POST
def set_condition(request: HttpRequest) -> HttpResponse:
    """Set a rule from a day on; a commander one that is stricter than the agency's, for the own unit."""
    unit, units = asked(request, request.POST.get("unit", ""), act="set_condition")
    form = _form(request, unit, typed=request.POST)
    if not (form.is_valid() and _set(request, unit, form)):
        return _page(request, unit=unit, units=units, form=form)
    label = Condition(form.cleaned_data["condition"]).label
    where = unit.short_name if unit else "the whole agency"
    messages.success(request, f"The rule “{label}” is set for {where}.")
    return redirect(f"{reverse('conditions')}{f'?unit={unit.pk}' if unit else ''}")


def _set(request: HttpRequest, unit: Unit | None, form: RuleForm) -> bool:
    """Whether the rule was set; the form says why not."""
    try:
        enforcing.change(
            agency=member_of(request).agency,
            unit=unit,
            condition=Condition(form.cleaned_data["condition"]),
            force=form.cleaned_data["force"],
            starts_at=form.starts_at,
            reason=form.cleaned_data["reason"],
            actor=member_of(request),
            at=at_of(request),
            by_commander=form.by_commander,
        )
    except enforcing.NotStricter as no:
        form.add_error("force", str(no))
        return False
    return True


def _form(request: HttpRequest, unit: Unit | None, *, typed: Any = None) -> RuleForm:
    by_commander = not authority_of(request).holds(Role.ADMINISTRATOR)
    agency = member_of(request).agency
    return RuleForm(typed, agency=agency, unit=unit, by_commander=by_commander, at=at_of(request))


def asked(request: HttpRequest, wanted: str, *, act: str) -> tuple[Unit | None, list[Unit]]:
    """The unit that was asked for, None for the whole agency, and those there are to choose from."""
    authority = authority_of(request)
    units = Unit.objects.filter(agency_id=authority.agency_id).order_by("number")
    everywhere = authority.holds(Role.ADMINISTRATOR)
    if not everywhere:
        units = units.filter(pk__in=authority.units(*COMMANDERS))
    found = list(units)
    if not found:
        raise _refused(request, act=act, sentence=NOT_YOURS)
    if not wanted:
        return (None if everywhere else found[0]), found
    unit = next((one for one in found if one.pk == whole(wanted)), None)
    if unit is None:
        raise Http404
    return unit, found


def _refused(request: HttpRequest, *, act: str, sentence: str) -> PermissionDenied:
    unit_id = authority_of(request).unit_id
    return refused(request, act=act, subject="unit", subject_id=unit_id, sentence=sentence)


def _page(
    request: HttpRequest, *, unit: Unit | None, units: list[Unit], form: RuleForm | None = None
) -> HttpResponse:
    authority, at = authority_of(request), at_of(request)
    agency: Agency = member_of(request).agency
    sets = authority.holds(Role.ADMINISTRATOR)
    stopped = enforcing.would_stop(agency_id=agency.pk, unit_id=unit.pk if unit else None, at=at)
    counts = {
        one: sum(any(lack.condition == one for lack in who.lacks) for who in stopped) for one in Condition
    }
    context = {
        "unit": unit,
        "units": units,
        "sets": sets,
        "rules": [
            (one, counts[one.condition] if one.condition in enforcing.KNOWN_AHEAD else None)
            for one in enforcing.standing(agency=agency, unit=unit, at=at)
        ],
        "stopped": stopped,
        "form": form or _form(request, unit),
    }
    return render(request, "accounts/conditions.html", context)
