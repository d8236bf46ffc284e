"""What posts await of a member: decisions, a look, other words, or only their time."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse

from accounts.authority import Authority
from accounts.models import Role
from governance.awaited import Line, Part, few
from posts import labels, lapsing, queues
from posts.models import Post, Status
from posts.permissions import LEADS

AHEAD = timedelta(hours=24)
FRESH = timedelta(days=7)
"""How long a refused or missed post is told on the first page."""


def deciding(authority: Authority) -> Part | None:
    turns = queues.waiting_for(authority=authority)
    first, count = few(turns.select_related("post__unit", "post__revision", "post__draft"))
    if not first:
        return None
    words = _first_lines([turn.post for turn in first])
    return Part(
        title="Waits for your decision",
        icon="people",
        tone="needs",
        count=count,
        lines=[
            Line(
                words=words[turn.post_id],
                whose=turn.post.unit.short_name,
                address=reverse("desk", args=[turn.post_id]),
                at=turn.due_at,
                due=True,
            )
            for turn in first
        ],
        address=reverse("queue"),
        leads_to="Open the queue",
    )


def trouble(authority: Authority) -> Part | None:
    posts = _led(authority, Status.UNKNOWN, Status.REFUSED, Status.PARTLY_OUT, Status.MISSED)
    return _posts(
        posts.filter(changed_at__gte=authority.at - FRESH),
        title="Needs a look",
        icon="report",
        tone="trouble",
        address=reverse("trouble"),
        leads_to="See everything that is stuck",
    )


def missed(authority: Authority) -> Part | None:
    """Told to those who write for a unit; of whoever leads it, it is among what needs a look."""
    units = authority.units(Role.USMR) - authority.units(*LEADS)
    if not units or authority.holds(Role.COMMUNICATIONS):
        return None
    posts = Post.objects.filter(unit_id__in=units, status=Status.MISSED)
    return _posts(
        posts.filter(changed_at__gte=authority.at - FRESH),
        title="Missed its time",
        icon="alarm",
        tone="trouble",
        address=reverse("missed"),
        leads_to="Choose what becomes of it",
    )


def held(authority: Authority) -> Part | None:
    return _posts(
        _led(authority, Status.STOPPED),
        title="Stopped until somebody releases it",
        icon="do_not_disturb",
        address=reverse("held_posts"),
        leads_to="See what is held",
    )


def returned(authority: Authority) -> Part | None:
    if not authority.holds(Role.USMR):
        return None
    returned = Post.objects.filter(author_id=authority.member_id, status=Status.RETURNED)
    return _posts(
        returned,
        opens="composer",
        title="Returned to you",
        icon="undo",
        tone="needs",
        address=reverse("own_posts"),
        leads_to="Go to my posts",
    )


def going_out(authority: Authority) -> list[Part]:
    """What goes out by itself, and before it what waits until somebody keeps it."""
    units = authority.units(Role.USMR, *LEADS)
    approved = Post.objects.filter(unit_id__in=units, status=Status.APPROVED)
    asking = lapsing.asking(posts=approved, agency_id=authority.agency_id, at=authority.at)
    return [
        _posts(
            approved.filter(pk__in=asking),
            by="due_at",
            title="Waits until it is kept or withdrawn",
            icon="people",
            tone="needs",
        ),
        _posts(
            approved.filter(due_at__lte=authority.at + AHEAD).exclude(pk__in=asking),
            by="due_at",
            title="Goes out within a day",
            icon="schedule",
            address=reverse("calendar"),
            leads_to="Open the calendar",
        ),
    ]


def _led(authority: Authority, *statuses: Status) -> QuerySet[Post]:
    """The posts in these statuses that a member may stop, release and settle."""
    posts = Post.objects.filter(agency_id=authority.agency_id, status__in=statuses)
    if authority.holds(Role.COMMUNICATIONS):
        return posts
    return posts.filter(unit_id__in=authority.units(*LEADS))


def _posts(
    posts: QuerySet[Post],
    *,
    title: str,
    icon: str,
    tone: str = "",
    address: str = "",
    leads_to: str = "",
    opens: str = "post",
    by: str = "-changed_at",
) -> Part:
    """The first of them as lines, and how many there are."""
    first, count = few(posts.select_related("unit", "revision", "draft").order_by(by, "pk"))
    words = _first_lines(first)
    lines = [
        Line(
            words=words[post.pk],
            whose=post.unit.short_name,
            address=reverse(opens, args=[post.pk]),
            at=post.due_at if by == "due_at" else post.changed_at,
        )
        for post in first
    ]
    return Part(
        title=title, icon=icon, lines=lines, count=count, tone=tone, address=address, leads_to=leads_to
    )


def _first_lines(posts: Sequence[Post]) -> dict[int, str]:
    texts = queues.texts_of(posts) if posts else {}
    return {post.pk: labels.first_line(texts[post.pk]) or "Nothing written yet" for post in posts}
