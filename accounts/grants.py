"""The one writer of authorisations and of the django-guardian rows that follow them."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from guardian.shortcuts import assign_perm, get_user_perms, remove_perm

from accounts.models import Authorisation, Member, Role, Unit
from audit import trail

PERMISSIONS: dict[str, frozenset[str]] = {
    Role.USMR: frozenset({"draft_posts", "see_posts"}),
    Role.SERGEANT: frozenset({"review_posts", "see_posts"}),
    Role.ACTING_SERGEANT: frozenset({"review_posts", "see_posts"}),
    Role.COMMANDER: frozenset({"see_posts"}),
    Role.ACTING_COMMANDER: frozenset({"see_posts"}),
    # Department-wide roles reach every unit by their date alone: a row for each unit would be a second truth.
    Role.COMMUNICATIONS: frozenset(),
    Role.COMMUNITY_POLICING: frozenset(),
    Role.RECORDS: frozenset(),
    Role.ADMINISTRATOR: frozenset(),
}


@transaction.atomic
def authorise(
    *,
    member: Member,
    unit: Unit,
    role: str,
    given_by: Member | None,
    at: datetime,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    reason: str = "",
) -> Authorisation:
    """Give a role in a unit from a moment on; who may give it is asked by the door (CPD-TW.III.C, V.A.1).

    Raises ValueError when member and unit are of different agencies.
    """
    if member.agency_id != unit.agency_id:
        raise ValueError("A member can be authorised only within their own agency.")
    authorisation = Authorisation.objects.create(
        agency_id=unit.agency_id,
        unit=unit,
        member=member,
        role=role,
        starts_at=starts_at or at,
        ends_at=ends_at,
        reason=reason,
        given_by=given_by,
        given_at=at,
    )
    follow(member=member, unit=unit, at=at)
    trail.record(
        verb="authorisation.given",
        agency_id=unit.agency_id,
        actor_id=given_by.pk if given_by else None,
        subject_id=authorisation.pk,
        at=at,
        member_id=member.pk,
        unit_id=unit.pk,
        role=role,
    )
    return authorisation


@transaction.atomic
def end(
    *, authorisation_id: int, ended_by: Member, at: datetime, reason: str, for_cause: bool = False
) -> Authorisation:
    """End an authorisation at once; one that was to begin later never begins."""
    authorisation = Authorisation.objects.select_for_update().get(pk=authorisation_id)
    authorisation.ends_at = max(at, authorisation.starts_at)
    authorisation.ended_by = ended_by
    authorisation.end_reason = reason
    authorisation.for_cause = for_cause
    authorisation.save(update_fields=["ends_at", "ended_by", "end_reason", "for_cause"])
    follow(member=authorisation.member, unit=authorisation.unit, at=at)
    trail.record(
        verb="authorisation.ended",
        agency_id=authorisation.agency_id,
        actor_id=ended_by.pk,
        subject_id=authorisation.pk,
        at=at,
        member_id=authorisation.member_id,
        unit_id=authorisation.unit_id,
        for_cause="yes" if for_cause else "no",
    )
    return authorisation


def follow(*, member: Member, unit: Unit, at: datetime) -> None:
    """Make the guardian rows of one member and unit equal to the authorisations in force."""
    roles = (
        Authorisation.objects.in_force(at=at).filter(member=member, unit=unit).values_list("role", flat=True)
    )
    wanted: set[str] = set()
    for role in roles:
        wanted |= PERMISSIONS[role]
    present = set(get_user_perms(member, unit))
    for codename in wanted - present:
        assign_perm(codename, member, unit)
    for codename in present - wanted:
        remove_perm(codename, member, unit)


def sweep(*, since: datetime, at: datetime) -> int:
    """Follow every authorisation that began or ended in a span of time; returns how many pairs were looked at."""
    crossed = Authorisation.objects.filter(
        Q(starts_at__gt=since, starts_at__lte=at) | Q(ends_at__gt=since, ends_at__lte=at)
    )
    pairs = {(a.member_id, a.unit_id): a for a in crossed.select_related("member", "unit")}
    for authorisation in pairs.values():
        with transaction.atomic():
            follow(member=authorisation.member, unit=authorisation.unit, at=at)
    return len(pairs)
