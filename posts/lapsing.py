"""Authority that ends in the ordinary way (transfer, end date, lapse) while a post waits for its time.

Whoever leads the unit is told, a day ahead where the end is known, and keeps or withdraws the post. Unanswered it waits
at the gate and its late limit counts; it is never sent in silence. Authority that goes on without a gap is no end: what
counts is whether it is held when the post goes out. What ended for cause is the gate's own matter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, QuerySet

from accounts import offices, order, outbox
from accounts.authority import holders
from accounts.models import Agency, Member, Role
from accounts.models.authority import COMMANDERS, DEPARTMENT_WIDE
from audit import trail
from posts import notices, slots, workflow
from posts.actions import Action
from posts.models import Lapse, Post, Publication, PublicationState, Status

AHEAD = timedelta(days=1)
"""So long before a known end people are told."""
KIND = "authority_ends"
_SERGEANTS = (Role.SERGEANT, Role.ACTING_SERGEANT)

_ENDING = """
WITH waiting AS (
    SELECT post.id, post.agency_id, post.unit_id, post.revision_id,
        account.corporate OR post.by_office AS corporate, revision.submitted_at,
        LEAST(%(until)s, GREATEST(%(at)s, post.due_at)) AS goes_at,
        NOT account.practice AND 'enforced' IN (COALESCE(
            (SELECT NULLIF(rule.force, '') FROM accounts_conditionrule rule WHERE rule.agency_id = post.agency_id
                AND rule.condition = 'training' AND rule.unit_id = post.unit_id AND rule.starts_at <= %(at)s
                AND NOT rule.by_commander ORDER BY rule.starts_at DESC, rule.id DESC LIMIT 1),
            (SELECT rule.force FROM accounts_conditionrule rule WHERE rule.agency_id = post.agency_id
                AND rule.condition = 'training' AND rule.unit_id IS NULL AND rule.starts_at <= %(at)s
                ORDER BY rule.starts_at DESC, rule.id DESC LIMIT 1),
            ''
        ), COALESCE(
            (SELECT rule.force FROM accounts_conditionrule rule WHERE rule.agency_id = post.agency_id
                AND rule.condition = 'training' AND rule.unit_id = post.unit_id AND rule.starts_at <= %(at)s
                AND rule.by_commander ORDER BY rule.starts_at DESC, rule.id DESC LIMIT 1),
            ''
        )) AS asks_training
    FROM posts_post post
    JOIN accounts_outletaccount account ON account.id = post.account_id
    JOIN posts_revision revision ON revision.id = post.revision_id
    WHERE post.agency_id = %(agency)s AND post.status = 'approved' AND (%(post)s IS NULL OR post.id = %(post)s)
), part AS (
    SELECT waiting.*, author.member_id, TRUE AS wrote, submitted_at AS held_at,
        ARRAY[CASE WHEN corporate THEN 'communications' ELSE 'usmr' END] AS roles
    FROM waiting JOIN posts_revisionauthor author ON author.revision_id = waiting.revision_id
    UNION ALL
    SELECT waiting.*, approval.decided_by_id, FALSE, approval.decided_at,
        CASE WHEN approval.held_role = ANY(%(sergeants)s) THEN %(sergeants)s ELSE ARRAY[approval.held_role::text] END
    FROM waiting JOIN posts_approval approval ON approval.revision_id = waiting.revision_id
    WHERE approval.verdict = 'approved'
), held AS (
    SELECT part.id, part.member_id, given.starts_at, given.ends_at, given.for_cause, member.is_active
    FROM part
    JOIN accounts_member member ON member.id = part.member_id
    JOIN accounts_authorisation given ON given.member_id = part.member_id AND given.agency_id = part.agency_id
        AND given.role = ANY(part.roles) AND (given.unit_id = part.unit_id OR given.role = ANY(%(wide)s))
), covered AS (
    SELECT part.id, part.member_id, max(result.expires_at) AS ends_at
    FROM part JOIN accounts_trainingresult result ON result.member_id = part.member_id AND result.passed
        AND result.passed_at <= %(at)s, unnest(result.topics) AS topic (word)
    WHERE part.asks_training
    GROUP BY part.id, part.member_id, part.held_at, part.goes_at, topic.word
    HAVING bool_and(result.expires_at IS NOT NULL)
        AND max(result.expires_at) > part.held_at AND max(result.expires_at) <= part.goes_at
)
SELECT part.id, part.revision_id, part.member_id, part.wrote,
    COALESCE((SELECT max(ends_at) FROM held WHERE held.id = part.id AND held.member_id = part.member_id
        AND held.is_active AND held.starts_at <= part.goes_at), %(at)s),
    lapse.id IS NOT NULL, lapse.kept_at IS NOT NULL
