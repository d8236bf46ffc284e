"""Written permissions: asked for, decided by another, kept with a letter, and ended (CPD-SM.II.C.2, CPD-SM.III.D)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.urls import reverse

from accounts import keyset, outbox
from accounts.authority import Authority, holders
from accounts.days import last_day_before
from accounts.models import Authorisation, Member, PermissionKind, Role, Unit, WrittenPermission
from accounts.models.authority import COMMANDERS
from audit import blobs, trail, vault

LONGEST = timedelta(days=366)
"""A permission is given anew after a year at the latest."""
MOST, PAGE = 100, 30
DECIDES = Role.COMMUNICATIONS
"""Who permits, for the head of the department: the office that speaks for it."""
CLAUSES: Mapping[str, str] = MappingProxyType(
    {
        PermissionKind.CONFIDENTIAL: "CPD-SM.II.C.2",
        PermissionKind.MATERIAL: "CPD-SM.III.D",
        PermissionKind.MARKS: "CPD-SM.III.D",
        PermissionKind.SPOKESPERSON: "CPD-SM.III.D",
        PermissionKind.OPEN_CASE: "CPD-TW.V.D.11",
    }
)
"""What asks for a permission of each kind."""
ASKED_FOR = tuple(kind for kind in PermissionKind if kind != PermissionKind.OPEN_CASE)
"""What members ask for; an open case is permitted by approving the very version that tells of it."""
READERS = (Role.SERGEANT, Role.ACTING_SERGEANT, *COMMANDERS, Role.COMMUNICATIONS, Role.RECORDS)
"""Who reads the paper that came with a question, besides whoever asked: they decide about posts that rest on it."""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A file that came with a question, under its own name."""

    name: str
    content: bytes


class NotYours(PermissionDenied):
    """Whoever decides does not hold the role for it any more, or asked for it themselves."""

    def __init__(self) -> None:
        super().__init__("Communications decides about written permissions, and nobody about their own.")


def may_decide(*, authority: Authority, permission: WrittenPermission) -> bool:
    """Whether the member decides about a permission, or ends it. Nobody decides about their own."""
    return permission.asked_by_id != authority.member_id and authority.holds(DECIDES)


def may_read(*, authority: Authority, permission: WrittenPermission) -> bool:
    """Whether the permission exists for the member at all."""
    same = authority.agency_id == permission.agency_id
    return same and (
        authority.member_id == permission.asked_by_id or authority.sees(unit_id=permission.unit_id)
    )


def may_read_paper(*, authority: Authority, permission: WrittenPermission) -> bool:
    """Whether the member opens the file: whoever asked, and those who decide about it or about posts of the unit."""
    return authority.member_id == permission.asked_by_id or authority.holds(
        *READERS, unit_id=permission.unit_id
    )


def in_force(*, at: datetime) -> QuerySet[WrittenPermission]:
    """Those that count at a moment: given, not ended by then, their last day not over."""
    return WrittenPermission.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=at),
        Q(ended_at__isnull=True) | Q(ended_at__gt=at),
        granted=True,
    )


def waiting_for(*, authority: Authority) -> list[WrittenPermission]:
    """The questions that wait for the member's decision, the oldest first."""
    if not authority.holds(DECIDES):
        return []
    found = WrittenPermission.objects.filter(agency_id=authority.agency_id, decided_at__isnull=True)
    others = found.exclude(asked_by_id=authority.member_id).select_related("asked_by", "unit")
    return list(others.order_by("asked_at", "pk")[:MOST])


def seen_by(*, authority: Authority, after: str | None) -> keyset.Page[WrittenPermission]:
    """A page of the member's own permissions and those of the units they see, asked for last first."""
    found = WrittenPermission.objects.filter(agency_id=authority.agency_id)
    if not authority.department_wide:
        units = {authority.unit_id, *(unit for _, unit in authority.roles)}
        found = found.filter(Q(asked_by_id=authority.member_id) | Q(unit__in=units))
    if begins := keyset.begins(after):
        found = found.filter(Q(asked_at__lt=begins[0]) | Q(asked_at=begins[0], pk__lt=begins[1]))
    rows = found.select_related("asked_by", "unit", "decided_by", "ended_by").order_by("-asked_at", "-pk")
    return keyset.cut(rows, size=PAGE, by=lambda row: row.asked_at)


@transaction.atomic
def ask(
    *,
    member: Member,
    kind: str,
    covers: str,
    wanted_until: datetime | None,
    paper: Paper | None,
    at: datetime,
) -> WrittenPermission:
    """Ask for a permission; those who decide about it get a message."""
    asked = WrittenPermission.objects.create(
        agency_id=member.agency_id,
        unit_id=member.unit_id,
        kind=kind,
        asked_by=member,
        asked_at=at,
        covers=covers,
        wanted_until=wanted_until,
        file_digest=blobs.keep(content=paper.content, agency_id=member.agency_id) if paper else "",
        file_name=paper.name if paper else "",
    )
    _record("permission.asked", asked, member, at)
    people = holders(role=DECIDES, unit_id=None, agency_id=member.agency_id, at=at)
    outbox.write(
        to=[one for one in people if one.pk != member.pk],
        kind="permission-asked",
        subject=f"{member.titled_name} asks for a written permission",
        body=f"It is about: {asked.get_kind_display().lower()}. Read what it covers, then decide.",
        link=_link(asked),
        at=at,
    )
    return asked


