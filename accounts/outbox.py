"""The outbox: messages written in the transaction of the change they tell of, delivered afterwards by a worker."""

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Case, F, QuerySet, When

from accounts.models import Channel, Delivery, DeliveryState, Enclosure, Member, Message
from audit import blobs, home, trail
from audit.blobs import Changed
from audit.vault import NotInVault

FAULTS = (OSError, ValueError, NotInVault, Changed)
"""What keeps one letter from going: the mail server or the way to it, a header that cannot be sent, a lost file."""
LONGEST_BATCH = timedelta(seconds=20)
"""After so long no further letter is begun. A batch begins every five seconds: four at a time send while many wait."""
TAKEN_TOGETHER, MARKED_TOGETHER = 20, 2_000
"""So many letters are looked up at a time, so many messages in the portal marked."""
CALLS_SOMEBODY = (
    "unknown", "out_after_all", "out_twice", "takedown_refused", "takedown_asked", "not_replaced", "missed",
    "publishing_stopped", "account_troubled", "review_wanted", "for_cause",
    "rules_proposed", "alert_live",
)  # fmt: skip
"""Kinds of message on which somebody is to act: their letters go before those that only tell."""
_CALLS_FIRST = Case(When(message__kind__in=CALLS_SOMEBODY, then=0), default=1)
TAKEN_FOR = timedelta(minutes=5)
"""How long a worker has for one delivery before it is tried again."""
RESTORED = "Restored"
"""Why a letter waits for a person: it may have gone out before the database was restored."""
PAUSES_MINUTES = (1, 5, 15, 60, 240)
"""How long after each failed try the next one comes; after the last the delivery is listed as not delivered."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What several members are told. Body and subject never hold the text of a post: a link is enough."""

    to: Iterable[Member]
    kind: str
    subject: str
    body: str
    link: str
    due_at: datetime | None = None
    """Not to be delivered before; None is at once."""
    about_post_id: int | None = None


def write(
    *,
    to: Iterable[Member],
    kind: str,
    subject: str,
    body: str,
    link: str,
    at: datetime,
    due_at: datetime | None = None,
    about_post_id: int | None = None,
) -> list[Message]:
    """One message to each member, over the portal and by e-mail, due at once or at a moment.

    Body and subject never hold the text of a post: a link is enough for whoever may read it. Call it inside the
    transaction of the change.
    """
    letter = Letter(
        to=to,
        kind=kind,
        subject=subject,
        body=body,
        link=link,
        due_at=due_at,
        about_post_id=about_post_id,
    )
    return write_all(letters=[letter], at=at)


def write_all(*, letters: Iterable[Letter], at: datetime) -> list[Message]:
    """Several letters as `write` writes one: two statements, however many there are."""
    addressed = [
        (letter, member)
        for letter in letters
        for member in {member.pk: member for member in letter.to}.values()
    ]
    made = Message.objects.bulk_create(
        Message(
            agency_id=member.agency_id,
            to=member,
            kind=letter.kind,
            subject=letter.subject,
            body=letter.body,
            link=letter.link,
            about_post_id=letter.about_post_id,
            written_at=at,
        )
        for letter, member in addressed
    )
    Delivery.objects.bulk_create(
        Delivery(message=message, channel=channel, due_at=letter.due_at or at)
        for message, (letter, _) in zip(made, addressed, strict=True)
        for channel in Channel.values
    )
    return made


@dataclass(frozen=True, kw_only=True)
class Enclosed:
    """A file of the vault that goes with a message."""

    name: str
    media_type: str
    digest: str


def send_out(
    *,
    agency_id: int,
    to: Member | None,
    address: str,
    kind: str,
    subject: str,
    body: str,
    link: str,
    at: datetime,
    enclosed: Iterable[Enclosed] = (),
) -> Message:
    """One message to one address by e-mail, to a member or outside the portal, with files; to a member also here.

    The state of its e-mail delivery is the proof: when the mail server of that address took it, or why not.
    """
    message = Message.objects.create(
        agency_id=agency_id,
        to=to,
        address=address,
        kind=kind,
        subject=subject,
        body=body,
        link=link,
        written_at=at,
    )
    Enclosure.objects.bulk_create(
        Enclosure(message=message, name=one.name, media_type=one.media_type, digest=one.digest)
        for one in enclosed
    )
    channels = Channel.values if to else [Channel.EMAIL]
    Delivery.objects.bulk_create(
        Delivery(message=message, channel=channel, due_at=at) for channel in channels
    )
    return message


def drop(*, kind: str, about_post_id: int) -> None:
    """Make messages about a post needless where they have not been delivered yet: of a kind that begins so."""
    drop_all(kind=kind, about_post_ids=[about_post_id])


def drop_all(*, kind: str, about_post_ids: Collection[int]) -> None:
    """The same of several posts: one statement, none for no post."""
    if about_post_ids:
        Delivery.objects.filter(
            state=DeliveryState.DUE, message__kind__startswith=kind, message__about_post_id__in=about_post_ids
        ).update(state=DeliveryState.DROPPED)


