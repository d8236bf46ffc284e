"""Approvals of access: by what the members of a unit use social media, given and ended for those without a role."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts import access, conditions, staying, stepup
from accounts.forms.access import AccessForm
from accounts.models import AccessApproval, Condition, Force, Unit
from accounts.signin import at_of, authority_of, member_of
from accounts.views import people


@require_GET
def shown(request: HttpRequest) -> HttpResponse:
    """By what each member of a unit may use social media."""
    unit, units = people.unit_asked(request, act="see_access")
    return _page(request, unit=unit, units=units)


@require_POST
def give(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Approve that a member of the unit without a role uses social media, until a day."""
    unit, units = people.unit_of(request, act="give_access", unit_id=unit_id)
    form, asked = _form(request, unit, typed=True), people.again(request)
    if not (form.is_valid() and stepup.passed(request, asked)):
        return _page(request, unit=unit, units=units, form=form, asked=asked)
    try:
        given = access.give(
            member=form.cleaned_data["member"],
            by=member_of(request),
            ends_at=form.ends_at,
            reason=form.cleaned_data["reason"],
            at=at_of(request),
        )
    except (access.ApprovedAlready, staying.HasMoved) as fault:
        form.add_error("member", str(fault))
        return _page(request, unit=unit, units=units, form=form)
    messages.success(request, f"{given.member} may use social media for the department, and was told.")
    return _back(unit)


@require_POST
def end(request: HttpRequest, approval_id: int) -> HttpResponse:
    """End an approval now."""
    agency_id = authority_of(request).agency_id
    known = AccessApproval.objects.select_related("member__unit").filter(agency_id=agency_id)
    approval = known.filter(pk=approval_id).first()
    if approval is None:
        raise Http404
    unit, _ = people.unit_of(request, act="end_access", unit_id=approval.member.unit_id)
    if access.end(approval_id=approval.pk, by=member_of(request), at=at_of(request)):
        messages.success(request, f"The approval of {approval.member} has ended.")
    else:
        messages.warning(request, "That approval had ended already.")
    return _back(unit)


def _form(request: HttpRequest, unit: Unit, *, typed: bool = False) -> AccessForm:
    at = at_of(request)
    neither = access.of_unit(unit=unit, at=at).neither
    return AccessForm(request.POST if typed else None, neither=neither, giver=member_of(request), at=at)


def _page(
    request: HttpRequest,
    *,
    unit: Unit,
    units: list[Unit],
    form: AccessForm | None = None,
    asked: stepup.Again | None = None,
) -> HttpResponse:
    at = at_of(request)
    standing = access.of_unit(unit=unit, at=at)
    rules = authority_of(request).facts.rules
    context = {
        "unit": unit,
        "units": units,
        "standing": standing,
        "force": conditions.force(rules=rules, condition=Condition.ACCESS, unit_id=unit.pk),
        "forces": Force,
        "form": form or AccessForm(neither=standing.neither, giver=member_of(request), at=at),
        "asked": asked,
    }
    return render(request, "accounts/access.html", context)


def _back(unit: Unit) -> HttpResponse:
    return redirect(f"{reverse('access')}?unit={unit.pk}")
