"""Who keeps an outlet account: whose it is to see and connect, and what Communications notes about it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Q, QuerySet

from accounts.authority import Authority
from accounts.models import Capability, Member, OutletAccount, Role, Unit
from accounts.models.agency import UnitKind
from accounts.models.authority import COMMANDERS
from audit import trail

OFFICE = (Role.COMMUNICATIONS, Role.ADMINISTRATOR)
"""Who sees to every account of the department."""


class NotOfTheUnit(ValueError):
    """Custodian and deputy are two active members of the agency."""


def kept_by(*, authority: Authority) -> QuerySet[OutletAccount]:
    """The accounts that are a member's to see to: all for the offices, else their unit's or those they are named for.

    A corporate account is Communications' own: no commander reaches it (CPD-TW.V.E.4), but the head of the
    department, who approves every account (CPD-SM.III.C.1).
    """
    found = OutletAccount.objects.filter(agency_id=authority.agency_id)
    if authority.holds(*OFFICE):
        return found
    commanded = authority.units(*COMMANDERS)
    led = Q(unit__in=commanded, corporate=False)
    heads = Unit.objects.filter(pk__in=commanded, kind=UnitKind.HEAD)
    return found.filter(_named(authority) | led | Q(Exists(heads)))


def named_for(*, authority: Authority) -> QuerySet[OutletAccount]:
    """The accounts whose custodian or deputy a member is."""
    return OutletAccount.objects.filter(_named(authority), agency_id=authority.agency_id)


def _named(authority: Authority) -> Q:
    return Q(custodian=authority.member_id) | Q(deputy=authority.member_id)


def may_name(*, authority: Authority, account: OutletAccount) -> bool:
    """Whether the member says who keeps the account."""
    commands = not account.corporate and authority.holds(*COMMANDERS, unit_id=account.unit_id)
    return authority.holds(*OFFICE) or commands


def may_note_capabilities(*, authority: Authority) -> bool:
    """Whether the member says what the account's plan can do."""
    return authority.holds(*OFFICE)


def possible_keepers(*, account: OutletAccount) -> QuerySet[Member]:
    """The active members of the account's unit, and whoever keeps it now."""
    kept = Q(pk__in=[account.custodian_id, account.deputy_id])
    found = Member.objects.filter(Q(unit=account.unit_id) | kept, agency_id=account.agency_id, is_active=True)
    return found.order_by("last_name", "first_name", "pk")


@transaction.atomic
def name_keepers(
    *, account_id: int, custodian: Member | None, deputy: Member | None, actor: Member, at: datetime
) -> None:
    """Say who keeps the account; who may is asked by the door. Raises NotOfTheUnit."""
    account = OutletAccount.objects.select_for_update(no_key=True).get(pk=account_id)
    people = [one for one in (custodian, deputy) if one is not None]
    if len({one.pk for one in people}) < len(people):
        raise NotOfTheUnit("Custodian and deputy are two people. Choose another deputy.")
    if any(one.agency_id != account.agency_id or not one.is_active for one in people):
        raise NotOfTheUnit("Custodian and deputy are active members of the department.")
    if (account.custodian, account.deputy) == (custodian, deputy):
        return
    account.custodian, account.deputy = custodian, deputy
    account.save(update_fields=["custodian", "deputy"])
    trail.record(
        verb="account.keepers_named",
        agency_id=account.agency_id,
        actor_id=actor.pk,
        subject_id=account.pk,
        at=at,
        custodian_id=custodian.pk if custodian else None,
        deputy_id=deputy.pk if deputy else None,
    )


@transaction.atomic
def note_capabilities(
    *, account_id: int, capabilities: Iterable[str], resend_after_absence: bool, actor: Member, at: datetime
) -> list[str]:
    """Say what the account's plan can do, and whether the portal may send once more what the account does not show.

    Who may is asked by the door. Returns which capabilities changed.
    """
    account = OutletAccount.objects.select_for_update(no_key=True).get(pk=account_id)
    wanted = [one for one in Capability.values if one in set(capabilities)]
    changed = [one for one in Capability.values if (one in wanted) != (one in account.capabilities)]
    resend_changed = account.resend_after_absence != resend_after_absence
    account.capabilities, account.resend_after_absence = wanted, resend_after_absence
    account.save(update_fields=["capabilities", "resend_after_absence"])
    if resend_changed:
        trail.record(
            verb="account.resend_changed",
            agency_id=account.agency_id,
            actor_id=actor.pk,
            subject_id=account.pk,
            at=at,
            given="yes" if resend_after_absence else "no",
        )
    for one in changed:
        trail.record(
            verb="account.capability_changed",
            agency_id=account.agency_id,
            actor_id=actor.pk,
            subject_id=account.pk,
            at=at,
            capability=one,
            given="yes" if one in wanted else "no",
        )
    return changed
