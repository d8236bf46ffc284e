"""Two versions of one draft side by side: what somebody saved meanwhile, and what is on this page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from zoneinfo import ZoneInfo

from accounts.models import Member
from directives.pack import Pack
from outlets.languages import name_of
from posts import slots
from posts.drafting import Written, written_in
from posts.models import Draft
from posts.pictured import Pictured
from posts.worddiff import Segment, compare


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing beside the text that is not the same."""

    label: str
    theirs: str
    mine: str


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Nothing is overwritten until one of the two is chosen."""

    by: str
    own: bool
    """The other version is the member's own, from another window."""
    saved_at: datetime
    version: int
    """Of the other one: keeping mine is saving over exactly this."""
    text: tuple[Segment, ...]
    """From theirs to mine."""
    others: tuple[Difference, ...]
    further: tuple[tuple[int, tuple[Segment, ...]], ...] = ()
    """Of the further parts of a thread that differ: the number, from 2, and the text from theirs to mine."""


def between(*, theirs: Draft, mine: Written, pack: Pack, reader: Member, zone: ZoneInfo) -> Conflict:
    """What differs; the post of `theirs` is read for its category."""
    their = written_in(draft=theirs, category=theirs.post.category)
    told = zip(_told(their, pack, zone), _told(mine, pack, zone), strict=True)
    asked = dict.fromkeys([*their.answers, *mine.answers])
    answers = (
        Difference(label=_short(pack, key), theirs=_said(pack, key, their), mine=_said(pack, key, mine))
        for key in asked
    )
    lines = (Difference(label=label, theirs=one, mine=other) for (label, one), (_, other) in told)
    return Conflict(
        by=theirs.saved_by.titled_name,
        own=theirs.saved_by_id == reader.pk,
        saved_at=theirs.saved_at,
        version=theirs.version,
        text=compare(before=theirs.text, after=mine.text),
        others=tuple(
            line for line in (*lines, *_pictures(their, mine), *answers) if line.theirs != line.mine
        ),
        further=tuple(
            (number, compare(before=one, after=other))
            for number, (one, other) in enumerate(
                zip_longest(their.further, mine.further, fillvalue=""), start=2
            )
            if one != other
        ),
    )


def _told(written: Written, pack: Pack, zone: ZoneInfo) -> list[tuple[str, str]]:
    category = pack.category(key=written.category)
    send_at = written.send_at
    when = slots.in_words(send_at, zone=zone) if send_at else ""
    return [
        ("Kind", category.label if category else ""),
        ("When it goes out", when or "As soon as approved"),
        ("No later than", slots.in_words(written.send_until, zone=zone) if written.send_until else ""),
        ("Note", written.note),
        ("Language", name_of(written.language) if written.language else ""),
        ("Meaning", written.meaning),
    ]


def _pictures(their: Written, mine: Written) -> Iterator[Difference]:
    """Each place with its words on both sides; another picture with the same words is named as such."""
    for number, (one, other) in enumerate(zip_longest(their.pictures, mine.pictures), start=1):
        words, own = _described(one), _described(other)
        if one and other and one.picture_id != other.picture_id:
            own = f"Another picture: {own}"
        elif one and other and one.part != other.part:
            own = f"In part {other.part + 1}: {own}"
        yield Difference(label=f"Picture {number}", theirs=words, mine=own)


def _described(picture: Pictured | None) -> str:
    if picture is None:
        return ""
    words = picture.alt_text or "Not described yet"
    return f"{name_of(picture.language)}: {words}" if picture.language else words


def _short(pack: Pack, key: str) -> str:
    question = pack.question(key=key)
    return question.short if question else key


def _said(pack: Pack, key: str, written: Written) -> str:
    question = pack.question(key=key)
    answer = written.answers.get(key, "")
    return question.in_words(answer=answer) if question else answer
