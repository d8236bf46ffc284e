"""The posts that stops hold: listed by unit, to be released one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.authority import Authority
from accounts.models import Role
from accounts.paths import whole
from audit.verbs import is_id
from posts import coverage, labels, lateness, queues
from posts.holding import GOING_OUT
from posts.models import Hold, Post, Scope, Status, Stop
from posts.permissions import LEADS
from posts.queues import Page

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Row:
    """One held post."""

    post: Post
    line: str
    missed: bool
    """Its time passed while it was held: releasing it sends nothing."""
    why_not: str
    """Why it cannot be released here and now; empty where it can."""


def page(
    *, authority: Authority, stop_id: int | None = None, after: str | None = None, size: int = PAGE
) -> Page[Row]:
    """The stopped posts that a member may see, by unit; of one stop, or of all. Two queries.

    Raises nothing for a cursor that was tampered with: it is the beginning of the list.
    """
    posts = _listed(authority, stop_id)
    number, _, pk = (after or "").rpartition("_")
    behind = whole(pk)
    if behind is not None and is_id(behind):
        posts = posts.filter(Q(unit__number__gt=number) | Q(unit__number=number, pk__gt=behind))
    rows = list(posts[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    texts = queues.texts_of(rows) if rows else {}
    return Page(
        rows=[_row(post, texts[post.pk], authority) for post in rows],
        next_after=f"{rows[-1].unit.number}_{rows[-1].pk}" if more else None,
    )


def _listed(authority: Authority, stop_id: int | None) -> QuerySet[Post]:
    posts = Post.objects.filter(agency_id=authority.agency_id, status=Status.STOPPED)
    if not authority.department_wide:
        posts = posts.filter(unit_id__in={authority.unit_id, *(unit for _, unit in authority.roles)})
    if stop_id is not None:
        posts = posts.filter(Exists(Hold.objects.filter(post=OuterRef("pk"), stop_id=stop_id)))
    own = Stop.objects.filter(post=OuterRef("pk"), scope=Scope.POST, released_at__isnull=True)
    last = Hold.objects.filter(post=OuterRef("pk")).order_by("-pk")
    return (
        posts.select_related("unit", "account", "author", "revision", "draft")
        .annotate(
            under=coverage.any_wide(),
            own_role=Subquery(own.values("held_role")[:1]),
            own_reason=Subquery(own.values("reason")[:1]),
            held_at=Subquery(last.values("held_at")[:1]),
            held_reason=Subquery(last.values("stop__reason")[:1]),
        )
        .order_by("unit__number", "pk")
    )


def _row(post: Post, text: str, authority: Authority) -> Row:
    at: datetime = authority.at
    return Row(
        post=post,
        line=labels.first_line(text),
        missed=post.revision is not None and lateness.closed(revision=post.revision, now=at),
        why_not=_why_not(post, authority),
    )


def _why_not(post: Post, authority: Authority) -> str:
    """The same answers as permissions.ruling gives for a release, from what the list has read."""
    role = authority.role_in(*LEADS, unit_id=post.unit_id)
    if role is None or (post.account.corporate and role != Role.COMMUNICATIONS):
        return "Its unit's sergeants and commander release it, or Communications."
    if post.under:  # type: ignore[attr-defined]
        return "A stop in force covers it."
    if post.own_role == Role.COMMUNICATIONS != role:  # type: ignore[attr-defined]
        return "Communications stopped it, so Communications releases it."
    closed = authority.closed(unit_id=post.unit_id, practice=post.account.practice)
    return closed.to("release it") if closed else ""


def going_out(*, authority: Authority) -> list[Post]:
    """The posts that were claimed and are not settled while a stop covers them: only a takedown answers these."""
    claimed = Post.objects.filter(coverage.any_wide(), agency_id=authority.agency_id, status__in=GOING_OUT)
    if not authority.department_wide:
        claimed = claimed.filter(unit_id__in={authority.unit_id, *(unit for _, unit in authority.roles)})
    return list(claimed.select_related("unit", "account").order_by("-changed_at", "-pk")[:PAGE])


def units_of(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """The rows of a page under the names of their units."""
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.post.unit.full_name, []).append(row)
    return list(grouped.items())
