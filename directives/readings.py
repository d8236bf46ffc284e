"""The texts of a draft as rules and checks read them: the post, what is said of each picture, and what it means."""

from collections.abc import Iterator
from dataclasses import dataclass

from directives.facts import Facts
from directives.texts import Kind, Reading, read
from directives.texts.language import language_of
from directives.texts.reading import READ
from directives.wording import Mark


@dataclass(frozen=True, kw_only=True)
class Place:
    """One text of a draft, and where residents or who decides meet it; `picture` counts from 1."""

    text: str
    kind: Kind = "post"
    picture: int | None = None
    meant: bool = False

    def mark(self, *, start: int, end: int, words: str, plain: str) -> Mark:
        """A hit in it."""
        inside = self.kind == "picture_words"
        return Mark(
            start=start,
            end=end,
            words=words,
            plain=plain,
            picture=self.picture,
            inside=inside,
            meant=self.meant,
        )


def places_of(*, facts: Facts) -> tuple[Place, ...]:
    """In the order in which `Facts.readings` has them; the meaning is there only of a text in another language.

    Words that stand in a picture are there where some are known.
    """
    described = (Place(text=one, kind="alt", picture=n) for n, one in enumerate(facts.alt_texts, 1))
    inside = enumerate(facts.picture_words, 1)
    lettered = (Place(text=one, kind="picture_words", picture=number) for number, one in inside if one)
    meaning = (Place(text=facts.meaning, meant=True),) if facts.language else ()
    return (Place(text=facts.text), *described, *lettered, *meaning)


def texts_of(*, facts: Facts) -> tuple[tuple[str, Kind], ...]:
    """The same as texts with their kinds."""
    return tuple((one.text, one.kind) for one in places_of(facts=facts))


def readings_of(*, facts: Facts) -> tuple[Reading, ...]:
    """What was read before, where it is given; else every text is read now, as of the day of the facts."""
    if facts.readings is not None:
        return facts.readings
    return tuple(read(text=text, written_on=facts.today, kind=kind) for text, kind in texts_of(facts=facts))


def unread(*, facts: Facts) -> tuple[str, ...]:
    """The languages that were recognised in its texts and that no check reads, by their codes."""
    if facts.readings is not None:
        return tuple(sorted({one.language for one in facts.readings if not one.checked}))
    return tuple(sorted({language_of(text) for text, _ in texts_of(facts=facts)} - READ - {""}))


def sighted(
    *, places: tuple[Place, ...], readings: tuple[Reading, ...], check: str, seen: str
) -> Iterator[Mark]:
    """What a check noticed, as marks; `seen` "sure" or "likely" leaves out the other, empty takes both."""
    for place, reading in zip(places, readings, strict=True):
        for one in reading.of(check):
            if seen in ("", "sure" if one.sure else "likely"):
                start, end = one.span or (0, 0)
                yield place.mark(start=start, end=end, words=one.words, plain=one.suggestion or "")
