"""What the register of accounts shows of each: health as a word, who keeps it, what it last said."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts import account_tasks
from accounts.health import ADVICE, Advice
from accounts.models import (
    PUBLISHED_ON,
    AccountStatus,
    AccountTask,
    Credential,
    Followed,
    Health,
    OutletAccount,
)
from posts.models import Publication, PublicationState, Status

_LEVELS = {
    Health.CONNECTED: ("good", "check_circle"),
    Health.CAPPED: ("waiting", "schedule"),
    Health.RECONNECT: ("trouble", "link_off"),
    Health.MISMATCH: ("trouble", "link_off"),
    Health.SUSPENDED: ("trouble", "highlight_off"),
    Health.LOCKED: ("trouble", "lock"),
    Health.CREDITS: ("trouble", "local_offer"),
    Health.REFUSED: ("trouble", "report"),
}
_NOT_CONNECTED = Advice(
    happened="The portal has no keys for this account, so nothing can be sent.",
    do="The custodian, the deputy or Communications: connect the account and approve it on the network.",
)


@dataclass(frozen=True, kw_only=True)
class Registered:
    """One account as a line of the register, or as its page."""

    account: OutletAccount
    connected_at: datetime | None
    last_post_at: datetime | None
    waiting: int
    late: int = 0
    """How many tasks of it are overdue; of an account that the portal does not publish to."""
    doubted: int = 0
    """How many of those it follows somebody asked to unfollow."""

    @property
    def word(self) -> str:
        """Its health in a word or two; of an account that is not in use, why not."""
        if not self.in_use:
            return "Turned down" if self.turned_down else str(self.account.get_status_display())
        if not self.account.published_here:
            return "Task overdue" if self.late else "Kept by hand"
        if self.connected_at is None:
            return "Not connected"
        return str(self.account.get_health_display())

    @property
    def level(self) -> str:
        """The tone of the tag."""
        if not self.in_use:
            return "waiting" if self.account.status == AccountStatus.PROPOSED else "ended"
        if not self.account.published_here:
            return "needs_somebody" if self.late else "line"
        return "needs_somebody" if self.connected_at is None else _LEVELS[Health(self.account.health)][0]

    @property
    def icon(self) -> str:
        """What stands beside the word; empty for the tone's own."""
        if not self.in_use:
            return ""
        if not self.account.published_here:
            return "schedule" if self.late else "edit"
        return "link_off" if self.connected_at is None else _LEVELS[Health(self.account.health)][1]

    @property
    def advice(self) -> Advice | None:
        """What happened, what to do and who can; None where all is well, or the account is not in use."""
        if not self.in_use or not self.account.published_here:
            return None
        if self.connected_at is None:
            return _NOT_CONNECTED
        return ADVICE.get(self.account.health)

    @property
    def in_use(self) -> bool:
        """Whether the department has approved the account."""
        return self.account.status == AccountStatus.ACTIVE

    @property
    def turned_down(self) -> bool:
        """Whether it was proposed and never approved."""
        never = self.account.proposed_at is not None and self.account.approved_at is None
        return never and self.account.status == AccountStatus.RETIRED


PEOPLE = ("unit", "custodian", "deputy", "proposed_by", "approved_by", "retired_by")


def lines(*, accounts: QuerySet[OutletAccount], at: datetime) -> list[Registered]:
    """The accounts as the register shows them: one query."""
    published = Publication.objects.filter(account=OuterRef("pk"), published_at__isnull=False)
    connected = Credential.objects.filter(account=OuterRef("pk"))
    waiting = Publication.objects.filter(
        account=OuterRef("pk"), state=PublicationState.DUE, post__status=Status.APPROVED
    )
    late = AccountTask.objects.filter(account_tasks.late(at=at), account=OuterRef("pk"))
    doubted = Followed.objects.filter(account=OuterRef("pk"), doubted_at__isnull=False, ended_at__isnull=True)
    found = accounts.select_related(*PEOPLE).annotate(
        late=Coalesce(Subquery(_number(late)), 0),
        doubted=Coalesce(Subquery(_number(doubted)), 0),
        last_post_at=Subquery(published.order_by("-published_at").values("published_at")[:1]),
        connected_at=Subquery(connected.values("connected_at")[:1]),
        waiting=Coalesce(Subquery(_number(waiting)), 0),
    )
    return [
        Registered(
            account=one,
            connected_at=one.connected_at,
            last_post_at=one.last_post_at,
            waiting=one.waiting,
            late=one.late,
            doubted=one.doubted,
        )
        for one in found
    ]


def _number(found: QuerySet[Any]) -> QuerySet[Any]:
    """How many rows an account has among those."""
    counted: QuerySet[Any] = found.order_by().values("account").annotate(number=Count("pk"))
    return counted.values("number")


def in_trouble(*, accounts: QuerySet[OutletAccount], at: datetime) -> QuerySet[OutletAccount]:
    """Those that somebody has to see to: the network does not take it, or what people do for it is overdue."""
    unwell = ~Q(health__in=[Health.CONNECTED, Health.CAPPED]) | Q(
        credential__isnull=True, network__in=PUBLISHED_ON
    )
    late = AccountTask.objects.filter(account_tasks.late(at=at), account=OuterRef("pk"))
    doubted = Followed.objects.filter(account=OuterRef("pk"), doubted_at__isnull=False, ended_at__isnull=True)
    return accounts.filter(Q(unwell, status=AccountStatus.ACTIVE) | Exists(late) | Exists(doubted))
