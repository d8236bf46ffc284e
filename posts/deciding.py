"""Who will decide about a draft, and who of them is on duty now."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from accounts import authority as authorities
from accounts import languages as known
from accounts import offices
from accounts.models import Member, Role
from accounts.models.agency import UnitKind, ordinal
from directives.decision import Decision, Notice, Step
from posts import languages, readers, routing, slots
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
    of_an_office: bool
    """Whether an office decides, and not the unit."""
    reads: str
    """The language that its unit asks its reviewers to read, 'Spanish'; empty where it does not."""
    why: str
    clause: str


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Steps that decide side by side, in any order."""

    deciders: tuple[Decider, ...]

    @property
    def title(self) -> str:
        """'Communications and Community Policing'."""
        return " and ".join(decider.title for decider in self.deciders)


@dataclass(frozen=True, kw_only=True)
class ToTell:
    """An office that is told before the post goes out; it does not decide."""

    office: str
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


def stages(*, post: Post, draft: Draft, decision: Decision, at: datetime) -> tuple[Stage, ...]:
    """The steps in order, each with who can fill it; nobody who wrote the post is among them."""
    language = readers.asked_of(post=post, language=draft.language)
    holders = {step.key: _holders(step, post, draft, at) for step in decision.route}
    if language:
        reads = known.readers_of(agency_id=post.agency_id, languages=[language])[language]
        for step in decision.route:
            if _of_its_unit(step, post):
                holders[step.key] = [one for one in holders[step.key] if one.pk in reads]
    ids = sorted({member.pk for members in holders.values() for member in members})
    until = authorities.on_duty_until(member_ids=ids, at=at) if ids else {}
    route = sorted(decision.route, key=lambda step: step.position)
    return tuple(
        Stage(deciders=tuple(_decider(step, post, holders[step.key], until, language) for step in beside))
        for _, beside in groupby(route, key=lambda step: step.position)
    )


def to_tell(*, decision: Decision) -> tuple[ToTell, ...]:
    """The offices that a directive wants told, each with its clause."""
    return tuple(
        ToTell(office=offices.NAMES[notice.office], why=f"{notice.why}{_wait(notice)}", clause=notice.clause)
        for notice in decision.notices
    )


def _wait(notice: Notice) -> str:
    if not notice.wait_minutes:
        return ""
    return f" Its answer is waited for, at most {slots.minutes_in_words(notice.wait_minutes)}."


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
        unit_id=None if role in offices.NAMES else post.unit_id,
        agency_id=post.agency_id,
        at=at,
        but_not=draft.writers.all(),
    )


def _of_its_unit(step: Step, post: Post) -> bool:
    return routing.role_of(step=step, post=post) not in offices.NAMES


def _decider(
    step: Step, post: Post, members: list[Member], until: dict[int, datetime], language: str
) -> Decider:
    ordered = sorted(members, key=lambda member: member.pk not in until)
    shown = ordered[:NAMES_SHOWN]
    return Decider(
        title=_title(step, post),
        people=tuple(
            Person(name=_short_name(member), on_duty_until=until.get(member.pk)) for member in shown
        ),
        others=len(ordered) - len(shown),
        anybody_on_duty=any(member.pk in until for member in members),
        of_an_office=not _of_its_unit(step, post),
        reads=languages.name_of(code=language) if language and _of_its_unit(step, post) else "",
        why=step.why,
        clause=step.why_clause,
    )


def _short_name(member: Member) -> str:
    """'Sgt. M. Whitfield'."""
    return " ".join(filter(None, (member.rank, f"{member.first_name[:1]}.", member.last_name)))


def _title(step: Step, post: Post) -> str:
    role = routing.role_of(step=step, post=post)
    if role in offices.NAMES:
        return routing.title(key=step.key, role=role, name=step.title)
    unit = post.unit
    place = ordinal(unit.number) if unit.kind == UnitKind.DISTRICT else unit.short_name
    return f"{step.title} of the {place}"
