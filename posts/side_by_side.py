"""One post under two versions of the rules: what each says of it, and which change makes the difference."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from accounts.offices import NAMES
from directives.comparison import Change, Difference, compare
from directives.comparison_words import LABELS
from directives.decision import Decision, class_words
from directives.pack import Pack
from posts import difference_causes, judging
from posts.difference_causes import About, Area, Cause
from posts.labels import LEVEL_WORDS
from posts.models import Post, Revision

FACTS = ("record_class", "review_minutes", "late_minutes")
"""What a decision says besides, as it calls them."""
DAYS = (LABELS["from_on"], LABELS["until_on"])


@dataclass(frozen=True, kw_only=True)
class Said:
    """One thing that a version says of the post; `also` where the other version says the same."""

    words: str
    area: Area
    rule: str = ""
    beside: str = ""
    """The other rule, where two disagree."""
    question: str = ""
    """The question that is asked, or that a finding is about."""
    level: str = ""
    """Of a finding, in words of the page."""
    clause: str = ""
    also: bool = False
    why: str = ""
    """Why only this version says it."""


@dataclass(frozen=True, kw_only=True)
class Side:
    """What one version says of the post."""

    findings: tuple[Said, ...]
    decides: tuple[Said, ...]
    """Who has to agree, who is told before, and what the author and the reviewers say."""
    asks: tuple[Said, ...]
    gives_way: tuple[Said, ...]
    """Which rule stands where two disagree and which gives way, and what the author set aside with a reason."""
    facts: tuple[tuple[str, str], ...]

    @property
    def only(self) -> tuple[Said, ...]:
        """What the other version does not say."""
        return tuple(
            one for one in (*self.findings, *self.decides, *self.asks, *self.gives_way) if not one.also
        )


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Both sides; `same` where the post is treated alike."""

    left: Side
    right: Side
    same: bool
    changes: tuple[Change, ...]
    """The changes from which the difference comes."""


def of(*, post: Post, revision: Revision, left: Pack, right: Pack) -> Compared:
    """What each version says of the post as it was frozen: its words, answers, window and day are those of then."""
    before, after = (judging.judge_frozen(revision=revision, post=post, pack=pack) for pack in (left, right))
    return between(left=before, right=after, difference=compare(before=left, after=right))


def between(*, left: Decision, right: Decision, difference: Difference) -> Compared:
    """The same of two decisions on one post, under versions that differ so."""
    decisions = left, right
    explained = _Explained(decisions, difference)
    found = [_all(decision) for decision in decisions]
    keys = [{_key(one) for one in own} for own in found]
    sides = [
        _side(decision, other, explained, newer=number == 1)
        for number, (decision, other) in enumerate(zip(decisions, reversed(keys), strict=True))
    ]
    alone = [
        one for own, other in zip(found, reversed(keys), strict=True) for one in own if _key(one) not in other
    ]
    return Compared(
        left=sides[0],
        right=sides[1],
        same=not alone and sides[0].facts == sides[1].facts,
        changes=explained.changes(alone, points=[one for one in FACTS if _differ(one, decisions)]),
    )


def _differ(fact: str, decisions: tuple[Decision, Decision]) -> bool:
    return bool(getattr(decisions[0], fact) != getattr(decisions[1], fact))


class _Explained:
    """From which changes what only one of two decisions says comes."""

    def __init__(self, decisions: tuple[Decision, Decision], difference: Difference) -> None:
        self.difference = difference
        self.category = decisions[0].category or ""
        self._asked = {one.key: one.label for decision in decisions for one in decision.questions}
        self._met: dict[str, dict[str, None]] = {}
        for one in (one for decision in decisions for one in decision.set_aside):
            for side, other in ((one.winner, one.loser), (one.loser, one.winner)):
                self._met.setdefault(side.rule, {})[other.rule] = None

    def about(self, one: Said) -> About:
        return About(
            area=one.area,
            rules=tuple(filter(None, (one.rule, one.beside))),
            clauses=(one.clause,),
            question=one.question,
            asked=self._asked.get(one.question, ""),
            met=tuple(self._met.get(one.rule, ())),
            category=self.category,
        )

    def own(self, one: Said) -> tuple[Cause, ...]:
        return difference_causes.own(about=self.about(one), difference=self.difference)

    def behind(self, one: Said) -> tuple[Cause, ...]:
        return difference_causes.behind(about=self.about(one), difference=self.difference)

    def changes(self, alone: list[Said], *, points: Sequence[str]) -> tuple[Change, ...]:
        """Each of them once, with all of its points that count; `points` are the facts that differ."""
        found = [cause for one in alone for cause in self.own(one) or self.behind(one)]
        if points:
            found += difference_causes.further(
                points=points, category=self.category, difference=self.difference
            )
        kept: dict[tuple[str, str], Change] = {}
        for cause in found:
            key = cause.heading, cause.change.key
            before = kept.get(key)
            lines = dict.fromkeys((*(before.lines if before else ()), *cause.change.lines))
            kept[key] = replace(cause.change, lines=tuple(lines))
        return tuple(kept.values())


def _all(decision: Decision) -> list[Said]:
    return [*_findings(decision), *_decides(decision), *_asks(decision), *_gives_way(decision)]


