"""Rules with days, and what waits while one of them begins or a permission of the rules ends.

The claim asks on the day it comes. Before that a page says it: from which day more is asked, by which rule, and what.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from accounts import policies
from directives.dates import day_label
from directives.decision import Decision
from directives.engine import judge
from directives.pack import Pack
from directives.permits import Permits
from directives.rules import Rule
from posts import demands, frozen, halves, lateness, rejudging
from posts.demands import Demand
from posts.frozen import Frozen
from posts.judging import Judged
from posts.models import Post, Rejudgement, Revision, Status
from posts.slots import LONGEST_WINDOW

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Turned:
    """A rule that begins to count, or a permission of the rules that ends."""

    rule: Rule
    ends: bool
    day: str
    """The first day on which it counts, or the last one of the permission: 'Wed 25 Nov'."""


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """From which day more is asked of something that waits, and what."""

    day: str
    """'Wed 25 Nov'."""
    in_time: bool
    """Whether it can go out before that day."""
    turned: tuple[Turned, ...]
    asks: tuple[str, ...]
    """In sentences."""
    language: str = ""
    """Of the other post of a pair: 'Spanish'."""


def begun(*, post: Post, revision: Revision, judged: Rejudgement | None, at: datetime) -> tuple[Demand, ...]:
    """What rules ask for that a version was not judged by, because of their days: they have begun since.

    So does the end of a permission that was counted. The rules are those it was `judged` by last, its own without any.
    As a rule nothing has begun, and nothing is read. Raises PackHasChanged.
    """
    pack, counted = _counted(post, revision, judged)
    today = at.astimezone(post.account.agency.tzinfo).date()
    if not _turned(pack, counted, today):
        return ()
    return rejudging.compared(post=post, revision=revision, pack=pack, at=at)[1]


def of_each(*, post: Post, other: Post | None = None, digest: str = "", at: datetime) -> list[Ahead]:
    """What lies ahead of a post that waits, and of the other of its pair, which is held back with it.

    The first day on which more is asked of each than it was judged by, while it may yet go out. `digest` is that of the
    rules in force. No query where no rule has days, but one for the digest and one for the `other` where not given.
    Nothing is told of rules under which it is still to be judged, or that cannot be read: the claim says that.
    """
    if post.status not in rejudging.WAITING:
        return []
    other = other or halves.bound_to(post=post)
    both = [one for one in (post, other) if one is not None and one.status in rejudging.WAITING]
    if not digest and (policy := rejudging.in_force(agency_id=post.agency_id, at=at)) is not None:
        digest = policy.digest
    turns = [turn for one in both if digest and (turn := _turns(one, digest, at)) is not None]
    revisions = [one.revision for one in turns]
    kept = frozen.of_each(revisions=revisions, agency_id=post.agency_id, decided=True) if turns else {}
    found = [(one.post, _first(one, kept[one.revision.pk])) for one in turns if one.revision.pk in kept]
    return [
        replace(ahead, language=halves.name_of(post=one) if one.pk != post.pk else "")
        for one, ahead in found
        if ahead is not None
    ]


@dataclass(frozen=True, kw_only=True)
class _Turns:
    """The days on which rules turn while a version may go out, each with the rules that do."""

    post: Post
    revision: Revision
    pack: Pack
    first: date
    """On which it can go out."""
    rules: Mapping[date, tuple[Rule, ...]]


def _turns(post: Post, digest: str, at: datetime) -> _Turns | None:
    """None where none does, and nothing need be read."""
    revision, judged = post.revision, None
    if revision is None:
        return None
    if digest != revision.pack_digest:
        judged = Rejudgement.objects.filter(revision=revision, pack_digest=digest).first()
        if judged is None or not judged.stands:
            return None
    try:
        pack, counted = _counted(post, revision, judged)
    except policies.PackHasChanged:
        return None
    zone = post.account.agency.tzinfo
    first, last = (one.astimezone(zone).date() for one in _span(post, revision, at))
    rules = {day: found for day in _days(pack, first, last) if (found := _turned(pack, counted, day))}
    return _Turns(post=post, revision=revision, pack=pack, first=first, rules=rules) if rules else None


def _first(turns: _Turns, kept: Frozen) -> Ahead | None:
    zone = turns.post.account.agency.tzinfo
    for day, rules in turns.rules.items():
        noon = datetime.combine(day, time(12), tzinfo=zone)
        wanted, missing = rejudging.compared(
            post=turns.post, revision=turns.revision, pack=turns.pack, at=noon, kept=kept
        )
        if missing:
            return _told(rules, wanted, missing, day, in_time=day > turns.first)
    return None


def of_draft(*, judged: Judged) -> Ahead | None:
    """The same of a draft that goes out as soon as it is approved: one with a time is judged for its days."""
    facts, pack = judged.facts, judged.pack
    if facts.send_on is not None or facts.send_until is not None:
        return None
    for day in _days(pack, facts.today + _DAY, facts.today + LONGEST_WINDOW):
        if turned := _turned(pack, facts.today, day):
            wanted = judge(pack=pack, facts=replace(facts, judged_on=day))
            given = judged.decision
            asked = {one.sentence for one in demands.beyond(given=given.as_json(), wanted=given)}
            more = demands.beyond(given=given.as_json(), wanted=wanted)
            if missing := tuple(one for one in more if one.sentence not in asked):
                return _told(turned, wanted, missing, day, in_time=True)
    return None


def _counted(post: Post, revision: Revision, judged: Rejudgement | None) -> tuple[Pack, date]:
    """The rules that a version was judged by last, and the first day for which their days were counted."""
    last = judged or revision
    pack = policies.pack_of(policy_pack=last.pack, digest=last.pack_digest)
    wished = revision.not_before or revision.submitted_at
    first = max(revision.submitted_at, wished, judged.judged_at if judged else wished)
    return pack, first.astimezone(post.account.agency.tzinfo).date()


def _span(post: Post, revision: Revision, at: datetime) -> tuple[datetime, datetime]:
    """From when until when it may go out as things stand; without an end, as far ahead as any window reaches."""
    if post.status == Status.APPROVED:
        begins, ends = post.due_at, lateness.until(post=post, revision=revision)
    elif post.status == Status.IN_REVIEW:
        begins, ends = revision.not_before, lateness.decided_until(revision=revision)
    else:
        begins, ends = revision.not_before, revision.not_after
    first = max(at, begins or at)
    return first, max(first, ends or first + LONGEST_WINDOW)


def _days(pack: Pack, first: date, last: date) -> list[date]:
    """The days of a span on which a rule begins or a permission has ended; what did before is of its first day."""
    turns = {turn for rule in pack.rules if (turn := _turn(rule)) is not None and turn <= last}
    return sorted({max(first, turn) for turn in turns})


def _turn(rule: Rule) -> date | None:
    """The first day on which it asks more than the day before."""
    if not isinstance(rule, Permits):
        return rule.from_on
    return rule.until_on + _DAY if rule.until_on else None


def _turned(pack: Pack, counted: date, day: date) -> tuple[Rule, ...]:
    """The rules that did not count on the day they were counted for and do on this one, or the other way round.

    A rule that was counted for a later day of its window is asked once more, which finds nothing new.
    """
    return tuple(rule for rule in pack.rules if rule.dated and _asks_since(rule, counted, day))


def _asks_since(rule: Rule, counted: date, day: date) -> bool:
    then, now = rule.stands(first=counted, last=counted), rule.stands(first=day, last=day)
    return then and not now if isinstance(rule, Permits) else now and not then


def _told(
    turned: Collection[Rule], wanted: Decision, missing: Collection[Demand], day: date, *, in_time: bool
) -> Ahead:
    speak = set(_speaking(wanted))
    heard = [one for one in turned if speak & {one.id, *(one.loosens if isinstance(one, Permits) else ())}]
    return Ahead(
        day=day_label(day=day),
        in_time=in_time,
        turned=tuple(_in_words(rule) for rule in heard or turned),
        asks=tuple(dict.fromkeys(one.sentence for one in missing)),
    )


def _speaking(decision: Decision) -> Iterator[str]:
    """The rules that a decision names."""
    yield from (one.rule for one in decision.findings)
    yield from (reason.rule for step in decision.route for reason in step.reasons)
    yield from (one.key for one in decision.notices)
    yield from (one.rule for one in decision.declarations)


def _in_words(rule: Rule) -> Turned:
    ends = isinstance(rule, Permits)
    day = rule.until_on if ends else rule.from_on
    return Turned(rule=rule, ends=ends, day=day_label(day=day) if day else "")
