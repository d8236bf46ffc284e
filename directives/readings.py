"""The texts of a draft as the checks read them: the post, what is said of each picture, and what it means."""

from collections.abc import Iterator

from directives.facts import Facts
from directives.texts import Kind, Reading, read
from directives.texts.language import language_of
from directives.texts.reading import READ
from directives.wording import Mark


def texts_of(*, facts: Facts) -> tuple[tuple[str, Kind], ...]:
    """In the order in which `Facts.readings` has them; the meaning is there only of a text in another language."""
    meaning: tuple[tuple[str, Kind], ...] = ((facts.meaning, "post"),) if facts.language else ()
    return ((facts.text, "post"), *((words, "alt") for words in facts.alt_texts), *meaning)


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


def sighted(*, facts: Facts, readings: tuple[Reading, ...], check: str, seen: str) -> Iterator[Mark]:
    """What a check noticed, as marks; `seen` "sure" or "likely" leaves out the other, empty takes both."""
    pictures = len(facts.alt_texts)
    for number, reading in enumerate(readings):
        for one in reading.of(check):
            if seen in ("", "sure" if one.sure else "likely"):
                start, end = one.span or (0, 0)
                yield Mark(
                    start=start,
                    end=end,
                    words=one.words,
                    plain=one.suggestion or "",
                    picture=number if 0 < number <= pictures else None,
                    meant=number > pictures,
                )
