"""The department's board: every unit's roster for one period, who is late, and what a person may do about it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from accounts import grants, periods
from accounts.models import (
    Authorisation,
    DeliveryState,
    Member,
    Period,
    Role,
    Roster,
    RosterCopy,
    RosterEntry,
    RosterReminder,
    RosterState,
    RosterVersion,
    Unit,
)
from accounts.models.agency import UnitKind
from accounts.models.authority import COMMANDERS
from accounts.rosters import reminding
from audit import trail

ASKED_AGAIN_AFTER = timedelta(hours=4)
"""One reminder by hand to a unit, whoever sends it, then none for so long."""
STANDINGS = {
    "submitted": "submitted",
    "late": "late",
    "in_work": "in work",
    "not_started": "not started",
}
BAR = 1000
"""The width of the bar, in units of its own."""


class TooSoon(Exception):
    """The unit was reminded a short while ago; `.until` is when it can be again."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


class NothingToEnd(Exception):
    """The unit's roster is not late, or nobody's authority waits to be reconfirmed."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One unit on the board."""

    unit: Unit
    standing: str
    """One of STANDINGS."""
    started: bool
    members: int
    version_id: int | None
    version: int
    submitted_at: datetime | None
    failed: bool
    """One of the two offices did not get it."""
    correcting: bool
    reminded_at: datetime | None
    unconfirmed: int
    """Members whose authority goes on without being reconfirmed."""
    outside: tuple[str, ...]
    """Who writes for a district and is not of its community policing office (CPD-TW.III.C note)."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One standing as a part of the bar."""

    standing: str
    words: str
    number: int
    start: int
    width: int


@dataclass(frozen=True, kw_only=True)
class Board:
    """All units for one period."""

    lines: tuple[Line, ...]
    due_at: datetime
    over: bool
    """Whether rosters are late now."""

    @property
    def pieces(self) -> list[Piece]:
        """How many units of each standing, as parts of one bar that is BAR wide."""
        counted = Counter(line.standing for line in self.lines)
        found: list[Piece] = []
        before = 0
        for standing, words in STANDINGS.items():
            start, before = BAR * before // max(1, len(self.lines)), before + counted[standing]
            width = BAR * before // max(1, len(self.lines)) - start
            found.append(
                Piece(standing=standing, words=words, number=counted[standing], start=start, width=width)
            )
        return found


def read(*, period: Period, agency_id: int, at: datetime) -> Board:
    """The board of a period: five queries for any number of units."""
    due_at = period.due_at(agency=period.agency)
    over = at > due_at
    rosters = {roster.unit_id: roster for roster in _rosters(period)}
    reminded = dict(
        RosterReminder.objects.filter(period=period).values_list("unit_id").annotate(Max("sent_at"))
    )
    waiting = unconfirmed(agency_id=agency_id, period=period, at=at) if over else {}
    outside = _outside(agency_id, at)
    units = Unit.objects.filter(agency_id=agency_id).filter(_writes(period, at)).order_by("number")
    lines = tuple(
        _line(
            unit,
            rosters.get(unit.pk),
            reminded.get(unit.pk),
            waiting.get(unit.pk, 0),
            over,
            tuple(outside[unit.pk]),
        )
        for unit in units
    )
    return Board(lines=lines, due_at=due_at, over=over)


def _writes(period: Period, at: datetime) -> Q:
    """Units that have somebody to name: a representative, an account, or a roster already; not the head's office."""
    held = Authorisation.objects.in_force(at=at).filter(
        Q(role=Role.USMR) | Q(role__in=COMMANDERS) & ~Q(unit__kind=UnitKind.HEAD)
    )
    begun = Roster.objects.filter(period=period)
    return Q(pk__in=held.values("unit_id")) | Q(pk__in=begun.values("unit_id"))


def _outside(agency_id: int, at: datetime) -> dict[int, list[str]]:
    held = Authorisation.objects.in_force(at=at).filter(agency_id=agency_id, role=Role.USMR)
    found: dict[int, list[str]] = defaultdict(list)
    for one in held.exclude(exception="").select_related("member").order_by("member__last_name"):
        found[one.unit_id].append(one.member.titled_name)
    return found


def _rosters(period: Period) -> list[Roster]:
    newest = RosterVersion.objects.filter(roster=OuterRef("pk")).order_by("-number")
    listed = RosterEntry.objects.filter(roster=OuterRef("pk"), left=False).order_by()
    failed = RosterCopy.objects.filter(
        version__roster=OuterRef("pk"), message__deliveries__state=DeliveryState.FAILED
    ).order_by()
    found = Roster.objects.filter(period=period).annotate(
        version_id=Subquery(newest.values("pk")[:1]),
        submitted_at=Subquery(newest.values("submitted_at")[:1]),
        failures=Subquery(failed.values("version__roster").annotate(n=Count("pk")).values("n")),
        listed=Subquery(listed.values("roster").annotate(n=Count("pk")).values("n")),
    )
    return list(found)


