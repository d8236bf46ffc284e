"""One post under two versions of the rules: what each says of it, and which change makes the difference."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from accounts.offices import NAMES
from directives.comparison import Change, Difference, compare
from directives.comparison_words import LABELS
from directives.decision import Decision, class_words
from directives.pack import Pack
from posts import judging
from posts.labels import LEVEL_WORDS
from posts.models import Post, Revision

DAYS = (LABELS["from_on"], LABELS["until_on"])


@dataclass(frozen=True, kw_only=True)
class Said:
    """One thing that a version says of the post; `also` where the other version says the same."""

    words: str
    rule: str = ""
    question: str = ""
    """The question that is asked; such a line has no rule of its own."""
    beside: str = ""
    """The other rule, where two disagree."""
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
    """Which rule stands where two disagree, and which gives way."""
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
    """The changes of rules and questions from which the difference comes."""


def of(*, post: Post, revision: Revision, left: Pack, right: Pack) -> Compared:
    """What each version says of the post as it was frozen: its words, answers, window and day are those of then."""
    before, after = (judging.judge_frozen(revision=revision, post=post, pack=pack) for pack in (left, right))
    return between(left=before, right=after, difference=compare(before=left, after=right))


def between(*, left: Decision, right: Decision, difference: Difference) -> Compared:
    """The same of two decisions on one post, under versions that differ so."""
    decisions = [left, right]
    found = [_all(decision) for decision in decisions]
    sides = [
        _side(decision, own, other, difference, newer=number == 1)
        for number, (decision, own, other) in enumerate(zip(decisions, found, reversed(found), strict=True))
    ]
    keys = [{_key(one) for one in own} for own in found]
    alone = (
        one for own, other in zip(found, reversed(keys), strict=True) for one in own if _key(one) not in other
    )
    changes = {
        (bool(one.question), change.key): change for one in alone if (change := _change(one, difference))
    }
    return Compared(
        left=sides[0],
        right=sides[1],
        same=keys[0] == keys[1] and sides[0].facts == sides[1].facts,
        changes=tuple(changes.values()),
    )


def _all(decision: Decision) -> list[Said]:
    return [*_findings(decision), *_decides(decision), *_asks(decision), *_gives_way(decision)]


def _findings(decision: Decision) -> Iterator[Said]:
    for one in decision.findings:
        yield Said(words=one.sentence, rule=one.rule, level=LEVEL_WORDS[one.level], clause=one.clause or "")


def _decides(decision: Decision) -> Iterator[Said]:
    for step in decision.route:
        for reason in step.reasons:
            yield Said(
                words=f"{step.title} decides: {reason.sentence}", rule=reason.rule, clause=reason.clause
            )
            if reason.authorisation:
                words = f"{step.title} says: {reason.authorisation}"
                yield Said(words=words, rule=reason.rule, clause=reason.clause)
    for notice in decision.notices:
        rule = notice.key.removesuffix(f"-{notice.office}")
        yield Said(
            words=f"{NAMES[notice.office]} is told first: {notice.why}", rule=rule, clause=notice.clause
        )
    for declared in decision.declarations:
        words = f"Its author says: {declared.sentence}"
        yield Said(words=words, rule=declared.rule, clause=declared.clause)
    boxes = decision.attestation.boxes
    for sentence in [box.label for box in boxes] or [decision.attestation.sentence]:
        yield Said(words=f"Who approves says: {sentence}", rule="", clause=decision.attestation.clause)
    checklist = decision.attestation.checklist
    if checklist is not None and checklist.step in decision.step_keys():
        for line in checklist.lines:
            yield Said(
                words=f"Who approves says that this was looked at: {line}", rule="", clause=checklist.clause
            )


def _asks(decision: Decision) -> Iterator[Said]:
    for question in decision.questions:
        yield Said(words=question.label, question=question.key)


def _gives_way(decision: Decision) -> Iterator[Said]:
    for met in decision.set_aside:
        yield Said(
            words=f"“{met.winner.title}” stands and “{met.loser.title}” gives way. {met.why}",
            rule=met.winner.rule,
            beside=met.loser.rule,
            clause=met.clause or met.winner.clause,
        )


def _key(one: Said) -> tuple[str, ...]:
    return one.words, one.rule, one.question, one.level


def _change(one: Said, difference: Difference) -> Change | None:
    if one.question:
        return difference.of_question(key=one.question)
    return difference.of_rule(id=one.rule) or (difference.of_rule(id=one.beside) if one.beside else None)


def _side(
    decision: Decision, own: list[Said], other: list[Said], difference: Difference, *, newer: bool
) -> Side:
    there = {_key(one) for one in other}

    def told(said: Iterator[Said]) -> tuple[Said, ...]:
        return tuple(_told(one, there, difference, newer=newer) for one in said)

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


def _told(one: Said, there: set[tuple[str, ...]], difference: Difference, *, newer: bool) -> Said:
    also = _key(one) in there
    return replace(one, also=also, why="" if also else _why(one, difference, newer=newer))


def _why(one: Said, difference: Difference, *, newer: bool) -> str:
    """Which change makes it so; what does not come from a change of its own rule follows from another one."""
    change = _change(one, difference)
    if change is None:
        return "Its own rule is the same in both. It follows from what else differs here."
    thing = "question" if one.question else "rule"
    if change.how == "new":
        return f"The {thing} “{change.title}” is new."
    if change.how == "gone":
        return f"The newer version has the {thing} “{change.title}” no longer."
    if change.how in ("on", "off"):
        return f"The choice “{change.title}” is switched {change.how}."
    if change.lines and all(line.label in DAYS for line in change.lines):
        days = ", ".join(f"{line.label.lower()} {' '.join(line.after) or 'any day'}" for line in change.lines)
        return f"The {thing} “{change.title}” has other days in the newer version ({days})."
    points = ", ".join(dict.fromkeys(line.label.lower() for line in change.lines))
    return f"The {thing} “{change.title}” {'says now' if newer else 'said'} otherwise ({points})."
