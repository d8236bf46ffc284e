"""Approval to use social media for the department (CPD-SM.III.C.2, DPD-227.C.a.iv.1).

An authorisation or a designation is itself that approval, and is cited; a dated record is for members without one.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts import outbox, staying
from accounts.authority import Authority
from accounts.models import AccessApproval, Authorisation, Member, Unit
from audit import trail


class ApprovedAlready(Exception):
    """The member needs no record: the sentence says by what they are approved."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Of the members of a unit, by what each may use social media."""

    covered: tuple[tuple[Member, Authorisation], ...]
    """Each with the oldest of the roles that they hold."""
    approved: tuple[AccessApproval, ...]
    neither: tuple[Member, ...]


def of_unit(*, unit: Unit, at: datetime) -> Standing:
    """The active members of a unit by name; three statements."""
    members = list(Member.objects.filter(unit=unit, is_active=True).order_by("last_name", "first_name"))
    ids = [one.pk for one in members]
    roles: dict[int, Authorisation] = {}
    for role in _roles(member_ids=ids, at=at):
        roles.setdefault(role.member_id, role)
    records = {one.member_id: one for one in in_force(at=at).filter(member__in=ids).order_by("ends_at", "pk")}
    return Standing(
        covered=tuple((one, roles[one.pk]) for one in members if one.pk in roles),
        approved=tuple(records[one.pk] for one in members if one.pk in records and one.pk not in roles),
        neither=tuple(one for one in members if one.pk not in roles and one.pk not in records),
    )


def in_force(*, at: datetime) -> QuerySet[AccessApproval]:
    """The records that run at a moment."""
    running = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    return AccessApproval.objects.filter(running, starts_at__lte=at).select_related("member", "given_by")


def by_record(*, authority: Authority) -> bool:
    """Whether a dated record, and no role, lets the member use social media."""
    return authority.facts.access and not authority.roles


@transaction.atomic
def give(*, member: Member, by: Member, ends_at: datetime, reason: str, at: datetime) -> AccessApproval:
    """Approve that a member without a role uses social media until a moment, and tell them.

    Who may is asked by the door. Raises ApprovedAlready, citing the role or the record, and staying.HasMoved.
    """
    staying.lock(members=[member])
    if role := _roles(member_ids=[member.pk], at=at).first():
        raise ApprovedAlready(
            f"{member} is approved by the role “{role.get_role_display()}” ({role.unit.short_name}) itself."
        )
    if in_force(at=at).filter(member=member).exists():
        raise ApprovedAlready(f"{member} is approved already. End that approval first.")
    given = AccessApproval.objects.create(
        agency_id=member.agency_id,
        member=member,
        starts_at=at,
        ends_at=ends_at,
        reason=reason,
        given_by=by,
        given_at=at,
    )
    _record("access.approved", given, by, at)
    until = ends_at.astimezone(member.agency.tzinfo)
    _tell(
        given,
        f"You may use social media for the department until {until.day} {until:%b %Y, %H:%M %Z}",
        f"{by.titled_name} approved it. Reason: {reason} Writing for a unit needs a role besides.",
        at,
    )
    return given


@transaction.atomic
def end(*, approval_id: int, by: Member, at: datetime) -> bool:
    """End a record now, and tell the member; False when it had ended already."""
    found = AccessApproval.objects.select_for_update(of=("self",)).select_related("member")
    approval = found.get(pk=approval_id)
    if approval.ends_at is not None and approval.ends_at <= at:
        return False
    _end(approval, by, at)
    _tell(
        approval,
        "Your approval to use social media has ended",
        f"{by.titled_name} ended it. Your commander can approve it again.",
        at,
    )
    return True


def end_all(*, member: Member, by: Member, at: datetime) -> None:
    """End every record of a member who leaves their unit or the department, inside the caller's transaction."""
    for approval in in_force(at=at).filter(member=member).select_for_update(of=("self",)).order_by("pk"):
        _end(approval, by, at)


def _roles(*, member_ids: Collection[int], at: datetime) -> QuerySet[Authorisation]:
    """What the members hold, the oldest first."""
    held = Authorisation.objects.in_force(at=at).filter(member__in=member_ids)
    return held.select_related("unit", "given_by").order_by("starts_at", "pk")


def _end(approval: AccessApproval, by: Member, at: datetime) -> None:
    approval.ends_at, approval.ended_by = max(at, approval.starts_at), by
    approval.save(update_fields=["ends_at", "ended_by"])
    _record("access.ended", approval, by, at)


def _tell(approval: AccessApproval, subject: str, body: str, at: datetime) -> None:
    outbox.write(
        to=[approval.member], kind="access", subject=subject, body=body, link=reverse("my_authority"), at=at
    )


def _record(verb: str, approval: AccessApproval, actor: Member, at: datetime) -> None:
    trail.record(
        verb=verb,
        agency_id=approval.agency_id,
        actor_id=actor.pk,
        subject_id=approval.member_id,
        at=at,
        approval_id=approval.pk,
    )
