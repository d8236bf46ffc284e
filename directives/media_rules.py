"""The kinds of rule that ask whose a picture is and who is in it. They know answers alone: no picture is looked at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from directives.case import Case
from directives.dates import day_label
from directives.decision import Finding, Reason
from directives.facts import MediaFacts
from directives.model import Consent, Level, Shown, StepKey
from directives.rules import Rule


@dataclass(frozen=True, kw_only=True)
class MediaRule(Rule):
    """A sentence may name the `{picture}` it is about: 'picture 2', 'the video'."""

    words_for: ClassVar[frozenset[str]] = frozenset({"picture"})

    def about(self, number: int, one: MediaFacts, *, level: Level, sentence: str, ends: str = "") -> Finding:
        """A finding about one picture, by its number from 1."""
        said = sentence.replace("{picture}", _name(number, one)).replace("{ends}", ends)
        return self.finding(level=level, sentence=said[:1].upper() + said[1:], picture=number)


@dataclass(frozen=True, kw_only=True)
class MediaRights(MediaRule):
    """Every picture says whose it is; what somebody else made, what allows its use, which document, until when."""

    words_for: ClassVar[frozenset[str]] = frozenset({"picture", "ends"})

    sentence_no_licence: str
    sentence_no_document: str
    sentence_ended: str
    sentence_ends: str

    def finds(self, case: Case) -> Iterable[Finding]:
        for number, one in _numbered(case):
            if not one.owner:
                yield self.about(number, one, level="must_fix", sentence=self.sentence)
            elif one.owner == "somebody_else":
                yield from self._borrowed(number, one)
            if one.ends_on is not None:
                over = one.ends_on < case.read_by
                yield self.about(
                    number,
                    one,
                    level="must_fix" if over else "think",
                    sentence=self.sentence_ended if over else self.sentence_ends,
                    ends=day_label(day=one.ends_on),
                )

    def _borrowed(self, number: int, one: MediaFacts) -> Iterator[Finding]:
        if not one.licence:
            yield self.about(number, one, level="must_fix", sentence=self.sentence_no_licence)
        if not one.document:
            yield self.about(number, one, level="must_fix", sentence=self.sentence_no_document)


@dataclass(frozen=True, kw_only=True)
class MediaMusic(MediaRule):
    """A video says whether music plays in it, and whether that may be used."""

    sentence_not_allowed: str

    def finds(self, case: Case) -> Iterable[Finding]:
        for number, one in _numbered(case):
            if one.video and not one.music:
                yield self.about(number, one, level="must_fix", sentence=self.sentence)
            elif one.video and one.music == "not_allowed":
                yield self.about(number, one, level="must_fix", sentence=self.sentence_not_allowed)


@dataclass(frozen=True, kw_only=True)
class MediaPeople(MediaRule):
    """Every picture says who can be recognized in it, and where somebody can, whether they agreed."""

    sentence_consent: str

    def finds(self, case: Case) -> Iterable[Finding]:
        for number, one in _numbered(case):
            if one.shown is None:
                yield self.about(number, one, level="must_fix", sentence=self.sentence)
            elif one.people and not one.consent:
                yield self.about(number, one, level="must_fix", sentence=self.sentence_consent)


@dataclass(frozen=True, kw_only=True)
class MediaShows(MediaRule):
    """What follows where a picture shows one of these, and all of `together_with`; with `consent`, where it is so."""

    shown: tuple[Shown, ...]
    together_with: tuple[Shown, ...] = ()
    consent: tuple[Consent, ...] = ()
    level: Level
    step: Literal["", "sergeant", "communications", "community_policing"] = ""

    def finds(self, case: Case) -> Iterable[Finding]:
        for number, one in self._hits(case):
            yield self.about(number, one, level=self.level, sentence=self.sentence)

    def routes(self, case: Case) -> Iterable[tuple[StepKey, Reason]]:
        if self.step and any(self._hits(case)):
            yield self.step, self.reason(sentence=self.title)

    def _hits(self, case: Case) -> Iterator[tuple[int, MediaFacts]]:
        for number, one in _numbered(case):
            seen = set(one.shown or ())
            shows = not seen.isdisjoint(self.shown) and seen.issuperset(self.together_with)
            if shows and (not self.consent or one.consent in self.consent):
                yield number, one


@dataclass(frozen=True, kw_only=True)
class MediaUnderCover(MediaRule):
    """Where people can be recognized, the author asked whether one of them works or may work under cover."""

    sentence_may: str

    def finds(self, case: Case) -> Iterable[Finding]:
        for number, one in _numbered(case):
            if one.under_cover == "may":
                yield self.about(number, one, level="must_fix", sentence=self.sentence_may)
            elif one.people and not one.under_cover:
                yield self.about(number, one, level="must_fix", sentence=self.sentence)


@dataclass(frozen=True, kw_only=True)
class MediaBlurred(MediaRule):
    """A picture of which a blurred one was made is not used as it was."""

    def finds(self, case: Case) -> Iterable[Finding]:
        for number, one in _numbered(case):
            if one.restricted:
                yield self.about(number, one, level="must_fix", sentence=self.sentence)


def _numbered(case: Case) -> Iterator[tuple[int, MediaFacts]]:
    return enumerate(case.facts.media, start=1)


def _name(number: int, one: MediaFacts) -> str:
    return "the video" if one.video else f"picture {number}"
