"""A unit's step that nobody takes is handed on before its time is over: to its commander, then to Communications.

Whoever had it before may still give it, and nobody approves by being silent: what nobody decides goes back to its
author (posts.undecided). Acting sergeants and acting commanders stand where those stand for whom they act. Of the time
from submitting to when the decision is due, those asked have

    ================  ===========  ====================  ============
    handed on to      nobody can   nobody is on duty     in any case
    ================  ===========  ====================  ============
    the commander     at once      after half            after 3/4
    Communications    at once      after 3/4             after 7/8
    ================  ===========  ====================  ============

A rung on which nobody may decide is passed over: nobody who wrote the post or decided another step of it, and nobody
who lacks a condition that is not mended at once. Above Communications there is nobody: there it stays.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Q

from accounts import conditions, languages
from accounts import facts as known
from accounts.facts import Facts
from accounts.models import Authorisation, Condition, Member, Role
from accounts.models.authority import COMMANDERS
from accounts.presence import Presence
from audit import trail
from posts import handed_notices, turns
from posts.models import Approval, Post, RevisionAuthor, Status, Turn
from posts.turns import LADDER


class Why(StrEnum):
    """Why a step is handed on, as a word for the trail."""

    NOBODY = "nobody_can"
    OFF_DUTY = "nobody_on_duty"
    SILENT = "not_decided"


_AFTER: Mapping[str, Mapping[Why, float]] = {
    Role.COMMANDER: {Why.NOBODY: 0, Why.OFF_DUTY: 1 / 2, Why.SILENT: 3 / 4},
    Role.COMMUNICATIONS: {Why.NOBODY: 0, Why.OFF_DUTY: 3 / 4, Why.SILENT: 7 / 8},
}
"""After which part of the time each rung is handed a step."""
_LASTING = (Condition.TRAINING, Condition.ACCESS)
"""What nobody mends in the minutes before a decision is due."""
_AT_A_DESK = Presence(in_network=True, key_id=None)


@dataclass(frozen=True, kw_only=True)
class HandOn:
    """That a step is to be handed on now, to whom, and why."""

    turn: Turn
    role: str
    why: Why
    to: tuple[int, ...]
    """The members who are asked now."""


def owed(*, at: datetime) -> list[int]:
    """The posts of which a step is to be handed on, what is due first, by id; few queries however many wait."""
    waiting = _waiting(post_id=None)
    return list(dict.fromkeys(one.turn.post_id for one in _due(waiting, at)))


@transaction.atomic
def hand_on(*, post_id: int, at: datetime) -> list[HandOn]:
    """Hand on what is to be of one post, write it to the trail, and ask those whose turn it is then; twice is once."""
    post = (
        Post.objects.select_for_update(of=("self",)).select_related("account__agency", "unit").get(pk=post_id)
    )
    if post.status != Status.IN_REVIEW:
        return []
    due = _due(_waiting(post_id=post_id), at)
    for one in due:
        turns.pass_on(turn=one.turn, role=one.role, at=at)
        trail.record(
            verb="post.handed_on",
            agency_id=post.agency_id,
            actor_id=None,
            subject_id=post.pk,
            at=at,
            revision_id=one.turn.step.revision_id,
            step=one.turn.step.key,
            role=one.role,
            why=one.why.value,
        )
        to = list(Member.objects.filter(pk__in=one.to).order_by("last_name", "pk"))
        handed_notices.handed_on(post=post, step=one.turn.step, role=one.role, why=one.why, to=to, at=at)
    return due


def _waiting(*, post_id: int | None) -> list[Turn]:
    """The turns of units that can still be handed on."""
    found = Turn.objects.filter(unit__isnull=False, role__in=LADDER[:-1])
    if post_id is not None:
        found = found.filter(post_id=post_id)
    return list(found.select_related("step__revision", "post__account").order_by("due_at", "pk"))


def _due(waiting: Sequence[Turn], at: datetime) -> list[HandOn]:
    if not waiting:
        return []
    barred = _barred({turn.step.revision_id for turn in waiting})
    reads = _readers(waiting)
    of_agency: dict[int, list[Turn]] = defaultdict(list)
    for turn in waiting:
        of_agency[turn.agency_id].append(turn)
    people = {agency_id: _people(agency_id, found, at) for agency_id, found in of_agency.items()}
    due = (
        _next(turn, _reading(turn, people[turn.agency_id], reads), barred[turn.step.revision_id], at)
        for turn in waiting
    )
    return [one for one in due if one is not None]


def _barred(revision_ids: Collection[int]) -> Mapping[int, set[int]]:
    """Who wrote each version or decided a step of it: two queries."""
    barred: dict[int, set[int]] = defaultdict(set)
    wrote = RevisionAuthor.objects.filter(revision__in=revision_ids).values_list("revision_id", "member_id")
    decided = Approval.objects.filter(revision__in=revision_ids).values_list("revision_id", "decided_by_id")
    for revision_id, member_id in (*wrote, *decided):
        barred[revision_id].add(member_id)
    return barred


def _people(agency_id: int, waiting: Iterable[Turn], at: datetime) -> Mapping[int, Facts]:
    """Everybody of an agency who could give one of these steps, with what is known of them: two queries."""
    units = {turn.unit_id for turn in waiting}
    of_unit = Q(unit_id__in=units, role__in=(*turns.SERGEANTS, *COMMANDERS))
    held = Authorisation.objects.in_force(at=at).filter(
        of_unit | Q(role=Role.COMMUNICATIONS), agency_id=agency_id, member__is_active=True
    )
    ids = set(held.values_list("member_id", flat=True))
    return known.of_members(member_ids=ids, agency_id=agency_id, at=at)


def _readers(waiting: Iterable[Turn]) -> Mapping[tuple[int, str], set[int]]:
    """Who reads the languages for which a reader is asked, by agency and language; none is asked: no query."""
    asked: dict[int, set[str]] = defaultdict(set)
    for turn in waiting:
        if turn.step.revision.needs_reader:
            asked[turn.agency_id].add(turn.step.revision.language)
    return {
        (agency_id, language): members
        for agency_id, wanted in asked.items()
        for language, members in languages.readers_of(agency_id=agency_id, languages=wanted).items()
    }


def _reading(
    turn: Turn, people: Mapping[int, Facts], reads: Mapping[tuple[int, str], set[int]]
) -> Mapping[int, Facts]:
    """Of these people those who may approve it where its unit asks for a reader: who reads it, and Communications."""
    revision = turn.step.revision
    if not revision.needs_reader:
        return people
    readers = reads[turn.agency_id, revision.language]
    return {
        pk: facts
        for pk, facts in people.items()
        if pk in readers or any(role == Role.COMMUNICATIONS for role, _ in facts.roles)
    }


def _next(turn: Turn, people: Mapping[int, Facts], barred: set[int], at: datetime) -> HandOn | None:
    """The next rung on which somebody may decide, if its time has come."""
    asked = _able(turn, turns.may_fill(step=turn.step, whose=turn.role), people, barred, at)
    for role in LADDER[LADDER.index(turn.role) + 1 :]:
        roles = turns.may_fill(step=turn.step, whose=role)
        there = {pk: facts for pk, facts in _able(turn, roles, people, barred, at).items() if pk not in asked}
        if there:
            why = _why(asked)
            since = turn.step.revision.submitted_at
            begins = since + (turn.due_at - since) * _AFTER[role][why]
            return HandOn(turn=turn, role=role, why=why, to=tuple(there)) if at >= begins else None
    return None


def _why(asked: Mapping[int, Facts]) -> Why:
    if not asked:
        return Why.NOBODY
    on_duty = any(facts.duty_ends_at is not None for facts in asked.values())
    return Why.SILENT if on_duty else Why.OFF_DUTY


def _able(
    turn: Turn, roles: Collection[str], people: Mapping[int, Facts], barred: set[int], at: datetime
) -> dict[int, Facts]:
    return {
        pk: facts
        for pk, facts in people.items()
        if pk not in barred and _holds(facts, roles, turn.unit_id) and not _lacks(facts, turn, at)
    }


def _holds(facts: Facts, roles: Collection[str], unit_id: int | None) -> bool:
    return any(
        role in roles and (unit == unit_id or role == Role.COMMUNICATIONS) for role, unit in facts.roles
    )


def _lacks(facts: Facts, turn: Turn, at: datetime) -> bool:
    lacks = conditions.lacking(
        facts=facts,
        presence=_AT_A_DESK,
        unit_id=turn.post.unit_id,
        at=at,
        practice=turn.post.account.practice,
    )
    return any(lack.enforced and lack.condition in _LASTING for lack in lacks)
