"""Administration: the agency, its units and its members, each changed by an administrator who proves who they are."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import factors, members, stepup, units
from accounts.forms.administration import AgencyForm, MemberForm, NewMemberForm, ResetForm, UnitForm, facts_of
from accounts.models import Agency, Authorisation, Member, Role, Unit
from accounts.signin import at_of, authority_of, member_of
from accounts.views.refusing import refused

ADMINISTRATORS = "Administrators see to members, units and the department. Ask one of them."
BECAUSE = "this decides who belongs to the department"
FOUND_AT_MOST = 50


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The agency and its units; or the members whose name, star or log-on ID was looked for."""
    agency_id = _administrator(request, act="see_administration")
    sought = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    serving = Count("members", filter=Q(members__is_active=True))
    context = {
        "units": Unit.objects.filter(agency=agency_id).annotate(serving=serving).order_by("number"),
        "sought": sought,
        "found": list(_named(agency_id, sought)[:FOUND_AT_MOST]) if sought else [],
        "most": FOUND_AT_MOST,
    }
    return render(request, "accounts/admin/overview.html", context)


def _named(agency_id: int, sought: str) -> QuerySet[Member]:
    found = Member.objects.filter(agency=agency_id).select_related("unit")
    for word in sought.split():
        found = found.filter(
            Q(last_name__icontains=word)
            | Q(first_name__icontains=word)
            | Q(star_number=word)
            | Q(log_on_id__iexact=word)
        )
    return found.order_by("last_name", "first_name", "pk")


@require_http_methods(["GET", "POST"])
def change_agency(request: HttpRequest) -> HttpResponse:
    """Change what the agency says of itself."""
    agency_id = _administrator(request, act="change_agency")
    form = AgencyForm(_typed(request), instance=Agency.objects.get(pk=agency_id))
    asked = _asked(request)
    if not _agreed(request, form, asked):
        return _form(request, form, asked, "The department", "Save department")
    units.change_agency(agency_id=agency_id, **form.cleaned_data, actor=member_of(request), at=at_of(request))
    messages.success(request, "Saved the department.")
    return redirect("administration")


@require_http_methods(["GET", "POST"])
def make_unit(request: HttpRequest) -> HttpResponse:
    """Add a unit."""
    agency_id = _administrator(request, act="make_unit")
    form, asked = UnitForm(_typed(request), instance=Unit(agency_id=agency_id)), _asked(request)
    if not _agreed(request, form, asked):
        return _form(request, form, asked, "Add a unit", "Add unit")
    made = units.register(
        agency=member_of(request).agency, **form.cleaned_data, actor=member_of(request), at=at_of(request)
    )
    messages.success(request, f"Added the {made.short_name}.")
    return redirect("change_unit", made.pk)


@require_http_methods(["GET", "POST"])
def change_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """A unit with its members; its number, name and kind."""
    unit = _unit(request, unit_id, act="change_unit")
    form, asked = UnitForm(_typed(request), instance=unit), _asked(request)
    if _agreed(request, form, asked):
        units.change(unit_id=unit_id, **form.cleaned_data, actor=member_of(request), at=at_of(request))
        messages.success(request, "Saved the unit.")
        return redirect("change_unit", unit_id)
    unit.refresh_from_db()  # a form that is looked at writes what was typed on its row
    everybody = list(Member.objects.filter(unit=unit).order_by("last_name", "first_name", "pk"))
    more = {
        "unit": unit,
        "serving": [one for one in everybody if one.is_active],
        "gone": [one for one in everybody if not one.is_active],
    }
    return _form(request, form, asked, unit.full_name, "Save unit", **more)


