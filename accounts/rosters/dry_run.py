"""The dry run of an import: the rosters as the table would make them, compared and judged row by row."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Roster, RosterEntry, RosterImport, RosterState, Unit
from accounts.rosters import fields, sheet, starting
from accounts.rosters.editing import MOST_MEMBERS
from accounts.rosters.fields import NAMES, Facts
from accounts.rosters.sheet import REASON, Mark, Sheet

SUBMITTED = ("unit", "This roster is submitted: its commander corrects it")
"""What is wrong with every row of a roster that is locked."""


@dataclass(kw_only=True)
class Found:
    """What the check says of one row, as the import keeps it."""

    row: int
    """Its number in the file; 0 for somebody who is not in it."""
    unit: str
    unit_id: int
    name: str
    mark: str
    key: str
    """The log-on ID of the line it changes; empty for a new one."""
    facts: Facts
    reason: str
    changes: list[tuple[str, str, str]]
    """Field, what it is, what it would be."""
    faults: list[tuple[str, str]]
    """Field, and what is wrong with it."""


@dataclass(kw_only=True)
class Base:
    """The rosters that a table is held against: begun ones as they stand, the others as they would begin."""

    rosters: dict[int, Roster]
    entries: dict[int, list[RosterEntry]]


def found(*, made: RosterImport, at: datetime) -> list[Found]:
    """What each row would do, and what is wrong with it: nine queries for any number of rows, none of which writes."""
    units = _units(made)
    base = _base(made, _named(made, units), at)
    rows = [_row(row, made, units) for row in made.rows]
    _match(rows, base)
    if made.absent_leave:
        rows += _absent(rows, base)
    _judge(rows, base)
    return rows


def _units(made: RosterImport) -> dict[str, Unit]:
    """Units by number, with and without the zeros before it."""
    known = Unit.objects.filter(agency_id=made.agency_id)
    if made.unit_id:
        known = known.filter(pk=made.unit_id)
    return {spelled: unit for unit in known for spelled in (unit.number.casefold(), _bare(unit.number))}


def _bare(number: str) -> str:
    return number.casefold().lstrip("0")


def _named(made: RosterImport, units: Mapping[str, Unit]) -> list[Unit]:
    if made.unit_id:
        return list({unit.pk: unit for unit in units.values()}.values())
    named = {units[_bare(row["unit"])] for row in made.rows if _bare(row["unit"]) in units}
    return sorted(named, key=lambda unit: unit.number)


def _base(made: RosterImport, units: Sequence[Unit], at: datetime) -> Base:
    begun = {
        one.unit_id: one
        for one in Roster.objects.filter(period=made.period, unit__in=units).select_related("unit")
    }
    entries: dict[int, list[RosterEntry]] = defaultdict(list)
    standing = RosterEntry.objects.filter(roster__in=begun.values()).order_by("position", "pk")
    by_id = {roster.pk: roster for roster in begun.values()}
    for entry in standing:
        entry.roster = by_id[entry.roster_id]
        entries[entry.roster.unit_id].append(entry)
    missing = [unit for unit in units if unit.pk not in begun]
    for unit_id, origin in starting.origins_of(units=missing, period=made.period, at=at).items():
        entries[unit_id] = list(origin.entries)
    for unit in missing:
        begun[unit.pk] = Roster(agency_id=made.agency_id, unit=unit, period=made.period)
        for entry in entries[unit.pk]:
            entry.roster = begun[unit.pk]
    return Base(rosters=begun, entries=entries)


def _row(row: Mapping[str, object], made: RosterImport, units: Mapping[str, Unit]) -> Found:
    said = str(row["unit"])
    unit = made.unit if made.unit_id and not said else units.get(_bare(said)) if said else None
    facts: Facts = dict(row["facts"])  # type: ignore[call-overload]
    fault = "Unit is missing" if not said else f"There is no unit {said} here"
    return Found(
        row=int(str(row["number"])),
        unit=unit.number if unit else said,
        unit_id=unit.pk if unit else 0,
        name=facts["name"] or facts["log_on_id"] or f"Row {row['number']}",
        mark=Mark.NEW,
        key="",
        facts=facts,
        reason=str(row["reason"]),
        changes=[],
        faults=[] if unit else [("unit", fault)],
    )


def _match(found: Sequence[Found], base: Base) -> None:
    """Find the line of each row by log-on ID, else by employee number; a second row for one line is a fault."""
    places: dict[tuple[int, str, str], RosterEntry] = {}
    for unit_id, entries in base.entries.items():
        for listed in entries:
            for name in ("log_on_id", "employee_number"):
                places.setdefault((unit_id, name, getattr(listed, name).casefold()), listed)
    met: dict[tuple[int, str], int] = {}
    for one in found:
        facts = one.facts
        entry = places.get((one.unit_id, "log_on_id", facts["log_on_id"].casefold())) or (
            places.get((one.unit_id, "employee_number", facts["employee_number"].casefold()))
            if facts["employee_number"]
            else None
        )
        key = entry.log_on_id if entry else facts["log_on_id"]
        first = met.setdefault((one.unit_id, key.casefold()), one.row)
        if first != one.row:
            one.faults.append(("log_on_id", f"Row {first} is the same member"))
        if entry is not None:
            _compare(one, entry)


def _compare(one: Found, entry: RosterEntry) -> None:
    was = fields.facts_of(entry)
    one.key = entry.log_on_id
    one.changes = [(name, was[name], one.facts[name]) for name in NAMES if was[name] != one.facts[name]]
    if one.reason != entry.outside_reason:
        one.changes.append((REASON, entry.outside_reason, one.reason))
    if entry.left:
        one.changes.append(("left", "left", ""))
    one.mark = Mark.CHANGED if one.changes else Mark.SAME


def _absent(found: Sequence[Found], base: Base) -> list[Found]:
    present = {(one.unit_id, one.key.casefold()) for one in found if one.key}
    return [
        Found(
            row=0,
            unit=base.rosters[unit_id].unit.number,
            unit_id=unit_id,
            name=entry.name,
            mark=Mark.LEFT,
            key=entry.log_on_id,
            facts=fields.facts_of(entry),
            reason="",
            changes=[],
            faults=[],
        )
        for unit_id, entries in base.entries.items()
        for entry in entries
        if not entry.left and (unit_id, entry.log_on_id.casefold()) not in present
    ]


def _judge(found: Sequence[Found], base: Base) -> None:
    """Add what is wrong with each row on the rosters as they would be."""
    places: dict[int, Found] = {}
    after: list[RosterEntry] = []
    touched = {(one.unit_id, one.key) for one in found if one.key}
    for unit_id, entries in base.entries.items():
        after += [entry for entry in entries if (unit_id, entry.log_on_id) not in touched]
    for number, one in enumerate(found, start=1):
        if one.mark != Mark.LEFT and one.unit_id and not one.faults:
            entry = RosterEntry(pk=-number, position=number, roster=base.rosters[one.unit_id], **written(one))
            places[-number] = one
            after.append(entry)
    rosters = list(base.rosters.values())
    read: dict[int, Sheet] = sheet.read_all(rosters=rosters, entries=after) if rosters else {}
    for each in read.values():
        for row in each.rows:
            if row.entry_id in places:
                places[row.entry_id].faults += row.faults
    _limit(found, base)
    for one in found:
        roster = base.rosters.get(one.unit_id)
        if roster is not None and roster.state == RosterState.SUBMITTED and one.mark != Mark.SAME:
            one.faults.append(SUBMITTED)


def _limit(found: Sequence[Found], base: Base) -> None:
    """New rows beyond what a roster holds are faults."""
    lines = {unit_id: len(entries) for unit_id, entries in base.entries.items()}
    for one in found:
        if one.mark != Mark.NEW or one.faults:
            continue
        lines[one.unit_id] = lines.get(one.unit_id, 0) + 1
        if lines[one.unit_id] > MOST_MEMBERS:
            one.faults.append(("unit", f"A roster has at most {MOST_MEMBERS} lines"))


def written(one: Found) -> dict[str, object]:
    """The columns of an entry as the row has them."""
    return {**one.facts, "outside_office": bool(one.reason), "outside_reason": one.reason}
