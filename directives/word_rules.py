"""The kinds of rule that read the text. They ask and advise; no word blocks by itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import ClassVar, Literal

from directives.case import Case
from directives.dates import WEEKDAYS, FoundDate, dates_in, day_for_residents, day_label, fuller
from directives.decision import Finding, Reason
from directives.facts import Facts
from directives.model import Level, StepKey, Term
from directives.readings import sighted
from directives.rules import Rule
from directives.texts.hashtags import run_together
from directives.wording import Listing, Mark, listing, marks, touches


@dataclass(frozen=True, kw_only=True)
class WordRule(Rule):
    """Reads by a list of words, by a check of the texts (its slug), or by both.

    `seen` takes from the check only what the words say ("sure"), or only what is like it ("likely"). What touches an
    idiom is spared, listed or seen.
    """

    words_for: ClassVar[frozenset[str]] = frozenset({"words"})
    reads_words: ClassVar[bool] = True

    terms: tuple[Term, ...] = ()
    idioms: tuple[str, ...] = ()
    check: str = ""
    seen: Literal["", "sure", "likely"] = ""

    @property
    def by_check(self) -> str | None:
        return self.check or None

    def marks(self, case: Case) -> tuple[Mark, ...]:
        """Hits in the text, in what is said of each picture and stands in it, and in what the text means.

        Words count wherever residents meet them, in whichever language.
        """
        if self.id not in case.read:
            case.read[self.id] = tuple(self._apart(case))
        return case.read[self.id]

    def _apart(self, case: Case) -> Iterator[Mark]:
        """The listed words, and of what the check saw all that does not meet one of them."""
        listed = tuple(self._found(case)) if self.terms else ()
        yield from listed
        for mark in self._noticed(case) if self.check else ():
            if not any(mark.meets(other) for other in listed):
                yield mark

    def _noticed(self, case: Case) -> Iterator[Mark]:
        readings = case.readings()
        for mark in sighted(places=case.places, readings=readings, check=self.check, seen=self.seen):
            if not touches(text=_where(mark, case.facts), mark=mark, idioms=self.idioms):
                yield mark

    @cached_property
    def _listed(self) -> Listing:
        return listing(self.terms)

    def _found(self, case: Case) -> Iterator[Mark]:
        for place in case.places:
            for mark in marks(text=place.text, listed=self._listed, idioms=self.idioms):
                yield place.mark(start=mark.start, end=mark.end, words=mark.words, plain=mark.plain)

    def about(self, mark: Mark, *, level: Level, sentence: str, question: str | None = None) -> Finding:
        """A finding where the words stand: marked in the text, or named by its picture."""
        words = _filled(sentence, mark)
        if mark.picture is not None:
            where = "Words in" if mark.inside else "Description of"
            said = f"{where} picture {mark.picture}: {words}"
            return self.finding(level=level, sentence=said, question=question, picture=mark.picture)
        if mark.meant:
            return self.finding(level=level, sentence=f"In the meaning: {words}", question=question)
        return self.finding(
            level=level, sentence=words, question=question, span=mark.span, suggestion=mark.suggestion
        )


@dataclass(frozen=True, kw_only=True)
class WordsAsk(WordRule):
    """Words ask a question, which must be answered. They never block by themselves.

    Without `settled_by` any answer settles it, else only the values listed. Settled, it goes on with
    `sentence_when_settled` shown to who decides, `then_ask` asked, and `step` added; with `set_aside_for` it goes on
    once the reason is given too. With `strength` "advises" it asks nothing, and says
    `sentence_as_advice`, which is what to do next; without one, its sentence.
    """

    question: str
    settled_by: tuple[str, ...] = ()
    sentence_when_settled: str = ""
    sentence_as_advice: str = ""
    then_ask: tuple[str, ...] = ()
    step: Literal["", "sergeant", "communications", "community_policing"] = ""
    strength: Literal["asks", "advises"] = "asks"

    @property
    def says(self) -> str:
        """What an author reads whose words it finds."""
        return (self.strength == "advises" and self.sentence_as_advice) or self.sentence

    def settled(self, case: Case) -> bool:
        answer = case.answer(self.question)
        given = answer is not None and (not self.settled_by or answer in self.settled_by)
        return given and self.strength == "asks"

    def confirmed(self, case: Case) -> bool:
        """Where any answer settles it, none says that it is so."""
        said = bool(self.settled_by) and case.answer(self.question) is not None and self.strength == "asks"
        return said and not self.settled(case) and bool(self.marks(case))

    def way_on(self, case: Case) -> str:
        """A reason stands beside the answer, never in its place."""
        way_on = super().way_on(case)
        return way_on if way_on and self.settled(case) else ""

    def asks(self, case: Case) -> Iterable[str]:
        if self.strength == "asks" and self.marks(case):
            yield self.question
            if self.settled(case):
                yield from self.then_ask

    def finds(self, case: Case) -> Iterable[Finding]:
        for mark in self.marks(case):
            if self.strength == "advises":
                yield self.about(mark, level="think", sentence=self.says)
            elif case.answer(self.question) is None:
                yield self._shown(mark, self.says, self.question, stop=True)
            elif self.settled(case) and self.sentence_when_settled:
                about = self.set_aside_for or self.question
                yield self._shown(mark, self.sentence_when_settled, about, stop=bool(self.set_aside_for))

    def routes(self, case: Case) -> Iterable[tuple[StepKey, Reason]]:
        if self.step and self.settled(case) and (found := self.marks(case)):
            yield self.step, self.reason(sentence=_filled(self.sentence_when_settled, found[0]))

    def _shown(self, mark: Mark, sentence: str, about: str, *, stop: bool) -> Finding:
        level: Level = "must_fix" if stop else "needs_somebody"
        return self.about(mark, level=level, sentence=sentence, question=about)


@dataclass(frozen=True, kw_only=True)
class Advice(WordRule):
    """Words that can be said better. Never more than advice, or something for who decides."""

    level: Literal["needs_somebody", "think"]

    def finds(self, case: Case) -> Iterable[Finding]:
        for mark in self.marks(case):
            # Better words are for residents, and they never read the meaning.
            if not (mark.meant and self.level == "think"):
                yield self.about(mark, level=self.level, sentence=self.sentence)


@dataclass(frozen=True, kw_only=True)
class HashtagCase(Rule):
    """A long hashtag in small letters is read aloud as one word."""

    words_for: ClassVar[frozenset[str]] = frozenset({"words"})
    reads_words: ClassVar[bool] = True

    def finds(self, case: Case) -> Iterable[Finding]:
        for span in run_together(text=case.facts.text):
            sentence = self.sentence.replace("{words}", case.facts.text[slice(*span)])
            yield self.finding(level="think", sentence=sentence, span=span)


@dataclass(frozen=True, kw_only=True)
class DayWords(Rule):
    """The day the text names is laid beside the day the author gave for the event."""

    words_for: ClassVar[frozenset[str]] = frozenset({"words", "reads", "event"})
    reads_words: ClassVar[bool] = True

    question: str
    sentence_for_weekday: str

    def finds(self, case: Case) -> Iterable[Finding]:
        event = case.day(self.question) if self.question in case.asked else None
        if event is None:
            return
        found = dates_in(text=case.facts.text, today=case.read_on)
        for one in found:
            better = day_for_residents(day=event)
            if one.kind == "date" and one.day == event and one.weekday not in (None, one.day.weekday()):
                reads = WEEKDAYS[one.day.weekday()]
                yield self._shown(self.sentence_for_weekday, one, reads, event, one.end, better)
            elif one.kind == "this" and one.day != event:
                other = fuller(one=one, found=found, text=case.facts.text)
                through = other.end if other and other.day == event else one.end
                reads = day_label(day=one.day)
                yield self._shown(self.sentence, one, reads, event, through, f"on {better}")

    def _shown(
        self, sentence: str, one: FoundDate, reads: str, event: date, through: int, better: str
    ) -> Finding:
        words = {"{event}": day_label(day=event), "{reads}": reads, "{words}": " ".join(one.words.split())}
        for name, value in words.items():
            sentence = sentence.replace(name, value)
        span = (one.start, through)
        return self.finding(
            level="think", sentence=sentence, question=self.question, span=span, suggestion=better
        )


def _where(mark: Mark, facts: Facts) -> str:
    """The text in which it stands."""
    if mark.picture is not None:
        return (facts.picture_words if mark.inside else facts.alt_texts)[mark.picture - 1]
    return facts.meaning if mark.meant else facts.text


def _filled(sentence: str, mark: Mark) -> str:
    return sentence.replace("{words}", " ".join(mark.words.split()))
