"""The retention schedule: series as the records officer enters them, and until when a record is kept by one.

No period is shipped: a class that no series covers is kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, tzinfo

from django.db import transaction

from accounts.models import Member
from audit import trail, vault
from directives.decision import class_words
from records import officers, periods
from records.models import Record, Series, Trigger
from records.sheet import canonical


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What is entered of an item of the approved application."""

    item: str
    title: str
    application: str
    approved_on: date
    classes: tuple[str, ...]
    trigger: str
    permanent: bool
    months: int


class NotEntered(Exception):
    """A series cannot be entered as asked; the sentence says what to do, `field` what it is about."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Item:
    """An item with all its versions."""

    now: Series
    """The last version, which counts."""
    earlier: tuple[Series, ...]
    """Those before, the last first."""


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """Until when a record is kept, as its page says it."""

    series: Series | None
    not_before: date | None
    """The first day on which it may be disposed of by its series; None where there is none."""
    words: str


def in_force(*, agency_id: int) -> list[Series]:
    """The last version of each item, by item: one query."""
    versions = Series.objects.filter(agency_id=agency_id)
    return list(versions.order_by("item", "-version").distinct("item"))


def items(*, agency_id: int) -> list[Item]:
    """Every item with its versions, by item: one query."""
    found = (
        Series.objects.filter(agency_id=agency_id).select_related("entered_by").order_by("item", "-version")
    )
    by_item: dict[str, list[Series]] = {}
    for one in found:
        by_item.setdefault(one.item, []).append(one)
    return [Item(now=versions[0], earlier=tuple(versions[1:])) for versions in by_item.values()]


def covering(*, series: Iterable[Series]) -> dict[str, Series]:
    """By class the series that covers it; one at most does."""
    return {name: one for one in series for name in one.classes}


@transaction.atomic
def enter(*, entered: Entered, over: int = 0, actor: Member, at: datetime) -> Series:
    """Enter an item, or a new version of it over the version that was seen (0: none); nothing is ever edited.

    Raises PermissionDenied, and NotEntered for a version that was not seen and a class that another item covers.
    """
    officers.require(actor=actor, at=at)
    present = in_force(agency_id=actor.agency_id)
    _refuse_what_was_not_seen(entered.item, over, present)
    _refuse_what_is_covered(entered, [one for one in present if one.item != entered.item])
    plain = asdict(entered) | {"classes": list(entered.classes), "version": over + 1}
    series = Series.objects.create(agency_id=actor.agency_id, entered_by=actor, entered_at=at, **plain)
    told = canonical(plain | {"approved_on": entered.approved_on.isoformat()})
    _, sealed = vault.seal(content=told, agency_id=actor.agency_id)
    trail.record(
        verb="series.entered",
        agency_id=actor.agency_id,
        actor_id=actor.pk,
        subject_id=actor.agency_id,
        at=at,
        series_id=series.pk,
        version=series.version,
        details_sealed=sealed,
    )
    return series


def _refuse_what_was_not_seen(item: str, over: int, present: Sequence[Series]) -> None:
    before = next((one for one in present if one.item == item), None)
    if (before.version if before else 0) == over:
        return
    stands = f"Item {item} stands in version {before.version if before else 0} already."
    if over:
        raise NotEntered(
            "", f"{stands} Compare it with what you typed, then enter a new version of that one."
        )
    raise NotEntered(
        "item",
        f"{stands} Enter a new version there. Where two applications use one number, write both: 14:063/{item}.",
    )


def _refuse_what_is_covered(entered: Entered, others: Iterable[Series]) -> None:
    covered = covering(series=others)
    for name in entered.classes:
        if other := covered.get(name):
            raise NotEntered(
                "classes",
                f"Item {other.item} covers {class_words(name).lower()} already. Enter a new version of that item "
                "without it first.",
            )


def keeping_of(*, record: Record, zone: tzinfo) -> Keeping:
    """By which series a record is kept, and until when: one query."""
    series = covering(series=in_force(agency_id=record.agency_id)).get(record.record_class)
    if series is None:
        words = "No end is set: no approved series covers this class, so nothing of it is disposed of."
        return Keeping(series=None, not_before=None, words=words)
    if series.permanent:
        return Keeping(series=series, not_before=None, words="It is kept for ever.")
    if series.trigger == Trigger.OTHER:
        words = "No day is known: the period begins with an event of which the portal does not know."
        return Keeping(series=series, not_before=None, words=words)
    day = not_before(series=series, published_on=record.published_at.astimezone(zone).date())
    words = f"At least until {periods.in_words(day)}. It is not disposed of before."
    return Keeping(series=series, not_before=day, words=words)


def not_before(*, series: Series, published_on: date) -> date:
    """The first day on which what was published on a day is due under a series that ends."""
    begins = date(published_on.year + 1, 1, 1) if series.trigger == Trigger.YEAR_END else published_on
    return periods.after(begins, months=series.months)


def published_by(*, series: Series, today: date) -> date | None:
    """The last day of publication that is due under a series on a day; None where nothing ever is."""
    if series.permanent or series.trigger == Trigger.OTHER:
        return None
    last = periods.before(today, months=series.months)
    return date(last.year - 1, 12, 31) if series.trigger == Trigger.YEAR_END else last
