"""Messages: written with the change, delivered afterwards, tried again, listed when they fail."""

import time
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from accounts import outbox
from accounts.models import Delivery, DeliveryState, Message
from accounts.outbox import Enclosed
from audit.models import Event
from governance.cast import Cast


class ServerIsDown(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, email_messages: Any) -> int:
        """Refuse the connection."""
        raise ConnectionRefusedError(111, "Connection refused")


class ServerIsSlow(BaseEmailBackend):
    """A mail server that takes its time."""

    def send_messages(self, email_messages: Any) -> int:
        """Take the letter after a while."""
        time.sleep(1.02)
        return 1


def _write(chicago: Cast, at: datetime, **more: Any) -> Message:
    made = outbox.write(
        to=[chicago.reyes],
        kind="approved",
        subject="Your post was approved",
        body="It goes out.",
        link="/post/1/",
        at=at,
        **more,
    )
    return made[0]


def _states(message: Message) -> dict[str, str]:
    return dict(Delivery.objects.filter(message=message).values_list("channel", "state"))


def test_a_message_goes_over_the_portal_and_by_mail_with_a_link(chicago: Cast, at: datetime) -> None:
    message = _write(chicago, at)

    outbox.deliver_due(at=at)

    assert _states(message) == {"portal": "delivered", "email": "delivered"}
    assert mail.outbox[-1].to == [chicago.reyes.email]
    assert mail.outbox[-1].body.strip().endswith("/post/1/")


def test_nothing_is_written_when_the_change_is_rolled_back(chicago: Cast, at: datetime) -> None:
    def change() -> None:
        with transaction.atomic():
            _write(chicago, at)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()

    assert not Message.objects.filter(subject="Your post was approved").exists()


def test_a_reminder_waits_for_its_moment_and_is_dropped_when_needless(chicago: Cast, at: datetime) -> None:
    later = at + timedelta(hours=1)
    message = _write(chicago, at, due_at=later, about_post_id=7)

    outbox.deliver_due(at=at)
    assert _states(message)["email"] == DeliveryState.DUE
    outbox.drop(kind="approved", about_post_id=7)
    outbox.deliver_due(at=later)

    assert _states(message)["email"] == DeliveryState.DROPPED


def test_a_dead_mail_server_is_tried_again_and_then_listed(
    chicago: Cast, at: datetime, settings: Any
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.ServerIsDown"
    message = _write(chicago, at)
    moment = at
    for minutes in (0, *outbox.PAUSES_MINUTES):
        moment += timedelta(minutes=minutes)
        outbox.deliver_due(at=moment)

    delivery = Delivery.objects.get(message=message, channel="email")
    assert (delivery.state, delivery.tries) == (DeliveryState.FAILED, len(outbox.PAUSES_MINUTES) + 1)
    assert outbox.failed(agency_id=chicago.agency.pk) == [delivery]
    assert _states(message)["portal"] == "delivered"


@pytest.mark.parametrize(
    ("subject", "files", "fault"),
    [
        (
            "The roster",
            (Enclosed(name="r.pdf", media_type="application/pdf", digest="0" * 64),),
            "NotInVault",
        ),
        ("The roster\nBcc: x@y.example", (), "BadHeaderError"),
    ],
)
def test_a_letter_that_cannot_be_made_up_is_listed_and_holds_no_other_back(
    chicago: Cast, at: datetime, subject: str, files: tuple[Enclosed, ...], fault: str
) -> None:
    broken = outbox.send_out(
        agency_id=chicago.agency.pk,
        to=None,
        address="office@chicago.example",
        kind="roster",
        subject=subject,
        body="It is attached.",
        link="/",
        at=at - timedelta(minutes=1),
        enclosed=files,
    )
    sound = _write(chicago, at)

    outbox.deliver_due(at=at)
    assert _states(sound)["email"] == DeliveryState.DELIVERED
    moment = at
    for minutes in outbox.PAUSES_MINUTES:
        moment += timedelta(minutes=minutes)
        outbox.deliver_due(at=moment)

    (delivery,) = outbox.failed(agency_id=chicago.agency.pk)
    assert (delivery.message_id, delivery.fault) == (broken.pk, fault)


def test_a_batch_ends_in_time_and_each_letter_has_its_own_moment(
    chicago: Cast, at: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.ServerIsSlow"
    for _ in range(3):
        _write(chicago, at)
    mails = Delivery.objects.filter(channel="email", message__subject="Your post was approved")
    Delivery.objects.exclude(pk__in=mails.values("pk")).delete()

    monkeypatch.setattr(outbox, "LONGEST_BATCH", timedelta(seconds=1))
    assert outbox.deliver_due(at=at) == 2

    delivered = sorted(one for one in mails.values_list("delivered_at", flat=True) if one)
    assert delivered == [at, at + timedelta(seconds=1)]


def test_a_batch_goes_on_while_there_is_work_and_what_calls_somebody_goes_first(
    chicago: Cast, at: datetime
) -> None:
    told = [_write(chicago, at) for _ in range(outbox.TAKEN_TOGETHER + 5)]
    called = outbox.write(
        to=[chicago.reyes],
        kind="unknown",
        subject="Nobody knows whether a post went out",
        body="Look.",
        link="/post/2/",
        at=at + timedelta(minutes=1),
    )

    tried = outbox.deliver_due(at=at + timedelta(minutes=2))

    assert tried >= 2 * (len(told) + len(called))
    assert not Delivery.objects.filter(state=DeliveryState.DUE).exists()
    assert mail.outbox[0].subject == "Nobody knows whether a post went out"


def test_a_failed_delivery_can_be_tried_again_by_its_own_agency_only(
    chicago: Cast, alsip: Cast, at: datetime
) -> None:
    message = _write(chicago, at)
    Delivery.objects.filter(message=message, channel="email").update(state=DeliveryState.FAILED)
    delivery = Delivery.objects.get(message=message, channel="email")

    assert not outbox.try_again(delivery_id=delivery.pk, actor=alsip.petrov, at=at)
    assert outbox.try_again(delivery_id=delivery.pk, actor=chicago.admin, at=at)
    assert Event.objects.get(verb="delivery.tried_again").actor_id == chicago.admin.pk


def test_nobody_reads_another_members_message(chicago: Cast, at: datetime) -> None:
    message = _write(chicago, at)

    assert outbox.read(message_id=message.pk, member=chicago.ortega, at=at) is None
    message.refresh_from_db()
    assert message.read_at is None