def answered(*, kind: str, about_post_id: int, at: datetime) -> None:
    """What was asked of several about a post is answered by one: nobody is asked by mail or on the page any more."""
    drop(kind=kind, about_post_id=about_post_id)
    Message.objects.filter(kind=kind, about_post_id=about_post_id, read_at__isnull=True).update(read_at=at)


def deliver_due(*, at: datetime) -> int:
    """Deliver what is due, as long as there is something; returns how many were tried.

    What stays in the portal is there already and is marked at once; of the letters those that call somebody go first.
    Each is taken by moving its due time on, which commits before the mail server is called: two workers do not take the
    same one, and one that dies in between leaves it to be tried again. Each is taken at the moment its turn comes, so
    that a slow mail server before it shortens nobody's time; after LONGEST_BATCH the rest waits for the next batch.
    A restored or copied database writes to nobody until somebody has looked at what happened meanwhile.
    """
    if not home.is_home():
        return 0
    begun, tried = time.monotonic(), _mark_in_portal(at=at)
    while letters := _letters(at):
        for delivery_id in letters:
            passed = timedelta(seconds=int(time.monotonic() - begun))
            if passed > LONGEST_BATCH:
                return tried
            tried += _deliver(delivery_id=delivery_id, at=at + passed)
    return tried


def _due(at: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(state=DeliveryState.DUE, due_at__lte=at)


def _letters(at: datetime) -> list[int]:
    letters = _due(at).filter(channel=Channel.EMAIL).order_by(_CALLS_FIRST, "due_at", "pk")
    return list(letters.values_list("pk", flat=True)[:TAKEN_TOGETHER])


@transaction.atomic
def _mark_in_portal(*, at: datetime) -> int:
    there = _due(at).filter(channel=Channel.PORTAL).select_for_update(skip_locked=True).order_by("due_at")
    ids = list(there.values_list("pk", flat=True)[:MARKED_TOGETHER])
    done = {"state": DeliveryState.DELIVERED, "delivered_at": at, "due_at": at, "tries": F("tries") + 1}
    return Delivery.objects.filter(pk__in=ids).update(**done)


def _deliver(*, delivery_id: int, at: datetime) -> bool:
    mine = Delivery.objects.filter(pk=delivery_id, state=DeliveryState.DUE)
    if not mine.filter(due_at__lte=at).update(due_at=at + TAKEN_FOR, tries=F("tries") + 1):
        return False
    delivery = Delivery.objects.select_related("message__to").get(pk=delivery_id)
    try:
        _send(delivery.message)
    except FAULTS as fault:
        mine.update(**_failed(delivery.tries, fault, at))
    else:
        mine.update(state=DeliveryState.DELIVERED, delivered_at=at, due_at=at)
    return True


def _failed(tries: int, fault: Exception, at: datetime) -> dict[str, Any]:
    """When it is tried next, or that it is not delivered."""
    told = {"fault": type(fault).__name__}
    if tries > len(PAUSES_MINUTES):
        return {**told, "state": DeliveryState.FAILED}
    return {**told, "due_at": at + timedelta(minutes=PAUSES_MINUTES[tries - 1])}


def _send(message: Message) -> None:
    letter = EmailMessage(
        subject=message.subject,
        body=f"{message.body}\n\n{settings.PUBLIC_URL}{message.link}\n",
        to=[message.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    for one in message.enclosures.order_by("pk"):
        octets = blobs.content(digest=one.digest, agency_id=message.agency_id)
        letter.attach(one.name, octets, one.media_type)
    letter.send()


def hold_what_may_have_gone(*, at: datetime) -> int:
    """In a restored database: list the letters that were due in the backup as not delivered, and say how many.

    Whoever may try again does so where nobody has them. What is due later cannot have gone out.
    """
    due = _due(at + TAKEN_FOR).filter(channel=Channel.EMAIL)
    return due.update(state=DeliveryState.FAILED, fault=RESTORED)


@transaction.atomic
def try_again(*, delivery_id: int, actor: Member, at: datetime) -> bool:
    """Put a failed delivery of the actor's agency back in line; False when it is no longer failed or another's."""
    failed = Delivery.objects.filter(
        pk=delivery_id, state=DeliveryState.FAILED, message__agency_id=actor.agency_id
    )
    if not failed.update(state=DeliveryState.DUE, due_at=at, tries=0):
        return False
    trail.record(
        verb="delivery.tried_again",
        agency_id=actor.agency_id,
        actor_id=actor.pk,
        subject_id=actor.agency_id,
        at=at,
        delivery_id=delivery_id,
    )
    return True


def read(*, message_id: int, member: Member, at: datetime) -> Message | None:
    """Mark one's own message as read."""
    Message.objects.filter(pk=message_id, to=member, read_at__isnull=True).update(read_at=at)
    return Message.objects.filter(pk=message_id, to=member).first()


def failed(*, agency_id: int) -> list[Delivery]:
    """What was not delivered, newest first, at most 200."""
    found = Delivery.objects.filter(state=DeliveryState.FAILED, message__agency_id=agency_id)
    return list(found.select_related("message__to").order_by(F("due_at").desc(), "-pk")[:200])
