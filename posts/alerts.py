"""Crime alerts: posts of the department that units repost as they stand, for as long as they hold (CPD-TW.V.B.3)."""

from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import OutletAccount
from posts.models import Post, ReadyDraft, ReadyKind
from posts.reposts import CannotRepost


class AlertOver(CannotRepost):
    """What would be reposted is an alert that was withdrawn, or whose time is over."""

    def __init__(self, alert: ReadyDraft) -> None:
        said = alert.withdrawn_why or "Its time is over."
        super().__init__(f"The crime alert “{alert.title}” is not reposted any more. {said}")


def about(*, account: OutletAccount, number: str) -> QuerySet[ReadyDraft]:
    """What was ever offered as an alert of the post that an account of the agency would repost, the newest first."""
    found = ReadyDraft.objects.filter(
        kind=ReadyKind.ALERT,
        repost_of=number,
        agency_id=account.agency_id,
        alert_of__network=account.network,
    )
    return found.order_by("-offered_at", "-pk")


def holding(found: QuerySet[ReadyDraft], *, at: datetime) -> QuerySet[ReadyDraft]:
    """Of these, what holds at a moment."""
    stands = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at)
    return found.filter(stands, offered_at__lte=at, valid_until__gt=at)


def held(*, account: OutletAccount, number: str, words: str, at: datetime) -> ReadyDraft | None:
    """The alert that a repost with these words is, of those that hold and are offered to the account's unit."""
    found = holding(about(account=account, number=number), at=at)
    to_it = Q(units__isnull=True) | Q(units=account.unit_id)
    return found.filter(to_it, text=words).first()


def is_one(*, post: Post | None, words: str, at: datetime) -> bool:
    """Whether a post reposts such an alert: one query, and none for what reposts nothing."""
    if post is None or not post.repost_of:
        return False
    return held(account=post.account, number=post.repost_of, words=words, at=at) is not None


def ended(*, account: OutletAccount, number: str, at: datetime) -> ReadyDraft | None:
    """The last alert of a post of which none holds any more; one query, and none for the number of no post."""
    found = list(about(account=account, number=number)) if number else []
    # One that is over ends only with the next look at the clock.
    standing = [one for one in found if one.withdrawn_at is None and one.valid_until and one.valid_until > at]
    return found[0] if found and not standing else None


def refuse(*, account: OutletAccount, number: str, at: datetime) -> None:
    """Raise AlertOver for what reposts an alert of which none holds any more."""
    alert = ended(account=account, number=number, at=at)
    if alert is not None:
        raise AlertOver(alert)