@require_http_methods(["GET", "POST"])
def make_member(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Register a member in a unit; they choose their password by a link."""
    unit = _unit(request, unit_id, act="make_member")
    form, asked = NewMemberForm(_typed(request)), _asked(request)
    if not _agreed(request, form, asked):
        return _form(
            request, form, asked, f"Add a member to the {unit.short_name}", "Add member", of_unit=unit
        )
    with transaction.atomic():
        made = members.register(unit=unit, actor=member_of(request), at=at_of(request), **facts_of(form))
        members.invite(member=made, at=at_of(request))
    messages.success(request, f"{made} is registered and was sent a letter. They have no role yet.")
    return redirect("change_unit", unit.pk)


@require_http_methods(["GET", "POST"])
def change_member(request: HttpRequest, member_id: int) -> HttpResponse:
    """The facts of a member, and whether they may sign in."""
    found = _member(request, member_id, act="change_member")
    form, asked = MemberForm(_typed(request), instance=found), _asked(request)
    if _agreed(request, form, asked):
        members.change(member_id=found.pk, actor=member_of(request), at=at_of(request), **facts_of(form))
        messages.success(request, f"Saved {found}.")
        return redirect("change_member", found.pk)
    return _of_member(request, member_id, form, asked)


@require_POST
def deactivate(request: HttpRequest, member_id: int) -> HttpResponse:
    """End everything that a member may do here."""
    found = _member(request, member_id, act="deactivate_member")
    asked = _asked(request)
    if not stepup.passed(request, asked):
        return _of_member(request, member_id, _as_typed(request, found), asked)
    try:
        members.deactivate(member_id=found.pk, actor=member_of(request), at=at_of(request))
    except members.NotDeactivated as no:
        messages.error(request, str(no))
    else:
        messages.success(request, f"{found} is deactivated: no role, no sign-in.")
    return redirect("change_member", found.pk)


@require_POST
def reactivate(request: HttpRequest, member_id: int) -> HttpResponse:
    """Let a member sign in again, without any role."""
    found = _member(request, member_id, act="reactivate_member")
    asked = _asked(request)
    if not stepup.passed(request, asked):
        return _of_member(request, member_id, _as_typed(request, found), asked)
    if members.reactivate(member_id=found.pk, actor=member_of(request), at=at_of(request)):
        messages.success(request, f"{found} may sign in again. They have no role yet.")
    else:
        messages.warning(request, f"{found} may sign in already.")
    return redirect("change_member", found.pk)


@require_POST
def reset_second_step(request: HttpRequest, member_id: int) -> HttpResponse:
    """Let a member who lost phone, keys and codes set up anew."""
    found = _member(request, member_id, act="reset_second_step")
    form, asked = ResetForm(request.POST), _asked(request)
    if not _agreed(request, form, asked):
        return _of_member(request, member_id, MemberForm(instance=found), asked, resetting=form)
    try:
        factors.reset(
            member=found, actor=member_of(request), reason=form.cleaned_data["lost"], at=at_of(request)
        )
    except factors.OwnStep as no:
        messages.error(request, str(no))
    else:
        messages.success(
            request, f"{found} is signed out, and sets up a new second step at the next sign-in."
        )
    return redirect("change_member", found.pk)


def _as_typed(request: HttpRequest, found: Member) -> MemberForm:
    """The facts as they stand in the form beside the button. It asks for none of them, so nothing is said of them."""
    typed = {name: request.POST[name] for name in MemberForm.base_fields if name in request.POST}
    return MemberForm(instance=found, initial=typed)


def _administrator(request: HttpRequest, *, act: str) -> int:
    """The agency that the member administers. Raises PermissionDenied."""
    authority = authority_of(request)
    if not authority.holds(Role.ADMINISTRATOR):
        raise _not_yours(request, act, "agency", authority.agency_id)
    return authority.agency_id


def _unit(request: HttpRequest, unit_id: int, *, act: str) -> Unit:
    """A unit of the administrator's agency; whoever sees it is told why not, for others there is none."""
    authority = authority_of(request)
    found = Unit.objects.select_related("agency").filter(pk=unit_id, agency=authority.agency_id).first()
    if found is None or not authority.sees(unit_id=found.pk):
        raise Http404
    if not authority.holds(Role.ADMINISTRATOR):
        raise _not_yours(request, act, "unit", found.pk)
    return found


def _member(request: HttpRequest, member_id: int, *, act: str) -> Member:
    """A member of the administrator's agency; whoever sees their unit is told why not, for others there is none."""
    authority = authority_of(request)
    found = Member.objects.select_related("unit").filter(pk=member_id, agency=authority.agency_id).first()
    if found is None or not authority.sees(unit_id=found.unit_id):
        raise Http404
    if not authority.holds(Role.ADMINISTRATOR):
        raise _not_yours(request, act, "member", found.pk)
    return found


def _not_yours(request: HttpRequest, act: str, subject: str, subject_id: int) -> PermissionDenied:
    return refused(request, act=act, subject=subject, subject_id=subject_id, sentence=ADMINISTRATORS)


def _of_member(
    request: HttpRequest,
    member_id: int,
    form: MemberForm,
    asked: stepup.Again | None,
    *,
    resetting: ResetForm | None = None,
) -> HttpResponse:
    member = Member.objects.select_related("unit").get(pk=member_id)
    held = Authorisation.objects.in_force(at=at_of(request)).filter(member=member).select_related("unit")
    more = {
        "member": member,
        "held": list(held.order_by("pk")),
        "itself": member == member_of(request),
        "resetting": resetting or ResetForm(),
    }
    return _form(request, form, asked, str(member), "Save member", **more)


def _typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _asked(request: HttpRequest) -> stepup.Again | None:
    return stepup.form(request, because=BECAUSE, signed_in_counts=True)


def _agreed(request: HttpRequest, form: forms.BaseForm, asked: stepup.Again | None) -> bool:
    """Whether what was typed is sound and the administrator is who they say; nothing is asked of a page just opened."""
    return form.is_bound and form.is_valid() and stepup.passed(request, asked)


def _form(
    request: HttpRequest,
    form: forms.BaseForm,
    asked: stepup.Again | None,
    title: str,
    button: str,
    **more: object,
) -> HttpResponse:
    context = {"form": form, "asked": asked, "title": title, "button": button, "back": _back(more), **more}
    return render(request, "accounts/admin/form.html", context)


def _back(more: dict[str, object]) -> str:
    """Where a page leads back to: from a member to their unit."""
    member, of_unit = more.get("member"), more.get("of_unit")
    unit = member.unit if isinstance(member, Member) else of_unit
    return reverse("change_unit", args=[unit.pk]) if isinstance(unit, Unit) else reverse("administration")
