"""The one writer of authorisations and of the django-guardian rows that follow them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q

from accounts import order, staying
from accounts.models import Authorisation, Ending, Member, Period, Role, Unit, UnitGrant
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

STOPS = frozenset({Ending.REVOKED, Ending.SUSPENDED})
"""Ends that stop what waits: they stand in one order with claims."""


class EndedAlready(Exception):
    """Somebody was faster, or its last day is over."""


class NotSuspended(Exception):
    """There is nothing to take up again; the sentence says why."""


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
    exception: str = "",
    resumes: Authorisation | None = None,
) -> Authorisation:
    """Give a role in a unit from a moment on; who may give it is asked by the door (CPD-TW.III.C, V.A.1).

    `exception` says why a district's representative is not of its community policing office. Raises
    staying.HasMoved, and ValueError when member and unit are of different agencies.
    """
    if member.agency_id != unit.agency_id:
        raise ValueError("A member can be authorised only within their own agency.")
    staying.lock(members=[member])
    authorisation = Authorisation.objects.create(
        agency_id=unit.agency_id,
        unit=unit,
        member=member,
        role=role,
        starts_at=starts_at or at,
        ends_at=ends_at,
        reason=reason,
        exception=exception,
        resumes=resumes,
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
    *, authorisation_id: int, ended_by: Member, at: datetime, reason: str, how: Ending = Ending.ENDED
) -> Authorisation:
    """End an authorisation at once; one that was to begin later never begins. Raises EndedAlready.

    What is revoked has ended for cause; what is suspended may be resumed. Both are in one order with claims: what is
    not claimed by then goes back (posts.for_cause).
    """
    if how in STOPS:
        order.taking_away(agency_id=ended_by.agency_id)
    locked = Authorisation.objects.select_for_update(of=("self",)).select_related("member", "unit")
    authorisation = locked.get(pk=authorisation_id)
    if authorisation.ends_at is not None and authorisation.ends_at <= at:
        raise EndedAlready
    if how == Ending.SUSPENDED:
        authorisation.was_to_end_at = authorisation.ends_at
    authorisation.ends_at = max(at, authorisation.starts_at)
    authorisation.ended_by, authorisation.end_reason = ended_by, reason
    authorisation.for_cause = how == Ending.REVOKED
    authorisation.ended_how = how
    authorisation.save()
    follow(member=authorisation.member, unit=authorisation.unit, at=at)
    if how == Ending.SUSPENDED:
        _record_of("authorisation.suspended", authorisation, ended_by, at)
    else:
        for_cause = "yes" if authorisation.for_cause else "no"
        _record_of("authorisation.ended", authorisation, ended_by, at, for_cause=for_cause)
    return authorisation


@transaction.atomic
def resume(
    *, authorisation_id: int, given_by: Member, at: datetime, reason: str, ends_at: datetime | None = None
) -> Authorisation:
    """Take a suspended authorisation up again: a new one from now on, which cites it.

    Raises NotSuspended where it was not suspended or was resumed already, and where its member has left the unit or
    holds the role anew; staying.HasMoved where they leave it in this instant.
    """
    known = Authorisation.objects.select_related("member").get(pk=authorisation_id)
    staying.lock(members=[known.member])
    locked = Authorisation.objects.select_for_update(of=("self",)).select_related("member", "unit")
    suspended = locked.get(pk=authorisation_id)
    member, unit = suspended.member, suspended.unit
    others = Authorisation.objects.filter(member=member, unit=unit, role=suspended.role)
    if suspended.ended_how != Ending.SUSPENDED or others.filter(resumes=suspended).exists():
        raise NotSuspended(f"The role of {member} is not suspended any more.")
    if member.unit_id != unit.pk or not member.is_active:
        raise NotSuspended(f"{member} is not of the {unit.short_name} any more.")
    if member.pk == given_by.pk:
        raise NotSuspended("Nobody gives a role back to themselves.")
    if others.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at)).exists():
        raise NotSuspended(f"{member} holds this role again already.")
    given = authorise(
        member=member,
        unit=unit,
        role=suspended.role,
        given_by=given_by,
        at=at,
        ends_at=ends_at,
        reason=reason,
        exception=suspended.exception,
        resumes=suspended,
    )
    _record_of("authorisation.resumed", suspended, given_by, at)
    return given


def _record_of(verb: str, held: Authorisation, actor: Member, at: datetime, **more: str) -> None:
    trail.record(
        verb=verb,
        agency_id=held.agency_id,
        actor_id=actor.pk,
        subject_id=held.pk,
        at=at,
        member_id=held.member_id,
        unit_id=held.unit_id,
        **more,
    )


@transaction.atomic
def authorise_all(
    *,
    members: Sequence[Member],
    unit: Unit,
    role: str,
    given_by: Member,
    at: datetime,
    starts_at: datetime,
    reasons: Sequence[str],
    exceptions: Sequence[str],
    reconfirmed_for: Period | None = None,
) -> list[Authorisation]:
    """Give several members of the unit's agency a role from one moment on, under `staying.lock`.

    As many queries for many as for one.
    """
    made = Authorisation.objects.bulk_create(
        Authorisation(
            agency_id=unit.agency_id,
            unit=unit,
            member=member,
            role=role,
            starts_at=starts_at,
            reason=reason,
            exception=exception,
            given_by=given_by,
            given_at=at,
            reconfirmed_for=reconfirmed_for,
        )
        for member, reason, exception in zip(members, reasons, exceptions, strict=True)
    )
    follow_all(member_ids=[member.pk for member in members], unit=unit, at=at)
    trail.record_all(
        verb="authorisation.given",
        agency_id=unit.agency_id,
        actor_id=given_by.pk,
        each=[(one.pk, {"member_id": one.member_id, "unit_id": unit.pk, "role": role}) for one in made],
        at=at,
    )
    return made


@transaction.atomic
def end_all(
    *,
    held: Sequence[Authorisation],
    unit: Unit,
    ended_by: Member,
    at: datetime,
    ends_at: datetime,
    reason: str,
    how: Ending = Ending.ENDED,
) -> None:
    """End several authorisations in one unit at a moment; as many queries for many as for one."""
    for one in held:
        one.ends_at = max(ends_at, one.starts_at)
        one.ended_by, one.end_reason, one.ended_how = ended_by, reason, how
    Authorisation.objects.bulk_update(held, ["ends_at", "ended_by", "end_reason", "ended_how"])
    follow_all(member_ids=[one.member_id for one in held], unit=unit, at=at)
    trail.record_all(
        verb="authorisation.ended",
        agency_id=unit.agency_id,
        actor_id=ended_by.pk,
        each=[(one.pk, {"member_id": one.member_id, "unit_id": unit.pk, "for_cause": "no"}) for one in held],
        at=at,
    )


@transaction.atomic
def reconfirm(
    *, held: Sequence[Authorisation], unit: Unit, period: Period, actor: Member, at: datetime
) -> None:
    """Mark authorisations as named again by the roster of a period (CPD-TW.V.A.2)."""
    ids = [one.pk for one in held]
    Authorisation.objects.filter(pk__in=ids).update(reconfirmed_for=period)
    trail.record_each(
        verb="authorisation.reconfirmed",
        agency_id=unit.agency_id,
        actor_id=actor.pk,
        subject_ids=ids,
        at=at,
        unit_id=unit.pk,
        period_id=period.pk,
    )


@transaction.atomic
def assign_to_office(*, member: Member, actor: Member, at: datetime) -> None:
    """Note that a member is of the community policing office of their district (CPD-TW.III.C note)."""
    member.community_policing = True
    member.save(update_fields=["community_policing"])
    trail.record(
        verb="member.changed", agency_id=member.agency_id, actor_id=actor.pk, subject_id=member.pk, at=at
    )


def follow(*, member: Member, unit: Unit, at: datetime) -> None:
    """Make the guardian rows of one member and unit equal to the authorisations in force."""
    follow_all(member_ids=[member.pk], unit=unit, at=at)


def follow_all(*, member_ids: Collection[int], unit: Unit, at: datetime) -> None:
    """Make the guardian rows of several members in one unit equal to the authorisations in force."""
    wanted: dict[int, set[str]] = defaultdict(set)
    held = Authorisation.objects.in_force(at=at).filter(member__in=member_ids, unit=unit)
    for member_id, role in held.values_list("member_id", "role"):
        wanted[member_id] |= PERMISSIONS[role]
    rows = UnitGrant.objects.filter(user__in=member_ids, content_object=unit)
    present = {(row.user_id, row.permission.codename): row.pk for row in rows.select_related("permission")}
    pairs = {(member_id, codename) for member_id, names in wanted.items() for codename in names}
    if gone := [pk for pair, pk in present.items() if pair not in pairs]:
        UnitGrant.objects.filter(pk__in=gone).delete()
    if missing := pairs - present.keys():
        known = Permission.objects.filter(content_type__app_label="accounts", content_type__model="unit")
        permissions = {one.codename: one for one in known}
        UnitGrant.objects.bulk_create(
            (
                UnitGrant(user_id=member_id, permission=permissions[codename], content_object=unit)
                for member_id, codename in sorted(missing)
            ),
            ignore_conflicts=True,
        )


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
