"""Giving a suspended role back, and naming somebody who acts; ending one is the posts room's (posts.views.ending)."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts import acting, grants, staying, stepup
from accounts.forms.roles import ResumeForm
from accounts.models import Authorisation, Member, Role, Unit
from accounts.paths import whole
from accounts.signin import at_of, authority_of, member_of
from accounts.views import people
from accounts.views.refusing import refused


@require_POST
def resume(request: HttpRequest, authorisation_id: int) -> HttpResponse:
    """Give a suspended role back."""
    suspended, unit, units = role_of(request, act="resume_role", authorisation_id=authorisation_id)
    form = ResumeForm(request.POST, prefix=f"resume{suspended.pk}", suspended=suspended, at=at_of(request))
    asked = people.again(request)
    if not (form.is_valid() and stepup.passed(request, asked)):
        return people.page(request, unit=unit, units=units, resuming=(suspended.pk, form), asked=asked)
    try:
        given = _resume(suspended, request, form)
    except (grants.NotSuspended, staying.HasMoved) as why:
        messages.warning(request, str(why))
    else:
        messages.success(request, f"{given.member} holds the role {people.named(given)} again.")
    return people.back_to(unit)


@transaction.atomic
def _resume(suspended: Authorisation, request: HttpRequest, form: ResumeForm) -> Authorisation:
    given = grants.resume(
        authorisation_id=suspended.pk,
        given_by=member_of(request),
        at=at_of(request),
        reason=form.cleaned_data["reason"],
        ends_at=form.ends_at,
    )
    people.tell_given(given, request)
    return given


@require_POST
def name_acting(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Have a member of the unit act until tomorrow morning: one tap, and the password where it is asked again."""
    unit, _ = people.unit_of(request, act="name_acting", unit_id=unit_id)
    given_by, asked = member_of(request), people.again(request)
    free = Member.objects.filter(unit=unit, is_active=True).exclude(pk=given_by.pk)
    found = free.filter(pk=whole(request.POST.get("member", "")) or 0).first()
    role = request.POST.get("role", "")
    if found is None or role not in acting.IN_PLACE_OF or role not in people.roles_of(authority_of(request)):
        raise Http404
    if not stepup.passed(request, asked):
        until = acting.until(unit=unit, at=at_of(request))
        context = {"unit": unit, "member": found, "role": Role(role), "asked": asked, "until": until}
        return render(request, "accounts/name_acting.html", context)
    try:
        given = _name(found, unit, role, request)
    except (acting.ActsAlready, staying.HasMoved) as why:
        messages.warning(request, str(why))
    else:
        messages.success(request, f"{found} holds the role {people.named(given)} until tomorrow morning.")
    return people.back_to(unit)


@transaction.atomic
def _name(member: Member, unit: Unit, role: str, request: HttpRequest) -> Authorisation:
    given = acting.name(member=member, unit=unit, role=role, given_by=member_of(request), at=at_of(request))
    people.tell_given(given, request)
    return given


def role_of(
    request: HttpRequest, *, act: str, authorisation_id: int
) -> tuple[Authorisation, Unit, list[Unit]]:
    """A role in a unit that the member answers for, of those that they give; else told so, or nothing is there."""
    known = Authorisation.objects.select_related("member", "unit__agency")
    found = known.filter(pk=authorisation_id).first()
    unit, units = people.unit_of(request, act=act, unit_id=found.unit_id if found else None)
    if found is None:
        raise Http404
    if found.role not in people.roles_of(authority_of(request)):
        does = "ends" if act == "end_role" else "gives back"
        raise refused(
            request,
            act=act,
            subject="authorisation",
            subject_id=found.pk,
            sentence=f"An administrator {does} the role '{found.get_role_display()}'.",
        )
    return found, unit, units
