"""Who knows a network's own password of an account, and changing it when such a person moves (CPD-TW.V.D.4).

The portal never holds such a password: it keeps who knew it, from when to when, and the task of changing it.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from accounts import health, outbox
from accounts.models import Cause, Member, NativePassword, OutletAccount, PasswordRotation
from audit import trail

CHANGED_WITHIN = timedelta(days=1)
"""How long there is to change a password after somebody who knows it moved."""


class KnownAlready(ValueError):
    """It is noted already that this member knows the password in use."""


def knowers(*, account_id: int) -> list[NativePassword]:
    """Everybody who ever knew a password of the account; those who know the one in use first."""
    known = NativePassword.objects.filter(account=account_id).select_related("member__unit", "noted_by")
    return sorted(known, key=lambda one: (one.until_on is not None, -one.since_on.toordinal(), one.pk))


def owed(*, account_id: int) -> list[PasswordRotation]:
    """The changes of the account's password that nobody has made yet, the oldest first."""
    open_ones = PasswordRotation.objects.filter(account=account_id, done_at__isnull=True)
    return list(open_ones.select_related("because__unit").order_by("opened_at", "pk"))


@transaction.atomic
def note(*, account_id: int, member: Member, since_on: date, actor: Member, at: datetime) -> NativePassword:
    """Keep that a member knows the password in use; who may say so is asked by the door. Raises KnownAlready."""
    account = OutletAccount.objects.select_for_update(no_key=True).get(pk=account_id)
    if NativePassword.objects.filter(account=account, member=member, until_on__isnull=True).exists():
        raise KnownAlready(f"It is noted already that {member} knows the password.")
    return _note_all(account, [member], since_on, actor, at)[0]


@transaction.atomic
def open_for(*, member: Member, why: str, actor: Member, at: datetime) -> int:
    """Open the task of changing every password that the member knows; returns how many were opened.

    `why` is a Cause. Call it inside the transaction in which they move. Keepers of the accounts are told.
    """
    known = OutletAccount.objects.filter(knowers__member=member, knowers__until_on__isnull=True)
    accounts = list(
        OutletAccount.objects.select_for_update(no_key=True).filter(pk__in=known.values("pk")).order_by("pk")
    )
    open_already = PasswordRotation.objects.filter(because=member, done_at__isnull=True)
    skipped = set(open_already.values_list("account_id", flat=True)) if accounts else set()
    owing = [account for account in accounts if account.pk not in skipped]
    for account in owing:
        _open(account, member, Cause(why), actor, at)
    return len(owing)


def _open(account: OutletAccount, member: Member, why: Cause, actor: Member, at: datetime) -> None:
    made = PasswordRotation.objects.create(
        account=account, because=member, why=why, opened_at=at, due_at=at + CHANGED_WITHIN
    )
    trail.record(
        verb="account.rotation_opened",
        agency_id=account.agency_id,
        actor_id=actor.pk,
        subject_id=account.pk,
        at=at,
        rotation_id=made.pk,
        member_id=member.pk,
    )
    outbox.write(
        to=health.keepers(account=account, at=at, but_not=member),
        kind="password_rotation",
        subject=f"Change the password of @{account.handle}",
        body=(
            f"{member} knew it. Reason: {why.label.lower()}.\n\nChange the password on the network within a day, "
            "then say on the page of the account that it is done."
        ),
        link=reverse("account", args=[account.pk]),
        at=at,
    )


@transaction.atomic
def changed(*, account_id: int, knows: Sequence[Member], actor: Member, at: datetime) -> int:
    """Note that the password was changed on the network, and who knows the new one; closes what was owed.

    Who may say so is asked by the door. Returns how many tasks were closed.
    """
    account = OutletAccount.objects.select_for_update(no_key=True).select_related("agency").get(pk=account_id)
    today = at.astimezone(account.agency.tzinfo).date()
    NativePassword.objects.filter(account=account, until_on__isnull=True).update(until_on=today)
    _note_all(account, knows, today, actor, at)
    closed = owed(account_id=account.pk)
    PasswordRotation.objects.filter(pk__in=[one.pk for one in closed]).update(done_by=actor, done_at=at)
    for one in closed:
        trail.record(
            verb="account.rotated",
            agency_id=account.agency_id,
            actor_id=actor.pk,
            subject_id=account.pk,
            at=at,
            rotation_id=one.pk,
            member_id=one.because_id,
        )
    return len(closed)


def _note_all(
    account: OutletAccount, members: Collection[Member], since_on: date, actor: Member, at: datetime
) -> list[NativePassword]:
    made = NativePassword.objects.bulk_create(
        NativePassword(account=account, member=member, since_on=since_on, noted_by=actor, noted_at=at)
        for member in members
    )
    for one in made:
        trail.record(
            verb="account.password_known",
            agency_id=account.agency_id,
            actor_id=actor.pk,
            subject_id=account.pk,
            at=at,
            member_id=one.member_id,
        )
    return made
