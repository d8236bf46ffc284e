"""What a member sees of the messages written to them."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import Channel, Delivery, DeliveryState, Message


def received(*, member_id: int, at: datetime) -> QuerySet[Message]:
    """The messages whose moment has come: a reminder written ahead is not shown before, a needless one never."""
    return Message.objects.filter(
        to_id=member_id,
        deliveries__channel=Channel.PORTAL,
        deliveries__due_at__lte=at,
        deliveries__state__in=(DeliveryState.DUE, DeliveryState.DELIVERED),
    )


def done(*, member_id: int, link: str, at: datetime) -> None:
    """What a member was asked to do at an address is done: what led there is read, and no further mail of it goes."""
    asked = Message.objects.filter(to_id=member_id, link=link)
    Delivery.objects.filter(message__in=asked, state=DeliveryState.DUE).update(state=DeliveryState.DROPPED)
    asked.filter(read_at__isnull=True).update(read_at=at)
