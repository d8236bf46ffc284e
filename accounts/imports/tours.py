"""The duty roster file: who is on duty from when to when, as the department plans it (CPD-TW.III.E)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from accounts import planned
from accounts.imports.kinds import Column, Found, Kind, Mark, Row
from accounts.imports.moments import NotAMoment, moment_of
from accounts.imports.people import WHO, NobodyMeant, Register, called, register
from accounts.models import Agency, Member, Tour, TourSource
from accounts.planned import Plan

LONGEST = timedelta(hours=24)
FARTHEST = timedelta(days=366)
"""A tour that begins later is a slip of the finger."""
COLUMNS = (
    *WHO,
    Column(
        name="start", label="Start", headers=("start", "starts", "starttime", "from", "begin"), required=True
    ),
    Column(name="end", label="End", headers=("end", "ends", "endtime", "to", "until"), required=True),
)


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A row whose member and hours are known."""

    number: int
    member: Member
    start: datetime
    end: datetime

    def meets(self, tour: Tour) -> bool:
        """Whether both are on duty at some moment."""
        return tour.started_at < self.end and tour.ends_at > max(self.start, tour.started_at)


def compare(agency: Agency, rows: Sequence[Row], at: datetime) -> list[Found]:
    """What each row would do to the tours there are: four statements for any number of rows.

    The members of the table are locked, so that what was found still holds when it is written.
    """
    zone, known = agency.tzinfo, register(agency=agency)
    found: dict[int, Found] = {}
    lines: list[_Line] = []
    for row in rows:
        try:
            lines.append(_line(row, known, zone, at))
        except _Faulty as fault:
            found[row.number] = _fault(row.number, fault.name, *fault.words)
    planned.lock(member_ids={one.member.pk for one in lines})
    beside = _Beside(
        tours=_tours(lines), rows={(one.member.pk, one.start) for one in lines}, zone=zone, at=at
    )
    found |= {line.number: beside.found(line) for line in lines}
    return [found[row.number] for row in rows] + list(_left(lines, beside.meant, zone, at))


class _Faulty(Exception):
    """A row that is not written."""

    def __init__(self, name: str, words: Sequence[str]) -> None:
        super().__init__(name)
        self.name, self.words = name, words


def _line(row: Row, known: Register, zone: ZoneInfo, at: datetime) -> _Line:
    said, words = row.said, list[str]()
    name = called(said)
    member, moments = None, dict[str, datetime]()
    try:
        member = known.meant(said)
        name = str(member)
    except NobodyMeant as fault:
        words.append(str(fault))
    for column, label in (("start", "Start"), ("end", "End")):
        try:
            moments[column] = moment_of(said[column], zone=zone)
        except NotAMoment as fault:
            words.append(f"{label}: {fault}" if said[column] else f"{label} is missing")
    if len(moments) == 2:
        words += _hours(moments["start"], moments["end"], at)
    if member is None or words:
        raise _Faulty(name, words)
    return _Line(number=row.number, member=member, start=moments["start"], end=moments["end"])


def _hours(start: datetime, end: datetime, at: datetime) -> Iterator[str]:
    """What is wrong with a tour's hours by themselves. Nobody is put on duty for the past."""
    if end <= start:
        yield "End: it is not after the start"
    elif end - start > LONGEST:
        yield "End: a tour lasts 24 hours at most"
    elif end <= at:
        yield "End: this tour is over, and nobody is put on duty for the past"
    elif start - at > FARTHEST:
        yield "Start: it is more than a year away"


def _tours(lines: Sequence[_Line]) -> Mapping[int, Sequence[Tour]]:
    """Every tour of these members in the time of the table, with those that were taken back."""
    found: dict[int, list[Tour]] = defaultdict(list)
    if lines:
        first, last = min(one.start for one in lines), max(one.end for one in lines)
        members = {one.member.pk for one in lines}
        within = Tour.objects.filter(member__in=members, started_at__lt=last, ends_at__gte=first)
        for tour in within.order_by("started_at", "pk"):
            found[tour.member_id].append(tour)
    return found


