"""An alert that holds no longer: its reposts that have not gone out are withdrawn, the others are to be taken down."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from accounts import offices, order
from accounts.authority import Authority
from accounts.models import Member, Role
from audit import trail
from posts import alerts, going_back, notices
from posts.models import Post, ReadyDraft, ReadyKind, Status
from posts.permitting import OUT

PENDING = (
    Status.DRAFT,
    Status.RETURNED,
    Status.IN_REVIEW,
    Status.APPROVED,
    Status.STOPPED,
    Status.MISSED,
)
"""Where a post has not gone out and still can."""


def pull(*, alert: ReadyDraft, actor: Member | None, at: datetime) -> Sequence[Post]:
    """Withdraw the pending reposts of an alert that has just ended and tell why; ask to take down what is out.

    Nothing where another alert about the same post holds. Returns what it withdrew; without an `actor` the alert's
    time is over.
    """
    whose = alert.alert_of
    if whose is None or alerts.ended(account=whose, number=alert.repost_of, at=at) is None:
        return ()
    order.taking_away(agency_id=alert.agency_id)
    found = reposts(of=[alert]).select_for_update(of=("self",)).order_by("pk")
    pending = list(found.filter(status__in=PENDING))
    told = {post.pk: [*notices.authors(post), *notices.reviewers(post=post, at=at)] for post in pending}
    going_back.withdraw(posts=pending, at=at)
    trail.record_each(
        verb="post.alert_ended",
        agency_id=alert.agency_id,
        actor_id=actor.pk if actor else None,
        subject_ids=[post.pk for post in pending],
        at=at,
        ready_id=alert.pk,
    )
    why = f"{actor.titled_name} withdrew it: {alert.withdrawn_why}" if actor else alert.withdrawn_why
    for post in pending:
        subject = f"A repost of the {post.unit.short_name} does not go out: {alert.title}"
        body = (
            f"It reposts a crime alert that is over. {why} The repost was withdrawn; nothing has to be done."
        )
        notices.tell(post, list(dict.fromkeys(told[post.pk])), "alert_ended", subject, body, at)
    for post in found.filter(status__in=OUT):
        _ask_to_take_down(post, alert, why, at)
    return pending


def _ask_to_take_down(post: Post, alert: ReadyDraft, why: str, at: datetime) -> None:
    office = offices.told(role=Role.COMMUNICATIONS, agency_id=post.agency_id, at=at)
    notices.tell(
        post,
        list(dict.fromkeys([*notices.authors(post), *notices.leads(post, at), *office])),
        "alert_live",
        f"Take down a repost of the {post.unit.short_name}: {alert.title}",
        f"It reposts a crime alert that is over, and residents still see it. {why}",
        at,
    )


def reposts(*, of: Collection[ReadyDraft]) -> QuerySet[Post]:
    """Every repost of the posts that these alerts are about, by whomever it was begun, and whether before or after."""
    found = Post.objects.filter(
        agency_id__in={one.agency_id for one in of}, repost_of__in={one.repost_of for one in of}
    )
    return found.select_related("unit", "account", "author").order_by("-created_at", "-pk")


def still_out(*, authority: Authority) -> QuerySet[Post]:
    """What residents still see of alerts that hold no longer, in the units that a member sees: to be taken down."""
    alike = ReadyDraft.objects.filter(
        kind=ReadyKind.ALERT,
        agency_id=OuterRef("agency_id"),
        repost_of=OuterRef("repost_of"),
        alert_of__network=OuterRef("account__network"),
    )
    over = ReadyDraft.objects.filter(
        agency_id=authority.agency_id, kind=ReadyKind.ALERT, withdrawn_at__isnull=False
    )
    found = Post.objects.filter(
        ~Exists(alerts.holding(alike, at=authority.at)),
        agency_id=authority.agency_id,
        repost_of__in=over.values("repost_of"),
        status__in=OUT,
    )
    if not authority.department_wide:
        found = found.filter(unit_id__in={authority.unit_id, *(unit for _, unit in authority.roles)})
    return found.select_related("unit", "account", "author").order_by("-changed_at", "-pk")
