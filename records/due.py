"""What has come to the end of its period, by series; this lists it and disposes of nothing."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.db.models import Case, Q, QuerySet, Value, When

from accounts import keyset
from records import holding, schedule
from records.models import Record, Series, State

SHOWN = 10
"""So many of each series on the page of all."""
PAGE = 50


@dataclass(frozen=True, kw_only=True)
class DueUnder:
    """The records that are due under one series, the oldest first."""

    series: Series
    published_by: date
    """What was published on this day or before is due."""
    records: tuple[Record, ...]
    """Each with `on_hold`."""
    next_after: str | None
    """Where the next page begins; None on the last."""


def listed(*, agency_id: int, zone: tzinfo, at: datetime) -> list[DueUnder]:
    """The oldest that are due under each series that ends: one query a series, over the index of its classes."""
    every = schedule.in_force(agency_id=agency_id)
    pages = (page_of(series=one, zone=zone, at=at, after=None, size=SHOWN) for one in every)
    return [page for page in pages if page is not None]


def page_of(*, series: Series, zone: tzinfo, at: datetime, after: str | None, size: int) -> DueUnder | None:
    """A page of what is due under one series; None where nothing ever is. One query, however much is due."""
    last = schedule.published_by(series=series, today=at.astimezone(zone).date())
    if last is None or not series.classes:
        return None
    over = datetime.combine(last + timedelta(days=1), time(), zone)
    page = keyset.cut(
        _oldest(series, over, after, size + 1), size=size, by=lambda record: record.published_at
    )
    return DueUnder(series=series, published_by=last, records=tuple(page.rows), next_after=page.next_after)


def _oldest(series: Series, over: datetime, after: str | None, most: int) -> QuerySet[Record]:
    """Of each class its oldest, for the index has each in order; together no more than is shown of them."""
    beyond = Q(published_at__lt=over) & ~Q(state=State.DISPOSED)
    if begins := keyset.begins(after):
        at, pk = begins
        beyond &= Q(published_at__gte=at) & (Q(published_at__gt=at) | Q(pk__gt=pk))
    first, *others = [_of_class(series.agency_id, name, beyond, most) for name in series.classes]
    return first.union(*others, all=True).order_by("published_at", "id") if others else first


def _of_class(agency_id: int, name: str, which: Q, most: int) -> QuerySet[Record]:
    found = Record.objects.filter(which, agency_id=agency_id, record_class=name).annotate(
        on_hold=Case(When(holding.on_each(), then=Value(True)), default=Value(False))
    )
    return found.order_by("published_at", "pk")[:most]
