"""The last word of Communications on a post that is out: it is in order, or its unit corrects it (CPD-TW.V.E.3).

Taking it down is the third; that is its own act (posts.stopping).
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.authority import Authority, visible_units
from accounts.models import Member, Role
from audit import vault
from posts import outcome_notices, permissions, queues, remarks, turns, workflow
from posts.actions import Action
from posts.entries import Entry
from posts.models import Post, Publication, PublicationState, Remark, RemarkKind, Status
from posts.queues import Page
from posts.workflow import Refused
from records import keeping, reading

SAID = {
    RemarkKind.IN_ORDER: "Communications found it in order",
    RemarkKind.TO_CORRECT: "Communications asked the unit to correct it",
}
ACTS = {"found_in_order": RemarkKind.IN_ORDER, "to_correct": RemarkKind.TO_CORRECT}
"""The verdicts as the history calls them."""
PAGE = 25


@transaction.atomic
def judge(*, post_id: int, kind: RemarkKind, reason: str, actor: Member, at: datetime) -> Post:
    """Find a post that is out in order, or ask its unit to correct it; the newer verdict counts.

    Nothing happens to the post by it. Raises what workflow.begin raises, and Refused for the words of another.
    """
    taken = workflow.begin(post_id=post_id, action=Action.JUDGE, actor=actor, at=at)
    if kind == RemarkKind.TO_CORRECT and taken.standing.reposts:
        raise Refused(permissions.A_REPOST)
    _, sealed = remarks.keep(taken, kind=kind, words=reason)
    post = workflow.finish(
        taken, verb="post.judged", revision_id=taken.revision.pk, verdict=kind.value, reason_sealed=sealed
    )
    _add_to_records(post, kind, reason, actor, at)
    if kind == RemarkKind.TO_CORRECT:
        outcome_notices.correction_asked(post=post, by=actor, at=at)
    return post


def _add_to_records(post: Post, kind: RemarkKind, reason: str, actor: Member, at: datetime) -> None:
    """To each record of it; one that is still being written tells it in its story."""
    added = keeping.Addition(
        kind="judged",
        actor=actor.titled_name,
        actor_id=actor.pk,
        sentence=SAID[kind],
        detail=f"{actor.titled_name}: “{reason}”" if reason else "",
    )
    for record in reading.of_post(agency_id=post.agency_id, post_id=post.pk):
        with suppress(keeping.NothingKept):
            keeping.note(entry=added, at=at, agency_id=post.agency_id, record_id=record.pk)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The newest verdict on a post that is out."""

    entry: Entry
    to_correct: bool
    settled: bool
    """Whether what was asked for has been done since."""


def of(*, post: Post, entries: Sequence[Entry]) -> Verdict | None:
    """The verdict that counts, from the history of the post; one query, and only where a correction was asked for."""
    given = next((one for one in reversed(entries) if one.act in ACTS), None)
    if given is None:
        return None
    to_correct = given.act == "to_correct"
    return Verdict(
        entry=given,
        to_correct=to_correct,
        settled=to_correct and not _open().filter(revision__post=post).exists(),
    )


def _open() -> QuerySet[Remark]:
    """What Communications asked to be corrected and still stands: a post is out, and no correction of it went out."""
    of_it = Remark.objects.filter(revision__post=OuterRef("revision__post"), kind__in=SAID)
    corrected = Publication.objects.filter(
        post__corrects=OuterRef("revision__post"),
        state=PublicationState.PUBLISHED,
        published_at__gt=OuterRef("made_at"),
    )
    asked = Remark.objects.filter(kind=RemarkKind.TO_CORRECT, revision__post__status=Status.PUBLISHED)
    return asked.exclude(Exists(of_it.filter(pk__gt=OuterRef("pk")))).exclude(Exists(corrected))


@dataclass(frozen=True, kw_only=True)
class Demand:
    """A post that is to be corrected."""

    post: Post
    text: str
    reason: str
    asked: Remark


def demands(*, authority: Authority, member: Member) -> QuerySet[Remark]:
    """What is to be corrected in the units a member may see."""
    found = _open().filter(revision__post__agency_id=authority.agency_id)
    if authority.department_wide:
        return found
    return found.filter(revision__post__unit__in=visible_units(authority=authority, member=member))


def demands_on(*, authority: Authority) -> QuerySet[Remark]:
    """What is to be corrected in the units that a member writes for, or whose posts they review."""
    units = authority.units(Role.USMR, *turns.SERGEANTS)
    return _open().filter(revision__post__agency_id=authority.agency_id, revision__post__unit__in=units)


def page(*, demands: QuerySet[Remark], after: str | None = None) -> Page[Remark]:
    """One page of them, what was asked last first."""
    rows = demands.select_related(
        "made_by", *(f"revision__post__{one}" for one in ("unit", "account", "author"))
    )
    rows = rows.order_by("-made_at", "-pk")
    if (begun := queues.begins(after)) is not None:
        at, pk = begun
        rows = rows.filter(Q(made_at__lt=at) | Q(made_at=at, pk__lt=pk))
    return queues.cut(rows, size=PAGE, by=lambda remark: remark.made_at)


def shown(*, rows: Sequence[Remark], agency_id: int) -> list[Demand]:
    """Each with the words of its post and why: three queries."""
    posts = [one.revision.post for one in rows]
    texts = queues.texts_of(posts) if posts else {}
    reasons = vault.texts(digests=[one.text_digest for one in rows], agency_id=agency_id)
    return [
        Demand(post=post, text=texts[post.pk], reason=reasons.get(one.text_digest, ""), asked=one)
        for one, post in zip(rows, posts, strict=True)
    ]
