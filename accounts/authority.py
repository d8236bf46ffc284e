"""What a member may do at a moment, loaded once and asked many times."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts import conditions
from accounts import facts as known
from accounts.conditions import Lack
from accounts.facts import NOTHING, Facts
from accounts.models import Authorisation, Member, OnCall, Role, Tour, Unit
from accounts.models.authority import COMMANDERS, DEPARTMENT_WIDE
from accounts.presence import Presence


@dataclass(frozen=True, kw_only=True)
class Authority:
    """The roles a member holds at one moment, and whether they are on duty. A value: it asks no database."""

    member_id: int
    agency_id: int
    unit_id: int
    at: datetime
    roles: frozenset[tuple[str, int]]
    """Pairs of role and unit."""
    duty_ends_at: datetime | None
    """When the present tour ends; None off duty."""
    stands_in_for: frozenset[str] = frozenset()
    """The offices in whose place the member may decide, since nobody of them is on call (CPD-TW.V.D.10)."""
    facts: Facts = NOTHING
    """What the conditions of acting are asked of."""
    presence: Presence | None = None
    """Where and how the member came in; None where nobody looked."""

    @property
    def on_duty(self) -> bool:
        """Whether a tour of duty runs (CPD-TW.III.E)."""
        return self.duty_ends_at is not None

    def lacks(self, *, unit_id: int, practice: bool = False) -> tuple[Lack, ...]:
        """What the member lacks besides a role to act for a unit: what is refused for, and what is only observed."""
        return conditions.lacking(
            facts=self.facts, presence=self.presence, unit_id=unit_id, at=self.at, practice=practice
        )

    def closed(self, *, unit_id: int | None = None, practice: bool = False) -> Lack | None:
        """For which lack acts of a unit, or of the own one, are refused now; None where none is."""
        lacks = self.lacks(unit_id=self.unit_id if unit_id is None else unit_id, practice=practice)
        return next((lack for lack in lacks if lack.enforced), None)

    def holds(self, *roles: str, unit_id: int | None = None) -> bool:
        """Whether one of the roles is held: in the unit named, or department-wide, or anywhere when none is named."""
        return any(
            role in roles and (unit_id is None or unit == unit_id or role in DEPARTMENT_WIDE)
            for role, unit in self.roles
        )

    def role_in(self, *roles: str, unit_id: int) -> str | None:
        """The first of the roles that the member holds for a unit."""
        return next((role for role in roles if self.holds(role, unit_id=unit_id)), None)

    def units(self, *roles: str) -> frozenset[int]:
        """The units in which one of the roles is held."""
        return frozenset(unit for role, unit in self.roles if role in roles)

    @property
    def department_wide(self) -> bool:
        """Whether every unit of the agency may be seen: the offices', the records' and the administrators' view."""
        return self.holds(*DEPARTMENT_WIDE)

    def sees(self, *, unit_id: int) -> bool:
        """Whether the posts of a unit of the own agency may be seen: its members read what it says."""
        return (
            self.department_wide or unit_id == self.unit_id or any(unit == unit_id for _, unit in self.roles)
        )

    def shows(self, *, member: Member, in_units: Collection[int]) -> bool:
        """Whether all that a member may do is shown: to themselves, to the offices, to whoever leads a unit of theirs.

        `in_units` are those in which they hold a role now.
        """
        led = self.units(*COMMANDERS)
        theirs = member.unit_id in led or not led.isdisjoint(in_units)
        return theirs or self.department_wide or member.pk == self.member_id


def load(*, member: Member, at: datetime) -> Authority:
    """The authority of a member at a moment: one query, and a second for Communications."""
    facts = known.of_members(member_ids=[member.pk], agency_id=member.agency_id, at=at)[member.pk]
    if not member.is_active:
        facts = replace(facts, roles=frozenset(), duty_ends_at=None)
    return Authority(
        member_id=member.pk,
        agency_id=member.agency_id,
        unit_id=member.unit_id,
        at=at,
        roles=facts.roles,
        duty_ends_at=facts.duty_ends_at,
        stands_in_for=_stands_in_for(member, at, {role for role, _ in facts.roles}),
        facts=facts,
        presence=member.presence,
    )


def _stands_in_for(member: Member, at: datetime, roles: set[str]) -> frozenset[str]:
    """Communications' duty officer stands in for Community Policing while nobody of that is on call.

    Where Communications lists nobody either, each of its members may.
    """
    if Role.COMMUNICATIONS not in roles:
        return frozenset()
    listed = OnCall.objects.at(at=at).filter(agency_id=member.agency_id)
    on_call: dict[str, set[int]] = defaultdict(set)
    for role, member_id in listed.values_list("role", "member_id"):
        on_call[role].add(member_id)
    ours = on_call[Role.COMMUNICATIONS]
    if on_call[Role.COMMUNITY_POLICING] or (ours and member.pk not in ours):
        return frozenset()
    return frozenset({Role.COMMUNITY_POLICING})


def holders(
    *,
    role: str | tuple[str, ...],
    unit_id: int | None,
    agency_id: int,
    at: datetime,
    but_not: QuerySet[Member] | None = None,
) -> list[Member]:
    """The active members who hold a role at a moment, in a unit or (None) anywhere in the agency; one query."""
    roles = (role,) if isinstance(role, str) else role
    found = Authorisation.objects.in_force(at=at).filter(
        role__in=roles, agency_id=agency_id, member__is_active=True
    )
    if unit_id is not None:
        found = found.filter(unit_id=unit_id)
    members = Member.objects.filter(pk__in=found.values("member_id"))
    if but_not is not None:
        members = members.exclude(pk__in=but_not.values("pk"))
    return list(members.select_related("unit").order_by("last_name", "pk"))


def on_duty_until(*, member_ids: list[int], at: datetime) -> dict[int, datetime]:
    """Of these members, those on duty and until when: one query."""
    tours = Tour.objects.filter(member_id__in=member_ids, started_at__lte=at, ends_at__gt=at)
    return dict(tours.order_by("ends_at").values_list("member_id", "ends_at"))


def step_roles(role: str) -> tuple[str, ...]:
    """The roles that fill a step: a sergeant's step is filled by the acting sergeant as well."""
    return (Role.SERGEANT, Role.ACTING_SERGEANT) if role == Role.SERGEANT else (role,)


def visible_units(*, authority: Authority, member: Member) -> list[Unit]:
    """The units whose posts a member may list: their own, and django-guardian's rows, intersected with the dates."""
    units = Unit.objects.filter(agency_id=authority.agency_id)
    if not authority.department_wide:
        dated = {unit for _, unit in authority.roles}
        granted = Q(pk__in=dated, unitgrant__user=member, unitgrant__permission__codename="see_posts")
        units = units.filter(granted | Q(pk=authority.unit_id))
    return list(units.order_by("number").distinct())
