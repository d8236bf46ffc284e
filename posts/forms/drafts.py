"""The composer's form: what was typed, and what is kept of it. Anything at all can be read; nothing is refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from outlets.weighted import written
from posts import slots
from posts.digest import normal
from posts.drafting import Written
from posts.models import Draft, Post
from posts.pictured import Pictured, in_draft
from posts.slots import ComesTwice, NoSuchTime, Which

TEXT_MOST = 10_000
LINE_MOST = 2_000
"""Far above what a network takes; longer is cut, and a browser does not let it be typed."""
ALT_TEXT_MOST = 2_000
PICTURES_READ = 8
"""More than a post can hold: what is one too many is told, not cut."""
ANSWERS = "answer-"
CATEGORY_MOST = 40
DIGITS_MOST = 18
FARTHEST = timedelta(days=731)
TOO_FAR = "This is more than two years away. Choose an earlier day."
HAS_PASSED = "This time has passed. Choose a later one."
_ANSWER_KEY = re.compile(rf"{ANSWERS}[a-z0-9_]{{1,60}}")


@dataclass(frozen=True, kw_only=True)
class Slot:
    """When it goes out, as chosen on the page."""

    chosen: bool = False
    """A day and a time were chosen; otherwise it goes out as soon as it is approved."""
    on: str = ""
    clock: str = ""
    which: Which = ""
    send_at: datetime | None = None
    fault: str = ""
    """Why the choice cannot be kept, in a sentence."""
    nearest: datetime | None = None
    """For a time that does not exist: the first one after it that does."""
    twice: tuple[datetime, datetime] | None = None
    """For a time that comes twice: both moments."""


@dataclass(frozen=True, kw_only=True)
class Typed:
    """Everything on the form."""

    version: int
    account_id: int
    category: str = ""
    text: str = ""
    note: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    slot: Slot = field(default_factory=Slot)
    pictures: tuple[Pictured, ...] = ()

    def written(self, *, kept_send_at: datetime | None) -> Written:
        """What is saved. A time that cannot be leaves the one that was kept before."""
        return Written(
            category=self.category,
            text=self.text,
            answers=self.answers,
            note=self.note,
            send_at=kept_send_at if self.slot.fault else self.slot.send_at,
            pictures=self.pictures,
        )

    def at_version(self, version: int) -> "Typed":
        """The same over another saved version."""
        return replace(self, version=version)


def stored(*, post: Post, draft: Draft, at: datetime) -> Typed:
    """The form as it was last saved."""
    zone = post.account.agency.tzinfo
    here = draft.send_at.astimezone(zone) if draft.send_at else None
    slot = Slot()
    if here is not None:
        day, clock = here.date().isoformat(), f"{here:%H:%M}"
        slot = _slot(Slot(chosen=True, on=day, clock=clock, which=_which_of(here)), zone, at)
    return Typed(
        version=draft.version,
        account_id=post.account_id,
        category=post.category,
        text=draft.text,
        note=draft.note,
        answers=dict(draft.answers),
        slot=slot,
        pictures=in_draft(draft=draft),
    )


def read(*, sent: Mapping[str, str], post: Post, draft: Draft, at: datetime) -> Typed:
    """The form as it was sent. Answers to questions that are not on the page now are kept as they were."""
    answers = dict(draft.answers)
    answers |= {key.removeprefix(ANSWERS): _line(sent, key) for key in sent if _ANSWER_KEY.fullmatch(key)}
    category = _line(sent, "category")
    return Typed(
        version=number(sent=sent, key="version"),
        account_id=number(sent=sent, key="account", otherwise=post.account_id),
        category=category if len(category) <= CATEGORY_MOST else "",
        text=normal(_plain(sent.get("text", "")))[:TEXT_MOST],
        note=_line(sent, "note"),
        answers={key: answer for key, answer in answers.items() if answer},
        slot=_sent_slot(sent, post.account.agency.tzinfo, at),
        pictures=_sent_pictures(sent, draft),
    )


def _sent_pictures(sent: Mapping[str, str], draft: Draft) -> tuple[Pictured, ...]:
    """In the order of the form, each once; a form that says nothing of pictures leaves them as they are."""
    if "pictures" not in sent:
        return in_draft(draft=draft)
    named = [number(sent={"id": one}, key="id", otherwise=-1) for one in sent["pictures"].split(",")]
    ids = list(dict.fromkeys(one for one in named if one >= 0))[:PICTURES_READ]
    return tuple(Pictured(picture_id=one, alt_text=alt_text(sent=sent, picture_id=one)) for one in ids)


def alt_text(*, sent: Mapping[str, str], picture_id: int) -> str:
    """What the form says of a picture."""
    return normal(_plain(sent.get(f"alt-{picture_id}", "")))[:ALT_TEXT_MOST]


def _sent_slot(sent: Mapping[str, str], zone: ZoneInfo, at: datetime) -> Slot:
    if sent.get("when") != "chosen":
        return Slot()
    which: Which = "earlier" if sent.get("which") == "earlier" else ""
    which = "later" if sent.get("which") == "later" else which
    chosen = Slot(chosen=True, on=_line(sent, "send_on"), clock=_line(sent, "send_clock"), which=which)
    return _slot(chosen, zone, at)


def _slot(chosen: Slot, zone: ZoneInfo, at: datetime) -> Slot:
    """The choice with its moment, or with the reason why there is none."""
    try:
        on, clock = date.fromisoformat(chosen.on), time.fromisoformat(chosen.clock)
        slot = replace(chosen, which="", send_at=slots.moment(on=on, clock=clock, zone=zone))
    except NoSuchTime as skipped:
        nearest = skipped.nearest.astimezone(zone)
        said = (
            f"Clocks go forward that night and skip {chosen.clock}. The nearest time is {nearest:%H:%M %Z}."
        )
        return replace(chosen, fault=said, nearest=skipped.nearest)
    except ComesTwice as both:
        slot = _one_of_two(chosen, both)
    except (ValueError, OverflowError):
        return replace(chosen, fault="Choose a day and a time, or as soon as approved.")
    if slot.send_at is not None and slot.send_at <= at:
        return replace(slot, fault=HAS_PASSED)
    if slot.send_at is not None and slot.send_at - at > FARTHEST:
        return replace(slot, fault=TOO_FAR)
    return slot


def _one_of_two(chosen: Slot, both: ComesTwice) -> Slot:
    chosen = replace(chosen, twice=(both.earlier, both.later))
    if not chosen.which:
        said = (
            f"Clocks go back that night, so {chosen.clock} comes twice. Choose the earlier or the later one."
        )
        return replace(chosen, fault=said)
    return replace(chosen, send_at=both.earlier if chosen.which == "earlier" else both.later)


def _which_of(here: datetime) -> Which:
    """Which of the two, for a local time that comes twice."""
    if here.replace(fold=0).utcoffset() == here.replace(fold=1).utcoffset():
        return ""
    return "later" if here.fold else "earlier"


def _plain(text: str) -> str:
    """Without NUL, which no database column of text holds, and all else that nobody sees; line ends as LF."""
    return written(text)


def _line(sent: Mapping[str, str], key: str) -> str:
    return _plain(sent.get(key, "")).strip()[:LINE_MOST]


def number(*, sent: Mapping[str, str], key: str, otherwise: int = 0) -> int:
    """A number that was sent, or what stands for anything else."""
    given = sent.get(key, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= DIGITS_MOST else otherwise
