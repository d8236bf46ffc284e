"""Who may do what with a post, and what it asks for besides a role: a table made by asking the code that decides.

Nothing here knows an answer. Each row puts `permissions.ruling` before a post in a situation where the act can be
taken, once for each role with nothing lacking, and once for each condition with that alone lacking.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from types import MappingProxyType
from typing import Any

from accounts.authority import Authority
from accounts.facts import Facts, Policy, Rule
from accounts.models import Condition, Force, Role
from accounts.presence import Presence
from directives.pack import Pack, load_pack
from posts import permissions
from posts.actions import STEPS, Action
from posts.models import RouteStep
from posts.permissions import Ruling
from posts.standing import Standing

VERDICTS = (Action.APPROVE, Action.RETURN, Action.REJECT)
NOBODY = ""
"""Of the unit, without a role."""
ROLES: tuple[str, ...] = (NOBODY, *Role.values)
_PACK = "chicago"
"""Rules under which every condition can be asked for."""
_UNIT, _AGENCY, _READER, _SOMEBODY = 1, 1, 1, 2
_AT = datetime(2026, 1, 1, tzinfo=UTC)
_LATER = datetime(2027, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One act, in one situation."""

    words: str
    when: str
    """In which situation, where there are several."""
    may: Mapping[str, bool]
    """By role."""
    asks: Mapping[str, bool]
    """Whether it is refused to somebody who lacks a condition that is enforced; all False for acts that stop."""

    @property
    def stops(self) -> bool:
        """Whether no condition ever refuses it."""
        return not any(self.asks.values())


@dataclass(frozen=True, kw_only=True)
class Situation:
    """How a post stands, and who is absent, where an act can be taken."""

    when: str = ""
    standing: Mapping[str, Any] = field(default_factory=dict)
    stands_in_for: frozenset[str] = frozenset()


@cache
def rows() -> tuple[Row, ...]:
    """The whole table, in the order of the transition table; the three verdicts on a step are one row of it."""
    acts = [
        VERDICTS if action == VERDICTS[0] else (action,) for action in STEPS if action not in VERDICTS[1:]
    ]
    return tuple(_row(act, situation) for act in acts for situation in SITUATIONS.get(act[0], (_PLAIN,)))


def labels() -> dict[str, str]:
    """The columns: each role as people read it."""
    return {role: Role(role).label if role else "Others of the unit" for role in ROLES}


def _step(role: str) -> RouteStep:
    office = role != Role.SERGEANT
    return RouteStep(pk=1, role=role, unit_id=None if office else _UNIT, position=1)


def _waits_for(role: str, *, handed: str = "", when: str) -> Situation:
    step = _step(role)
    return Situation(
        when=when, standing={"route": (step,), "left": (step,), "handed": {1: handed} if handed else {}}
    )


_PLAIN = Situation()
_UNITS = _waits_for(Role.SERGEANT, when="the step of the unit")
_DECIDING = (
    _UNITS,
    _waits_for(Role.SERGEANT, handed=Role.COMMANDER, when="the step of the unit, handed on to its commander"),
    _waits_for(Role.SERGEANT, handed=Role.COMMUNICATIONS, when="the same, handed on to Communications"),
    _waits_for(Role.COMMUNICATIONS, when="the step of Communications"),
    _waits_for(Role.COMMUNITY_POLICING, when="the step of Community Policing"),
)
SITUATIONS: Mapping[Action, tuple[Situation, ...]] = MappingProxyType(
    {
        VERDICTS[0]: _DECIDING,
        Action.STAND_IN: (
            replace(
                _waits_for(Role.COMMUNITY_POLICING, when="nobody of Community Policing is on call"),
                stands_in_for=frozenset({Role.COMMUNITY_POLICING.value}),
            ),
        ),
        Action.COMMENT: (replace(_UNITS, when=""),),
        Action.PROPOSE: (replace(_UNITS, when=""),),
        Action.ANSWER: (
            Situation(
                when="it waits for Communications",
                standing={"awaited": frozenset({Role.COMMUNICATIONS.value})},
            ),
            Situation(
                when="it waits for Community Policing",
                standing={"awaited": frozenset({Role.COMMUNITY_POLICING.value})},
            ),
        ),
        Action.KEEP: (Situation(standing={"lapsed": frozenset({_SOMEBODY})}),),
        Action.TAKE_OVER: (Situation(standing={"offered": True}),),
        Action.RELEASE: (
            _PLAIN,
            Situation(when="Communications stopped it", standing={"stopped_as": Role.COMMUNICATIONS.value}),
        ),
    }
)