FROM part LEFT JOIN posts_lapse lapse
    ON lapse.revision_id = part.revision_id AND lapse.member_id = part.member_id
WHERE NOT EXISTS (
    SELECT 1 FROM held WHERE held.id = part.id AND held.member_id = part.member_id AND held.is_active
    AND held.starts_at <= part.goes_at AND (held.ends_at IS NULL OR held.ends_at > part.goes_at)
) AND EXISTS (
    SELECT 1 FROM held WHERE held.id = part.id AND held.member_id = part.member_id
    AND held.starts_at <= part.held_at AND (held.ends_at IS NULL OR held.ends_at > part.held_at)
) AND NOT EXISTS (
    SELECT 1 FROM held WHERE held.id = part.id AND held.member_id = part.member_id AND held.for_cause
    AND held.ends_at <= part.goes_at AND held.ends_at > part.held_at
)
UNION ALL
SELECT part.id, part.revision_id, part.member_id, part.wrote, min(covered.ends_at),
    lapse.id IS NOT NULL, lapse.kept_at IS NOT NULL
FROM part JOIN covered ON covered.id = part.id AND covered.member_id = part.member_id
LEFT JOIN posts_lapse lapse ON lapse.revision_id = part.revision_id AND lapse.member_id = part.member_id
GROUP BY part.id, part.revision_id, part.member_id, part.wrote, lapse.id, lapse.kept_at
ORDER BY 1, 3, 5
"""
"""Who held the authority as they wrote or approved, and will not when the post goes out, or by `until`.

Where the unit's rules ask for training, whose training lapses in between has no authority either (CPD-TW.V.C.1).
"""


@dataclass(frozen=True, kw_only=True)
class Ending:
    """Somebody's part in an approved post, for which they have no authority when it goes out."""

    post_id: int
    revision_id: int
    member_id: int
    wrote: bool
    """Else approved."""
    ends_at: datetime
    told: bool
    kept: bool


def ending(*, agency_id: int, at: datetime, until: datetime, post_id: int | None = None) -> list[Ending]:
    """The approved posts of an agency, or the one, that lose somebody's authority by a moment: one query."""
    asked = {
        "agency": agency_id,
        "post": post_id,
        "at": at,
        "until": until,
        "sergeants": [role.value for role in _SERGEANTS],
        "wide": [role.value for role in sorted(DEPARTMENT_WIDE)],
    }
    with connection.cursor() as cursor:
        cursor.execute(_ENDING, asked)
        found = [
            Ending(
                post_id=row[0],
                revision_id=row[1],
                member_id=row[2],
                wrote=row[3],
                ends_at=row[4],
                told=row[5],
                kept=row[6],
            )
            for row in cursor.fetchall()
        ]
    # Of two ends of one person's part the first counts.
    return list({(one.post_id, one.member_id): one for one in reversed(found)}.values())[::-1]


def unkept(*, post: Post, now: datetime) -> bool:
    """Whether somebody's authority for a post has ended and nobody has kept it: asked by the gate."""
    found = ending(agency_id=post.agency_id, post_id=post.pk, at=now, until=now)
    return any(not one.kept for one in found)


def untold(*, at: datetime) -> list[int]:
    """The posts of which nobody has been told yet that somebody's authority ends, by id."""
    found = (
        one
        for agency_id in Agency.objects.values_list("pk", flat=True)
        for one in ending(agency_id=agency_id, at=at, until=at + AHEAD)
    )
    return list(dict.fromkeys(one.post_id for one in found if not one.told))


