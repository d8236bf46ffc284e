"""Importing a table into rosters: kept, checked, and written unit by unit when somebody confirms it."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import ImportState, Member, Period, Roster, RosterEntry, RosterImport, RosterState, Unit
from accounts.rosters import dry_run, permission, starting
from accounts.rosters.dry_run import Found
from accounts.rosters.fields import NAMES
from accounts.rosters.reading import Line
from accounts.rosters.sheet import REASON, Mark
from audit import trail

AT_ONCE_ROWS = 200
"""Up to so many rows are checked while the page waits; more are a worker's."""
UNITS_A_STEP = 30
SILENT = timedelta(minutes=2)
"""After so long without a step a worker is taken for dead, and the import is taken up again."""
GIVEN_UP = timedelta(minutes=20)
"""An import that made no step for so long, however often it was taken up, fails the same way each time."""
FAILED = (
    "It could not be finished; what was written before stays. Import the table again, in smaller parts; "
    "if that fails too, give the file to your administrator."
)


class NotReady(Exception):
    """The import is not one that can be confirmed now."""


@transaction.atomic
def begin(
    *,
    period: Period,
    unit: Unit | None,
    lines: Sequence[Line],
    name: str,
    absent_leave: bool,
    actor: Member,
    at: datetime,
) -> RosterImport:
    """Keep what was read; it is checked next. For the whole department `unit` is None. Raises PermissionDenied."""
    permission.ask(unit_id=unit.pk if unit else None, actor=actor, at=at, period=period)
    made = RosterImport.objects.create(
        agency_id=actor.agency_id,
        period=period,
        unit=unit,
        member=actor,
        name=name[:120],
        rows=[line.stored() for line in lines],
        absent_leave=absent_leave,
        begun_at=at,
        changed_at=at,
    )
    _record("roster.import_begun", made, at)
    return made


def _record(verb: str, made: RosterImport, at: datetime) -> None:
    trail.record(
        verb=verb,
        agency_id=made.agency_id,
        actor_id=made.member_id,
        subject_id=made.agency_id,
        at=at,
        period_id=made.period_id,
        rows=len(made.rows),
    )


def check(*, import_id: UUID | str, at: datetime) -> None:
    """Find out row by row what would change and what is wrong. No roster is written."""
    made = RosterImport.objects.select_related("period", "unit").get(pk=import_id)
    if made.state != ImportState.CHECKING:
        return
    found = dry_run.found(made=made, at=at)
    units = len({one.unit_id for one in found})
    RosterImport.objects.filter(pk=made.pk, state=ImportState.CHECKING).update(
        state=ImportState.READY, outcome=[asdict(one) for one in found], steps=units, changed_at=at
    )


@transaction.atomic
def confirm(*, import_id: UUID | str, actor: Member, at: datetime) -> RosterImport:
    """Begin to write the sound rows of a checked import; rows with faults are left out.

    Raises PermissionDenied with a sentence, or NotReady.
    """
    made = RosterImport.objects.select_for_update().get(pk=import_id, member=actor)
    permission.ask(unit_id=made.unit_id, actor=actor, at=at, period=made.period)
    if made.state != ImportState.READY or not any(writes(one) for one in made.outcome):
        raise NotReady
    made.state, made.changed_at = ImportState.WRITING, at
    made.save(update_fields=["state", "changed_at"])
    _record("roster.import_confirmed", made, at)
    return made


def writes(one: Mapping[str, object]) -> bool:
    """Whether confirming changes something for a row."""
    return not one["faults"] and one["mark"] != Mark.SAME


def write(*, import_id: UUID | str, at: datetime) -> None:
    """Write a confirmed import, some units at a time; whoever continues after a crash begins where it stopped.

    Where whoever confirmed it may no longer write these rosters, it ends with a sentence. `at` is the moment of the
    first step; each later one is asked at its own.
    """
    begun = time.monotonic()
    while _step(import_id, at + timedelta(seconds=int(time.monotonic() - begun))):
        pass


