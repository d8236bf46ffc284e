"""Which rules spoke of a post: a row each when it is submitted or stopped, counted by month in the same transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from accounts.models import Member
from directives.decision import Decision
from posts.models import Effect, Post, Revision, RuleFiring

Spoken = dict[str, tuple[str, Effect]]
"""By rule: the clause it cites, and what it did."""

_KEEP = """
    WITH spoken AS (
        SELECT * FROM unnest(%(rules)s::varchar[], %(clauses)s::varchar[], %(effects)s::varchar[])
            AS one (rule, clause, effect)
    ), kept AS (
        INSERT INTO posts_rulefiring
            (agency_id, unit_id, post_id, revision_id, rule, clause, effect, set_aside_by_id, fired_at)
        SELECT %(agency)s, %(unit)s, %(post)s, %(revision)s, rule, clause, effect,
            CASE effect WHEN 'set_aside' THEN %(by)s::bigint END, %(at)s
        FROM spoken
    )
    INSERT INTO posts_ruletally (agency_id, unit_id, month, rule, clause, fired, stopped, set_aside)
    SELECT %(agency)s, %(unit)s, %(month)s, rule, clause,
        (effect <> 'stopped')::int, (effect = 'stopped')::int, (effect = 'set_aside')::int
    FROM spoken ORDER BY rule, clause
    ON CONFLICT (unit_id, month, rule, clause) DO UPDATE SET
        fired = posts_ruletally.fired + excluded.fired,
        stopped = posts_ruletally.stopped + excluded.stopped,
        set_aside = posts_ruletally.set_aside + excluded.set_aside
"""
"""One statement. It counts in one order, so that two posts of a unit that are submitted at once wait for each other and
never in a ring."""


_OPEN = """
    INSERT INTO posts_ruletally (agency_id, unit_id, month, rule, clause, fired, stopped, set_aside)
    SELECT %s, %s, %s, rule, clause, 0, 0, 0
    FROM unnest(%s::varchar[], %s::varchar[]) AS one (rule, clause) ORDER BY rule, clause
    ON CONFLICT (unit_id, month, rule, clause) DO UPDATE SET fired = posts_ruletally.fired
"""
"""Takes hold of the counts of both posts of a pair in that one order, before the first of them is counted."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A version as it was submitted."""

    revision: Revision
    post: Post
    decision: Decision


def submitted(*, judged: Sequence[Judged], at: datetime) -> None:
    """Keep what each rule did to a version, or to both of a pair, which are of one unit.

    It comes last in its transaction, which holds the counts until it ends.
    """
    said = [spoken(decision=one.decision) for one in judged]
    counted = sorted({(rule, clause) for one in said for rule, (clause, _) in one.items()})
    if len(judged) > 1 and counted:
        post = judged[0].post
        asked: list[Any] = [
            post.agency_id,
            post.unit_id,
            month_of(post=post, at=at),
            *map(list, zip(*counted, strict=True)),
        ]
        with connection.cursor() as cursor:
            cursor.execute(_OPEN, asked)
    for one, words in zip(judged, said, strict=True):
        _keep(post=one.post, revision=one.revision, spoken=words, by=one.revision.submitted_by, at=at)


@transaction.atomic
def stopped(*, post_id: int, decision: Decision, at: datetime) -> None:
    """Keep which rules kept a post from being submitted, each rule once a post however often somebody presses."""
    post = Post.objects.select_for_update(of=("self",)).select_related("account__agency").get(pk=post_id)
    before = RuleFiring.objects.filter(post=post, revision=None).values_list("rule", flat=True)
    left = {
        one.rule: (one.clause, Effect.STOPPED)
        for one in decision.at(level="must_fix")
        if one.clause is not None and one.rule not in set(before)
    }
    _keep(post=post, revision=None, spoken=left, by=None, at=at)


def spoken(*, decision: Decision) -> Spoken:
    """Every rule of the pack that did something to what was submitted; what the network demands is nobody's rule."""
    found = [(one.rule, one.clause, Effect.SET_ASIDE) for one in decision.asides]
    found += [
        (reason.rule, reason.clause, Effect.ROUTED) for step in decision.route for reason in step.reasons
    ]
    found += [(one.key.removesuffix(f"-{one.office}"), one.clause, Effect.TOLD) for one in decision.notices]
    found += [
        (one.rule, one.clause, Effect.SHOWN)
        for one in decision.findings
        if one.clause is not None and one.level != "must_fix"
    ]
    found += [(one.rule, one.clause, Effect.DECLARED) for one in decision.declarations]
    first: Spoken = {}
    for rule, clause, effect in found:
        first.setdefault(rule, (clause, effect))
    return first


def month_of(*, post: Post, at: datetime) -> date:
    """The first day of a moment's month in the calendar of the post's agency."""
    return at.astimezone(post.account.agency.tzinfo).date().replace(day=1)


def _keep(
    *,
    post: Post,
    revision: Revision | None,
    spoken: Mapping[str, tuple[str, Effect]],
    by: Member | None,
    at: datetime,
) -> None:
    if not spoken:
        return
    asked: dict[str, Any] = {
        "agency": post.agency_id,
        "unit": post.unit_id,
        "post": post.pk,
        "revision": revision.pk if revision else None,
        "by": by.pk if by else None,
        "at": at,
        "month": month_of(post=post, at=at),
        "rules": list(spoken),
        "clauses": [clause for clause, _ in spoken.values()],
        "effects": [effect.value for _, effect in spoken.values()],
    }
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, asked)
