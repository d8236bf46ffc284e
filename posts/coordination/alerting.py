"""Offering a post of the department as an alert, and reposting it as it stands (CPD-TW.V.B.3)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from accounts.guidance import guides
from accounts.models import AccountStatus, Member, OutletAccount
from posts import judging, reposting, resolving
from posts.accounts_to_write import account_to_write_for
from posts.coordination import pressing, ready
from posts.coordination.ready import Alert, NotOffered, Offered
from posts.drafting import NONE
from posts.models import Post, ReadyDraft, ReadyKind
from posts.reposts import CannotRepost

NOT_OURS = "Only a post of one of the department's own accounts is offered as an alert."


def read(*, typed: str, actor: Member, at: datetime) -> tuple[str, OutletAccount, str]:
    """The number of the post that an address names, the department's account whose it is, and what it says now.

    The network is asked outside any transaction. Raises PermissionDenied, resolving.NoSuchNumber and CannotRepost.
    """
    guides.require(actor=actor, at=at)
    number = resolving.number_in(typed)
    own = OutletAccount.objects.filter(
        agency_id=actor.agency_id, status=AccountStatus.ACTIVE, practice=False, credential__isnull=False
    )
    asking = own.select_related("agency", "unit").order_by("-corporate", "pk").first()
    if asking is None:
        raise CannotRepost("The department has no account with which the network can be asked.")
    target = reposting.read(account=asking, number=number, at=at)
    whose = own.filter(network=asking.network, external_id=target.author).first()
    if whose is None:
        raise CannotRepost(NOT_OURS)
    return number, whose, target.words


def offer(
    *,
    offered: Offered,
    typed: str,
    issued_by: str,
    approved_by: str,
    approved_on: date,
    actor: Member,
    at: datetime,
) -> ReadyDraft:
    """Offer to units what an address names, in the words that it has now. Raises what `read` raises."""
    number, whose, words = read(typed=typed, actor=actor, at=at)
    alert = Alert(
        account=whose,
        number=number,
        issued_by=issued_by,
        approved_by=approved_by,
        approved_on=approved_on,
    )
    said = replace(offered, kind=ReadyKind.ALERT, text=words, alert=alert)
    return ready.offer(offered=said, actor=actor, at=at)


def repost(
    *, ready_id: int, account_id: int, actor: Member, at: datetime, given: Mapping[str, str] = NONE
) -> Post:
    """A draft of the account that reposts an alert, with its kind and source; nothing is left to be written.

    Of what was `given` with the press it has the answers to warnings that stood beside the button.
    Raises ReadyDraft.DoesNotExist, NotOffered, and what reposting.begin raises.
    """
    found = ReadyDraft.objects.get(pk=ready_id, agency_id=actor.agency_id, kind=ReadyKind.ALERT)
    account = account_to_write_for(account_id=account_id, actor=actor, at=at, speaking=False)
    ready.assert_offered(found=found, account=account, at=at)
    if found.alert_of is None or found.alert_of.network != account.network:
        raise NotOffered(f"@{account.handle} is on another network.")
    pack = judging.pack_in_force(agency=account.agency, at=at)
    press = pressing.of(pack=pack, alert=found, accounts=[account], zone=account.agency.tzinfo, at=at)
    return reposting.begin(
        account_id=account.pk,
        actor=actor,
        typed=found.repost_of,
        at=at,
        only_as=found.text,
        answers=press.answers(given=given),
    )