@transaction.atomic
def _step(import_id: UUID | str, at: datetime) -> bool:
    made = (
        RosterImport.objects.select_for_update()
        .select_related("period", "member")
        .defer("rows")
        .get(pk=import_id)
    )
    if made.state != ImportState.WRITING:
        return False
    try:
        permission.ask(unit_id=made.unit_id, actor=made.member, at=at, period=made.period)
    except PermissionDenied as denied:
        _refuse(made, f"It was not written to the end: you may not write it any more. {denied}", at)
        return False
    every = sorted({int(one["unit_id"]) for one in made.outcome if one["unit_id"]})
    now = every[made.steps_done : made.steps_done + UNITS_A_STEP]
    wanted: dict[int, list[Found]] = defaultdict(list)
    for one in made.outcome:
        if one["unit_id"] in now and writes(one):
            wanted[one["unit_id"]].append(Found(**one))
    locked = wanted.keys() - _write_units(made, wanted, at) if wanted else set()
    for one in made.outcome:
        if one["unit_id"] in locked and writes(one):
            one["faults"].append(dry_run.SUBMITTED)
    made.steps_done = min(len(every), made.steps_done + UNITS_A_STEP)
    made.state = ImportState.DONE if made.steps_done >= len(every) else ImportState.WRITING
    made.changed_at = at
    made.save(update_fields=["steps_done", "state", "changed_at", *(["outcome"] if locked else [])])
    return made.state == ImportState.WRITING


def _refuse(made: RosterImport, sentence: str, at: datetime) -> None:
    made.state, made.sentence, made.changed_at = ImportState.REFUSED, sentence, at
    made.save(update_fields=["state", "sentence", "changed_at"])
    _record("roster.import_refused", made, at)


def _write_units(made: RosterImport, wanted: Mapping[int, Sequence[Found]], at: datetime) -> set[int]:
    """The rows of several units in as many statements as those of one; the units whose rosters are still open."""
    units = list(Unit.objects.filter(pk__in=wanted).order_by("pk"))
    starting.start_all(units=units, period=made.period, actor=made.member, at=at)
    rosters = {
        one.unit_id: one
        for one in Roster.objects.select_for_update()
        .filter(period=made.period, unit__in=units)
        .exclude(state=RosterState.SUBMITTED)
        .order_by("pk")
    }
    standing: dict[tuple[int, str], RosterEntry] = {}
    places: Counter[int] = Counter()
    for entry in RosterEntry.objects.filter(roster__in=rosters.values()):
        standing[entry.roster_id, entry.log_on_id.casefold()] = entry
        places[entry.roster_id] = max(places[entry.roster_id], entry.position)
    changed: dict[int, RosterEntry] = {}
    added: list[RosterEntry] = []
    for unit_id, rows in wanted.items():
        if roster := rosters.get(unit_id):
            _apply(rows, roster, standing, places, changed, added)
    RosterEntry.objects.bulk_update(changed.values(), [*NAMES, "outside_office", REASON, "left"])
    RosterEntry.objects.bulk_create(added)
    Roster.objects.filter(pk__in=[roster.pk for roster in rosters.values()]).update(
        changed_by=made.member, changed_at=at
    )
    trail.record_all(
        verb="roster.imported",
        agency_id=made.agency_id,
        actor_id=made.member_id,
        each=[(roster.pk, {"changes": len(wanted[roster.unit_id])}) for roster in rosters.values()],
        at=at,
    )
    return set(rosters)


def _apply(
    rows: Iterable[Found],
    roster: Roster,
    standing: Mapping[tuple[int, str], RosterEntry],
    places: Counter[int],
    changed: dict[int, RosterEntry],
    added: list[RosterEntry],
) -> None:
    for one in rows:
        entry = standing.get((roster.pk, (one.key or one.facts["log_on_id"]).casefold()))
        if entry is None:
            if one.mark == Mark.NEW:
                places[roster.pk] += 1
                added.append(RosterEntry(roster=roster, position=places[roster.pk], **dry_run.written(one)))
            continue
        if one.mark == Mark.LEFT:
            entry.left = True
        for name, was, now in one.changes:
            if name == "left":
                entry.left = False
            elif getattr(entry, name) == was:  # somebody changed it since the check: theirs stays
                setattr(entry, name, now)
                entry.outside_office = bool(now) if name == REASON else entry.outside_office
        changed[entry.pk] = entry


def take_up(*, at: datetime) -> list[UUID]:
    """Imports whose worker has been silent, to be gone on with; one that never gets on is ended with a sentence."""
    silent = RosterImport.objects.filter(
        state__in=(ImportState.CHECKING, ImportState.WRITING), changed_at__lt=at - SILENT
    )
    with transaction.atomic():
        for made in silent.select_for_update(skip_locked=True).filter(changed_at__lt=at - GIVEN_UP)[:10]:
            _refuse(made, FAILED, at)
    return list(silent.order_by("changed_at").values_list("pk", flat=True)[:10])
