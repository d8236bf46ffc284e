"""Notices to units: sent to a chosen audience, acknowledged by each of its members, withdrawn where they were wrong.

One to every unit goes out only when somebody else who guides the units approves it (EPD-16.3.3.C).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from accounts import authority as authorities
from accounts import inbox, outbox
from accounts.guidance import audience, guides, pacing
from accounts.models import Broadcast, Member, Receipt, Unit
from audit import trail, vault

KIND = "notice"
"""Of the messages that tell of a notice, and the beginning of those that remind of it."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a notice says, to whom, and by when each is to acknowledge it."""

    title: str
    text: str
    unit_ids: Collection[int] = ()
    """None: every unit."""
    roles: Collection[str] = ()
    """None: every member of the units."""
    due_at: datetime


class NobodyToTell(Exception):
    """The chosen units have no member who holds one of the chosen roles."""


class NotPossible(Exception):
    """A notice that cannot be approved any more; the sentence says why."""


class OwnNotice(NotPossible):
    """Whoever wrote a notice does not approve it."""

    def __init__(self) -> None:
        super().__init__("You wrote this notice, so somebody else approves it.")


@transaction.atomic
def send(*, said: Said, actor: Member, at: datetime) -> Broadcast:
    """Tell everybody whom it concerns, in the portal and by mail; one to every unit waits for somebody else first.

    Raises PermissionDenied and NobodyToTell.
    """
    guides.require(actor=actor, at=at)
    people = _people(actor.agency_id, said, at)
    made = Broadcast.objects.create(
        agency_id=actor.agency_id,
        title=said.title,
        text=said.text,
        roles=sorted(said.roles),
        due_at=said.due_at,
        written_by=actor,
        written_at=at,
        for_everybody=_is_for_everybody(actor.agency_id, said.unit_ids),
    )
    made.units.set(said.unit_ids)
    _, sealed = vault.seal(content=f"{said.title}\n\n{said.text}", agency_id=made.agency_id)
    if made.for_everybody:
        _ask(made, at)
        _note("notice.proposed", made, actor, at, words_sealed=sealed)
        return made
    tell(broadcast=made, people=people, at=at)
    _note("notice.sent", made, actor, at, told=len(people), words_sealed=sealed)
    return made


@transaction.atomic
def approve(*, broadcast_id: int, actor: Member, at: datetime) -> bool:
    """Send somebody else's notice to the whole department; False where that was done already.

    Whom it concerns is asked at this moment. Raises PermissionDenied, Broadcast.DoesNotExist, OwnNotice, NotPossible
    and NobodyToTell.
    """
    made = _locked(broadcast_id, actor, at)
    if made.was_sent:
        return False
    if made.written_by_id == actor.pk:
        raise OwnNotice
    if made.withdrawn_at is not None:
        raise NotPossible("The notice was withdrawn, so it is not sent.")
    if made.due_at <= at:
        raise NotPossible("The day to acknowledge it by is over. Withdraw it and write it with a later day.")
    people = audience.addressed(broadcast=made, at=at)
    if not people:
        raise NobodyToTell("Nobody holds these roles now. Withdraw the notice and choose others.")
    made.approved_by, made.approved_at = actor, at
    made.save(update_fields=["approved_by", "approved_at"])
    _asked_no_more(made, at)
    tell(broadcast=made, people=people, at=at)
    _answer(
        made, "Your notice is sent", f"{actor.titled_name} approved it. {len(people)} members are told.", at
    )
    _note("notice.approved", made, actor, at, told=len(people))
    return True


def approvers(*, broadcast: Broadcast, at: datetime) -> list[Member]:
    """Who may approve a notice to the whole department: those who guide the units, but whoever wrote it."""
    found = authorities.holders(role=guides.GUIDES, unit_id=None, agency_id=broadcast.agency_id, at=at)
    return [one for one in found if one.pk != broadcast.written_by_id]


def tell(*, broadcast: Broadcast, people: Mapping[int, int], at: datetime) -> None:
    """A receipt and a message for each member, by the unit for which they are told; inside a transaction."""
    Receipt.objects.bulk_create(
        Receipt(
            broadcast=broadcast,
            agency_id=broadcast.agency_id,
            member_id=member_id,
            unit_id=unit_id,
            told_at=at,
            remind_at=pacing.next_reminder(told_at=at, due_at=broadcast.due_at, sent=0),
        )
        for member_id, unit_id in people.items()
    )
    outbox.write(
        to=Member.objects.filter(pk__in=people),
        kind=KIND,
        subject=f"Read and acknowledge: {broadcast.title}",
        body=f"{broadcast.written_by.titled_name} sent a notice to your unit. Open it, read it, and acknowledge it.",
        link=reverse("notice", args=[broadcast.pk]),
        at=at,
    )


def words(*, broadcast: Broadcast) -> str:
    """What a member says by acknowledging; kept in the vault as it was shown."""
    here = broadcast.written_at.astimezone(broadcast.agency.tzinfo)
    return f"I have read the notice “{broadcast.title}” of {here.day} {here:%B %Y}, and I keep to it."


