"""What a certificate says on paper: each item of the application with its days and its volume."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, tzinfo

from records.models import CertificateLine, Series


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One series, as the form of the State Archives asks for it."""

    series: Series
    first_on: date
    last_on: date
    """The inclusive days of publication."""
    volume: int
    """How many records."""


def entries(*, lines: Iterable[CertificateLine], zone: tzinfo) -> list[Entry]:
    """One for each series that the lines name, in their order; asks nothing."""
    by_series: dict[int, list[CertificateLine]] = {}
    for line in lines:
        by_series.setdefault(line.series_id, []).append(line)
    return [_entry(of_one, zone) for of_one in by_series.values()]


def _entry(lines: list[CertificateLine], zone: tzinfo) -> Entry:
    days = [line.record.published_at.astimezone(zone).date() for line in lines]
    return Entry(series=lines[0].series, first_on=min(days), last_on=max(days), volume=len(lines))
