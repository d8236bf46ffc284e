"""The units of the floor: what each last said, and whether anything is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Subquery

from accounts.models import AccountStatus, OutletAccount, Unit
from posts.models import Post, Status
from watch.lanes import TROUBLE

QUIET_AFTER = timedelta(days=7)
"""A unit that has published nothing for longer is worth a look."""


@dataclass(frozen=True, kw_only=True)
class UnitSeen:
    """One unit that keeps an account."""

    unit: Unit
    last_at: datetime | None
    """When it last published."""
    health: str
    """'fine', 'quiet' or 'trouble'."""
    handle: str
    refusal: str
    """Why the network refuses its account; empty when it does not."""

    @property
    def icon(self) -> str:
        """The picture of its health."""
        return {"fine": "check_circle", "quiet": "warning", "trouble": "error"}[self.health]


def seen(*, agency_id: int, at: datetime) -> list[UnitSeen]:
    """Every unit with an active account, by number: one query, however long the archive is."""
    accounts = OutletAccount.objects.filter(unit=OuterRef("pk"), status=AccountStatus.ACTIVE)
    posts = Post.objects.filter(unit=OuterRef("pk"))
    published = posts.filter(status=Status.PUBLISHED).order_by("-changed_at", "-pk")
    found = (
        Unit.objects.filter(Exists(accounts), agency_id=agency_id)
        .annotate(
            last_at=Subquery(published.values("changed_at")[:1]),
            handle=Subquery(accounts.order_by("handle").values("handle")[:1]),
            refusal=Subquery(accounts.exclude(trouble="").values("trouble")[:1]),
            troubled=Exists(posts.filter(status__in=TROUBLE)),
        )
        .order_by("number")
    )
    return [_seen(unit, at) for unit in found]


def _seen(unit: Unit, at: datetime) -> UnitSeen:
    last_at: datetime | None = unit.last_at  # type: ignore[attr-defined]
    refusal: str = unit.refusal or ""  # type: ignore[attr-defined]
    if refusal or unit.troubled:  # type: ignore[attr-defined]
        health = "trouble"
    elif last_at is None or at - last_at > QUIET_AFTER:
        health = "quiet"
    else:
        health = "fine"
    return UnitSeen(
        unit=unit,
        last_at=last_at,
        health=health,
        handle=unit.handle,  # type: ignore[attr-defined]
        refusal=refusal,
    )


def chosen(*, units: Sequence[UnitSeen], number: str) -> UnitSeen | None:
    """The unit somebody filtered by; None for all of them, and for a number that is none of these."""
    return next((one for one in units if one.unit.number == number), None)
