"""Who acts for a unit: its commander and the administrators see it, give roles and end them."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts import acting, grants, outbox, staying, stepup
from accounts.authority import Authority, on_duty_until
from accounts.forms.roles import OFFICE_ROLES, UNIT_ROLES, EndForm, ResumeForm, RoleForm
from accounts.models import Authorisation, Ending, Member, Role, Unit
from accounts.models.authority import ACTING, COMMANDERS
from accounts.paths import whole
from accounts.rosters import board
from accounts.signin import at_of, authority_of, member_of
from accounts.views.refusing import refused

REMEMBERED = timedelta(days=90)
"""How long an ended role stays on the page."""
NOT_YOURS = "The commander of a unit and the administrators give and end roles. Ask one of them."


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """The people of one unit; an administrator chooses which."""
    unit, units = unit_asked(request, act="see_people")
    return page(request, unit=unit, units=units)


def unit_asked(request: HttpRequest, *, act: str) -> tuple[Unit, list[Unit]]:
    """The unit that the address names, else the first of those the member answers for."""
    asked = request.GET.get("unit", "")
    if asked:
        return unit_of(request, act=act, unit_id=whole(asked))
    units = _units(request, act=act, unit_id=authority_of(request).unit_id)
    return units[0], units


@require_POST
def authorise(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Give a member of the unit a role."""
    unit, units = unit_of(request, act="authorise", unit_id=unit_id)
    form, asked = _role_form(request, unit=unit, typed=request.POST), again(request)
    if not (form.is_valid() and stepup.passed(request, asked)):
        return page(request, unit=unit, units=units, form=form, asked=asked)
    try:
        given = _give(request, unit=unit, form=form)
    except staying.HasMoved as fault:
        form.add_error("member", str(fault))
        return page(request, unit=unit, units=units, form=form)
    messages.success(request, f"{given.member} holds the role {named(given)} {_since(given, request)}.")
    return back_to(unit)


def again(request: HttpRequest) -> stepup.Again | None:
    """The password, where it was not typed within the last minutes, before somebody's authority changes."""
    return stepup.form(request, because="this changes who may act", signed_in_counts=True)


@transaction.atomic
def _give(request: HttpRequest, *, unit: Unit, form: RoleForm) -> Authorisation:
    """The role and the message to whom it is given, together."""
    member = form.cleaned_data["member"]
    if form.joins_office:
        grants.assign_to_office(member=member, actor=member_of(request), at=at_of(request))
    given = grants.authorise(
        member=member,
        unit=unit,
        role=form.cleaned_data["role"],
        given_by=member_of(request),
        at=at_of(request),
        starts_at=form.starts_at,
        ends_at=form.ends_at,
        reason=form.cleaned_data["reason"],
        exception=form.outside_because,
    )
    tell_given(given, request)
    return given


def tell_given(given: Authorisation, request: HttpRequest) -> None:
    """Write to whoever was given a role that they hold it, from when, by whom and why."""
    outbox.write(
        to=[given.member],
        kind="role-given",
        subject=f"You hold the role {named(given)} {_since(given, request)}",
        body=f"{given.given_by} gave it to you. Reason: {given.reason}",
        link=reverse("home"),
        at=at_of(request),
    )


def named(given: Authorisation) -> str:
    """'“Designated sergeant” (014th District)'."""
    return f"“{given.get_role_display()}” ({given.unit.short_name})"


def _since(given: Authorisation, request: HttpRequest) -> str:
    begins = given.starts_at.astimezone(given.unit.agency.tzinfo)
    later = f"from {begins:%a} {begins.day} {begins:%b} {begins.year}"
    return "now" if given.starts_at <= at_of(request) else later


def unit_of(request: HttpRequest, *, act: str, unit_id: int | None) -> tuple[Unit, list[Unit]]:
    """The unit asked for, among those the member answers for.

    Whoever belongs to the unit or sees it is told why not; to everybody else there is no such unit.
    """
    authority = authority_of(request)
    unit = Unit.objects.filter(pk=unit_id, agency_id=authority.agency_id).first() if unit_id else None
    if unit is None or not (unit.pk == authority.unit_id or authority.sees(unit_id=unit.pk)):
        raise Http404
    units = _units(request, act=act, unit_id=unit.pk)
    found = next((one for one in units if one.pk == unit.pk), None)
    if found is None:
        raise _not_yours(request, act=act, unit_id=unit.pk)
    return found, units


