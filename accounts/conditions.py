"""The conditions of acting besides a role: how each is taken, and what a member lacks of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from accounts.facts import Facts, Rule
from accounts.models import Condition, DeviceKind, Force
from accounts.policies import PackHasChanged, pack_of
from accounts.presence import Presence
from directives.model import Topic
from directives.pack import Pack

DEFAULTS: Mapping[str, Force] = MappingProxyType({Condition.DUTY: Force.ENFORCED})
"""Where an agency has no rule: duty is asked, the others are not."""
SLUGS: Mapping[Condition, str] = MappingProxyType(
    {
        Condition.DUTY: "off_duty",
        Condition.ACKNOWLEDGEMENT: "unacknowledged",
        Condition.TRAINING: "untrained",
        Condition.DEVICE: "wrong_device",
        Condition.ACCESS: "no_access",
    }
)
"""The reason as a word for the trail."""


@dataclass(frozen=True, kw_only=True)
class Lack:
    """Something that a member lacks for an act, and what to do about it."""

    condition: Condition
    words: str
    """A sentence with {verb} where the act is named."""
    clause: str
    enforced: bool = True
    """Whether the act is refused for it; otherwise it is only noted."""

    @property
    def slug(self) -> str:
        """The reason as a word for the trail."""
        return SLUGS[self.condition]

    def to(self, verb: str) -> str:
        """The sentence for an act: 'write', 'decide'."""
        return self.words.replace("{verb}", verb)


STRICTER: tuple[Force, ...] = (Force.OFF, Force.OBSERVED, Force.ENFORCED)
"""Each is stricter than those before it."""


def force(*, rules: Iterable[Rule], condition: Condition, unit_id: int) -> Force:
    """How a condition is taken in a unit: by its own rule, else by its agency's, else as where there is none.

    A stricter rule of the unit's commander holds over each of these, a weaker one over none.
    """
    found = {(rule.unit_id, rule.by_commander): rule.force for rule in rules if rule.condition == condition}
    said = found.get((unit_id, False)) or found.get((None, False))
    asked = Force(said) if said else DEFAULTS.get(condition, Force.OFF)
    return max(asked, Force(found.get((unit_id, True)) or Force.OFF), key=STRICTER.index)


def lacking(
    *, facts: Facts, presence: Presence | None, unit_id: int, at: datetime, practice: bool = False
) -> tuple[Lack, ...]:
    """What a member lacks to act for a unit, in the order of `Condition`; what is off is not asked.

    On a practice account nobody needs the training that they get by it.
    """
    found = []
    for condition, ask in _ASKS.items():
        if practice and condition == Condition.TRAINING:
            continue
        how = force(rules=facts.rules, condition=condition, unit_id=unit_id)
        lack = None if how == Force.OFF else ask(facts, presence, at)
        if lack is not None:
            found.append(replace(lack, enforced=how == Force.ENFORCED))
    return tuple(found)


_CLAUSES: Mapping[Condition, str] = MappingProxyType(
    {
        Condition.DUTY: "CPD-TW.III.E",
        Condition.ACKNOWLEDGEMENT: "CPD-TW.IV.B",
        Condition.ACCESS: "CPD-SM.III.C.2",
    }
)


def clause_of(*, condition: Condition, pack: Pack) -> str:
    """The clause that asks for a condition under these rules; empty where they ask nothing of it."""
    if condition == Condition.TRAINING:
        return pack.training.clause or "CPD-TW.V.C.1"
    if condition == Condition.DEVICE:
        return _DEVICE_SAYS.get(pack.settings.device_policy, ("", ""))[1]
    return _CLAUSES[condition]


def _duty(facts: Facts, presence: Presence | None, at: datetime) -> Lack | None:
    if facts.duty_ends_at is not None:
        return None
    return Lack(
        condition=Condition.DUTY,
        words="You are off duty. Go on duty at the top of the page to {verb}.",
        clause=_CLAUSES[Condition.DUTY],
    )


def _acknowledgement(facts: Facts, presence: Presence | None, at: datetime) -> Lack | None:
    if facts.policy is None or facts.policy.acknowledged:
        return None
    return Lack(
        condition=Condition.ACKNOWLEDGEMENT,
        words=f"You have not read the rules of {_day(facts.policy.effective_at, facts.zone)} yet. "
        "Read and confirm them to {verb}.",
        clause=_CLAUSES[Condition.ACKNOWLEDGEMENT],
    )


def _training(facts: Facts, presence: Presence | None, at: datetime) -> Lack | None:
    pack = pack_in_force(facts)
    short = [topic for topic in pack.training.topics if not _covered(facts, topic, at)] if pack else []
    if pack is None or not short:
        return None
    ended = [end for topic in short if (end := facts.topics.get(topic.key)) is not None]
    what = f"ended on {_day(max(ended), facts.zone)}" if len(ended) == len(short) else "is missing"
    return Lack(
        condition=Condition.TRAINING,
        words=f"Your training in {_listed([topic.label for topic in short])} {what}. "
        "Ask the coordinator for a course, then you can {verb}.",
        clause=clause_of(condition=Condition.TRAINING, pack=pack),
    )


def _covered(facts: Facts, topic: Topic, at: datetime) -> bool:
    until = facts.topics.get(topic.key, at)
    return until is None or until > at


_DEVICE_SAYS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "department-only": (
            "This is no device of the department. Use one of the department's to {verb}.",
            "CPD-TW.IV.D",
        ),
        "written-permission": (
            "You have no written permission for this device. Use one of the department's to {verb}, "
            "or ask your commander for permission.",
            "DPD-227.C.a.iv.2",
        ),
        "supervisor": (
            "This is no device of the department, and no supervisor has approved it. Use one of the department's "
            "to {verb}, or ask your supervisor.",
            "APD-1021.3",
        ),
    }
)


def _device(facts: Facts, presence: Presence | None, at: datetime) -> Lack | None:
    pack = pack_in_force(facts)
    says = _DEVICE_SAYS.get(pack.settings.device_policy) if pack else None
    if pack is None or says is None:
        return None
    kinds = {DeviceKind.DEPARTMENT.value}
    if pack.settings.device_policy != "department-only":
        kinds.add(DeviceKind.PERSONAL.value)
    if presence is not None and (presence.in_network or _known(facts, presence, kinds)):
        return None
    words, clause = says
    return Lack(condition=Condition.DEVICE, words=words, clause=clause)


def _known(facts: Facts, presence: Presence, kinds: set[str]) -> bool:
    return presence.key_id is not None and any(
        device.key_id == presence.key_id and device.kind in kinds for device in facts.devices
    )


def _access(facts: Facts, presence: Presence | None, at: datetime) -> Lack | None:
    """An authorisation or designation is itself the approval."""
    if facts.roles or facts.access:
        return None
    return Lack(
        condition=Condition.ACCESS,
        words="Nobody has approved that you use social media here. Ask your commander for it to {verb}.",
        clause=_CLAUSES[Condition.ACCESS],
    )


_ASKS: Mapping[Condition, Callable[[Facts, Presence | None, datetime], Lack | None]] = MappingProxyType(
    {
        Condition.DUTY: _duty,
        Condition.ACKNOWLEDGEMENT: _acknowledgement,
        Condition.TRAINING: _training,
        Condition.DEVICE: _device,
        Condition.ACCESS: _access,
    }
)


def pack_in_force(facts: Facts) -> Pack | None:
    """The adopted rules; None where they are not on disk, since then nothing is judged or sent by them either."""
    if facts.policy is None:
        return None
    try:
        return pack_of(policy_pack=facts.policy.pack, digest=facts.policy.digest)
    except PackHasChanged:
        return None


def _day(moment: datetime, zone: ZoneInfo) -> str:
    here = moment.astimezone(zone)
    return f"{here.day} {here:%B %Y}"


def _listed(words: list[str]) -> str:
    """'legal issues, privacy and retention'."""
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)
