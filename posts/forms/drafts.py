"""The composer's form: what was typed, and what is kept of it. Anything at all can be read; nothing is refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from outlets.languages import LANGUAGES
from outlets.weighted import written
from posts import languages
from posts.digest import normal
from posts.drafting import Written
from posts.forms import timing
from posts.forms.timing import Slot
from posts.models import Draft, Post
from posts.parts import further_in
from posts.pictured import Pictured, in_draft

TEXT_MOST = 30_000
LINE_MOST = 2_000
"""Far above what a network takes; longer is cut, and a browser does not let it be typed."""
ALT_TEXT_MOST = 25_000
PICTURES_READ = 48
"""More than a thread can hold: what is one too many is told, not cut."""
PARTS_READ = 12
"""The same of parts."""
ANSWERS = "answer-"
CATEGORY_MOST = 40
DIGITS_MOST = 18
STILL = "still-"
"""That an answer is still so: the value is the digest of what it was asked about."""
_STILL_KEY = re.compile(rf"{STILL}[a-z0-9_]{{1,60}}")
_ANSWER_KEY = re.compile(rf"{ANSWERS}[a-z0-9_]{{1,60}}")


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
    latest: Slot = field(default_factory=Slot)
    pictures: tuple[Pictured, ...] = ()
    further: tuple[str, ...] = ()
    """The texts of a thread's further parts."""
    language: str = ""
    """In which it is written; empty for the department's own."""
    meaning: str = ""
    asked_again: tuple[str, ...] = ()
    """The questions of which the form asks whether their answers are still so."""
    still: Mapping[str, str] = field(default_factory=dict)
    """Those of them that are ticked, each with the digest of what it was asked about."""
    older: bool = False
    """Whether it is kept over what was saved meanwhile: its answers were given before that."""

    @property
    def time_fault(self) -> str:
        """Why the times cannot be kept, in a sentence."""
        return self.slot.fault or self.latest.fault

    @property
    def time_to_fix(self) -> str:
        """The id of the element in which a time is to be mended, or empty."""
        return "when" if self.slot.fault else "latest" if self.latest.fault else ""

    @property
    def first_limit(self) -> datetime | None:
        """When it goes out; for a post that goes out when approved, until when it may. UTC."""
        return self.slot.moment if self.slot.chosen else self.latest.moment

    def written(self, *, over: Draft) -> Written:
        """What is saved over a draft. A time that cannot be leaves both times as they were kept before."""
        kept = bool(self.time_fault)
        return Written(
            category=self.category,
            text=self.text,
            answers=self.answers,
            note=self.note,
            send_at=over.send_at if kept else self.slot.moment,
            send_until=over.send_until if kept else self.latest.moment,
            pictures=self.pictures,
            further=self.further,
            language=self.language,
            meaning=self.meaning,
        )

    def at_version(self, version: int) -> "Typed":
        """The same over another saved version."""
        return replace(self, version=version)


def stored(*, post: Post, draft: Draft, at: datetime) -> Typed:
    """The form as it was last saved."""
    zone = post.account.agency.tzinfo
    slot, latest = (timing.kept(moment=moment, zone=zone) for moment in (draft.send_at, draft.send_until))
    slot, latest = _checked(slot, latest, at)
    return Typed(
        version=draft.version,
        account_id=post.account_id,
        category=post.category,
        text=draft.text,
        note=draft.note,
        answers=dict(draft.answers),
        slot=slot,
        latest=latest,
        pictures=in_draft(draft=draft),
        further=further_in(draft=draft),
        language=draft.language,
        meaning=draft.meaning,
    )


def read(*, sent: Mapping[str, str], post: Post, draft: Draft, at: datetime) -> Typed:
    """The form as it was sent. Answers to questions that are not on the page now are kept as they were."""
    answers = dict(draft.answers)
    answers |= {key.removeprefix(ANSWERS): _line(sent, key) for key in sent if _ANSWER_KEY.fullmatch(key)}
    category = _line(sent, "category")
    slot, latest = _sent_times(sent, post, at)
    return Typed(
        version=number(sent=sent, key="version"),
        account_id=number(sent=sent, key="account", otherwise=post.account_id),
        category=category if len(category) <= CATEGORY_MOST else "",
        # What another account wrote is not written here.
        text=draft.text if post.repost_of else text(sent=sent, key="text"),
        note=_line(sent, "note"),
        answers={key: answer for key, answer in answers.items() if answer},
        slot=slot,
        latest=latest,
        pictures=() if post.repost_of else _sent_pictures(sent, draft),
        further=() if post.repost_of else _sent_parts(sent, draft),
        language=languages.other(code=sent.get("spoken", draft.language), agency=post.account.agency),
        # A form without the field leaves what was said.
        meaning=normal(_plain(sent.get("meaning", draft.meaning)))[:TEXT_MOST],
        asked_again=tuple(_line(sent, "asked_again").split(",")),
        still={key.removeprefix(STILL): _line(sent, key) for key in sent if _STILL_KEY.fullmatch(key)},
    )


