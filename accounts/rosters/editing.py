"""Writing a roster: changed cell by cell, by one person or by two at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.models import (
    Member,
    Roster,
    RosterEntry,
    RosterState,
)
from accounts.rosters import fields, permission
from accounts.rosters.fields import NAMES
from accounts.rosters.sheet import REASON
from audit import trail

OFFICE = "outside_office"
LONGEST_REASON = 300
MOST_MEMBERS = 500
"""More than any unit has: a roster stays one page."""


class Locked(Exception):
    """The roster was submitted: a correction begins a new version."""


class Full(Exception):
    """The roster has as many lines as one page can hold."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One cell as somebody typed it, and what they saw there before."""

    entry_id: int
    name: str
    seen: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """One cell that somebody else changed meanwhile: theirs is kept until a person chooses."""

    entry_id: int
    name: str
    mine: str
    theirs: str


def open_roster(*, roster_id: int, actor: Member, at: datetime) -> Roster:
    """The roster, locked for this transaction and still open, for somebody who may write it now.

    Raises PermissionDenied with a sentence, or Locked for a submitted one.
    """
    roster = Roster.objects.select_for_update(of=("self",)).select_related("unit", "period").get(pk=roster_id)
    permission.ask(unit_id=roster.unit_id, actor=actor, at=at, period=roster.period)
    if roster.state == RosterState.SUBMITTED:
        raise Locked
    return roster


@transaction.atomic
def keep(*, roster_id: int, changes: Sequence[Change], actor: Member, at: datetime) -> list[Conflict]:
    """Write what was typed, cell by cell; a cell that is no longer as it was seen stays, and is returned.

    A value that is too long for its column is cut to it. Raises Locked.
    """
    roster = open_roster(roster_id=roster_id, actor=actor, at=at)
    wanted = {change.entry_id for change in changes if change.value != change.seen}
    entries = {one.pk: one for one in RosterEntry.objects.filter(roster=roster, pk__in=wanted)}
    conflicts: list[Conflict] = []
    written = 0
    for change in changes:
        entry = entries.get(change.entry_id)
        if entry is None or change.value == change.seen:
            continue
        stands, value = _stands(entry, change.name), _tidied(change)
        if stands not in (change.seen, value):
            conflicts.append(Conflict(entry_id=entry.pk, name=change.name, mine=value, theirs=stands))
        elif stands != value:
            setattr(entry, change.name, value == "yes" if change.name == OFFICE else value)
            written += 1
    RosterEntry.objects.bulk_update(entries.values(), [*NAMES, OFFICE, REASON])
    _note(roster, written, actor, at)
    return conflicts


def _stands(entry: RosterEntry, name: str) -> str:
    if name == OFFICE:
        return "yes" if entry.outside_office else ""
    return str(getattr(entry, name))


def _tidied(change: Change) -> str:
    if change.name == OFFICE:
        return "yes" if change.value == "yes" else ""
    if change.name == REASON:
        return fields.line(change.value)[:LONGEST_REASON]
    return fields.tidy(change.name, change.value)[: fields.BY_NAME[change.name].longest]


@transaction.atomic
def add(*, roster_id: int, facts: Mapping[str, str], actor: Member, at: datetime) -> RosterEntry:
    """A new line at the end. Raises Locked, or Full."""
    roster = open_roster(roster_id=roster_id, actor=actor, at=at)
    if roster.entries.count() >= MOST_MEMBERS:
        raise Full
    last = roster.entries.aggregate(last=Max("position"))["last"] or 0
    tidied = {name: fields.tidy(name, facts.get(name, ""))[: fields.BY_NAME[name].longest] for name in NAMES}
    entry = RosterEntry.objects.create(roster=roster, position=last + 1, **tidied)
    _note(roster, 1, actor, at)
    return entry


@transaction.atomic
def leave(*, roster_id: int, entry_id: int, actor: Member, at: datetime) -> bool:
    """Mark a member as having left, as they were; a line that is new is taken away. False without such a line."""

    def change(entry: RosterEntry) -> None:
        if entry.before is None:
            entry.delete()
        else:
            entry.left = True
            for name, value in entry.before.items():
                setattr(entry, name, value)
            entry.save(update_fields=["left", *NAMES])

    return _change(roster_id, entry_id, change, actor, at)


@transaction.atomic
def put_back(*, roster_id: int, entry_id: int, actor: Member, at: datetime) -> bool:
    """Somebody who was marked as left is on the roster after all."""

    def change(entry: RosterEntry) -> None:
        entry.left = False
        entry.save(update_fields=["left"])

    return _change(roster_id, entry_id, change, actor, at)


def _change(
    roster_id: int, entry_id: int, change: Callable[[RosterEntry], None], actor: Member, at: datetime
) -> bool:
    roster = open_roster(roster_id=roster_id, actor=actor, at=at)
    entry = roster.entries.filter(pk=entry_id).first()
    if entry is None:
        return False
    change(entry)
    _note(roster, 1, actor, at)
    return True


def _note(roster: Roster, written: int, actor: Member, at: datetime) -> None:
    if not written:
        return
    Roster.objects.filter(pk=roster.pk).update(changed_by=actor, changed_at=at)
    trail.record(
        verb="roster.changed",
        agency_id=roster.agency_id,
        actor_id=actor.pk,
        subject_id=roster.pk,
        at=at,
        changes=written,
    )
