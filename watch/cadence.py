"""How regularly units post: days since the last post, and posts beside tours. No number to reach, and no ranking."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Max, Q
from django.db.models.functions import TruncDate

from accounts.models import Authorisation, Role, Unit
from posts.coordination import quiet
from posts.models import Publication, QuietSpell

DAYS = 28
"""Four weeks, today included: every day of the week as often as any other."""


@dataclass(frozen=True, kw_only=True)
class UnitCadence:
    """How regularly one unit posts."""

    unit: Unit
    last_at: datetime | None
    """When its last post went out."""
    days: int | None
    """Whole days since then."""
    counts: tuple[int, ...]
    """Posts that went out on each day."""
    tours: int
    """Tours that those who write for it began within the days."""
    told_at: datetime | None
    """When its sergeants and commander were told of the silence that lasts now."""

    @property
    def posts(self) -> int:
        """All that went out within the days."""
        return sum(self.counts)

    @property
    def a_tour(self) -> float | None:
        """Posts for each tour; None where nobody was on duty."""
        return self.posts / self.tours if self.tours else None


def of(*, units: Sequence[Unit], agency_id: int, zone: ZoneInfo, at: datetime) -> list[UnitCadence]:
    """The units with an account, in the order given: four queries however many they are."""
    today = at.astimezone(zone).date()
    first = today - timedelta(days=DAYS - 1)
    begins_at = datetime.combine(first, time(), tzinfo=zone)
    last_out = quiet.last_out(agency_id=agency_id)
    posting = [unit for unit in units if unit.pk in last_out]
    daily, tours = _daily(posting, begins_at, zone), _tours(posting, begins_at, at)
    spells = QuietSpell.objects.filter(unit__in=posting).values_list("unit_id", "since")
    told = {(unit, since): told_at for unit, since, told_at in spells.annotate(at=Max("told_at"))}
    found = []
    for unit in posting:
        last = last_out[unit.pk]
        found.append(
            UnitCadence(
                unit=unit,
                last_at=last,
                days=(at - last).days if last else None,
                counts=tuple(daily[unit.pk, first + timedelta(days=n)] for n in range(DAYS)),
                tours=tours.get(unit.pk, 0),
                told_at=_told(told, unit.pk, last),
            )
        )
    return found


def _told(
    told: Mapping[tuple[int, datetime], datetime], unit_id: int, last: datetime | None
) -> datetime | None:
    if last is not None:
        return told.get((unit_id, last))
    return max((at for (unit, _), at in told.items() if unit == unit_id), default=None)


def _daily(units: Sequence[Unit], begins_at: datetime, zone: ZoneInfo) -> Counter[tuple[int, date]]:
    """Posts by unit and day; a thread is one."""
    out = Publication.objects.filter(
        published_at__gte=begins_at,
        post__unit__in=units,
        part=0,
        account__practice=False,
        account__corporate=False,
    )
    days = out.annotate(day=TruncDate("published_at", tzinfo=zone)).values_list("post__unit_id", "day")
    return Counter({(unit, day): number for unit, day, number in days.annotate(number=Count("pk"))})


def _tours(units: Sequence[Unit], begins_at: datetime, at: datetime) -> dict[int, int]:
    """How often somebody came on duty who wrote for the unit then."""
    began = F("member__tours__started_at")
    writing = Authorisation.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=began),
        role=Role.USMR,
        unit__in=units,
        starts_at__lte=began,
        member__tours__started_at__gte=begins_at,
        member__tours__started_at__lte=at,
    )
    return dict(writing.values_list("unit_id").annotate(number=Count("member__tours", distinct=True)))
