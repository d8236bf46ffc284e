"""For which accounts a member may write now, and whether they do so as Communications."""

from datetime import datetime

from django.db.models import QuerySet

from accounts import authority as authorities
from accounts.authority import Authority
from accounts.models import PUBLISHED_ON, AccountStatus, Member, OutletAccount, Role
from posts import permissions
from posts.permissions import Ruling
from posts.workflow import Refused


def accounts_to_write_for(*, authority: Authority) -> list[OutletAccount]:
    """The active accounts a member may write for at the moment: their units', or the corporate ones.

    Those for which nothing is missing now stand first: to whoever is in training, the one for practice.
    """
    active = _published_to(authority)
    own = active.filter(unit_id__in=authority.units(Role.USMR), corporate=False)
    if authority.holds(Role.COMMUNICATIONS):
        own = own | active.filter(corporate=True)
    found = own.select_related("unit", "agency").order_by("unit__number", "handle")
    return sorted(found, key=lambda one: bool(authority.closed(unit_id=one.unit_id, practice=one.practice)))


def _published_to(authority: Authority) -> QuerySet[OutletAccount]:
    """The active accounts to which the portal publishes: for another network nothing is written here."""
    return OutletAccount.objects.filter(
        agency_id=authority.agency_id, status=AccountStatus.ACTIVE, network__in=PUBLISHED_ON
    )


def accounts_to_speak_from(*, authority: Authority) -> list[OutletAccount]:
    """The units' active accounts, from which Communications speaks itself (CPD-TW.IV.H); none for anybody else."""
    if not authority.holds(Role.COMMUNICATIONS):
        return []
    active = _published_to(authority)
    found = active.filter(corporate=False, practice=False).exclude(unit_id__in=authority.units(Role.USMR))
    return list(found.select_related("unit", "agency").order_by("unit__number", "handle"))


def account_to_write_for(
    *, account_id: int, actor: Member, at: datetime, speaking: bool = True
) -> OutletAccount:
    """One of these accounts; without `speaking`, none of those from which Communications speaks itself.

    Raises OutletAccount.DoesNotExist, and Refused for what the member lacks to write.
    """
    authority = authorities.load(member=actor, at=at)
    return to_write_for(authority=authority, account_id=account_id, speaking=speaking)[0]


def to_write_for(
    *, authority: Authority, account_id: int, speaking: bool = True
) -> tuple[OutletAccount, Ruling, bool]:
    """One of these accounts, the ruling, and whether Communications speaks from a unit's account. Raises likewise."""
    own = next((a for a in accounts_to_write_for(authority=authority) if a.pk == account_id), None)
    spoken = accounts_to_speak_from(authority=authority) if own is None and speaking else []
    account = own or next((a for a in spoken if a.pk == account_id), None)
    if account is None:
        raise OutletAccount.DoesNotExist
    by_office = own is None
    role = Role.COMMUNICATIONS if account.corporate or by_office else Role.USMR
    ruling = permissions.ready(authority, role, "write", unit_id=account.unit_id, practice=account.practice)
    if not ruling.allowed:
        raise Refused(ruling)
    return account, ruling, by_office
