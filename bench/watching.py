"""The floor page with a department's districts, and with hundreds of accounts."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.models import AccountStatus, Network, OutletAccount, Unit
from accounts.models.agency import UnitKind
from bench import pages, rows
from bench.figures import Figure, Target
from bench.timing import against, statements
from governance.cast import Cast
from watch.board import TILES

DISTRICTS, MANY = 22, 500
ROUNDS = 40
MOST_MILLISECONDS = 100
"""Of server time until the first content."""
_SAY_SOMETHING = 2
"""Posts that each further unit published lately."""


def measure(*, engaged: Cast) -> Iterator[Figure]:
    """The page that Communications looks at all day, over the base page of the same reader."""
    client = pages.reader(engaged.natarajan)
    page, floor = (
        pages.asking(client, f"{reverse('floor')}?lane=all"),
        pages.asking(client, reverse("bench_floor")),
    )
    for accounts in (DISTRICTS, MANY):
        _grow(engaged, to=accounts)
        shown = client.get(f"{reverse('floor')}?lane=all").content.count(b'class="unit ')
        if shown != min(accounts, TILES):
            raise pages.WrongAnswer(f"The floor showed {shown} units of {accounts}.")
        pair = against(floor=floor, measured=page, rounds=ROUNDS)
        yield Figure(
            name=f"floor page, {accounts} accounts",
            value=pair.measured,
            unit="ms",
            floor=pair.floor,
            ratio=pair.ratio,
            queries=statements(page),
            targets=(
                Target(of="value", at_most=MOST_MILLISECONDS),
                Target(of="queries", at_most=pages.MOST_STATEMENTS),
            ),
        )


def _grow(engaged: Cast, *, to: int) -> None:
    """More units, each with an account and a few posts, until so many keep one."""
    at = timezone.now() - timedelta(hours=3)
    for number in range(len(engaged.accounts), to):
        unit = Unit.objects.create(
            agency=engaged.agency, number=f"B{number:03}", name=f"Beat {number}", kind=UnitKind.DISTRICT
        )
        account = OutletAccount.objects.create(
            agency=engaged.agency,
            unit=unit,
            network=Network.TRAINING,
            handle=f"bench_{number:03}",
            display_name=f"Beat {number}",
            external_id=f"77{number:06}",
            status=AccountStatus.ACTIVE,
        )
        engaged.units[unit.number], engaged.accounts[unit.number] = unit, account
        rows.published(
            engaged=engaged,
            unit=unit.number,
            by="ortega",
            sergeant="whitfield",
            how_many=_SAY_SOMETHING,
            at=at,
        )
