"""The rules of the conditions: setting one from a day on, and whom they would stop."""

from collections.abc import Iterable, Mapping, Sequence
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


class NotStricter(ValueError):
    """The rule would make nothing stricter; the sentence says how it is taken already."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a condition is taken in an agency or a unit: now, and what has been set for later."""

    condition: Condition
    force: Force
    rules: tuple[ConditionRule, ...]
    """Those that began last, the agency's first, then the unit's, then its commander's; what was taken back is none."""
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
    by_commander: bool = False,
) -> ConditionRule:
    """Take a condition in another way from a moment on, never from one that has passed.

    An empty force lets a unit do as its agency does. Rules are never edited: the newest that has begun holds. A
    commander's rule stands beside them and only makes it stricter; an empty force takes it back. Raises NotStricter.
    """
    if by_commander:
        _must_be_stricter(agency=agency, unit=unit, condition=condition, force=force, at=max(at, starts_at))
    rule = ConditionRule.objects.create(
        agency=agency,
        unit=unit,
        condition=condition,
        force=force,
        by_commander=by_commander,
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


def _must_be_stricter(
    *, agency: Agency, unit: Unit | None, condition: Condition, force: str, at: datetime
) -> None:
    """Raise NotStricter where a commander's rule would change nothing, by the rules that will hold at a moment."""
    if unit is None:
        raise ValueError("A commander's rule is one of a unit.")
    rules = [rule for rule in _rules(agency=agency, unit=unit) if rule.condition == condition]
    begun = _begun(rules=rules, at=at)
    if not force:
        if not any(rule.by_commander and rule.force for rule in begun):
            raise NotStricter("There is no stricter rule of yours to take back.")
        return
    asked = [_as_asked(rule) for rule in begun if not rule.by_commander]
    taken = conditions.force(rules=asked, condition=condition, unit_id=unit.pk)
    if conditions.STRICTER.index(Force(force)) <= conditions.STRICTER.index(taken):
        raise NotStricter(
            f"It is {taken.label.lower()} for your unit already. A commander can only make it stricter."
        )


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
    rules = _rules(agency=agency, unit=unit)
    begun = _begun(rules=rules, at=at)
    asked = [_as_asked(rule) for rule in begun]
    return [
        Standing(
            condition=condition,
            force=conditions.force(rules=asked, condition=condition, unit_id=unit.pk if unit else 0),
            rules=tuple(rule for rule in begun if rule.condition == condition and rule.force),
            later=tuple(rule for rule in rules if rule.condition == condition and rule.starts_at > at),
        )
        for condition in Condition
    ]


def _rules(*, agency: Agency, unit: Unit | None) -> list[ConditionRule]:
    """Every rule of an agency and of the unit, in the order in which they begin."""
    ours = Q(unit__isnull=True) | Q(unit=unit) if unit else Q(unit__isnull=True)
    found = ConditionRule.objects.filter(ours, agency=agency).select_related("set_by")
    return list(found.order_by("starts_at", "pk"))


def _begun(*, rules: Iterable[ConditionRule], at: datetime) -> list[ConditionRule]:
    """The newest of each that have begun: the agency's, then the unit's, then its commander's."""
    newest = {(one.condition, one.unit_id, one.by_commander): one for one in rules if one.starts_at <= at}
    return sorted(newest.values(), key=lambda one: (one.unit_id is not None, one.by_commander))


def _as_asked(rule: ConditionRule) -> Rule:
    return Rule(
        condition=rule.condition,
        unit_id=rule.unit_id,
        force=rule.force,
        by_commander=rule.by_commander,
    )


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
