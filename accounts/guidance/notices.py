"""Notices to units: sent to a chosen audience, acknowledged by each of its members, withdrawn where they were wrong."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from accounts import inbox, outbox
from accounts.guidance import audience, guides, pacing
from accounts.models import Broadcast, Member, Receipt
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


@transaction.atomic
def send(*, said: Said, actor: Member, at: datetime) -> Broadcast:
    """Tell everybody whom it concerns, in the portal and by mail. Raises PermissionDenied and NobodyToTell."""
    guides.require(actor=actor, at=at)
    people = audience.members(agency_id=actor.agency_id, unit_ids=said.unit_ids, roles=said.roles, at=at)
    if not people:
        raise NobodyToTell("Nobody holds these roles in these units now. Choose others.")
    made = Broadcast.objects.create(
        agency_id=actor.agency_id,
        title=said.title,
        text=said.text,
        roles=sorted(said.roles),
        due_at=said.due_at,
        written_by=actor,
        written_at=at,
    )
    made.units.set(said.unit_ids)
    tell(broadcast=made, people=people, at=at)
    _, sealed = vault.seal(content=f"{said.title}\n\n{said.text}", agency_id=made.agency_id)
    _note("notice.sent", made, actor, at, told=len(people), words_sealed=sealed)
    return made


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
    guides.require(actor=actor, at=at)
    made = Broadcast.objects.select_for_update().get(pk=broadcast_id, agency_id=actor.agency_id)
    if made.withdrawn_at is not None:
        return False
    made.withdrawn_at, made.withdrawn_by, made.withdrawn_why = at, actor, why
    made.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    made.receipts.filter(remind_at__isnull=False).update(remind_at=None)
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
