"""What the networks charge: for one post before it is sent, and for what a unit sent in a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import Network, Unit
from outlets.networks import NETWORKS, price_of
from posts.models import Attempt, AttemptKind, Outcome, PublicationState

MICROS = 1_000_000
"""Of a US dollar, in which the ledger counts."""
_ON_THE_NETWORK = (PublicationState.PUBLISHED, PublicationState.DELETING, PublicationState.DELETED)


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What the posts of one unit cost on one network in a month, and how many calls it was for."""

    unit: Unit
    network: str
    posts: int
    with_link: int
    """Of the posts, those that cost more for their link."""
    deleted: int
    dollars: Decimal

    @property
    def charged(self) -> bool:
        """Whether somebody pays it: practising is free, and shown at X's prices."""
        return self.network != Network.TRAINING


def words(*, network: str, texts: Sequence[str]) -> str:
    """What the network will charge for a post of these parts, in a sentence."""
    asked = sum((price_of(network="x", text=text) for text in texts), Decimal(0))
    dear = asked > NETWORKS["x"].price.post * len(texts)
    because = ", because of its link" if dear else ""
    if network == Network.TRAINING:
        return f"Nothing: {NETWORKS[network].price.source}. On X it would be ${cents(asked)}{because}."
    return f"${cents(asked)} for this post{because}."


def cents(price: Decimal) -> str:
    """Dollars with two decimals, three where it needs them."""
    return f"{price:.3f}".removesuffix("0")


def micros(*, kind: str, text: str) -> int:
    """What X's list asks for a call that succeeds, for the ledger."""
    price = NETWORKS["x"].price.delete if kind == AttemptKind.DELETE else price_of(network="x", text=text)
    return int(price * MICROS)


def month_of(*, asked: str, today: date) -> date:
    """The first day of a month such as '2026-11'; of the present one where it is not asked well, or lies ahead."""
    try:
        found = date.fromisoformat(f"{asked}-01")
    except ValueError:
        found = today
    return min(found, today).replace(day=1)


def next_month(*, month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def unpriced(*, units: Sequence[Unit], month: date, zone: ZoneInfo) -> int:
    """How many calls that the network accepted in a month were made before the ledger knew prices."""
    return _accepted(units, month, zone).filter(cost_micros__isnull=True).count()


def _accepted(units: Sequence[Unit], month: date, zone: ZoneInfo) -> QuerySet[Attempt]:
    """The posts and deletions of a month in the zone that the network accepted."""
    begins = datetime.combine(month, time(), tzinfo=zone).astimezone(UTC)
    ends = datetime.combine(next_month(month=month), time(), tzinfo=zone).astimezone(UTC)
    # Nobody knew at first whether it went out: it did, and was charged.
    found_later = Q(outcome=Outcome.UNKNOWN, kind="publish", publication__state__in=_ON_THE_NETWORK)
    return Attempt.objects.filter(
        Q(outcome__in=[Outcome.PUBLISHED, Outcome.DELETED]) | found_later,
        settled_at__gte=begins,
        settled_at__lt=ends,
        publication__post__unit__in=[unit.pk for unit in units],
    )


def by_unit(*, units: Sequence[Unit], month: date, zone: ZoneInfo) -> list[Spent]:
    """What each unit's posts cost in a month of the agency's zone, dearest first; from the ledger, in one query."""
    known = {unit.pk: unit for unit in units}
    plain = int(NETWORKS["x"].price.post * MICROS)
    rows = (
        _accepted(units, month, zone)
        .filter(cost_micros__isnull=False)
        .values("publication__post__unit", "publication__account__network")
        .annotate(
            posts=Count("pk", filter=Q(kind=AttemptKind.PUBLISH)),
            dear=Count("pk", filter=Q(kind=AttemptKind.PUBLISH, cost_micros__gt=plain)),
            gone=Count("pk", filter=Q(kind=AttemptKind.DELETE)),
            spent=Sum("cost_micros"),
        )
    )
    found = [
        Spent(
            unit=known[row["publication__post__unit"]],
            network=row["publication__account__network"],
            posts=row["posts"],
            with_link=row["dear"],
            deleted=row["gone"],
            dollars=Decimal(row["spent"]) / MICROS,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.dollars, one.unit.number))