@transaction.atomic
def tell(*, post_id: int, at: datetime) -> None:
    """Ask whoever leads its unit to keep or withdraw a post; twice is once."""
    post = (
        Post.objects.select_for_update(of=("self",)).select_related("account__agency", "unit").get(pk=post_id)
    )
    found = ending(agency_id=post.agency_id, post_id=post.pk, at=at, until=at + AHEAD)
    new = [one for one in found if not one.told]
    if not new:
        return
    lapses = Lapse.objects.bulk_create(
        Lapse(
            revision_id=one.revision_id,
            member_id=one.member_id,
            wrote=one.wrote,
            ends_at=one.ends_at,
            told_at=at,
        )
        for one in new
    )
    for lapse in lapses:
        trail.record(
            verb="post.authority_ends",
            agency_id=post.agency_id,
            actor_id=None,
            subject_id=post.pk,
            at=at,
            revision_id=lapse.revision_id,
            member_id=lapse.member_id,
            ends_at=lapse.ends_at,
        )
    unit = post.unit.short_name
    notices.tell(
        post,
        _keepers(post, barred={one.member_id for one in found}, at=at),
        KIND,
        f"Keep or withdraw a post of the {unit}",
        f"{in_words(lapses, post=post, at=at)} Keep the post or withdraw it; until then it waits.",
        at,
    )


def in_words(lapses: Iterable[Lapse], *, post: Post, at: datetime) -> str:
    """'Officer Dana Reyes wrote this post and has no authority for it from Sun 22 Nov, 00:00 CST on.'"""
    zone = post.account.agency.tzinfo
    told = []
    for lapse in lapses:
        did = "wrote" if lapse.wrote else "approved"
        since = f"from {slots.in_words(lapse.ends_at, zone=zone)} on" if lapse.ends_at > at else "any more"
        told.append(f"{lapse.member.titled_name} {did} this post and has no authority for it {since}.")
    return " ".join(told)


def _keepers(post: Post, *, barred: set[int], at: datetime) -> list[Member]:
    """The unit's sergeants, else its commander, else Communications; nobody who wrote it or whose authority ends."""
    barred |= {member.pk for member in notices.authors(post)}
    for roles in () if post.account.corporate or post.by_office else (_SERGEANTS, COMMANDERS):
        found = holders(role=roles, unit_id=post.unit_id, agency_id=post.agency_id, at=at)
        if free := [member for member in found if member.pk not in barred]:
            return free
    return offices.told(role=Role.COMMUNICATIONS, agency_id=post.agency_id, at=at)


def asked(*, post: Post, at: datetime) -> Sequence[Lapse]:
    """What is still to be answered of a post: authority that was given again meanwhile asks nothing any more."""
    if post.status != Status.APPROVED:
        return ()
    found = ending(agency_id=post.agency_id, post_id=post.pk, at=at, until=at + AHEAD)
    open_for = [one.member_id for one in found if one.told and not one.kept]
    lapses = Lapse.objects.filter(revision=post.revision_id, member__in=open_for)
    return list(lapses.select_related("member").order_by("pk")) if open_for else ()


def asking(*, posts: QuerySet[Post], agency_id: int, at: datetime) -> list[int]:
    """Those of an agency's approved posts about which somebody was asked and nobody has answered, by id.

    One query, and one more where anybody was ever asked.
    """
    told = Lapse.objects.filter(kept_at=None, revision=F("revision__post__revision"))
    told = told.filter(revision__post__in=posts.order_by(), revision__post__status=Status.APPROVED)
    ids = set(told.values_list("revision__post", flat=True))
    if not ids:
        return []
    found = ending(agency_id=agency_id, at=at, until=at + AHEAD)
    return sorted(ids & {one.post_id for one in found if one.told and not one.kept})


@transaction.atomic
def keep(*, post_id: int, actor: Member, at: datetime) -> Post:
    """Let a post go out although somebody's authority for it ends. Raises what workflow.begin raises."""
    order.claiming(agency_id=actor.agency_id)
    taken = workflow.begin(post_id=post_id, action=Action.KEEP, actor=actor, at=at)
    for lapse in Lapse.objects.filter(revision=taken.revision, kept_at__isnull=True).order_by("pk"):
        lapse.kept_by, lapse.kept_role, lapse.kept_at = actor, taken.role, at
        lapse.save(update_fields=["kept_by", "kept_role", "kept_at"])
        workflow.finish(taken, verb="post.kept", revision_id=taken.revision.pk, member_id=lapse.member_id)
    outbox.answered(kind=KIND, about_post_id=post_id, at=at)
    held = Publication.objects.filter(post=taken.post, state=PublicationState.DUE).exclude(waiting_for="")
    held.update(due_at=max(at, taken.post.due_at or at), dispatched_at=None)
    return taken.post
