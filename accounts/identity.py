"""Whom the keys of an account speak for: asked when they are connected, and every day."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from accounts import health, reach, refreshing
from accounts.fields import UnreadableSecret
from accounts.models import AccountStatus, Credential, Health, OutletAccount
from audit import trail
from outlets.outcomes import Identity, NotAnswered, Rejected

EVERY = timedelta(hours=24)
AT_ONCE = 25
"""How many accounts one round asks: a department's few hundred are through in a quarter of an hour."""
_REFUSED = {
    "auth_revoked": Health.RECONNECT,
    "suspended": Health.SUSPENDED,
    "locked": Health.LOCKED,
    "read_only_app": Health.REFUSED,
}


def due(*, at: datetime) -> Iterator[int]:
    """The accounts in use whose keys were not asked about within a day, longest ago first."""
    unasked = Q(checked_at__isnull=True) | Q(checked_at__lte=at - EVERY)
    rested = Q(asked_at__isnull=True) | Q(asked_at__lte=at - timedelta(hours=1))
    found = Credential.objects.filter(unasked, rested, account__status=AccountStatus.ACTIVE)
    found = found.exclude(account__health=Health.RECONNECT)
    yield from found.order_by(F("checked_at").asc(nulls_first=True)).values_list("account_id", flat=True)[
        :AT_ONCE
    ]


def check(*, account_id: int, at: datetime) -> str:
    """Ask the network whom an account's keys speak for, and act on it. Returns a sentence for a person."""
    refreshing.keep_fresh(account_id=account_id, now_by=lambda: at)
    account = OutletAccount.objects.get(pk=account_id)
    try:
        secret = Credential.objects.get(account=account_id)
    except Credential.DoesNotExist:
        return "The account is not connected."
    except UnreadableSecret:
        return "The account's keys cannot be read. Whoever runs the portal must look at FIELD_KEYS."
    try:
        who = reach.outlet(network=account.network, credential=reach.keys_in(secret=secret)).whoami(now=at)
    except NotAnswered as no:
        return _not_answered(account, no, at)
    return _answered(account, who, at)


@transaction.atomic
def _answered(account: OutletAccount, who: Identity, at: datetime) -> str:
    if who.external_user_id != account.external_id:
        said = "The keys belong to another account."
        health.trouble(account_id=account.pk, health=Health.MISMATCH, said=said, at=at)
        return said
    Credential.objects.filter(account=account).update(checked_at=at, asked_at=None, doubted_at=None)
    trail.record(
        verb="account.checked", agency_id=account.agency_id, actor_id=None, subject_id=account.pk, at=at
    )
    if account.health in (Health.CREDITS, Health.CAPPED, Health.REFUSED):
        # Saying who one is costs no post: only the next post shows whether posting works.
        OutletAccount.objects.filter(pk=account.pk).update(probe_at=at)
        return "The network knows the account. The next post will show whether it takes posts again."
    health.recover(account_id=account.pk, at=at)
    return "The account works: the network knows it, and the keys belong to it."


@transaction.atomic
def _not_answered(account: OutletAccount, no: NotAnswered, at: datetime) -> str:
    Credential.objects.filter(account=account).update(asked_at=at)
    outcome = no.outcome
    if isinstance(outcome, Rejected) and outcome.reason in _REFUSED:
        health.trouble(account_id=account.pk, health=_REFUSED[outcome.reason], said=outcome.text, at=at)
        return f"The network refuses the account. It says: {outcome.text}"
    return "The network did not answer. Try again in a few minutes."
