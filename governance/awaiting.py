"""What awaits a member: the parts of their first page, each asked of the room that knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from accounts import inbox, periods
from accounts.authority import Authority
from accounts.guidance import notices
from accounts.models import Agency, Channel, Delivery, DeliveryState, Role
from posts import labels, lapsing, queues
from posts.coordination import boards
from posts.coordination.ideas import SUPERVISORS
from posts.models import Post, Status
from posts.permissions import LEADS

SHOWN = 3
"""Lines of a part; the rest is behind its link."""
AHEAD = timedelta(hours=24)
FRESH = timedelta(days=7)
"""How long a refused or missed post is told on the first page."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that awaits somebody."""

    words: str
    address: str
    whose: str = ""
    at: datetime | None = None
    due: bool = False
    """Whether the time is a deadline."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One kind of thing that awaits a member."""

    title: str
    icon: str
    lines: Sequence[Line]
    count: int
    """How many there are in all."""
    tone: str = ""
    """Of its card: needs, trouble or empty."""
    address: str = ""
    """Where all of them are; empty where the lines are all there is to open."""
    leads_to: str = ""


def parts(*, authority: Authority, agency: Agency) -> list[Part]:
    """What awaits a member now, the most urgent first, and nothing that does not concern them.

    At most three queries a part, however much there is.
    """
    asked = (_deciding, _trouble, _missed, _held, _returned, _stories, _ideas)
    found = [
        _notices(authority),
        _roster(authority, agency),
        *(ask(authority) for ask in asked),
        *_going_out(authority),
    ]
    found += [ask(authority) for ask in (_undelivered, _unread)]
    return [part for part in found if part is not None and part.count]


def _notices(authority: Authority) -> Part | None:
    """Stands first, until each is acknowledged (CPD-TW.V.C.2)."""
    waiting = notices.waiting_for(member_id=authority.member_id)
    first = list(waiting[:SHOWN])
    return Part(
        title="Read and acknowledge",
        icon="campaign",
        tone="needs",
        lines=[
            Line(
                words=one.broadcast.title,
                whose=one.broadcast.written_by.titled_name,
                address=reverse("notice", args=[one.broadcast_id]),
                at=one.broadcast.due_at,
                due=True,
            )
            for one in first
        ],
        count=len(first) if len(first) < SHOWN else waiting.count(),
        address=reverse("notices"),
        leads_to="All notices",
    )


def _roster(authority: Authority, agency: Agency) -> Part | None:
    address = reverse("roster")
    return Part(
        title="A roster is due",
        icon="people",
        tone="needs",
        lines=[Line(words="Go through your representatives and submit the roster", address=address)],
        count=periods.rosters_due(authority=authority, agency=agency),
    )


