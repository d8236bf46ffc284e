"""One post of the demonstration as data: who writes it, when, and how it ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from posts.drafting import Written
from posts.models import Ground

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Ending(StrEnum):
    """How far a post has come by now."""

    DRAFT = "draft"
    WAITS = "waits"
    WAITS_AGAIN = "waits_again"
    """Returned once, written anew, with a comment and a proposed wording on the new version."""
    WAITS_FOR_COMMUNICATIONS = "waits_for_communications"
    CORRECTED = "corrected"
    """Returned, written anew, approved and published."""
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"
    STOPPED = "stopped"
    MISSED = "missed"
    """Stopped before its time and released after it."""
    MISSED_THEN_SENT = "missed_then_sent"
    """Missed, taken back by its author, and published after all."""
    PUBLISHED = "published"
    REFUSED = "refused"
    SIGN_IN_LOST = "sign_in_lost"
    """The network no longer knows the keys of the account."""
    UNKNOWN = "unknown"
    UNKNOWN_THEN_FOUND = "unknown_then_found"
    """Somebody looked, and it was there."""
    TAKEN_DOWN = "taken_down"


@dataclass(frozen=True, kw_only=True)
class When:
    """A local time some days ago, or some minutes before now."""

    days: int = 0
    clock: str = ""
    minutes: int = 0

    def moment(self, *, now: datetime, zone: ZoneInfo) -> datetime:
        """The moment it means."""
        if not self.clock:
            return now - timedelta(minutes=self.minutes)
        day = now.astimezone(zone).date() - timedelta(days=self.days)
        return _at(day, self.clock, zone)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One post. In answers, {event} and {yesterday} stand for days."""

    unit: str
    by: str
    when: When
    category: str
    text: str
    answers: Mapping[str, str]
    ending: Ending = Ending.PUBLISHED
    event: str = ""
    """The weekday of an event: the next one after the post goes out."""
    goes_out: str = ""
    """'07:30': at that time on the next day; '3 07:30': in three days; '+40': so many minutes after it was begun;
    empty: when approved."""
    said: str = ""
    """Why it was returned, rejected, stopped or taken down."""
    ground: str = Ground.OTHER
    """For which of the words that are counted it was returned or rejected."""
    first_text: str = ""
    """What it said before it was returned."""
    comment: str = ""
    """What a reviewer remarked."""
    proposal: str = ""
    note: str = ""
    picture: str = ""
    """The scene that is drawn for it; empty for words alone."""
    lent_days: int = 0
    """For how many days somebody else lent the picture; 0 where the department made it."""
    practice: bool = False
    """Whether it goes to the unit's account for practice."""

    def written(self, *, begun_at: datetime, zone: ZoneInfo) -> Written:
        """What its author typed at last."""
        send_at = self._send_at(begun_at, zone)
        day = (send_at or begun_at).astimezone(zone).date()
        known = {
            "event": _next(day, self.event).isoformat(),
            "yesterday": (begun_at.astimezone(zone).date() - timedelta(days=1)).isoformat(),
        }
        answers = {key: answer.format_map(known) for key, answer in self.answers.items()}
        return Written(
            category=self.category, text=self.text, answers=answers, note=self.note, send_at=send_at
        )

    def _send_at(self, begun_at: datetime, zone: ZoneInfo) -> datetime | None:
        if not self.goes_out:
            return None
        if self.goes_out.startswith("+"):
            return (begun_at + timedelta(minutes=int(self.goes_out))).replace(second=0, microsecond=0)
        days, _, clock = self.goes_out.rpartition(" ")
        return _at(begun_at.astimezone(zone).date() + timedelta(days=int(days or 1)), clock, zone)


def _at(day: date, clock: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=zone)


def _next(day: date, weekday: str) -> date:
    """The next such weekday after a day; the day itself when none is named."""
    if not weekday:
        return day
    ahead = (WEEKDAYS.index(weekday) - day.weekday() - 1) % 7 + 1
    return day + timedelta(days=ahead)


def ago(days: int, clock: str) -> When:
    """So many days ago, at a local time."""
    return When(days=days, clock=clock)


def before(minutes: int) -> When:
    """So many minutes before now."""
    return When(minutes=minutes)
