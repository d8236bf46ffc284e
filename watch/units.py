"""The units of the floor: what each last said, and whether anything is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Exists, OuterRef, Subquery

from accounts.models import PUBLISHED_ON, AccountStatus, Health, OutletAccount, Unit
from posts.models import Post, Status
from watch.lanes import TROUBLE

QUIET_AFTER = timedelta(days=7)
"""A unit that has published nothing for longer is worth a look."""


@dataclass(frozen=True, kw_only=True)
class UnitSeen:
    """One unit that keeps accounts."""

    unit: Unit
    accounts: tuple[OutletAccount, ...]
    last_at: datetime | None
    """When it last published."""
    health: str
    """'fine', 'quiet' or 'trouble'."""
    said: str
    """What is wrong, in two or three words; empty when nothing is."""

    @property
    def icon(self) -> str:
        """The picture of its health."""
        return {"fine": "check_circle", "quiet": "warning", "trouble": "error"}[self.health]

    @property
    def refused(self) -> tuple[OutletAccount, ...]:
        """Its accounts that the network does not take at present."""
        return tuple(account for account in self.accounts if account.health != Health.CONNECTED)


def seen(*, agency_id: int, at: datetime) -> list[UnitSeen]:
    """Every unit with an active account, by number: one query, however long the archive is."""
    posts = Post.objects.filter(unit=OuterRef("unit"))
    published = posts.filter(status=Status.PUBLISHED).order_by("-changed_at", "-pk")
    found = (
        OutletAccount.objects.filter(
            agency_id=agency_id, status=AccountStatus.ACTIVE, network__in=PUBLISHED_ON
        )
        .annotate(
            last_at=Subquery(published.values("changed_at")[:1]),
            troubled=Exists(posts.filter(status__in=TROUBLE)),
        )
        .select_related("unit")
        .order_by("unit__number", "unit", "handle")
    )
    return [_seen(list(accounts), at) for _, accounts in groupby(found, key=lambda account: account.unit_id)]


def _seen(accounts: Sequence[OutletAccount], at: datetime) -> UnitSeen:
    one = accounts[0]
    last_at: datetime | None = one.last_at  # type: ignore[attr-defined]
    health, said = "fine", ""
    refused = next((account for account in accounts if account.health != Health.CONNECTED), None)
    if refused is not None:
        health, said = "trouble", refused.get_health_display()
    elif one.troubled:  # type: ignore[attr-defined]
        health, said = "trouble", "Post in trouble"
    elif last_at is None:
        health, said = "quiet", "No post yet"
    elif at - last_at > QUIET_AFTER:
        health, said = "quiet", f"{(at - last_at).days} days quiet"
    return UnitSeen(unit=one.unit, accounts=tuple(accounts), last_at=last_at, health=health, said=said)


def chosen(*, units: Sequence[UnitSeen], number: str) -> UnitSeen | None:
    """The unit somebody filtered by; None for all of them, and for a number that is none of these."""
    return next((one for one in units if one.unit.number == number), None)