def _line(
    unit: Unit,
    roster: Roster | None,
    reminded_at: datetime | None,
    waiting: int,
    over: bool,
    outside: tuple[str, ...],
) -> Line:
    sent = roster is not None and roster.versions_sent > 0
    standing = "submitted" if sent else "late" if over else "in_work" if roster else "not_started"
    return Line(
        unit=unit,
        standing=standing,
        started=roster is not None,
        members=(getattr(roster, "listed", 0) or 0) if roster else 0,
        version_id=getattr(roster, "version_id", None),
        version=roster.versions_sent if roster else 0,
        submitted_at=getattr(roster, "submitted_at", None),
        failed=bool(getattr(roster, "failures", None)),
        correcting=roster is not None and roster.state == RosterState.CORRECTING,
        reminded_at=reminded_at,
        unconfirmed=0 if sent else waiting,
        outside=outside,
    )


def not_reconfirmed(*, agency_id: int, period: Period, at: datetime) -> QuerySet[Authorisation]:
    """Representatives' authority that goes on although no roster of the period names it again."""
    held = Authorisation.objects.in_force(at=at).filter(agency_id=agency_id, role=Role.USMR)
    return held.filter(Q(reconfirmed_for__isnull=True) | Q(reconfirmed_for__starts_on__lt=period.starts_on))


def unconfirmed(*, agency_id: int, period: Period, at: datetime) -> dict[int, int]:
    """By unit, how many members hold such authority."""
    found = not_reconfirmed(agency_id=agency_id, period=period, at=at)
    return dict(found.values_list("unit_id").annotate(Count("member", distinct=True)))


def marked(*, unit: Unit, at: datetime) -> frozenset[int]:
    """The unit's authorisations that go on, not reconfirmed, since its roster is late: their ids. Three queries."""
    late = [one for one in periods.around(agency=unit.agency, at=at) if at > one.due_at(agency=unit.agency)]
    sent = Roster.objects.filter(unit=unit, period__in=late, versions_sent__gt=0).values_list(
        "period_id", flat=True
    )
    if not late or late[-1].pk in set(sent):
        return frozenset()
    found = not_reconfirmed(agency_id=unit.agency_id, period=late[-1], at=at).filter(unit=unit)
    return frozenset(found.values_list("pk", flat=True))


@transaction.atomic
def remind(*, unit: Unit, period: Period, actor: Member, at: datetime) -> int:
    """Ask the commanders of a unit for its roster; returns how many were told. Raises TooSoon."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    last = RosterReminder.objects.filter(unit=unit, period=period, sent_by__isnull=False)
    newest = last.order_by("-sent_at").first()
    if newest is not None and newest.sent_at + ASKED_AGAIN_AFTER > at:
        raise TooSoon(newest.sent_at + ASKED_AGAIN_AFTER)
    return reminding.send(units=[unit], period=period, kind="asked", sent_by=actor, at=at)


@transaction.atomic
def end_authority(*, unit: Unit, period: Period, reason: str, actor: Member, at: datetime) -> int:
    """End the unit's authority that no roster reconfirmed: a person decides it, never the calendar.

    Returns how many members' authority ended; a submitted roster gives it again. Raises NothingToEnd.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)
    sent = Roster.objects.filter(unit=unit, period=period, versions_sent__gt=0).exists()
    if sent or at <= period.due_at(agency=period.agency):
        raise NothingToEnd
    held = list(
        not_reconfirmed(agency_id=unit.agency_id, period=period, at=at)
        .filter(unit=unit)
        .select_for_update(of=("self",))
        .select_related("member")
    )
    if not held:
        raise NothingToEnd
    said = f"The roster of {period} is late. {reason}"[:300]
    grants.end_all(held=held, unit=unit, ended_by=actor, at=at, ends_at=at, reason=said)
    trail.record(
        verb="roster.authority_ended",
        agency_id=unit.agency_id,
        actor_id=actor.pk,
        subject_id=unit.pk,
        at=at,
        period_id=period.pk,
        ended=len(held),
    )
    reminding.tell_of_end(unit=unit, members=[one.member for one in held], period=period, actor=actor, at=at)
    return len(held)


def of_standing(*, lines: Sequence[Line], standing: str) -> list[Line]:
    """The lines of one standing; all of them for none."""
    return [line for line in lines if not standing or line.standing == standing]
