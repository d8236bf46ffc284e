"""A day and a time as they are typed in the composer: when a post goes out, and until when it may."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from posts import slots
from posts.slots import ComesTwice, NoSuchTime, Which

FARTHEST = timedelta(days=731)
TOO_FAR = "This is more than two years away. Choose an earlier day."
HAS_PASSED = "This time has passed. Choose a later one."
NO_TIME = "Choose a day and a time, or as soon as approved."
NO_LATEST_TIME = "Choose a day and a time, or leave both empty."


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A day and a time, as chosen on the page."""

    chosen: bool = False
    """A day and a time were chosen; otherwise there is no such limit."""
    on: str = ""
    clock: str = ""
    which: Which = ""
    moment: datetime | None = None
    """UTC; None while something is wrong with it."""
    fault: str = ""
    """Why the choice cannot be kept, in a sentence."""
    nearest: datetime | None = None
    """For a time that does not exist: the first one after it that does."""
    twice: tuple[datetime, datetime] | None = None
    """For a time that comes twice: both moments."""


def typed(*, on: str, clock: str, which: str, zone: ZoneInfo, unreadable: str = NO_TIME) -> Slot:
    """What was sent, with its moment, or with the reason why there is none: `unreadable` for what is no time at all."""
    of_two: Which = "earlier" if which == "earlier" else "later" if which == "later" else ""
    return _slot(Slot(chosen=True, on=on, clock=clock, which=of_two), zone, unreadable)


def kept(*, moment: datetime | None, zone: ZoneInfo) -> Slot:
    """What was saved, as the form shows it; nothing chosen for None."""
    if moment is None:
        return Slot()
    here = moment.astimezone(zone)
    chosen = Slot(chosen=True, on=here.date().isoformat(), clock=f"{here:%H:%M}", which=_which_of(here))
    return _slot(chosen, zone, NO_TIME)


def ahead(*, slot: Slot, at: datetime) -> Slot:
    """The time at which it goes out, with what is wrong when it is over or too far away."""
    if slot.moment is not None and slot.moment <= at:
        return replace(slot, moment=None, fault=HAS_PASSED)
    if slot.moment is not None and slot.moment - at > FARTHEST:
        return replace(slot, moment=None, fault=TOO_FAR)
    return slot


def after(*, latest: Slot, slot: Slot, at: datetime) -> Slot:
    """The latest time, with what is wrong between it and the time at which it goes out."""
    if latest.moment is None or slot.fault:
        return latest
    said = slots.latest_fault(send_at=slot.moment, send_until=latest.moment, at=at)
    return replace(latest, moment=None, fault=said) if said else latest


def _slot(chosen: Slot, zone: ZoneInfo, unreadable: str) -> Slot:
    """The choice with its moment, or with the reason why there is none."""
    try:
        on, clock = date.fromisoformat(chosen.on), time.fromisoformat(chosen.clock)
        return replace(chosen, which="", moment=slots.moment(on=on, clock=clock, zone=zone))
    except NoSuchTime as skipped:
        nearest = skipped.nearest.astimezone(zone)
        said = (
            f"Clocks go forward that night and skip {chosen.clock}. The nearest time is {nearest:%H:%M %Z}."
        )
        return replace(chosen, fault=said, nearest=skipped.nearest)
    except ComesTwice as both:
        return _one_of_two(chosen, both)
    except (ValueError, OverflowError):
        return replace(chosen, fault=unreadable)


def _one_of_two(chosen: Slot, both: ComesTwice) -> Slot:
    chosen = replace(chosen, twice=(both.earlier, both.later))
    if not chosen.which:
        said = (
            f"Clocks go back that night, so {chosen.clock} comes twice. Choose the earlier or the later one."
        )
        return replace(chosen, fault=said)
    return replace(chosen, moment=both.earlier if chosen.which == "earlier" else both.later)


def _which_of(here: datetime) -> Which:
    """Which of the two, for a local time that comes twice."""
    if here.replace(fold=0).utcoffset() == here.replace(fold=1).utcoffset():
        return ""
    return "later" if here.fold else "earlier"