@transaction.atomic
def decide(
    *,
    permission_id: int,
    actor: Member,
    granted: bool,
    reason: str,
    expires_at: datetime | None,
    at: datetime,
) -> bool:
    """Give a permission until a moment, or decline it, with a letter to whoever asked; False when it was decided.

    Raises NotYours. The database refuses whoever asked as well, and a permission without a last day.
    """
    permission = _locked(permission_id, actor, at)
    if permission.decided_at is not None:
        return False
    _decide(permission, actor, granted=granted, reason=reason, expires_at=expires_at, at=at)
    said = "You have the written permission" if granted else "You do not get the written permission"
    _tell(permission, f"{said} for: {permission.get_kind_display().lower()}", "The letter says why.", at)
    return True


@transaction.atomic
def give_with_a_version(
    *, asked_by: Member, unit: Unit, actor: Member, kind: str, covers: str, reason: str, at: datetime
) -> WrittenPermission:
    """What an office permits by approving one version of a post: that version is all it covers, so no day ends it."""
    permission = WrittenPermission.objects.create(
        agency=unit.agency, unit=unit, kind=kind, asked_by=asked_by, asked_at=at, covers=covers
    )
    _decide(permission, actor, granted=True, reason=reason, expires_at=None, at=at)
    return permission


def _decide(
    permission: WrittenPermission,
    actor: Member,
    *,
    granted: bool,
    reason: str,
    expires_at: datetime | None,
    at: datetime,
) -> None:
    permission.granted, permission.decided_by, permission.decided_at = granted, actor, at
    permission.reason, permission.expires_at = reason, expires_at if granted else None
    words = letter(permission=permission, by=actor, at=at)
    permission.letter_digest = vault.keep(content=words, agency_id=permission.agency_id)
    permission.save()
    _record("permission.given" if granted else "permission.declined", permission, actor, at)


@transaction.atomic
def end(*, permission_id: int, actor: Member, reason: str, at: datetime) -> WrittenPermission | None:
    """End a permission now, and tell whoever has it; None when it does not run any more. Raises NotYours."""
    permission = _locked(permission_id, actor, at)
    over = permission.expires_at is not None and permission.expires_at <= at
    if not permission.granted or permission.ended_at is not None or over:
        return None
    permission.ended_by, permission.ended_at, permission.end_reason = actor, at, reason
    permission.save(update_fields=["ended_by", "ended_at", "end_reason"])
    _record("permission.ended", permission, actor, at)
    _tell(
        permission,
        f"Your written permission has ended: {permission.get_kind_display().lower()}",
        f"{actor.titled_name} ended it. Reason: {reason}",
        at,
    )
    return permission


def letter(*, permission: WrittenPermission, by: Member, at: datetime) -> str:
    """What is decided, word for word; whoever asked, their unit and the agency are read."""
    zone = permission.agency.tzinfo
    decided = at.astimezone(zone)
    said = "It is not permitted."
    if permission.granted and permission.expires_at is None:
        said = "It is permitted for that version and no other. It can be ended before it is published."
    elif permission.granted and permission.expires_at:
        last = last_day_before(permission.expires_at, zone=zone)
        said = (
            f"It is permitted through {last:%A}, {last.day} {last:%B %Y}. It covers what is named above and nothing "
            "else. It can be ended before."
        )
    return "\n".join(
        (
            permission.agency.name,
            f"Permission {permission.pk}: {permission.get_kind_display()} ({CLAUSES[permission.kind]})",
            f"To {permission.asked_by.titled_name}, {permission.unit.full_name}",
            f"Asked for: {permission.covers}",
            said,
            f"Reason: {permission.reason}",
            f"{by.titled_name}, {decided.day} {decided:%B %Y, %H:%M %Z}",
        )
    )


def _locked(permission_id: int, actor: Member, at: datetime) -> WrittenPermission:
    """The permission, locked, for somebody who decides about it now. Raises NotYours.

    Their role is locked with it: whoever takes it away beside waits, or was first, and then it is gone here.
    """
    found = WrittenPermission.objects.select_for_update(of=("self",)).select_related(
        "asked_by", "unit", "agency"
    )
    permission = found.get(pk=permission_id, agency_id=actor.agency_id)
    roles = Authorisation.objects.in_force(at=at).filter(member=actor, role=DECIDES, member__is_active=True)
    # What somebody ended while this request was on its way has ended, although the request began before.
    roles = roles.exclude(ended_by__isnull=False, ends_at__lte=Now())
    if permission.asked_by_id == actor.pk or not list(roles.select_for_update(of=("self",), no_key=True)):
        raise NotYours
    return permission


def _link(permission: WrittenPermission) -> str:
    return reverse("permission", args=[permission.pk])


def _tell(permission: WrittenPermission, subject: str, body: str, at: datetime) -> None:
    outbox.write(
        to=[permission.asked_by],
        kind="permission-decided",
        subject=subject,
        body=body,
        link=_link(permission),
        at=at,
    )


def _record(verb: str, permission: WrittenPermission, actor: Member, at: datetime) -> None:
    trail.record(
        verb=verb,
        agency_id=permission.agency_id,
        actor_id=actor.pk,
        subject_id=permission.asked_by_id,
        at=at,
        permission_id=permission.pk,
        kind=permission.kind,
    )