def _row(acts: tuple[Action, ...], situation: Situation) -> Row:
    may = {role: all(asked(act, situation, role).allowed for act in acts) for role in ROLES}
    allowed = [role for role in ROLES if may[role]]
    asks = {
        condition.value: any(
            not asked(act, situation, role, condition).allowed for act in acts for role in allowed
        )
        for condition in Condition
    }
    words = ", ".join(STEPS[act].label for act in acts)
    return Row(words=words, when=situation.when, may=may, asks=asks)


def asked(action: Action, situation: Situation, role: str, lacking: Condition | None = None) -> Ruling:
    """The ruling on an act for somebody in a role, who lacks at most one condition."""
    held = _holding(role, situation.stands_in_for if role == Role.COMMUNICATIONS else frozenset(), lacking)
    return permissions.ruling(authority=held, action=action, standing=_standing(situation))


def _standing(situation: Situation) -> Standing:
    plain: dict[str, Any] = {
        "post_id": 1,
        "agency_id": _AGENCY,
        "unit_id": _UNIT,
        "corporate": False,
        "status": "",
        "route": (),
        "left": (),
        "writers": frozenset({_SOMEBODY}),
        "deciders": frozenset(),
        "stopped_as": None,
        "under": "",
        "untold": frozenset(),
        "lapsed": frozenset(),
    }
    return Standing(**{**plain, **situation.standing})


def _holding(role: str, stands_in_for: frozenset[str], lacking: Condition | None) -> Authority:
    """Somebody of the unit in a role, who has everything but one condition; all are enforced."""
    pack = _pack()
    roles = frozenset({(role, _UNIT)}) if role else frozenset()
    facts = Facts(
        roles=roles,
        duty_ends_at=_LATER,
        rules=tuple(
            Rule(condition=condition.value, unit_id=None, force=Force.ENFORCED.value)
            for condition in Condition
        ),
        policy=Policy(pk=1, pack=_PACK, digest=pack.digest, effective_at=_AT, acknowledged=True),
        topics={topic.key: None for topic in pack.training.topics},
        access=True,
    )
    presence = Presence(in_network=True, key_id=None)
    match lacking:
        case Condition.DUTY:
            facts = replace(facts, duty_ends_at=None)
        case Condition.ACKNOWLEDGEMENT if facts.policy:
            facts = replace(facts, policy=replace(facts.policy, acknowledged=False))
        case Condition.TRAINING:
            facts = replace(facts, topics={})
        case Condition.DEVICE:
            presence = Presence(in_network=False, key_id=None)
        case Condition.ACCESS:
            facts = replace(facts, roles=frozenset(), access=False)
    return Authority(
        member_id=_READER,
        agency_id=_AGENCY,
        unit_id=_UNIT,
        at=_AT,
        roles=roles,
        duty_ends_at=facts.duty_ends_at,
        stands_in_for=stands_in_for,
        facts=facts,
        presence=presence,
    )


@cache
def _pack() -> Pack:
    return load_pack(_PACK)


def in_words() -> str:
    """The table as a page of the documentation (docs/who-may.md), in Markdown."""
    table, columns = rows(), labels()
    lines = [
        "# Who may do what with a post",
        "",
        "Made from the code that decides, by `manage.py who_may --write`; a test fails while this page is old.",
        "",
        "A role holds within its unit; those of the offices hold for every unit. Nobody decides about a post they "
        "wrote, and one person gives one step of it. To somebody of another unit a post does not exist.",
        "",
        "## Role and act",
        "",
        _line("Act", *columns.values()),
        _line(*["---"] * (len(columns) + 1)),
        *(_line(_named(row), *("yes" if row.may[role] else "" for role in columns)) for row in table),
        "",
        "## Act and condition",
        "",
        "What an act asks for besides its role, where the condition is enforced. A condition that is observed only "
        "notes what is missing. Acts that stop are never refused for a condition.",
        "",
        _line("Act", *Condition.labels),
        _line(*["---"] * (len(Condition) + 1)),
        *(
            _line(_named(row), *("needed" if row.asks[one] else "" for one in Condition.values))
            for row in table
            if not row.stops
        ),
        *(_line(_named(row), *["never"] * len(Condition)) for row in table if row.stops),
    ]
    return "\n".join(lines) + "\n"


def _named(row: Row) -> str:
    return f"{row.words}: {row.when}" if row.when else row.words


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
