"""The rules of the conditions: setting one from a day on, and whom they would stop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from django.db import transaction
from django.db.models import Q

from accounts import conditions
from accounts import facts as known
from accounts.conditions import Lack
from accounts.facts import Rule
from accounts.models import Agency, Authorisation, Condition, ConditionRule, Force, Member, Unit
from audit import trail

AT_FOUNDING: Mapping[Condition, Force] = MappingProxyType(
    {
        Condition.DUTY: Force.ENFORCED,
        Condition.ACKNOWLEDGEMENT: Force.OBSERVED,
        Condition.TRAINING: Force.OBSERVED,
        Condition.DEVICE: Force.OFF,
        Condition.ACCESS: Force.ENFORCED,
    }
)
"""What a new agency begins with: nobody is stopped before courses, confirmations and devices are in the portal."""
KNOWN_AHEAD = (Condition.ACKNOWLEDGEMENT, Condition.TRAINING, Condition.ACCESS)
"""Of these one can say today whom they would stop; tour and device are asked when somebody acts."""


@dataclass(frozen=True, kw_only=True)
class Stopped:
    """Somebody whom the rules would stop if all of them were enforced today."""

    member: Member
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a condition is taken in an agency or a unit: now, and what has been set for later."""

    condition: Condition
    force: Force
    own: ConditionRule | None
    """The rule that began last, of the unit itself or of the agency that was asked about."""
    later: tuple[ConditionRule, ...]


@transaction.atomic
def change(
    *,
    agency: Agency,
    unit: Unit | None,
    condition: Condition,
    force: str,
    starts_at: datetime,
    reason: str,
    actor: Member | None,
    at: datetime,
) -> ConditionRule:
    """Take a condition in another way from a moment on, never from one that has passed.

    An empty force lets a unit do as its agency does. Rules are never edited: the newest that has begun holds.
    """
    rule = ConditionRule.objects.create(
        agency=agency,
        unit=unit,
        condition=condition,
        force=force,
        starts_at=max(at, starts_at),
        reason=reason,
        set_by=actor,
        set_at=at,
    )
    trail.record(
        verb="condition.set",
        agency_id=agency.pk,
        actor_id=actor.pk if actor else None,
        subject_id=agency.pk,
        at=at,
        condition=condition,
        force=force or "as_agency",
        unit_id=unit.pk if unit else None,
        starts_at=rule.starts_at,
    )
    return rule


def begin(*, agency: Agency, at: datetime) -> None:
    """The rules that a new agency begins with; inside the transaction of its founding."""
    for condition, force in AT_FOUNDING.items():
        change(
            agency=agency,
            unit=None,
            condition=condition,
            force=force,
            starts_at=at,
            reason="",
            actor=None,
            at=at,
        )


def standing(*, agency: Agency, unit: Unit | None, at: datetime) -> Sequence[Standing]:
    """How each condition is taken in a unit, or in the whole agency, in the order of `Condition`. One query."""
    ours = Q(unit__isnull=True) | Q(unit=unit) if unit else Q(unit__isnull=True)
    rules = list(
        ConditionRule.objects.filter(ours, agency=agency).select_related("set_by").order_by("starts_at", "pk")
    )
    begun = [rule for rule in rules if rule.starts_at <= at]
    newest = {(rule.condition, rule.unit_id): rule for rule in begun}
    asked = tuple(
        Rule(condition=rule.condition, unit_id=rule.unit_id, force=rule.force) for rule in newest.values()
    )
    unit_id = unit.pk if unit else None
    return [
        Standing(
            condition=condition,
            force=conditions.force(rules=asked, condition=condition, unit_id=unit_id or 0),
            own=newest.get((condition, unit_id)),
            later=tuple(
                rule
                for rule in rules
                if rule.starts_at > at and (rule.condition, rule.unit_id) == (condition, unit_id)
            ),
        )
        for condition in Condition
    ]


def would_stop(*, agency_id: int, unit_id: int | None, at: datetime) -> list[Stopped]:
    """Who holds a role in a unit, or in the agency, and lacks something that can be known ahead. Two statements.

    Each is asked as if the rule were enforced today: training, the policy, and the approval of access.
    """
    held = Authorisation.objects.in_force(at=at).filter(agency_id=agency_id)
    if unit_id is not None:
        held = held.filter(unit_id=unit_id)
    found = Member.objects.filter(pk__in=held.values("member_id"), is_active=True)
    members = list(found.select_related("unit").order_by("unit__number", "last_name", "pk"))
    facts = known.of_members(member_ids=[one.pk for one in members], agency_id=agency_id, at=at)
    stopped = []
    for member in members:
        enforced = replace(facts[member.pk], rules=_ENFORCED)
        lacks = conditions.lacking(facts=enforced, presence=None, unit_id=member.unit_id, at=at)
        if lacks:
            stopped.append(Stopped(member=member, lacks=lacks))
    return stopped


_ENFORCED = tuple(
    Rule(condition=one, unit_id=None, force=Force.ENFORCED if one in KNOWN_AHEAD else Force.OFF)
    for one in Condition
)