def _findings(decision: Decision) -> Iterator[Said]:
    for one in decision.findings:
        yield Said(
            words=one.sentence,
            area="findings",
            rule=one.rule,
            question=one.question or "",
            level=LEVEL_WORDS[one.level],
            clause=one.clause or "",
        )


def _gives_way(decision: Decision) -> Iterator[Said]:
    for met in decision.set_aside:
        yield Said(
            words=f"“{met.winner.title}” stands and “{met.loser.title}” gives way. {met.why}",
            area="gives_way",
            rule=met.winner.rule,
            beside=met.loser.rule,
            clause=met.clause or met.winner.clause,
        )
    for one in decision.asides:
        words = f"“{one.title}” is set aside with a reason of the author: {one.reason}"
        yield Said(words=words, area="gives_way", rule=one.rule, clause=one.clause)


def _decides(decision: Decision) -> Iterator[Said]:
    for step in decision.route:
        for reason in step.reasons:
            yield Said(
                words=f"{step.title} decides: {reason.sentence}",
                area="decides",
                rule=reason.rule,
                clause=reason.clause,
            )
            if reason.authorisation:
                words = f"{step.title} says: {reason.authorisation}"
                yield Said(words=words, area="decides", rule=reason.rule, clause=reason.clause)
            if reason.guidance:
                words = f"{step.title} answers in words: {reason.guidance}"
                yield Said(words=words, area="decides", rule=reason.rule, clause=reason.clause)
    for notice in decision.notices:
        rule = notice.key.removesuffix(f"-{notice.office}")
        yield Said(
            words=f"{NAMES[notice.office]} is told first: {notice.why}",
            area="decides",
            rule=rule,
            clause=notice.clause,
        )
    for declared in decision.declarations:
        words = f"Its author says: {declared.sentence}"
        yield Said(words=words, area="decides", rule=declared.rule, clause=declared.clause)
    boxes = decision.attestation.boxes
    for sentence in [box.label for box in boxes] or [decision.attestation.sentence]:
        yield Said(
            words=f"Who approves says: {sentence}", area="approves", clause=decision.attestation.clause
        )
    checklist = decision.attestation.checklist
    if checklist is not None and checklist.step in decision.step_keys():
        for line in checklist.lines:
            yield Said(
                words=f"Who approves says that this was looked at: {line}",
                area="looks_at",
                clause=checklist.clause,
            )


def _asks(decision: Decision) -> Iterator[Said]:
    for question in decision.questions:
        yield Said(words=question.label, area="asks", question=question.key)


def _key(one: Said) -> tuple[str, ...]:
    return one.words, one.area, one.rule, one.beside, one.question, one.level


def _side(decision: Decision, there: set[tuple[str, ...]], explained: _Explained, *, newer: bool) -> Side:
    def told(said: Iterator[Said]) -> tuple[Said, ...]:
        return tuple(_told(one, there, explained, newer=newer) for one in said)

    return Side(
        findings=told(_findings(decision)),
        decides=told(_decides(decision)),
        asks=told(_asks(decision)),
        gives_way=told(_gives_way(decision)),
        facts=(
            ("Class of its record", class_words(decision.record_class)),
            ("Minutes to decide", str(decision.review_minutes)),
            ("Minutes it may be late", str(decision.late_minutes)),
        ),
    )


def _told(one: Said, there: set[tuple[str, ...]], explained: _Explained, *, newer: bool) -> Said:
    also = _key(one) in there
    return replace(one, also=also, why="" if also else _why(one, explained, newer=newer))


def _why(one: Said, explained: _Explained, *, newer: bool) -> str:
    """Which change makes it so; what does not come from a change of its own rule follows from others."""
    own = explained.own(one)
    if own:
        return " ".join(_changed(cause, newer=newer) for cause in own)
    behind = ", and from ".join(dict.fromkeys(cause.words for cause in explained.behind(one)))
    itself = "Its own rule is the same in both. " if one.rule else ""
    itself = "Both rules are the same in both versions. " if one.beside else itself
    itself = "The question itself is the same in both. " if one.area == "asks" else itself
    if behind:
        return f"{itself}It follows from {behind}."
    parts = difference_causes.parts_of(difference=explained.difference)
    return f"{itself}It follows from what else differs between the versions: {parts}."


def _changed(cause: Cause, *, newer: bool) -> str:
    thing = "question" if cause.heading == "Questions" else "rule"
    change = cause.change
    if change.how == "new":
        return f"The {thing} “{change.title}” is new."
    if change.how == "gone":
        return f"The newer version has the {thing} “{change.title}” no longer."
    if change.how in ("on", "off"):
        return f"The choice “{change.title}” is switched {change.how}."
    if change.lines and all(line.label in DAYS for line in change.lines):
        days = ", ".join(f"{line.label.lower()} {' '.join(line.after) or 'no day'}" for line in change.lines)
        return f"The {thing} “{change.title}” has other days in the newer version ({days})."
    points = ", ".join(dict.fromkeys(line.label.lower() for line in change.lines))
    return f"The {thing} “{change.title}” {'says now' if newer else 'said'} otherwise ({points})."