def _sent_times(sent: Mapping[str, str], post: Post, at: datetime) -> tuple[Slot, Slot]:
    """When it goes out and until when; a latest time of which nothing is typed is none.

    A day that was typed stays in the form where it goes out when approved, so that nobody types it again.
    """
    zone, latest = post.account.agency.tzinfo, Slot()
    on, clock, which = (_line(sent, key) for key in ("send_on", "send_clock", "which"))
    slot = Slot(on=on, clock=clock)
    if sent.get("when") == "chosen":
        slot = timing.typed(on=on, clock=clock, which=which, zone=zone)
    on, clock, which = (_line(sent, key) for key in ("until_on", "until_clock", "until_which"))
    if on or clock:
        unreadable = timing.NO_LATEST_TIME
        latest = timing.typed(on=on, clock=clock, which=which, zone=zone, unreadable=unreadable)
    return _checked(slot, latest, at)


def _checked(slot: Slot, latest: Slot, at: datetime) -> tuple[Slot, Slot]:
    slot = timing.ahead(slot=slot, at=at)
    return slot, timing.after(latest=latest, slot=slot, at=at)


def _sent_pictures(sent: Mapping[str, str], draft: Draft) -> tuple[Pictured, ...]:
    """In the order of the form, each once; a form that says nothing of pictures leaves them as they are."""
    if "pictures" not in sent:
        return in_draft(draft=draft)
    named = [number(sent={"id": one}, key="id", otherwise=-1) for one in sent["pictures"].split(",")]
    ids = list(dict.fromkeys(one for one in named if one >= 0))[:PICTURES_READ]
    last = len(_sent_parts(sent, draft))
    pictures = (
        Pictured(
            picture_id=one,
            alt_text=alt_text(sent=sent, picture_id=one),
            language=language(sent=sent, picture_id=one),
            part=min(last, max(0, number(sent=sent, key=f"part-of-{one}", otherwise=1) - 1)),
        )
        for one in ids
    )
    return tuple(sorted(pictures, key=lambda each: each.part))


def _sent_parts(sent: Mapping[str, str], draft: Draft) -> tuple[str, ...]:
    """The further parts as they were sent; a form that says nothing of parts leaves them as they are."""
    if "parts" not in sent:
        return further_in(draft=draft)
    several = range(2, min(number(sent=sent, key="parts", otherwise=1), PARTS_READ) + 1)
    return tuple(text(sent=sent, key=f"text-{one}") for one in several)


def alt_text(*, sent: Mapping[str, str], picture_id: int) -> str:
    """What the form says of a picture."""
    return normal(_plain(sent.get(f"alt-{picture_id}", "")))[:ALT_TEXT_MOST]


def language(*, sent: Mapping[str, str], picture_id: int) -> str:
    """In which language the form says the captions of a video are; empty for none and for what is no language."""
    chosen = sent.get(f"language-{picture_id}", "")
    return chosen if chosen in LANGUAGES else ""


def text(*, sent: Mapping[str, str], key: str) -> str:
    """A text that was sent, as it is kept."""
    return normal(_plain(sent.get(key, "")))[:TEXT_MOST]


def _plain(text: str) -> str:
    """Without NUL, which no database column of text holds, and all else that nobody sees; line ends as LF."""
    return written(text)


def _line(sent: Mapping[str, str], key: str) -> str:
    return _plain(sent.get(key, "")).strip()[:LINE_MOST]


def number(*, sent: Mapping[str, str], key: str, otherwise: int = 0) -> int:
    """A number that was sent, or what stands for anything else."""
    given = sent.get(key, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= DIGITS_MOST else otherwise
