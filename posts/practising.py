"""Accounts for practice: making one of an account or ending it, and what is practised on them (CPD-TW.V.C.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.urls import reverse

from accounts import health, order, outbox
from accounts.authority import holders
from accounts.models import AccountStatus, Member, Network, OutletAccount, Role
from audit import trail, vault
from posts.models import Post, Status

AT_REST = frozenset(
    {
        Status.DRAFT,
        Status.RETURNED,
        Status.REJECTED,
        Status.WITHDRAWN,
        Status.PUBLISHED,
        Status.REFUSED,
        Status.TAKEN_DOWN,
    }
)
"""Where a post is on no way that its training was asked for."""


class NotChanged(ValueError):
    """The account stays as it is; the sentence says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Practised:
    """One account for practice, and what of it waits for somebody."""

    account: OutletAccount
    in_review: int
    returned: int
    out: int


@transaction.atomic
def change(*, account_id: int, practice: bool, reason: str, actor: Member, at: datetime) -> OutletAccount:
    """Make an account one for practice, or end that; who may is asked by the door. Raises NotChanged.

    Only while no post of it is on its way: each was judged, approved and scheduled by people of whom training was
    asked, or was not. Its keepers and the Office of Community Policing are told, with the reason.
    """
    order.taking_away(agency_id=actor.agency_id)
    account = OutletAccount.objects.select_for_update(no_key=True).get(pk=account_id)
    if account.practice == practice:
        raise NotChanged(
            f"@{account.handle} is {'for practice' if practice else 'not for practice'} already."
        )
    if practice and account.network != Network.TRAINING:
        raise NotChanged("Practice stays on the training network. Propose an account there.")
    under_way = Post.objects.filter(account=account).exclude(status__in=AT_REST).count()
    if under_way:
        raise NotChanged(
            f"{under_way} post{'s' if under_way > 1 else ''} of @{account.handle} "
            f"{'are' if under_way > 1 else 'is'} on the way. Wait until nothing is, or withdraw what waits."
        )
    account.practice = practice
    account.save(update_fields=["practice"])
    _, sealed = vault.seal(content=reason, agency_id=account.agency_id)
    trail.record(
        verb="account.practice_changed",
        agency_id=account.agency_id,
        actor_id=actor.pk,
        subject_id=account.pk,
        at=at,
        given="yes" if practice else "no",
        reason_sealed=sealed,
    )
    _tell(account, actor, reason, at)
    return account


def _tell(account: OutletAccount, actor: Member, reason: str, at: datetime) -> None:
    told = holders(role=Role.COMMUNITY_POLICING, unit_id=None, agency_id=account.agency_id, at=at)
    became = "is for practice now" if account.practice else "is for practice no longer"
    means = (
        "Members in training may post to it."
        if account.practice
        else "Whoever posts to it needs the training that the rules ask for."
    )
    outbox.write(
        to=[one for one in (*told, *health.keepers(account=account, at=at)) if one != actor],
        kind="account_practice",
        subject=f"@{account.handle} {became}",
        body=f"{actor} says why: {reason}\n\n{means}",
        link=reverse("account", args=[account.pk]),
        at=at,
    )


def accounts(*, agency_id: int) -> Sequence[Practised]:
    """The accounts for practice in use, by handle, with how much of each waits: two queries."""
    found = OutletAccount.objects.filter(agency_id=agency_id, practice=True, status=AccountStatus.ACTIVE)
    rows = list(found.select_related("unit", "custodian").order_by("handle", "pk"))
    counts = (
        Post.objects.filter(account__in=rows).values_list("account_id", "status").annotate(many=Count("pk"))
    )
    counted = {(account_id, status): many for account_id, status, many in counts.order_by()}
    return [
        Practised(
            account=row,
            in_review=counted.get((row.pk, Status.IN_REVIEW), 0),
            returned=counted.get((row.pk, Status.RETURNED), 0),
            out=counted.get((row.pk, Status.PUBLISHED), 0),
        )
        for row in rows
    ]