def _units(request: HttpRequest, *, act: str, unit_id: int) -> list[Unit]:
    """The units whose people the member answers for: all of the agency for an administrator."""
    authority = authority_of(request)
    units = Unit.objects.filter(agency_id=authority.agency_id).select_related("agency").order_by("number")
    if not authority.holds(Role.ADMINISTRATOR):
        units = units.filter(pk__in=authority.units(*COMMANDERS))
    found = list(units)
    if not found:
        raise _not_yours(request, act=act, unit_id=unit_id)
    return found


def _not_yours(request: HttpRequest, *, act: str, unit_id: int) -> PermissionDenied:
    return refused(request, act=act, subject="unit", subject_id=unit_id, sentence=NOT_YOURS)


def roles_of(authority: Authority) -> tuple[str, ...]:
    """The roles that a member gives and ends."""
    if authority.holds(Role.ADMINISTRATOR):
        return (*UNIT_ROLES, *OFFICE_ROLES)
    # A commander says who acts for them; whoever acts hands it on to nobody.
    return (*UNIT_ROLES, Role.ACTING_COMMANDER) if authority.holds(Role.COMMANDER) else UNIT_ROLES


def _role_form(request: HttpRequest, *, unit: Unit, typed: Any = None) -> RoleForm:
    giver = member_of(request)
    return RoleForm(typed, unit=unit, giver=giver, roles=roles_of(authority_of(request)), at=at_of(request))


def page(
    request: HttpRequest,
    *,
    unit: Unit,
    units: list[Unit],
    form: RoleForm | None = None,
    ending: tuple[int, EndForm] | None = None,
    resuming: tuple[int, ResumeForm] | None = None,
    asked: stepup.Again | None = None,
) -> HttpResponse:
    at, authority = at_of(request), authority_of(request)
    remembered = Q(ends_at__isnull=True) | Q(ends_at__gt=at - REMEMBERED)
    given = list(
        Authorisation.objects.filter(
            remembered | Q(ended_how=Ending.SUSPENDED) | Q(resumes__isnull=False), unit=unit
        )
        .select_related("member", "given_by", "ended_by")
        .order_by("member__last_name", "-starts_at")
    )
    members = list(Member.objects.filter(unit=unit, is_active=True).order_by("last_name", "first_name"))
    running = [one for one in given if one.ends_at is None or one.ends_at > at]
    duty = on_duty_until(member_ids=[member.pk for member in members], at=at)
    suspended = _suspended(given)
    words = {role: [one for one in running if one.role == role] for role in Role.values}
    context = {
        "unit": unit,
        "units": units,
        "groups": [(Role(role), words[role]) for role in Role.values if words[role] or role in UNIT_ROLES],
        "suspended": suspended,
        "ended": [one for one in given if one not in running and one not in suspended],
        "people": [
            (member, _held(member, running), duty.get(member.pk), _may_act(member, running, request))
            for member in members
        ],
        "until": acting.until(unit=unit, at=at),
        "form": form or _role_form(request, unit=unit),
        "endable": roles_of(authority),
        "ending": ending,
        "resuming": resuming,
        "asked": asked,
        "acting": ACTING,
        "not_reconfirmed": board.marked(unit=unit, at=at),
        "at": at,
    }
    return render(request, "accounts/people.html", context)


def _suspended(given: list[Authorisation]) -> list[Authorisation]:
    """Roles that may be given back: not yet resumed, of members who are still there."""
    resumed = {one.resumes_id for one in given}
    return [
        one
        for one in given
        if one.ended_how == Ending.SUSPENDED
        and one.pk not in resumed
        and one.member.unit_id == one.unit_id
        and one.member.is_active
    ]


def _may_act(member: Member, running: list[Authorisation], request: HttpRequest) -> list[Role]:
    """As what somebody who has no such authority may be named in one tap; nobody names themselves."""
    held = {one.role for one in running if one.member_id == member.pk}
    gives = set(roles_of(authority_of(request)))
    if member.rank not in acting.COMMANDING_RANKS:
        gives.discard(Role.ACTING_COMMANDER)
    if member.pk == member_of(request).pk:
        return []
    return [
        Role(role) for role, theirs in acting.IN_PLACE_OF.items() if role in gives and not held & set(theirs)
    ]


def _held(member: Member, running: list[Authorisation]) -> list[str]:
    return [one.get_role_display() for one in running if one.member_id == member.pk]


def back_to(unit: Unit) -> HttpResponse:
    """To the page of the unit's people."""
    return redirect(f"{reverse('people')}?unit={unit.pk}")