def _deciding(authority: Authority) -> Part | None:
    turns = queues.waiting_for(authority=authority)
    first = list(turns.select_related("post__unit", "post__revision", "post__draft")[:SHOWN])
    if not first:
        return None
    words = _first_lines([turn.post for turn in first])
    return Part(
        title="Waits for your decision",
        icon="people",
        tone="needs",
        count=turns.order_by().count(),
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


def _trouble(authority: Authority) -> Part | None:
    posts = _led(authority, Status.UNKNOWN, Status.REFUSED, Status.PARTLY_OUT, Status.MISSED)
    lines, count = _posts(posts.filter(changed_at__gte=authority.at - FRESH))
    return Part(
        title="Needs a look",
        icon="report",
        tone="trouble",
        lines=lines,
        count=count,
        address=reverse("trouble"),
        leads_to="See everything that is stuck",
    )


def _missed(authority: Authority) -> Part | None:
    """Told to those who write for a unit; of whoever leads it, it is among what needs a look."""
    units = authority.units(Role.USMR) - authority.units(*LEADS)
    if not units or authority.holds(Role.COMMUNICATIONS):
        return None
    posts = Post.objects.filter(unit_id__in=units, status=Status.MISSED)
    lines, count = _posts(posts.filter(changed_at__gte=authority.at - FRESH))
    return Part(
        title="Missed its time",
        icon="alarm",
        tone="trouble",
        lines=lines,
        count=count,
        address=reverse("missed"),
        leads_to="Choose what becomes of it",
    )


def _held(authority: Authority) -> Part | None:
    lines, count = _posts(_led(authority, Status.STOPPED))
    return Part(
        title="Stopped until somebody releases it",
        icon="do_not_disturb",
        lines=lines,
        count=count,
        address=reverse("held_posts"),
        leads_to="See what is held",
    )


def _returned(authority: Authority) -> Part | None:
    if not authority.holds(Role.USMR):
        return None
    returned = Post.objects.filter(author_id=authority.member_id, status=Status.RETURNED)
    lines, count = _posts(returned, opens="composer")
    return Part(
        title="Returned to you",
        icon="undo",
        tone="needs",
        lines=lines,
        count=count,
        address=reverse("own_posts"),
        leads_to="Go to my posts",
    )


def _stories(authority: Authority) -> Part | None:
    """Told to Communications, which adopts them or says why not."""
    if not authority.holds(Role.COMMUNICATIONS):
        return None
    waiting = boards.stories_waiting(authority=authority)
    first = list(waiting.select_related("unit").order_by("-forwarded_at", "-pk")[:SHOWN])
    return Part(
        title="Stories for you",
        icon="forum",
        lines=[
            Line(
                words=labels.first_line(one.words),
                whose=one.unit.short_name,
                address=reverse("story", args=[one.pk]),
                at=one.forwarded_at,
            )
            for one in first
        ],
        count=len(first) if len(first) < SHOWN else waiting.count(),
        address=reverse("stories"),
        leads_to="Open the stories",
    )


def _ideas(authority: Authority) -> Part | None:
    """Told to supervisors; Communications finds all of them on the board's page."""
    if not authority.units(*SUPERVISORS):
        return None
    waiting = boards.ideas_waiting(authority=authority)
    first = list(waiting.select_related("suggested_by").order_by("-suggested_at", "-pk")[:SHOWN])
    return Part(
        title="Ideas to pass on",
        icon="forum",
        lines=[
            Line(
                words=labels.first_line(one.words),
                whose=one.suggested_by.titled_name,
                address=reverse("idea", args=[one.pk]),
                at=one.suggested_at,
            )
            for one in first
        ],
        count=len(first) if len(first) < SHOWN else waiting.count(),
        address=f"{reverse('contributions')}?show=waiting",
        leads_to="Open the ideas",
    )


def _going_out(authority: Authority) -> list[Part]:
    """What goes out by itself, and before it what waits until somebody keeps it."""
    units = authority.units(Role.USMR, *LEADS)
    approved = Post.objects.filter(unit_id__in=units, status=Status.APPROVED)
    asking = lapsing.asking(posts=approved, agency_id=authority.agency_id, at=authority.at)
    waiting, waits = _posts(approved.filter(pk__in=asking), by="due_at") if asking else ([], 0)
    lines, count = _posts(
        approved.filter(due_at__lte=authority.at + AHEAD).exclude(pk__in=asking), by="due_at"
    )
    return [
        Part(
            title="Waits until it is kept or withdrawn",
            icon="people",
            tone="needs",
            lines=waiting,
            count=waits,
        ),
        Part(
            title="Goes out within a day",
            icon="schedule",
            lines=lines,
            count=count,
            address=reverse("calendar"),
            leads_to="Open the calendar",
        ),
    ]


def _undelivered(authority: Authority) -> Part | None:
    """Told to those who can see to it."""
    if not authority.holds(Role.ADMINISTRATOR, Role.COMMUNICATIONS):
        return None
    failed = Delivery.objects.filter(
        channel=Channel.EMAIL, state=DeliveryState.FAILED, message__agency_id=authority.agency_id
    )
    address = reverse("undelivered")
    return Part(
        title="Mail that was not delivered",
        icon="mail",
        tone="trouble",
        lines=[Line(words="See which messages, why, and send them again", address=address)],
        count=failed.count(),
    )


def _unread(authority: Authority) -> Part | None:
    unread = inbox.received(member_id=authority.member_id, at=authority.at).filter(read_at=None)
    first = list(unread.order_by("-written_at", "-pk")[:SHOWN])
    return Part(
        title="Messages you have not read",
        icon="notifications",
        lines=[
            Line(words=one.subject, address=reverse("open_message", args=[one.pk]), at=one.written_at)
            for one in first
        ],
        count=unread.count() if first else 0,
        address=reverse("messages"),
        leads_to="All messages",
    )


def _led(authority: Authority, *statuses: Status) -> QuerySet[Post]:
    """The posts in these statuses that a member may stop, release and settle."""
    posts = Post.objects.filter(agency_id=authority.agency_id, status__in=statuses)
    if authority.holds(Role.COMMUNICATIONS):
        return posts
    return posts.filter(unit_id__in=authority.units(*LEADS))


def _posts(posts: QuerySet[Post], *, opens: str = "post", by: str = "-changed_at") -> tuple[list[Line], int]:
    """The first of them as lines, and how many there are."""
    first = list(posts.select_related("unit", "revision", "draft").order_by(by, "pk")[:SHOWN])
    if not first:
        return [], 0
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
    return lines, len(first) if len(first) < SHOWN else posts.count()


def _first_lines(posts: Sequence[Post]) -> dict[int, str]:
    texts = queues.texts_of(posts)
    return {post.pk: labels.first_line(texts[post.pk]) or "Nothing written yet" for post in posts}
