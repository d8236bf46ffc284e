"""How the network takes an account: what is wrong, whom it is told to, and when it is tried again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from accounts import outbox
from accounts.authority import holders
from accounts.models import Agency, Health, Member, OutletAccount, Role
from accounts.models.authority import COMMANDERS
from audit import trail

GAPS = tuple(timedelta(seconds=seconds) for seconds in (15, 60, 120, 300, 600, 1800, 3600))
"""After how long one post tries again whether the network takes the account; the last gap stays."""
OF_THE_APPLICATION = frozenset({Health.CREDITS, Health.REFUSED})
"""What is wrong with the department's application, and so with every account at once."""
NEVER_BY_ITSELF = frozenset({Health.MISMATCH})
"""What no trying mends."""


@dataclass(frozen=True, kw_only=True)
class Advice:
    """One sentence each: what happened, what to do and who can."""

    happened: str
    do: str


ADVICE: Mapping[str, Advice] = MappingProxyType(
    {
        Health.RECONNECT: Advice(
            happened="The network no longer takes the portal's keys for this account.",
            do="The custodian, the deputy or Communications: open the account here, connect it, agree on the network.",
        ),
        Health.MISMATCH: Advice(
            happened="The keys belong to another account on the network, so nothing is sent with them.",
            do="The custodian, the deputy or Communications: sign in to the network as this account and connect again.",
        ),
        Health.SUSPENDED: Advice(
            happened="The network has suspended this account.",
            do="The custodian or Communications: appeal on the network. The portal goes on by itself afterwards.",
        ),
        Health.LOCKED: Advice(
            happened="The network has locked this account.",
            do="The custodian: sign in on the network and unlock it. The portal goes on by itself afterwards.",
        ),
        Health.CREDITS: Advice(
            happened="The department's credit with the network is used up.",
            do="Communications or an administrator: buy credit on the network. The portal goes on by itself then.",
        ),
        Health.CAPPED: Advice(
            happened="The account has made as many posts as the network allows in a day.",
            do="Nobody needs to do anything: the portal goes on by itself when the limit ends.",
        ),
        Health.REFUSED: Advice(
            happened="The network refuses the department's application.",
            do="An administrator: look at the rights of the application on the network.",
        ),
    }
)


def waits(*, account: OutletAccount, now: datetime) -> bool:
    """Whether posts wait, since the network does not take the account; at `probe_at` one may try."""
    if account.health == Health.CONNECTED:
        return False
    return account.probe_at is None or account.probe_at > now


def take_probe(*, account: OutletAccount, now: datetime) -> bool:
    """Let one post try: True for one of several workers. The next may after a longer gap, unless this one succeeds."""
    if account.health == Health.CONNECTED:
        return True
    gap = GAPS[min(account.probes, len(GAPS) - 1)]
    mine = OutletAccount.objects.filter(pk=account.pk, probe_at__lte=now)
    return bool(mine.update(probe_at=now + gap, probes=F("probes") + 1))


@transaction.atomic
def trouble(
    *, account_id: int, health: Health, said: str, at: datetime, until: datetime | None = None
) -> None:
    """Note that the network does not take an account, and tell its people once. `said` are the network's words."""
    if health in OF_THE_APPLICATION:
        # Hundreds of accounts meet it in the same second: the first of them tells.
        Agency.objects.select_for_update(no_key=True).get(outletaccount=account_id)
    account = _locked(account_id)
    before, account.trouble = account.health, said[:200]
    if before != health:
        account.health, account.probes = health, 0
        account.troubled_at = account.troubled_at or at
        account.probe_at = None if health in NEVER_BY_ITSELF else at + GAPS[0]
    if until is not None:
        account.probe_at = until
    told = before == health or _known_already(account)
    account.save(update_fields=["health", "trouble", "troubled_at", "probe_at", "probes"])
    if before == health:
        return
    _record("account.troubled", account, at, health=health.value)
    if not told:
        _tell_of_trouble(account, at)


def _known_already(account: OutletAccount) -> bool:
    """Whether the trouble of all accounts was told of already, by another one's."""
    if account.health not in OF_THE_APPLICATION:
        return False
    others = OutletAccount.objects.filter(
        agency_id=account.agency_id, network=account.network, health=account.health
    )
    return others.exclude(pk=account.pk).exists()


@transaction.atomic
def recover(*, account_id: int, at: datetime) -> None:
    """Note that the network takes an account again, and tell once; with the application's trouble gone, all of them."""
    # Two accounts may find at once that the application's trouble is over, and each mends the other's.
    Agency.objects.select_for_update(no_key=True).get(outletaccount=account_id)
    account = _locked(account_id)
    if account.health == Health.CONNECTED:
        return
    was = Health(account.health)
    _well(account, at)
    if was in OF_THE_APPLICATION:
        others = OutletAccount.objects.select_for_update(no_key=True).order_by("pk")
        for other in others.filter(agency_id=account.agency_id, network=account.network, health=was):
            _well(other, at)
    every = " and every account that had the same trouble" if was in OF_THE_APPLICATION else ""
    outbox.write(
        to=whom_to_tell(account=account, health=was, at=at),
        kind="account_recovered",
        subject=f"@{account.handle} works again",
        body=f"The network takes @{account.handle}{every} again. What waited goes out while its time lasts.",
        link=reverse("account", args=[account.pk]),
        at=at,
    )


def _well(account: OutletAccount, at: datetime) -> None:
    account.health, account.trouble, account.probes = Health.CONNECTED, "", 0
    account.troubled_at = account.probe_at = None
    account.save(update_fields=["health", "trouble", "troubled_at", "probe_at", "probes"])
    _record("account.recovered", account, at)


def _tell_of_trouble(account: OutletAccount, at: datetime) -> None:
    advice = ADVICE[account.health]
    said = f" The network says: {account.trouble}" if account.trouble else ""
    outbox.write(
        to=whom_to_tell(account=account, health=Health(account.health), at=at),
        kind="account_troubled",
        subject=f"@{account.handle}: {account.get_health_display().lower()}",
        body=f"{advice.happened}{said}\n\n{advice.do}\n\nApproved posts wait as long as their time lasts.",
        link=reverse("account", args=[account.pk]),
        at=at,
    )


def whom_to_tell(*, account: OutletAccount, health: Health, at: datetime) -> list[Member]:
    """The keepers; of the application's trouble the administrators too, since every account of theirs has it."""
    told = keepers(account=account, at=at)
    if health in OF_THE_APPLICATION:
        told += holders(role=Role.ADMINISTRATOR, unit_id=None, agency_id=account.agency_id, at=at)
    return told


def keepers(*, account: OutletAccount, at: datetime, but_not: Member | None = None) -> list[Member]:
    """Custodian and deputy; where neither is named, or serves any more, the unit's commander and Communications."""
    kept = Member.objects.filter(pk__in=[account.custodian_id, account.deputy_id], is_active=True)
    told = [member for member in kept.select_related("unit") if member != but_not]
    agency_id = account.agency_id
    if not told:
        told = holders(role=COMMANDERS, unit_id=account.unit_id, agency_id=agency_id, at=at)
        told += holders(role=Role.COMMUNICATIONS, unit_id=None, agency_id=agency_id, at=at)
    return [member for member in told if member != but_not]


def _locked(account_id: int) -> OutletAccount:
    """Without standing in the way of rows that name the account."""
    return OutletAccount.objects.select_for_update(no_key=True).get(pk=account_id)


def _record(verb: str, account: OutletAccount, at: datetime, **more: str) -> None:
    trail.record(verb=verb, agency_id=account.agency_id, actor_id=None, subject_id=account.pk, at=at, **more)
