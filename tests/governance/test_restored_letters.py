"""A restored or copied database writes nobody a letter twice: what was due in the backup waits for a person."""

from datetime import datetime
from typing import Any

from django.core import mail

from accounts import outbox
from accounts.models import Channel, Delivery, DeliveryState
from governance.cast import Cast
from posts import restoring
from tests import people


def test_letters_that_were_due_wait_for_a_person_and_later_ones_go(
    chicago: Cast, at: datetime, settings: Any
) -> None:
    people.submitted(engaged=chicago, at=at)
    due = Delivery.objects.filter(channel=Channel.EMAIL, state=DeliveryState.DUE, due_at__lte=at)
    may_have_gone = set(due.values_list("pk", flat=True))
    settings.INSTALLATION_ID = "another"

    assert outbox.deliver_due(at=at) == 0
    restoring.begin(at=at)
    outbox.deliver_due(at=at)

    held = Delivery.objects.filter(state=DeliveryState.FAILED, fault=outbox.RESTORED)
    assert set(held.values_list("pk", flat=True)) == may_have_gone != set()
    assert not mail.outbox
    assert Delivery.objects.filter(channel=Channel.EMAIL, state=DeliveryState.DUE, due_at__gt=at).exists()

    again = held.order_by("pk")[0].pk
    assert outbox.try_again(delivery_id=again, actor=chicago.admin, at=at)
    assert outbox.deliver_due(at=at) == 1
