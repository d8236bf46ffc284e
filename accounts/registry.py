"""How an outlet account comes into the register and leaves it: proposed by a unit, approved by the head's office.

A department account must be approved by the Superintendent or a designee (CPD-SM.III.C.1, DPD-227.B.a): the commander
of the unit that is the head of the department, or whoever acts for them. Where an agency has no such unit, its
administrators approve.
"""

import re
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts import account_tasks, elsewhere, health, outbox
from accounts.authority import Authority, holders
from accounts.keeping import OFFICE
from accounts.models import (
    PUBLISHED_ON,
    AccountStatus,
    Authorisation,
    Credential,
    Member,
    Network,
    OutletAccount,
    Role,
    Unit,
)
from accounts.models.agency import UnitKind
from accounts.models.authority import COMMANDERS
from audit import trail

LONGEST = 29
"""With the sign before it a handle stands for the network's number of an account, which has thirty characters."""
LETTERS = {Network.X: 15, Network.TRAINING: LONGEST}
"""How long a handle may be on each network."""
_HANDLE = re.compile(r"[A-Za-z0-9_]+")
_ELSEWHERE = re.compile(r"[A-Za-z0-9_.-]+")


class NotRegistered(ValueError):
    """Nothing was changed; the sentence says why and what to do."""


def may_propose(*, authority: Authority) -> QuerySet[Unit]:
    """The units for which a member proposes accounts: those they lead, or all for Communications and administrators."""
    units = Unit.objects.filter(agency_id=authority.agency_id).order_by("number")
    return units if authority.holds(*OFFICE) else units.filter(pk__in=authority.units(*COMMANDERS))


def may_approve(*, authority: Authority) -> bool:
    """Whether the member says for the head of the department which accounts are used: one query."""
    heads = _heads(authority.agency_id)
    if not heads:
        return authority.holds(Role.ADMINISTRATOR)
    return bool(authority.units(*COMMANDERS) & heads)


def may_retire(*, authority: Authority, account: OutletAccount) -> bool:
    """Whether the member takes the account out of use: who may propose it, and who may approve it."""
    leads = not account.corporate and authority.holds(*COMMANDERS, unit_id=account.unit_id)
    return authority.holds(*OFFICE) or leads or may_approve(authority=authority)


def approvers(*, agency_id: int, at: datetime) -> list[Member]:
    """Who may approve an account now."""
    heads = _heads(agency_id)
    if not heads:
        return holders(role=Role.ADMINISTRATOR, unit_id=None, agency_id=agency_id, at=at)
    leading = Authorisation.objects.in_force(at=at).filter(role__in=COMMANDERS, unit__in=heads)
    found = Member.objects.filter(pk__in=leading.values("member_id"), is_active=True)
    return list(found.select_related("unit").order_by("last_name", "pk"))


def _heads(agency_id: int) -> frozenset[int]:
    heads = Unit.objects.filter(agency_id=agency_id, kind=UnitKind.HEAD)
    return frozenset(heads.values_list("pk", flat=True))


def without_account(*, agency_id: int) -> QuerySet[Unit]:
    """The districts that publish on no account but for practice, and whether one is proposed for them."""
    public = OutletAccount.objects.filter(unit=OuterRef("pk"), practice=False, network__in=PUBLISHED_ON)
    found = Unit.objects.filter(agency_id=agency_id, kind=UnitKind.DISTRICT).annotate(
        proposed=Exists(public.filter(status=AccountStatus.PROPOSED))
    )
    return found.filter(~Exists(public.filter(status=AccountStatus.ACTIVE))).order_by("number")


def read_handle(*, typed: str, network: str) -> str:
    """The handle as the network writes it, without the sign before it. Raises NotRegistered."""
    handle = typed.strip().removeprefix("@")
    if network not in PUBLISHED_ON:
        if not _ELSEWHERE.fullmatch(handle) or len(handle) > LONGEST:
            raise NotRegistered(
                "A handle has letters, digits, underscores, dots and hyphens, "
                f"at most {LONGEST} of them. Shorten a longer one: the address names the page."
            )
        return handle
    longest = LETTERS[Network(network)]
    if not _HANDLE.fullmatch(handle) or len(handle) > longest:
        raise NotRegistered(f"A handle has letters, digits and underscores, at most {longest} of them.")
    return handle


