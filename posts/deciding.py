"""Who will decide about a draft, and who of them is on duty now."""

from dataclasses import dataclass
from datetime import datetime

from accounts import authority as authorities
from accounts.models import Member, Role
from accounts.models.agency import UnitKind, ordinal
from directives.decision import Decision, Step
from posts import routing
from posts.models import Draft, Post

NAMES_SHOWN = 2


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who can fill a step."""

    name: str
    on_duty_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class Decider:
    """One step of the route as its author reads it."""

    title: str
    """'Sergeant of the 014th'."""
    people: tuple[Person, ...]
    """Those on duty first; at most two."""
    others: int
    """How many more there are."""
    anybody_on_duty: bool
    why: str
    clause: str


@dataclass(frozen=True, kw_only=True)
class Next:
    """What the button does."""

    label: str
    whom: str
    """'sergeant', 'Communications Division' or nobody."""
    unit: str
    """'014th District', where the step is a unit's."""
    due_at: datetime | None
    due_today: bool


def deciders(*, post: Post, draft: Draft, decision: Decision, at: datetime) -> tuple[Decider, ...]:
    """The steps in order, each with who can fill it; nobody who wrote the post is among them."""
    holders = {step.key: _holders(step, post, draft, at) for step in decision.route}
    ids = sorted({member.pk for members in holders.values() for member in members})
    until = authorities.on_duty_until(member_ids=ids, at=at) if ids else {}
    return tuple(_decider(step, post, holders[step.key], until) for step in decision.route)


def after_submitting(*, post: Post, decision: Decision, send_at: datetime | None, at: datetime) -> Next:
    """Where the post goes when it is submitted now, and when a decision is due."""
    if not decision.route:
        return Next(label="Submit post", whom="", unit="", due_at=None, due_today=True)
    due_at = _due(decision, send_at, at)
    zone = post.account.agency.tzinfo
    today = due_at is None or due_at.astimezone(zone).date() == at.astimezone(zone).date()
    if routing.role_of(step=decision.route[0], post=post) == Role.COMMUNICATIONS:
        label, whom, unit = "Submit to Communications", "Communications Division", ""
    else:
        label, whom, unit = "Submit to sergeant", "sergeant", post.unit.short_name
    return Next(label=label, whom=whom, unit=unit, due_at=due_at, due_today=today)


def _due(decision: Decision, send_at: datetime | None, at: datetime) -> datetime | None:
    """When a decision is due; None while the kind of post, which sets it, is not chosen."""
    if not decision.review_minutes:
        return None
    return routing.decision_due(decision=decision, send_at=send_at, at=at)


def _holders(step: Step, post: Post, draft: Draft, at: datetime) -> list[Member]:
    role = routing.role_of(step=step, post=post)
    return authorities.holders(
        role=authorities.step_roles(role),
        unit_id=None if role == Role.COMMUNICATIONS else post.unit_id,
        agency_id=post.agency_id,
        at=at,
        but_not=draft.writers.all(),
    )


def _decider(step: Step, post: Post, members: list[Member], until: dict[int, datetime]) -> Decider:
    ordered = sorted(members, key=lambda member: member.pk not in until)
    shown = ordered[:NAMES_SHOWN]
    return Decider(
        title=_title(step, post),
        people=tuple(
            Person(name=_short_name(member), on_duty_until=until.get(member.pk)) for member in shown
        ),
        others=len(ordered) - len(shown),
        anybody_on_duty=any(member.pk in until for member in members),
        why=step.why,
        clause=step.why_clause,
    )


def _short_name(member: Member) -> str:
    """'Sgt. M. Whitfield'."""
    return " ".join(filter(None, (member.rank, f"{member.first_name[:1]}.", member.last_name)))


def _title(step: Step, post: Post) -> str:
    if routing.role_of(step=step, post=post) == Role.COMMUNICATIONS:
        return "Another member of Communications" if post.account.corporate else step.title
    unit = post.unit
    place = ordinal(unit.number) if unit.kind == UnitKind.DISTRICT else unit.short_name
    return f"{step.title} of the {place}"
