"""Devices: a member's own with how they came in now, and those that whoever leads a unit decides about."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts import conditions, devices
from accounts import permitted as permissions
from accounts.forms.devices import DeviceForm, PermissionForm
from accounts.models import Condition, Device, DeviceKind, Force, Role
from accounts.signin import at_of, authority_of, member_of
from accounts.views.refusing import refused

MOST = 100
NOT_YOURS = "Whoever leads the member's unit, or an administrator, decides about this device."


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """The member's devices, and those that wait for them or count in their unit."""
    return _page(request)


@require_POST
def enrol(request: HttpRequest) -> HttpResponse:
    """Ask that a device of the member's count by its security key."""
    form = _form(request, typed=True)
    if not form.is_valid():
        return _page(request, form=form)
    try:
        messages.success(request, _enrolled(request, form))
    except devices.AskedAlready as fault:
        form.add_error("key", str(fault))
        return _page(request, form=form)
    return redirect("devices")


def _enrolled(request: HttpRequest, form: DeviceForm) -> str:
    """Ask for the device, or show the key of one that is permitted in writing; returns what to tell the member."""
    member, at, key_id = member_of(request), at_of(request), form.cleaned_data["key"].pk
    permitted: Device | None = form.cleaned_data.get("permission")
    if permitted is not None:
        permissions.show_key(device=permitted, member=member, key_id=key_id, at=at)
        return f"“{permitted.name}” counts when you sign in with this key."
    name = form.cleaned_data["name"]
    devices.enrol(member=member, key_id=key_id, kind=form.whose, name=name, policy=_policy(request), at=at)
    return f"Asked for. “{name}” counts once it is approved; you get a message."


@require_POST
def approve(request: HttpRequest, device_id: int) -> HttpResponse:
    """Approve a device of the department, or permit a personal one until a day."""
    device = _device(request, device_id, act="approve_device")
    personal = device.kind == DeviceKind.PERSONAL
    form = PermissionForm(request.POST, personal=personal, giver=member_of(request), at=at_of(request))
    if not form.is_valid():
        return _page(request, deciding=(device.pk, form))
    done = devices.approve(
        device_id=device.pk,
        actor=member_of(request),
        reason=form.cleaned_data.get("reason", ""),
        expires_at=form.expires_at,
        at=at_of(request),
    )
    if done:
        messages.success(request, f"“{device.name}” of {device.member} counts now.")
    else:
        messages.warning(request, "That request was decided already.")
    return redirect("devices")


@require_POST
def end(request: HttpRequest, device_id: int) -> HttpResponse:
    """Let a device count no longer, or turn a request down; one's own as well."""
    device = _device(request, device_id, act="end_device", ends=True)
    if devices.end(device_id=device.pk, actor=member_of(request), at=at_of(request)):
        messages.success(request, f"“{device.name}” of {device.member} does not count any more.")
    else:
        messages.warning(request, "That device had ended already.")
    return redirect("devices")


def _device(request: HttpRequest, device_id: int, *, act: str, ends: bool = False) -> Device:
    """A device that the member decides about, or ends; to who does not see its unit there is none."""
    authority = authority_of(request)
    known = Device.objects.select_related("member").filter(pk=device_id, agency_id=authority.agency_id)
    device = known.first()
    mine = device is not None and device.member_id == authority.member_id
    if device is None or not (mine or authority.sees(unit_id=device.member.unit_id)):
        raise Http404
    may = devices.may_end if ends else devices.may_decide
    if may(authority=authority, device=device, policy=_policy(request)):
        return device
    raise refused(request, act=act, subject="member", subject_id=device.member_id, sentence=NOT_YOURS)


def _policy(request: HttpRequest) -> str:
    return devices.policy(facts=authority_of(request).facts)


def _form(request: HttpRequest, *, typed: bool = False) -> DeviceForm:
    return DeviceForm(
        request.POST if typed else None,
        keys=devices.keys(member=member_of(request)),
        permissions=permissions.without_key(member=member_of(request), at=at_of(request)),
        personal=bool(devices.PERMITTERS.get(_policy(request))),
    )


def _page(
    request: HttpRequest,
    *,
    form: DeviceForm | None = None,
    deciding: tuple[int, PermissionForm] | None = None,
) -> HttpResponse:
    at, member, authority, policy = (
        at_of(request),
        member_of(request),
        authority_of(request),
        _policy(request),
    )
    leads = authority.holds(*devices.LEADERS, *devices.PERMITTERS.get(policy, ()))
    running = devices.in_force(at=at).filter(agency_id=authority.agency_id).exclude(member=member)
    if not authority.holds(Role.ADMINISTRATOR):
        running = running.filter(member__unit__in=_units(request, policy))
    mine = Device.objects.filter(member=member).select_related("approved_by", "ended_by")
    context = {
        "came": member.presence,
        "policy": policy,
        "force": conditions.force(
            rules=authority.facts.rules, condition=Condition.DEVICE, unit_id=member.unit_id
        ),
        "forces": Force,
        "mine": list(mine.order_by("-asked_at", "-pk")[:MOST]),
        "form": form or _form(request),
        "has_keys": devices.keys(member=member).exists(),
        "leads": leads,
        "waiting": list(
            devices.waiting(authority=authority, policy=policy)
            .select_related("member__unit")
            .order_by("asked_at")[:MOST]
        ),
        "counting": list(
            running.select_related("member__unit", "approved_by").order_by("member__last_name", "pk")[:MOST]
        ),
        "deciding": deciding,
        "at": at,
    }
    return render(request, "accounts/devices.html", context)


def _units(request: HttpRequest, policy: str) -> frozenset[int]:
    return authority_of(request).units(*devices.LEADERS, *devices.PERMITTERS.get(policy, ()))
