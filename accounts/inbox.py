"""What a member sees of the messages written to them."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import Channel, DeliveryState, Message


def received(*, member_id: int, at: datetime) -> QuerySet[Message]:
    """The messages whose moment has come: a reminder written ahead is not shown before, a needless one never."""
    return Message.objects.filter(
        to_id=member_id,
        deliveries__channel=Channel.PORTAL,
        deliveries__due_at__lte=at,
        deliveries__state__in=(DeliveryState.DUE, DeliveryState.DELIVERED),
    )
