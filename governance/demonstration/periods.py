"""Police periods of the department: the rosters of two that are over, and of the one that begins tomorrow."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from accounts import periods
from accounts.models import Member, Period, PeriodCalendar, Place, Roster, RosterEntry, Unit
from accounts.rosters import board, editing, reminding, settings, sheet, starting, submitting
from accounts.rosters.editing import Change
from accounts.rosters.settings import Said
from governance.demonstration.stage import Stage

PERIOD = timedelta(days=periods.PERIOD_DAYS)
LATE, LATE_AND_IN_WORK = "005", "010"
"""Two units whose roster of the running period is still owed; the second has begun it."""
STILL_TO_SEND = frozenset({LATE, LATE_AND_IN_WORK, "014", "017", "022"})
"""Units that have not sent that of the period which begins tomorrow."""


@dataclass(frozen=True)
class Act:
    """One thing that is done at a moment."""

    at: datetime
    do: Callable[[datetime], None]


@dataclass(frozen=True)
class Rosters:
    """The rosters of one department; tomorrow a period begins."""

    stage: Stage

    @property
    def tomorrow(self) -> date:
        """The first day of the next period."""
        return self.stage.now.astimezone(self.stage.cast.agency.tzinfo).date() + timedelta(days=1)

    def story(self) -> Iterator[datetime]:
        """Every act at its moment."""
        for act in sorted(self._acts(), key=lambda act: act.at):
            at = min(act.at, self.stage.now)
            yield at
            act.do(at)

    def _acts(self) -> Iterator[Act]:
        first = self._first
        yield Act(self._moment(first, days=0, clock="08:00"), self._begin)
        for starts_on in (first, first + PERIOD, self.tomorrow):
            yield from self._submissions(starts_on)
        yield from self._late_units(first + PERIOD)
        yield from self._of_the_014th()
        yield Act(self._moment(self.tomorrow, days=-1, clock="00:05"), self._remind)

    def _submissions(self, starts_on: date) -> Iterator[Act]:
        present = starts_on == self.tomorrow
        for place, number in enumerate(sorted(self.stage.house.handles)):
            owed = STILL_TO_SEND if present else {LATE, LATE_AND_IN_WORK} if starts_on > self._first else ()
            if number in owed:
                continue
            clock = f"{9 + place % 7:02}:{place * 11 % 60:02}"
            ahead = 0 if starts_on == self._first else 2 + place % 4
            at = self._moment(starts_on, days=-ahead, clock=clock)
            yield Act(at, self._submission(number, starts_on))

    @property
    def _first(self) -> date:
        return self.tomorrow - 2 * PERIOD

    def _late_units(self, starts_on: date) -> Iterator[Act]:
        for days, clock in ((-3, "00:05"), (0, "00:05"), (1, "00:05"), (4, "00:05"), (8, "00:05")):
            yield Act(self._moment(starts_on, days=days, clock=clock), self._remind)
        if LATE in self.stage.house.handles:
            yield Act(
                self._moment(starts_on, days=5, clock="10:40"), self._start(LATE_AND_IN_WORK, starts_on)
            )
            yield Act(self._moment(starts_on, days=12, clock="11:15"), self._ask(LATE, starts_on))
            yield Act(self.stage.now - timedelta(hours=20), self._start("017", self.tomorrow))

    def _of_the_014th(self) -> Iterator[Act]:
        """As the commander left it: one phone a digit short, one star that is somebody else's."""
        yield Act(self.stage.now - timedelta(hours=25), self._start("014", self.tomorrow))
        yield Act(self.stage.now - timedelta(minutes=52), self._change_the_014th)

    def _begin(self, at: datetime) -> None:
        """The calendar, as near to a calendar year as thirteen periods can lie, and who receives rosters."""
        stage, agency = self.stage, self.stage.cast.agency
        number = min(round((self.tomorrow.timetuple().tm_yday - 1) / periods.PERIOD_DAYS) + 1, 13)
        administrator = stage.member("admin", at=at)
        periods.set_calendar(
            agency=agency,
            anchor_on=self.tomorrow - (number - 1) * PERIOD,
            anchor_year=self.tomorrow.year,
            year_ends={},
            actor=administrator,
            at=at,
        )
        to: dict[str, Member | str] = {
            Place.DIRECTOR: stage.cast.people["washington"],
            Place.COMMUNICATIONS: stage.cast.people["natarajan"],
        }
        said = Said(recipients=to, by_link=False, email_domain=f"{agency.slug}.example")
        settings.change(agency=agency, said=said, actor=administrator, at=at)

    def _submission(self, number: str, starts_on: date) -> Callable[[datetime], None]:
        def submit(at: datetime) -> None:
            roster, commander = self._started(number, starts_on, at)
            if number == "014":
                self._name_newcomers(roster, commander, at)
            shown = submitting.propose(roster=roster, read=sheet.read(roster=roster), actor=commander, at=at)
            submitting.submit(roster_id=roster.pk, seen=shown.fingerprint, actor=commander, at=at)

        return submit

    def _start(self, number: str, starts_on: date) -> Callable[[datetime], None]:
        def start(at: datetime) -> None:
            self._started(number, starts_on, at)

        return start

    def _started(self, number: str, starts_on: date, at: datetime) -> tuple[Roster, Member]:
        unit, commander = self._unit(number), self._commander(number, at)
        period = self._period(starts_on)
        starting.start(unit=unit, period=period, actor=commander, at=at)
        roster = Roster.objects.select_related("unit__agency", "period__agency").get(unit=unit, period=period)
        return roster, commander

    def _name_newcomers(self, roster: Roster, commander: Member, at: datetime) -> None:
        on = set(roster.entries.values_list("log_on_id", flat=True))
        for person in self.stage.house.newcomers:
            member = self.stage.cast.people.get(person.key)
            if member is not None and person.unit == "014" and person.key not in on:
                facts = starting.of_member(member)
                editing.add(roster_id=roster.pk, facts=facts, actor=commander, at=at)

    def _change_the_014th(self, at: datetime) -> None:
        roster, commander = self._started("014", self.tomorrow, at)
        self._name_newcomers(roster, commander, at)
        entries = {entry.log_on_id: entry for entry in roster.entries.all()}
        if "maddox" in entries:
            editing.leave(roster_id=roster.pk, entry_id=entries["maddox"].pk, actor=commander, at=at)
        typed = (
            ("ortega", "unit_phone", "312-555-0187"),
            ("oyelaran", "unit_phone", "312-555-014"),
            ("corrigan", "star_number", entries["ortega"].star_number),
        )
        changes = [_change(entries[key], name, value) for key, name, value in typed if key in entries]
        editing.keep(roster_id=roster.pk, changes=changes, actor=commander, at=at)

    def _ask(self, number: str, starts_on: date) -> Callable[[datetime], None]:
        def ask(at: datetime) -> None:
            actor = self.stage.member("washington", at=at)
            board.remind(unit=self._unit(number), period=self._period(starts_on), actor=actor, at=at)

        return ask

    def _remind(self, at: datetime) -> None:
        """What the calendar writes by itself."""
        reminding.remind_due(calendar_id=PeriodCalendar.objects.get(agency=self.stage.cast.agency).pk, at=at)

    def _unit(self, number: str) -> Unit:
        return self.stage.cast.units[number]

    def _commander(self, number: str, at: datetime) -> Member:
        return self.stage.member(self.stage.house.commander(unit=number).key, at=at)

    def _period(self, starts_on: date) -> Period:
        return Period.objects.select_related("agency").get(agency=self.stage.cast.agency, starts_on=starts_on)

    def _moment(self, day: date, *, days: int, clock: str) -> datetime:
        zone = self.stage.cast.agency.tzinfo
        return datetime.combine(day + timedelta(days=days), time.fromisoformat(clock), tzinfo=zone)


def _change(entry: RosterEntry, name: str, value: str) -> Change:
    return Change(entry_id=entry.pk, name=name, seen=str(getattr(entry, name)), value=value)
