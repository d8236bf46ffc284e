"""Which rules spoke of a post: a row each when it is submitted or stopped, counted by month in the same transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from accounts.models import Agency, Member
from directives.decision import Decision, SetAside
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
    ), counted AS (
        INSERT INTO posts_ruletally (agency_id, unit_id, month, rule, clause, fired, stopped, set_aside, hits)
        SELECT %(agency)s, %(unit)s, %(month)s, rule, clause,
            (effect NOT IN ('stopped', 'held', 'gave_way'))::int, (effect = 'stopped')::int,
            (effect = 'set_aside')::int,
            (effect = 'confirmed' AND NOT EXISTS (
                SELECT FROM posts_rulefiring AS before
                WHERE before.post_id = %(post)s AND before.rule = spoken.rule
                    AND before.revision_id IS NULL AND before.effect = 'confirmed'
            ))::int
        FROM spoken ORDER BY rule, clause
        ON CONFLICT (unit_id, month, rule, clause) DO UPDATE SET
            fired = posts_ruletally.fired + excluded.fired,
            stopped = posts_ruletally.stopped + excluded.stopped,
            set_aside = posts_ruletally.set_aside + excluded.set_aside,
            hits = posts_ruletally.hits + excluded.hits
        RETURNING rule
    )
    INSERT INTO posts_precedencetally
        (agency_id, unit_id, month, winner, winner_clause, loser, loser_clause, ranked_by, times)
    SELECT DISTINCT %(agency)s, %(unit)s, %(month)s::date, met.*, 1
    FROM (SELECT count(*) FROM counted) AS first, unnest(
        %(winners)s::varchar[], %(winner_clauses)s::varchar[],
        %(losers)s::varchar[], %(loser_clauses)s::varchar[], %(ranked_by)s::varchar[]
    ) AS met (winner, winner_clause, loser, loser_clause, ranked_by)
    ORDER BY winner, winner_clause, loser, loser_clause, ranked_by
    ON CONFLICT (unit_id, month, winner, winner_clause, loser, loser_clause, ranked_by) DO UPDATE SET
        times = posts_precedencetally.times + 1
"""
"""One statement. It counts in one order, rules before pairs of them, so that two posts of a unit that are submitted at
once wait for each other and never in a ring. What an author said is so before the post could be submitted is a hit
already."""


_ANSWER = """
    INSERT INTO posts_ruletally (
        agency_id, unit_id, month, rule, clause, fired, stopped, set_aside, hits, false_alarms
    )
    SELECT agency_id, unit_id, date_trunc('month', fired_at AT TIME ZONE %(zone)s)::date AS month, rule, clause,
        count(*), 0, count(*), count(*) * %(hits)s, count(*) * %(false_alarms)s
    FROM posts_rulefiring
    WHERE revision_id = ANY(%(revisions)s) AND effect = 'set_aside'
    GROUP BY 1, 2, 3, 4, 5 ORDER BY rule, clause
    ON CONFLICT (unit_id, month, rule, clause) DO UPDATE SET
        hits = posts_ruletally.hits + excluded.hits,
        false_alarms = posts_ruletally.false_alarms + excluded.false_alarms
"""
"""Of the month in which a rule spoke, whenever it is decided. What is inserted was counted then: only its last two
figures are added."""


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
        _keep(
            post=one.post,
            revision=one.revision,
            spoken=words,
            met=one.decision.set_aside,
            by=one.revision.submitted_by,
            at=at,
        )


def answered(*, revision: Revision, post: Post, right: bool, counted_with: list[int] | None = None) -> None:
    """Count what a version set aside: the rules were right, or whoever decided agrees with its author.

    One statement, the last of its transaction; of a pair the version is added to `counted_with` instead.
    """
    if counted_with is None:
        answered_each(revision_ids=[revision.pk], agency=post.account.agency, right=right)
    else:
        counted_with.append(revision.pk)


def answered_each(*, revision_ids: Sequence[int], agency: Agency, right: bool) -> None:
    """The same for versions of one unit at once, so that two pairs wait for each other and never in a ring."""
    if not revision_ids:
        return
    asked: dict[str, Any] = {
        "revisions": list(revision_ids),
        "zone": agency.zone,
        "hits": int(right),
        "false_alarms": int(not right),
    }
    with connection.cursor() as cursor:
        cursor.execute(_ANSWER, asked)


@transaction.atomic
def stopped(*, post_id: int, decision: Decision, at: datetime) -> None:
    """Keep which rules kept a post from being submitted, and of which its author said that it is so.

    Each rule once a post, however often somebody presses.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("account__agency").get(pk=post_id)
    before = set(RuleFiring.objects.filter(post=post, revision=None).values_list("rule", flat=True))
    found: Spoken = {one.rule: (one.clause, Effect.CONFIRMED) for one in decision.confirmed}
    for finding in decision.at(level="must_fix"):
        if finding.clause is not None:
            found.setdefault(finding.rule, (finding.clause, Effect.STOPPED))
    left = {rule: said for rule, said in found.items() if rule not in before}
    _keep(post=post, revision=None, spoken=left, met=(), by=None, at=at)


def spoken(*, decision: Decision) -> Spoken:
    """Every rule of the pack that did something to what was submitted; what the network demands is nobody's rule."""
    found = [(one.rule, one.clause, Effect.SET_ASIDE) for one in decision.asides]
    found += [(one.rule, one.clause, Effect.CONFIRMED) for one in decision.confirmed]
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
    found += [(one.winner.rule, one.winner.clause, Effect.HELD) for one in decision.set_aside]
    found += [(one.loser.rule, one.loser.clause, Effect.GAVE_WAY) for one in decision.set_aside]
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
    met: Sequence[SetAside],
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
        "winners": [one.winner.rule for one in met],
        "winner_clauses": [one.winner.clause for one in met],
        "losers": [one.loser.rule for one in met],
        "loser_clauses": [one.loser.clause for one in met],
        "ranked_by": [one.clause or "" for one in met],
    }
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, asked)
