"""A member's messages, and the list of what reached nobody."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import outbox
from accounts.models import Channel, Delivery, DeliveryState, Member, Message
from governance import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> datetime:
    return timezone.now()


@pytest.fixture
def chicago(chicago_off_duty: cast.Cast) -> cast.Cast:
    return chicago_off_duty


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def told(member: Member, subject: str, at: datetime, link: str = "/messages/") -> Message:
    return outbox.write(to=[member], kind="test", subject=subject, body="What happened.", link=link, at=at)[0]


def test_unread_messages_come_first_and_newest_first(chicago: cast.Cast, at: datetime) -> None:
    reyes = chicago.reyes
    seen = told(reyes, "Seen", at)
    outbox.read(message_id=seen.pk, member=reyes, at=at)
    told(reyes, "Older", at - timedelta(hours=2))
    told(reyes, "Newer", at - timedelta(hours=1))
    told(chicago.ortega, "Somebody else's", at)
    page = signed_in(reyes).get("/messages/").content.decode()
    assert page.index("Newer") < page.index("Older") < page.index("Seen")
    assert "Somebody else" not in page


def test_a_reminder_written_ahead_waits_for_its_moment_and_a_needless_one_never_comes(
    chicago: cast.Cast, at: datetime
) -> None:
    for due_at, post in (
        (at + timedelta(hours=1), 1),
        (at - timedelta(hours=1), 2),
        (at - timedelta(hours=1), 3),
    ):
        outbox.write(
            to=[chicago.reyes],
            kind="reminder",
            subject=f"Reminder {post}",
            body="Soon.",
            link="/",
            at=at - timedelta(hours=2),
            due_at=due_at,
            about_post_id=post,
        )
    outbox.drop(kind="reminder", about_post_id=3)
    page = signed_in(chicago.reyes).get("/messages/").content.decode()
    assert "Reminder 2" in page
    assert "Reminder 1" not in page
    assert "Reminder 3" not in page
    assert "Messages, 1 unread" in page


def test_no_message_yet_says_what_will_appear(chicago: cast.Cast) -> None:
    assert "No message yet" in signed_in(chicago.reyes).get("/messages/").content.decode()


def test_without_a_role_nobody_is_sent_to_a_work_that_is_not_there(chicago: cast.Cast) -> None:
    page = signed_in(chicago.lindqvist).get("/messages/").content.decode()
    assert "You have no role yet" in page
    assert "Go to your work" not in page


def test_a_browser_keeps_no_page_of_a_member(chicago: cast.Cast) -> None:
    client = signed_in(chicago.reyes)
    for address in ("/messages/", "/write/", "/records/", "/nowhere/"):
        assert "no-store" in client.get(address)["Cache-Control"], address


def test_opening_a_message_marks_it_read_and_leads_to_its_matter(chicago: cast.Cast, at: datetime) -> None:
    message = told(chicago.reyes, "Returned", at, link="/post/7/")
    assert signed_in(chicago.reyes).get(f"/messages/{message.pk}/")["Location"] == "/post/7/"
    message.refresh_from_db()
    assert message.read_at is not None


@pytest.mark.parametrize("link", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_a_message_leads_nowhere_outside_the_portal(chicago: cast.Cast, at: datetime, link: str) -> None:
    message = told(chicago.reyes, "Bad", at, link=link)
    assert signed_in(chicago.reyes).get(f"/messages/{message.pk}/")["Location"] == "/messages/"


def test_nobody_opens_anothers_message(chicago: cast.Cast, at: datetime) -> None:
    message = told(chicago.reyes, "Private", at)
    assert signed_in(chicago.ortega).get(f"/messages/{message.pk}/").status_code == 404
    message.refresh_from_db()
    assert message.read_at is None


def test_the_read_ones_come_in_pages_and_none_is_lost(chicago: cast.Cast, at: datetime) -> None:
    for number in range(51):
        told(chicago.reyes, f"Number {number:02}", at - timedelta(minutes=number))
    Message.objects.update(read_at=at)
    client = signed_in(chicago.reyes)
    first = client.get("/messages/")
    assert "Number 49" in first.content.decode()
    assert "Number 50" not in first.content.decode()
    assert "Number 50" in client.get(f"/messages/{first.context['older']}").content.decode()


def failed_delivery(member: Member, at: datetime) -> Delivery:
    message = told(member, "A post waits", at)
    delivery = Delivery.objects.get(message=message, channel=Channel.EMAIL)
    delivery.state, delivery.fault = DeliveryState.FAILED, "SMTPRecipientsRefused"
    delivery.save()
    return delivery


@pytest.mark.parametrize("who", ["admin", "natarajan"])
def test_what_was_not_delivered_is_listed_with_its_reason_and_tried_again(
    chicago: cast.Cast, at: datetime, who: str
) -> None:
    delivery = failed_delivery(chicago.reyes, at)
    client = signed_in(chicago.people[who])
    page = client.get("/messages/undelivered/").content.decode()
    assert "Ofc. Dana Reyes" in page
    assert "The mail server does not know this address" in page
    client.post(f"/messages/undelivered/{delivery.pk}/again/")
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.DUE
    assert "Every message was delivered" in client.get("/messages/undelivered/").content.decode()


def test_others_neither_see_nor_mend_what_was_not_delivered(chicago: cast.Cast, at: datetime) -> None:
    delivery = failed_delivery(chicago.reyes, at)
    client = signed_in(chicago.okafor)
    assert client.get("/messages/undelivered/").status_code == 403
    assert client.post(f"/messages/undelivered/{delivery.pk}/again/").status_code == 403
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.FAILED


def test_another_agency_mends_nothing_here(chicago: cast.Cast, at: datetime) -> None:
    delivery = failed_delivery(chicago.reyes, at)
    stranger = signed_in(cast.engage(house=cast.ALSIP, at=at - timedelta(days=30)).petrov)
    assert "Dana Reyes" not in stranger.get("/messages/undelivered/").content.decode()
    stranger.post(f"/messages/undelivered/{delivery.pk}/again/")
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.FAILED