@transaction.atomic
def propose(
    *,
    unit: Unit,
    network: str,
    handle: str,
    display_name: str,
    practice: bool,
    reason: str,
    actor: Member,
    at: datetime,
    address: str = "",
    network_name: str = "",
) -> OutletAccount:
    """Put an account on the register that nobody may post to until it is approved. Raises NotRegistered.

    Who may is asked by the door. An account that was retired is taken up again where the agency had it. One on a
    network that the portal does not publish on is known by the address of its page, and stays with people.
    """
    stands = elsewhere.stands_for(address=address) if address else unnumbered(handle=handle)
    same = Q(external_id=stands) if address else Q(handle__iexact=handle) | Q(external_id=stands)
    account = OutletAccount.objects.select_for_update(no_key=True).filter(same, network=network).first()
    account = account or OutletAccount(agency_id=unit.agency_id, network=network)
    if account.pk and (account.status != AccountStatus.RETIRED or account.agency_id != unit.agency_id):
        raise NotRegistered(f"@{handle} is on the register already.")
    account.external_id = account.external_id or stands
    account.address, account.network_name = address, network_name
    account.unit, account.handle, account.display_name = unit, handle, display_name
    account.status, account.corporate = AccountStatus.PROPOSED, unit.kind == UnitKind.COMMUNICATIONS
    account.practice = practice and network == Network.TRAINING
    account.proposed_by, account.proposed_at, account.proposal_reason = actor, at, reason
    account.approved_by = account.approved_at = account.retired_by = account.retired_at = None
    account.retire_reason = ""
    account.save()
    _record("account.proposed", account, actor, at)
    outbox.write(
        to=[one for one in approvers(agency_id=unit.agency_id, at=at) if one != actor],
        kind="account_proposed",
        subject=f"@{handle} is proposed as an account of the {unit.short_name}",
        body=f"{actor} proposes it: {reason}\n\nNobody can connect it or post to it until you approve it.",
        link=reverse("account", args=[account.pk]),
        at=at,
    )
    return account


def unnumbered(*, handle: str) -> str:
    """What stands for the network's number of an account until the network says it, at the first connection."""
    return f"@{handle.lower()}"


@transaction.atomic
def approve(*, account_id: int, actor: Member, at: datetime) -> OutletAccount:
    """Take a proposed account into use; who may is asked by the door. Raises NotRegistered.

    Whoever proposes an account never approves it.
    """
    account = OutletAccount.objects.select_for_update(no_key=True).get(pk=account_id)
    if account.status != AccountStatus.PROPOSED:
        raise NotRegistered(f"@{account.handle} does not wait for an approval any more.")
    if account.proposed_by_id == actor.pk:
        raise NotRegistered("You proposed this account, so somebody else must approve it.")
    account.status, account.approved_by, account.approved_at = AccountStatus.ACTIVE, actor, at
    account.save(update_fields=["status", "approved_by", "approved_at"])
    _record("account.approved", account, actor, at)
    if not account.published_here:
        account_tasks.open_first(account=account, actor=actor, at=at)
    next_step = (
        "Connect it from its page." if account.published_here else "Its page says what people do for it."
    )
    _tell(account, f"@{account.handle} is approved", f"{actor} approved it. {next_step}", at)
    return account


@transaction.atomic
def retire(*, account_id: int, reason: str, actor: Member, at: datetime) -> OutletAccount:
    """Take an account out of use, or turn down a proposed one; its keys are deleted. Raises NotRegistered.

    Who may is asked by the door. The gate lets nothing more go to it.
    """
    keys = Credential.objects.select_for_update().filter(
        account=account_id
    )  # before the account, as when connecting
    held = list(keys.values_list("pk", flat=True))
    account = OutletAccount.objects.select_for_update(no_key=True).get(pk=account_id)
    if account.status == AccountStatus.RETIRED:
        raise NotRegistered(f"@{account.handle} is retired already.")
    was = AccountStatus(account.status)
    Credential.objects.filter(pk__in=held).delete()
    account.status, account.retired_by, account.retired_at = AccountStatus.RETIRED, actor, at
    account.retire_reason = reason
    account.save(update_fields=["status", "retired_by", "retired_at", "retire_reason"])
    _record("account.retired", account, actor, at)
    account_tasks.close(account=account, actor=actor, at=at)
    done = "is turned down" if was == AccountStatus.PROPOSED else "is retired"
    _tell(account, f"@{account.handle} {done}", f"{actor} says why: {reason}", at)
    return account


def _tell(account: OutletAccount, subject: str, body: str, at: datetime) -> None:
    proposer = [account.proposed_by] if account.proposed_by else []
    outbox.write(
        to=[*proposer, *health.keepers(account=account, at=at)],
        kind="account_registered",
        subject=subject,
        body=body,
        link=reverse("account", args=[account.pk]),
        at=at,
    )


def _record(verb: str, account: OutletAccount, actor: Member, at: datetime) -> None:
    trail.record(verb=verb, agency_id=account.agency_id, actor_id=actor.pk, subject_id=account.pk, at=at)
