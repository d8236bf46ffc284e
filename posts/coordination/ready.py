"""Ready drafts and templates: an office offers words to units, a unit takes them as its own, or they are withdrawn.

Who wrote any of the words counts as an author of every post that is made from them, so somebody else approves it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts import keyset
from accounts.authority import Authority
from accounts.guidance import audience, guides
from accounts.models import PUBLISHED_ON, AccountStatus, Member, OutletAccount, Role, Unit
from accounts.models.authority import COMMANDERS
from audit import trail, vault
from posts import drafting, turns
from posts.accounts_to_write import account_to_write_for
from posts.coordination import origins, pulling, ready_notices
from posts.coordination.pulling import PENDING
from posts.drafting import Written
from posts.models import NEVER_OUT, Origin, Post, ReadyDraft, ReadyKind, Status

REPLACED = "Another one with other words is in its place."
"""Why one is withdrawn whose changed copy is offered."""
OVER = "Its time is over."
"""Why an alert holds no longer that nobody withdrew."""


@dataclass(frozen=True, kw_only=True)
class Alert:
    """Whose post an alert is, and who approved it at the detectives'."""

    account: OutletAccount
    number: str
    issued_by: str
    approved_by: str
    approved_on: date


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What an office makes ready."""

    kind: str
    title: str
    category: str
    text: str
    note: str = ""
    unit_ids: Collection[int] = ()
    """None: every unit."""
    valid_until: datetime | None = None
    """From then on nobody takes it; None only for a template."""
    alert: Alert | None = None


class NotOffered(Exception):
    """It cannot be taken, or not for this account; the sentence says why."""


@transaction.atomic
def offer(*, offered: Offered, actor: Member, at: datetime, replaces_id: int | None = None) -> ReadyDraft:
    """Offer words to units, in the place of another offer where one is named; tell who writes for them of a draft.

    Raises PermissionDenied, and ReadyDraft.DoesNotExist for an earlier one that is not the agency's.
    """
    guides.require(actor=actor, at=at)
    earlier = _locked(replaces_id, actor) if replaces_id else None
    made = ReadyDraft.objects.create(
        agency_id=actor.agency_id,
        kind=offered.kind,
        title=offered.title,
        category=offered.category,
        text=offered.text,
        note=offered.note,
        valid_until=offered.valid_until,
        replaces=earlier,
        **_of_alert(offered.alert),
        offered_by=actor,
        offered_at=at,
    )
    made.units.set(offered.unit_ids)
    made.writers.set({actor, *(earlier.writers.all() if earlier else ())})
    writing = audience.members(agency_id=actor.agency_id, unit_ids=offered.unit_ids, roles=[Role.USMR], at=at)
    told = ready_notices.offered(ready=made, to=writing, at=at)
    _, sealed = vault.seal(content=made.text, agency_id=made.agency_id)
    _note("ready.offered", made, actor, at, kind=made.kind, told=told, words_sealed=sealed)
    if earlier is not None and earlier.withdrawn_at is None:
        _withdraw(earlier, REPLACED, actor, at)
    return made


def _of_alert(alert: Alert | None) -> dict[str, Any]:
    if alert is None:
        return {}
    return {
        "alert_of": alert.account,
        "repost_of": alert.number,
        "issued_by": alert.issued_by,
        "approved_by": alert.approved_by,
        "approved_on": alert.approved_on,
    }


@transaction.atomic
def withdraw(*, ready_id: int, why: str, actor: Member, at: datetime) -> bool:
    """Nobody takes it any more. Nothing that is out is touched; who has it in a draft is told why.

    Of an alert what has not gone out is withdrawn, too. False where it was withdrawn already. Raises PermissionDenied
    and ReadyDraft.DoesNotExist.
    """
    guides.require(actor=actor, at=at)
    found = _locked(ready_id, actor)
    if found.withdrawn_at is not None:
        return False
    _withdraw(found, why, actor, at)
    return True


def lapsed(*, at: datetime) -> list[tuple[int, int]]:
    """The alerts whose time is over and whose reposts still wait to be withdrawn: each with its agency, by id."""
    over = ReadyDraft.objects.filter(kind=ReadyKind.ALERT, withdrawn_at__isnull=True, valid_until__lte=at)
    return list(over.order_by("pk").values_list("pk", "agency_id"))


@transaction.atomic
def lapse(*, ready_id: int, agency_id: int, at: datetime) -> bool:
    """Withdraw an alert whose time is over, with its reposts that have not gone out; False where it was done before."""
    found = ReadyDraft.objects.select_for_update(no_key=True).get(pk=ready_id, agency_id=agency_id)
    if found.withdrawn_at is not None:
        return False
    _withdraw(found, OVER, None, at)
    return True


def _withdraw(found: ReadyDraft, why: str, actor: Member | None, at: datetime) -> None:
    found.withdrawn_at, found.withdrawn_by, found.withdrawn_why = at, actor, why
    found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    pending = (
        pulling.pull(alert=found, actor=actor, at=at)
        if found.kind == ReadyKind.ALERT
        else _told_of_withdrawing(found, actor, at)
    )
    _, sealed = vault.seal(content=why, agency_id=found.agency_id)
    _note("ready.withdrawn", found, actor, at, pending=len(pending), reason_sealed=sealed)


def _told_of_withdrawing(found: ReadyDraft, actor: Member | None, at: datetime) -> list[Post]:
    waiting = Post.objects.filter(origin__ready=found, status__in=PENDING)
    pending = list(waiting.select_related("author", "unit", "account").order_by("pk"))
    ready_notices.withdrawn(ready=found, by=actor or found.offered_by, posts=pending, at=at)
    return pending


@transaction.atomic
def take(*, ready_id: int, account_id: int, actor: Member, at: datetime) -> Post:
    """Make it a draft of one's own on an account; pressed twice it is the same draft.

    Raises ReadyDraft.DoesNotExist, NotOffered, OutletAccount.DoesNotExist for an account that is not the member's to
    write for, and Refused for what the member lacks to write.
    """
    found = _locked(ready_id, actor)
    # A unit makes it its own: the office that offered it takes none in the unit's name.
    account = account_to_write_for(account_id=account_id, actor=actor, at=at, speaking=False)
    assert_offered(found=found, account=account, at=at)
    if found.kind == ReadyKind.ALERT:
        raise NotOffered("An alert is reposted as it stands.")
    taken = _taken_before(found, account)
    if taken is not None and taken.author_id == actor.pk and taken.status == Status.DRAFT:
        return taken
    if taken is not None:
        raise NotOffered(
            f"{taken.author.titled_name} took it for @{account.handle} already. "
            f"That post is now: {taken.get_status_display()}."
        )
    written = Written(category=found.category, text=found.text)
    post = drafting.begin_post(account_id=account.pk, actor=actor, at=at, written=written)
    origins.note_ready(post=post, ready=found, actor=actor, at=at)
    return post


def assert_offered(*, found: ReadyDraft, account: OutletAccount, at: datetime) -> None:
    """Raise NotOffered where it cannot be taken, or not for this account."""
    if found.withdrawn_at is not None:
        raise NotOffered(f"It was withdrawn. {found.withdrawn_why}")
    if found.valid_until is not None and found.valid_until <= at:
        raise NotOffered("Its time is over, so nobody takes it any more.")
    units = set(found.units.values_list("pk", flat=True))
    if units and account.unit_id not in units:
        raise NotOffered(f"It is not offered to the {account.unit.short_name}.")


def _taken_before(found: ReadyDraft, account: OutletAccount) -> Post | None:
    """The post that a ready draft became on an account and that still counts; a template is used many times."""
    if found.kind == ReadyKind.TEMPLATE:
        return None
    posts = Post.objects.filter(origin__ready=found, account=account).exclude(status__in=NEVER_OUT)
    return posts.select_related("author").order_by("-pk").first()


def offered(*, authority: Authority) -> QuerySet[ReadyDraft]:
    """What a member sees: those who guide the units all of it, others what is offered now to a unit they work for."""
    found = ReadyDraft.objects.filter(agency_id=authority.agency_id)
    if authority.holds(*guides.GUIDES):
        return found
    units = authority.units(Role.USMR, *turns.SERGEANTS, *COMMANDERS)
    to = ReadyDraft.units.through.objects.filter(readydraft=OuterRef("pk"))
    if not units:
        return found.none()
    return in_force(found, at=authority.at).filter(~Exists(to) | Exists(to.filter(unit__in=units)))


def in_force(found: QuerySet[ReadyDraft], *, at: datetime) -> QuerySet[ReadyDraft]:
    """Of these, what can be taken at a moment."""
    return found.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=at), withdrawn_at__isnull=True)


def newest(found: QuerySet[ReadyDraft], *, after: str | None, size: int = 20) -> keyset.Page[ReadyDraft]:
    """One page of them, last offered first."""
    begun = keyset.begins(after)
    if begun is not None:
        offered_at, pk = begun
        found = found.filter(Q(offered_at__lt=offered_at) | Q(offered_at=offered_at, pk__lt=pk))
    found = found.select_related("offered_by", "withdrawn_by", "alert_of").prefetch_related("units")
    return keyset.cut(found.order_by("-offered_at", "-pk"), size=size, by=lambda one: one.offered_at)


def drafts_of(*, ready_ids: Collection[int]) -> QuerySet[Origin]:
    """Which posts they became, the newest first, whatever came of them."""
    found = Origin.objects.filter(ready__in=ready_ids)
    return found.select_related("post__unit", "post__account", "post__author").order_by("-begun_at", "-pk")


def addressees(*, found: ReadyDraft) -> Sequence[Unit]:
    """The units to which it is offered; where none was chosen, those that have an account."""
    chosen = sorted(found.units.all(), key=lambda unit: unit.number)
    return chosen or list(with_accounts(agency_id=found.agency_id))


def with_accounts(*, agency_id: int) -> QuerySet[Unit]:
    """The units that have an account of their own, by number: those to which words can be offered."""
    held = OutletAccount.objects.filter(
        unit=OuterRef("pk"),
        corporate=False,
        practice=False,
        status=AccountStatus.ACTIVE,
        network__in=PUBLISHED_ON,
    )
    return Unit.objects.filter(Exists(held), agency_id=agency_id).order_by("number")


def _locked(ready_id: int, actor: Member) -> ReadyDraft:
    """Taking and withdrawing come one after the other: whoever takes it later is told that it is withdrawn."""
    return ReadyDraft.objects.select_for_update(no_key=True).get(pk=ready_id, agency_id=actor.agency_id)


def _note(verb: str, found: ReadyDraft, actor: Member | None, at: datetime, **keys: int | str) -> None:
    trail.record(
        verb=verb,
        agency_id=found.agency_id,
        actor_id=actor.pk if actor else None,
        subject_id=found.agency_id,
        at=at,
        ready_id=found.pk,
        **keys,
    )
