"""The list of whom the accounts of the department follow: decided by a person, doubted by another, ended by hand.

X's plans let no portal read or end a follow, so the list is written by hand (CPD-TW.III.F).
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse

from accounts import health, outbox
from accounts.authority import holders
from accounts.models import Followed, Member, OutletAccount, Role
from audit import trail, vault


class NotListed(ValueError):
    """Nothing was changed; the sentence says why."""


def current(*, account_id: int) -> QuerySet[Followed]:
    """Whom an account follows, what is doubted first."""
    found = Followed.objects.filter(account=account_id, ended_at__isnull=True)
    return found.select_related("decided_by", "doubted_by").order_by("doubted_at", "handle", "pk")


def ended(*, account_id: int) -> QuerySet[Followed]:
    """Whom it follows no longer, the newest first."""
    found = Followed.objects.filter(account=account_id, ended_at__isnull=False)
    return found.select_related("decided_by", "doubted_by", "ended_by").order_by("-ended_at", "-pk")


def doubted(*, agency_id: int) -> QuerySet[Followed]:
    """Of all accounts, what somebody asked to be followed no longer and still is; the oldest first."""
    found = Followed.objects.filter(
        account__agency=agency_id, doubted_at__isnull=False, ended_at__isnull=True
    )
    return found.select_related("account__unit", "doubted_by").order_by("doubted_at", "pk")


@transaction.atomic
def add(*, account_id: int, handle: str, why: str, actor: Member, at: datetime) -> Followed:
    """Note that an account follows another, which the member looked at; who may is asked by the door.

    Raises NotListed.
    """
    account = OutletAccount.objects.select_for_update(no_key=True).get(pk=account_id)
    try:
        with transaction.atomic():
            made = Followed.objects.create(
                account=account, handle=handle, why=why, decided_by=actor, decided_at=at
            )
    except IntegrityError:
        raise NotListed(f"@{handle} is on the list already.") from None
    _record("account.followed", made, actor, at, why)
    return made


@transaction.atomic
def doubt(*, followed_id: int, account_id: int, why: str, actor: Member, at: datetime) -> Followed:
    """Ask that it be followed no longer: its keepers and Communications are told, and it stays open until it is done.

    Raises NotListed.
    """
    found = _locked(followed_id, account_id)
    if found.doubted_at is not None:
        raise NotListed(f"Somebody has asked already that @{found.handle} be unfollowed.")
    found.doubt, found.doubted_by, found.doubted_at = why, actor, at
    found.save(update_fields=["doubt", "doubted_by", "doubted_at"])
    _record("account.follow_doubted", found, actor, at, why)
    account = found.account
    office = holders(role=Role.COMMUNICATIONS, unit_id=None, agency_id=account.agency_id, at=at)
    outbox.write(
        to=[one for one in (*health.keepers(account=account, at=at), *office) if one != actor],
        kind="follow_doubted",
        subject=f"Unfollow @{found.handle} with @{account.handle}",
        body=f"{actor} asks for it: {why}\n\nUnfollow it on the network, then say on the list that it is done.",
        link=reverse("following", args=[account.pk]),
        at=at,
    )
    return found


@transaction.atomic
def end(*, followed_id: int, account_id: int, actor: Member, at: datetime) -> Followed:
    """Note that it was unfollowed on the network; who may is asked by the door. Raises NotListed."""
    found = _locked(followed_id, account_id)
    found.ended_by, found.ended_at = actor, at
    found.save(update_fields=["ended_by", "ended_at"])
    _record("account.unfollowed", found, actor, at, found.doubt)
    return found


def _locked(followed_id: int, account_id: int) -> Followed:
    found = (
        Followed.objects.select_for_update(of=("self",))
        .select_related("account__agency")
        .filter(pk=followed_id, account=account_id, ended_at__isnull=True)
        .first()
    )
    if found is None:
        raise NotListed("It is not on the list any more.")
    return found


def _record(verb: str, found: Followed, actor: Member, at: datetime, why: str) -> None:
    agency_id = found.account.agency_id
    _, sealed = vault.seal(content=f"@{found.handle}\n{why}", agency_id=agency_id)
    trail.record(
        verb=verb,
        agency_id=agency_id,
        actor_id=actor.pk,
        subject_id=found.account_id,
        at=at,
        followed_id=found.pk,
        said_sealed=sealed,
    )
