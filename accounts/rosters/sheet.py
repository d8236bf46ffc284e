"""A roster as its page shows it: rows with their marks, cells with what they were and what is wrong with them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Q, QuerySet

from accounts.models import Member, PeriodCalendar, Roster, RosterEntry
from accounts.models.agency import UnitKind
from accounts.rosters import fields
from accounts.rosters.fields import FIELDS, NAMES, UNIQUE, Facts

REASON = "outside_reason"


class Mark(StrEnum):
    """How a line differs from the roster it is compared with."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    LEFT = "left"


def mark_of(*, facts: Facts, before: Mapping[str, str] | None, left: bool) -> Mark:
    """The mark of one line."""
    if left:
        return Mark.LEFT
    if before is None:
        return Mark.NEW
    return Mark.SAME if all(before.get(name, "") == facts[name] for name in NAMES) else Mark.CHANGED


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One value of one member."""

    field: fields.Field
    value: str
    was: str
    """What it was before; empty where it is the same."""
    fault: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One member of the roster."""

    entry_id: int
    mark: Mark
    cells: tuple[Cell, ...]
    outside_office: bool
    outside_reason: str
    reason_fault: str
    member_id: int | None
    """Who they are in the register; None for somebody whom nobody has registered."""
    facts: Facts

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Name of the field and what is wrong with it."""
        found = [(cell.field.name, cell.fault) for cell in self.cells if cell.fault]
        return [*found, (REASON, self.reason_fault)] if self.reason_fault else found


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A whole roster with its numbers."""

    rows: tuple[Row, ...]
    district: bool
    """Whether its members belong to the community policing office, or a reason is given."""

    @property
    def marks(self) -> Counter[Mark]:
        """How many of each mark."""
        return Counter(row.mark for row in self.rows)

    @property
    def sent(self) -> list[Row]:
        """Those whom the roster names: everybody but who left."""
        return [row for row in self.rows if row.mark != Mark.LEFT]

    @property
    def numbers(self) -> list[tuple[str, int]]:
        """The six numbers at the top, in their order."""
        marks = self.marks
        return [
            ("on", len(self.sent)),
            *((mark.value, marks[mark]) for mark in (Mark.SAME, Mark.CHANGED, Mark.NEW, Mark.LEFT)),
            ("faults", len(self.faults)),
        ]

    @property
    def faults_words(self) -> str:
        """'2 fields to correct first'."""
        found = len(self.faults)
        return f"{found} {'field' if found == 1 else 'fields'} to correct first"

    @property
    def faults(self) -> list[tuple[Row, str, str]]:
        """Every field to correct: its row, its name and what is wrong with it."""
        return [(row, name, fault) for row in self.rows for name, fault in row.faults]


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Whoever has a value."""

    log_on_id: str
    name: str
    roster: Roster | None = None
    """The roster they stand on, where it is being read together with others."""


@dataclass(kw_only=True)
class Taken:
    """Who has which star, number, log-on ID and address: on the roster, on others of the period, in the register."""

    members: dict[str, Member] = field(default_factory=dict)
    """Of the agency, by log-on ID."""
    holders: dict[tuple[str, str], list[Holder]] = field(default_factory=lambda: defaultdict(list))
    """By field and value."""
    foreign: set[str] = field(default_factory=set)
    """Log-on IDs and addresses of another agency."""

    def hold(self, holder: Holder, values: Mapping[str, str]) -> None:
        """Note what somebody has."""
        for name in UNIQUE:
            if values[name]:
                self.holders[name, values[name].casefold()].append(holder)

    def of_another(self, name: str, facts: Facts, roster: Roster) -> str:
        """Whose the value is when it is not this person's; the roster's own lines are compared elsewhere."""
        for holder in self.holders.get((name, facts[name].casefold()), ()):
            if holder.log_on_id != facts["log_on_id"] and holder.roster is not roster:
                return holder.name
        return ""


def read(*, roster: Roster) -> Sheet:
    """A roster with everything its page shows: five queries, however long it is."""
    entries = list(roster.entries.order_by("left", "position", "pk"))
    return read_all(rosters=[roster], entries=entries)[roster.unit_id]


def read_all(*, rosters: Sequence[Roster], entries: Sequence[RosterEntry]) -> dict[int, Sheet]:
    """Several rosters of one agency and period by unit, with their entries, saved or not: four queries for any."""
    domain = domain_of(agency_id=rosters[0].agency_id)
    standing = [entry for entry in entries if not entry.left]
    taken = look_up(
        agency_id=rosters[0].agency_id,
        period_id=rosters[0].period_id,
        facts=[fields.facts_of(entry) for entry in entries],
        but_not=[roster.pk for roster in rosters if roster.pk],
    )
    on: dict[int, list[RosterEntry]] = defaultdict(list)
    for entry in entries:
        on[entry.roster.unit_id].append(entry)
    for entry in standing:
        facts = fields.facts_of(entry)
        holder = Holder(log_on_id=entry.log_on_id, name=fields.last_name(facts), roster=entry.roster)
        taken.hold(holder, facts)
    return {roster.unit_id: _sheet(roster, on[roster.unit_id], taken, domain) for roster in rosters}


def domain_of(*, agency_id: int) -> str:
    """What every department e-mail ends in; empty when it is left open."""
    found = PeriodCalendar.objects.filter(agency_id=agency_id).values_list("email_domain", flat=True).first()
    return found or ""


def look_up(*, agency_id: int, period_id: int, facts: Sequence[Facts], but_not: Iterable[int]) -> Taken:
    """Everybody else who has one of these values: the register, and the other rosters of the period."""
    taken = Taken()
    values = {name: sorted({one[name] for one in facts if one[name]}) for name in UNIQUE}
    anyone = Q(log_on_id__in=values["log_on_id"]) | Q(email__in=values["email"])
    numbered = Q(star_number__in=values["star_number"]) | Q(employee_number__in=values["employee_number"])
    for member in Member.objects.filter(anyone | (numbered & Q(agency_id=agency_id))):
        if member.agency_id != agency_id:
            taken.foreign |= {member.log_on_id.casefold(), member.email.casefold()}
            continue
        taken.members[member.log_on_id] = member
        if member.log_on_id in values["log_on_id"]:
            continue  # what the roster says of its own people is newer than the register
        holder = Holder(log_on_id=member.log_on_id, name=member.last_name)
        taken.hold(holder, {name: getattr(member, name) for name in UNIQUE})
    for one in _on_other_rosters(period_id, anyone | numbered, but_not):
        taken.hold(Holder(log_on_id=one["log_on_id"], name=fields.last_name(one)), one)
    return taken


def _on_other_rosters(
    period_id: int, having: Q, but_not: Iterable[int]
) -> QuerySet[RosterEntry, dict[str, str]]:
    found = RosterEntry.objects.filter(having, roster__period_id=period_id, left=False)
    rows: QuerySet[RosterEntry, dict[str, str]] = found.exclude(roster_id__in=list(but_not)).values(
        "name", *UNIQUE
    )
    return rows


WHOSE = {
    "star_number": "star",
    "employee_number": "employee number",
    "log_on_id": "log-on ID",
    "email": "e-mail",
}


def _sheet(roster: Roster, entries: Sequence[RosterEntry], taken: Taken, domain: str) -> Sheet:
    district = roster.unit.kind == UnitKind.DISTRICT
    twice = _twice([entry for entry in entries if not entry.left])
    rows = tuple(_row(entry, taken, twice, domain, district) for entry in entries)
    return Sheet(rows=rows, district=district)


def _twice(entries: Sequence[RosterEntry]) -> dict[tuple[int, str], str]:
    """By entry and field: whose value it repeats. The one who came by it last is told, not who had it all along."""
    found: dict[tuple[int, str], str] = {}
    for name in UNIQUE:
        having: dict[str, list[RosterEntry]] = defaultdict(list)
        for entry in entries:
            if value := getattr(entry, name):
                having[value.casefold()].append(entry)
        for shared in having.values():
            first, *others = sorted(shared, key=lambda entry: (_came_by(entry, name), entry.position))
            for entry in others:
                found[entry.pk, name] = fields.last_name(fields.facts_of(first))
    return found


def _came_by(entry: RosterEntry, name: str) -> bool:
    return entry.before is None or entry.before.get(name) != getattr(entry, name)


def _row(
    entry: RosterEntry, taken: Taken, twice: Mapping[tuple[int, str], str], domain: str, district: bool
) -> Row:
    facts = fields.facts_of(entry)
    mark = mark_of(facts=facts, before=entry.before, left=entry.left)
    before = entry.before if mark == Mark.CHANGED and entry.before else facts
    member = taken.members.get(facts["log_on_id"])

    def fault(name: str) -> str:
        if entry.left or not any(facts.values()):
            return "Fill in this line, or take it away" if name == "name" and not entry.left else ""
        if holder := twice.get((entry.pk, name)) or (
            name in UNIQUE and taken.of_another(name, facts, entry.roster)
        ):
            return f"Also {holder}'s {WHOSE[name]}"
        return fields.fault_of(name, facts[name], domain=domain) or _unfit(name, facts, taken)

    return Row(
        entry_id=entry.pk,
        mark=mark,
        cells=tuple(
            Cell(
                field=one,
                value=facts[one.name],
                was="" if before.get(one.name, "") == facts[one.name] else (before[one.name] or "empty"),
                fault=fault(one.name),
            )
            for one in FIELDS
        ),
        outside_office=entry.outside_office,
        outside_reason=entry.outside_reason,
        reason_fault=_reason_fault(entry) if district else "",
        member_id=member.pk if member else None,
        facts=facts,
    )


def _unfit(name: str, facts: Facts, taken: Taken) -> str:
    """What the register has against a well-written value."""
    if name in ("log_on_id", "email") and facts[name].casefold() in taken.foreign:
        return f"This {WHOSE[name]} is taken already"
    member = taken.members.get(facts["log_on_id"])
    if name == "log_on_id" and member is not None and not member.is_active:
        return "This member is no longer active"
    return ""


def _reason_fault(entry: RosterEntry) -> str:
    if entry.outside_office and not entry.outside_reason and not entry.left:
        return "Say why somebody outside the office is needed"
    return ""
