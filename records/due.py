"""What has come to the end of its period, by series; this lists it and disposes of nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When

from accounts import keyset
from records import holding, schedule
from records.models import CertificateLine, Record, Series, State
from records.models.disposal import OPEN

SHOWN = 10
"""So many of each series on the page of all."""
PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Over:
    """What has come to the end of its period under one series."""

    published_by: date
    """What was published on this day or before is due."""
    of_each_class: tuple[QuerySet[Record], ...]
    """The records that are due and kept, class by class; those on hold among them."""


@dataclass(frozen=True, kw_only=True)
class DueUnder:
    """The records that are due under one series, the oldest first."""

    series: Series
    published_by: date
    """What was published on this day or before is due."""
    records: tuple[Record, ...]
    """Each with `on_hold`, and with `certificate` and `certificate_number` of the open one that names it, if any."""
    next_after: str | None
    """Where the next page begins; None on the last."""

    @property
    def free(self) -> bool:
        """Whether a certificate could name any of these, or of those on the pages behind them."""
        marks = (vars(one) for one in self.records)
        return bool(self.next_after) or any(not one["on_hold"] and not one["certificate"] for one in marks)


def listed(*, agency_id: int, zone: tzinfo, at: datetime) -> list[DueUnder]:
    """The oldest that are due under each series that ends: a query a series, over its classes' index, and three."""
    every = schedule.in_force(agency_id=agency_id)
    on_hold = holding.on_each(agency_id=agency_id)
    pages = (_page(one, on_hold, zone, at, after=None, size=SHOWN) for one in every)
    return [page for page in pages if page is not None]


def over(*, series: Series, zone: tzinfo, at: datetime) -> Over | None:
    """What has come to the end of its period under a series; None where nothing ever does. No query by itself."""
    last = schedule.published_by(series=series, today=at.astimezone(zone).date())
    if last is None or not series.classes:
        return None
    before = datetime.combine(last + timedelta(days=1), time(), zone)
    kept = Record.objects.filter(agency_id=series.agency_id, published_at__lt=before).exclude(
        state=State.DISPOSED
    )
    each = tuple(kept.filter(record_class=name) for name in series.classes)
    return Over(published_by=last, of_each_class=each)


def oldest(each: Iterable[QuerySet[Record]], *, most: int) -> QuerySet[Record]:
    """The oldest of several classes: of each its oldest, for the index has each in order."""
    first, *others = [found.order_by("published_at", "pk")[:most] for found in each]
    return first.union(*others, all=True).order_by("published_at", "id")[:most] if others else first


def page_of(*, series: Series, zone: tzinfo, at: datetime, after: str | None, size: int) -> DueUnder | None:
    """A page of what is due under one series; None where nothing ever is. Three queries, however much is due."""
    on_hold = holding.on_each(agency_id=series.agency_id)
    return _page(series, on_hold, zone, at, after=after, size=size)


def _page(
    series: Series, on_hold: Q, zone: tzinfo, at: datetime, *, after: str | None, size: int
) -> DueUnder | None:
    found = over(series=series, zone=zone, at=at)
    if found is None:
        return None
    beyond = Q()
    if begins := keyset.begins(after):
        moment, pk = begins
        beyond = Q(published_at__gte=moment) & (Q(published_at__gt=moment) | Q(pk__gt=pk))
    marked = Case(When(on_hold, then=Value(True)), default=Value(False))
    named = CertificateLine.objects.filter(record=OuterRef("pk"), certificate__state__in=OPEN).order_by("pk")
    marks = {
        "on_hold": marked,
        "certificate": Subquery(named.values("certificate_id")[:1]),
        "certificate_number": Subquery(named.values("certificate__number")[:1]),
    }
    rows = oldest((one.filter(beyond).annotate(**marks) for one in found.of_each_class), most=size + 1)
    page = keyset.cut(rows, size=size, by=lambda record: record.published_at)
    return DueUnder(
        series=series,
        published_by=found.published_by,
        records=tuple(page.rows),
        next_after=page.next_after,
    )