@dataclass(frozen=True, kw_only=True)
class _Beside:
    """The tours that the rows of a table are laid beside."""

    tours: Mapping[int, Sequence[Tour]]
    """By member."""
    rows: set[tuple[int, datetime]]
    """Member and start of every sound row."""
    zone: ZoneInfo
    at: datetime
    met: dict[int, list[_Line]] = field(default_factory=lambda: defaultdict(list))
    """The rows of each member so far."""
    meant: set[int] = field(default_factory=set)
    """The planned tours that a row of the table stands for."""

    def found(self, line: _Line) -> Found:
        """What the row would do."""
        earlier = self.met[line.member.pk]
        twice = next((one for one in earlier if one.start < line.end and line.start < one.end), None)
        earlier.append(line)
        if twice is not None:
            return _fault(
                line.number, str(line.member), f"Start: row {twice.number} has this member on duty then"
            )
        mine = self._planned(line)
        if mine is not None:
            self.meant.add(mine.pk)
            if (mine.started_at, mine.ends_at) == (line.start, line.end):
                return Found(number=line.number, mark=Mark.SAME, name=str(line.member))
        return self._met_by_others(line, mine) or self._written(line, mine)

    def _waits(self, tour: Tour) -> bool:
        """Whether a duty roster planned the tour, and it has not begun."""
        return tour.source == TourSource.FILE and tour.started_at > self.at

    def _planned(self, line: _Line) -> Tour | None:
        """The planned tour that the row stands for: that of the same start, else one that no other row means."""
        waiting = [
            one for one in self.tours.get(line.member.pk, ()) if self._waits(one) and one.pk not in self.meant
        ]
        return next((one for one in waiting if one.started_at == line.start), None) or next(
            (one for one in waiting if line.meets(one) and (one.member_id, one.started_at) not in self.rows),
            None,
        )

    def _met_by_others(self, line: _Line, mine: Tour | None) -> Found | None:
        """What is said of a row during which the member is on duty by another tour; None where there is none."""
        for one in self.tours.get(line.member.pk, ()):
            if one == mine or not line.meets(one) or (self._waits(one) and one.pk in self.meant):
                continue
            there = f"the tour {_span(one.started_at, one.ends_at, self.zone)}"
            covers = one.started_at <= max(line.start, self.at) and one.ends_at >= line.end
            if covers or (one.source == TourSource.FILE and line.start <= one.started_at <= self.at):
                words = (f"On duty by {there} already",)
                return Found(number=line.number, mark=Mark.SAME, name=str(line.member), words=words)
            return _fault(line.number, str(line.member), f"Start: overlaps {there}. That one may be extended")
        return None

    def _written(self, line: _Line, mine: Tour | None) -> Found:
        hours = _span(line.start, line.end, self.zone)
        if mine is None:
            word = f"On duty {hours}" + (", from now on" if line.start <= self.at else "")
        elif mine.ends_at == mine.started_at:
            word = f"Was taken back, is planned again: {hours}"
        else:
            word = f"{_span(mine.started_at, mine.ends_at, self.zone)} becomes {hours}"
        return Found(
            number=line.number,
            mark=Mark.CHANGED if mine else Mark.NEW,
            name=str(line.member),
            words=(word,),
            facts=_facts(line.member.pk, line.start, line.end, mine),
        )


def _left(lines: Sequence[_Line], meant: set[int], zone: ZoneInfo, at: datetime) -> Iterator[Found]:
    """Planned tours of the same units, in the days of the table, that no row stands for."""
    if not lines:
        return
    first, last = min(one.start for one in lines), max(one.start for one in lines)
    units = {one.member.unit_id for one in lines}
    for tour in planned.to_come(unit_ids=units, first=first, last=last, at=at):
        if tour.pk not in meant:
            yield Found(
                number=0,
                mark=Mark.LEFT,
                name=str(tour.member),
                words=(f"Planned {_span(tour.started_at, tour.ends_at, zone)}, and not in the table",),
                facts=_facts(tour.member_id, tour.started_at, tour.started_at, tour),
            )


def _facts(member_id: int, start: datetime, end: datetime, tour: Tour | None) -> dict[str, str]:
    facts = {"member": str(member_id), "start": start.isoformat(), "end": end.isoformat()}
    return facts | ({"tour": str(tour.pk)} if tour else {})


def _fault(number: int, name: str, *words: str) -> Found:
    return Found(number=number, mark=Mark.FAULT, name=name, words=words)


def _span(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """'Sat 21 Nov 2026, 07:00 to 15:00 CST'."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    one_day = first.date() == last.date() and first.tzname() == last.tzname()
    until = f"{last:%H:%M %Z}" if one_day else f"{last:%a} {last.day} {last:%b, %H:%M %Z}"
    return f"{first:%a} {first.day} {first:%b %Y, %H:%M}{'' if one_day else f' {first:%Z}'} to {until}"


def write(agency: Agency, found: Sequence[Found], actor: Member, at: datetime) -> int:
    """Plan the tours, move those that were planned otherwise, and take back what was left out where that is wanted."""
    plans = [
        Plan(
            member_id=int(one.facts["member"]),
            starts_at=datetime.fromisoformat(one.facts["start"]),
            ends_at=datetime.fromisoformat(one.facts["end"]),
            tour_id=int(one.facts["tour"]) if "tour" in one.facts else None,
        )
        for one in found
    ]
    return planned.plan(plans=plans, by=actor, at=at)


TOURS = Kind(
    key="tours",
    title="Import a duty roster",
    about=(
        "Each row puts a member on duty from its start to its end, in the department's time. Whoever is on duty then "
        "ends or extends the tour as one they began."
    ),
    page="tours",
    page_title="Tours of duty",
    left="Take back planned tours of the same units and days that are not in the table",
    columns=COLUMNS,
    compare=compare,
    write=write,
)