@transaction.atomic
def acknowledge(*, broadcast_id: int, member: Member, at: datetime) -> bool:
    """A member acknowledges a notice they were told of; False where they had done so already.

    Raises Receipt.DoesNotExist for who was never told.
    """
    receipts = Receipt.objects.select_for_update(of=("self",)).select_related("broadcast__agency")
    receipt = receipts.get(broadcast=broadcast_id, member=member)
    if receipt.acknowledged_at is not None:
        return False
    said, sealed = vault.seal(content=words(broadcast=receipt.broadcast), agency_id=receipt.agency_id)
    receipt.acknowledged_at, receipt.said_digest, receipt.remind_at = at, said, None
    receipt.save(update_fields=["acknowledged_at", "said_digest", "remind_at"])
    inbox.done(member_id=member.pk, link=reverse("notice", args=[broadcast_id]), at=at)
    trail.record(
        verb="notice.acknowledged",
        agency_id=receipt.agency_id,
        actor_id=member.pk,
        subject_id=member.pk,
        at=at,
        broadcast_id=broadcast_id,
        said_sealed=sealed,
    )
    return True


@transaction.atomic
def withdraw(*, broadcast_id: int, why: str, actor: Member, at: datetime) -> bool:
    """Nobody needs to acknowledge it any more; who did, did. False where it was withdrawn already.

    Raises PermissionDenied and Broadcast.DoesNotExist.
    """
    made = _locked(broadcast_id, actor, at)
    if made.withdrawn_at is not None:
        return False
    waited = made.waits
    made.withdrawn_at, made.withdrawn_by, made.withdrawn_why = at, actor, why
    made.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    made.receipts.filter(remind_at__isnull=False).update(remind_at=None)
    if waited:
        _asked_no_more(made, at)
    if waited and actor.pk != made.written_by_id:
        _answer(made, "Your notice is not sent", f"{actor.titled_name} withdrew it. The page says why.", at)
    _, sealed = vault.seal(content=why, agency_id=made.agency_id)
    _note("notice.withdrawn", made, actor, at, reason_sealed=sealed)
    return True


def told_of(*, broadcast_id: int) -> QuerySet[Receipt]:
    """Everybody who was told of a notice."""
    return Receipt.objects.filter(broadcast=broadcast_id).select_related("member").order_by("pk")


def waiting_for(*, member_id: int) -> QuerySet[Receipt]:
    """The notices that a member has not acknowledged, the one due first at the top."""
    mine = Receipt.objects.filter(
        member=member_id, acknowledged_at__isnull=True, broadcast__withdrawn_at__isnull=True
    )
    return mine.select_related("broadcast__written_by").order_by("broadcast__due_at", "broadcast_id")


def _people(agency_id: int, said: Said, at: datetime) -> dict[int, int]:
    people = audience.members(agency_id=agency_id, unit_ids=said.unit_ids, roles=said.roles, at=at)
    if not people:
        raise NobodyToTell("Nobody holds these roles in these units now. Choose others.")
    return people


def _is_for_everybody(agency_id: int, unit_ids: Collection[int]) -> bool:
    """None chosen is every unit, and so is every one chosen."""
    return not unit_ids or not Unit.objects.filter(agency_id=agency_id).exclude(pk__in=unit_ids).exists()


def _locked(broadcast_id: int, actor: Member, at: datetime) -> Broadcast:
    guides.require(actor=actor, at=at)
    locked = Broadcast.objects.select_for_update(of=("self",)).select_related("agency", "written_by")
    return locked.get(pk=broadcast_id, agency_id=actor.agency_id)


def _ask(made: Broadcast, at: datetime) -> None:
    outbox.write(
        to=approvers(broadcast=made, at=at),
        kind=f"{KIND}-approval",
        subject=f"Approve or withdraw: {made.title}",
        body=f"{made.written_by.titled_name} wrote a notice to the whole department. It is sent when you or somebody "
        "else who guides the units approves it.",
        link=reverse("notice", args=[made.pk]),
        at=at,
    )


def _asked_no_more(made: Broadcast, at: datetime) -> None:
    for one in approvers(broadcast=made, at=at):
        inbox.done(member_id=one.pk, link=reverse("notice", args=[made.pk]), at=at)


def _answer(made: Broadcast, subject: str, body: str, at: datetime) -> None:
    link = reverse("notice", args=[made.pk])
    outbox.write(
        to=[made.written_by],
        kind=f"{KIND}-answer",
        subject=f"{subject}: {made.title}",
        body=body,
        link=link,
        at=at,
    )


def _note(verb: str, made: Broadcast, actor: Member | None, at: datetime, **keys: int | str) -> None:
    trail.record(
        verb=verb,
        agency_id=made.agency_id,
        actor_id=actor.pk if actor else None,
        subject_id=made.agency_id,
        at=at,
        broadcast_id=made.pk,
        **keys,
    )
