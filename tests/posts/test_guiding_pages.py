"""The pages of guidance: the first page until a notice is acknowledged, who has not, drafts taken with one press."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.guidance import library, notices
from accounts.guidance.library import Guidance
from accounts.guidance.notices import Said
from accounts.models import Broadcast, Member, Receipt
from governance.cast import Cast
from posts.models import Post, ReadyDraft
from tests.posts.test_ready_drafts import offered, taken

MOST_QUERIES = 20


@pytest.fixture(autouse=True)
def clock(at: datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def words(answer: object) -> str:
    """The page as it is read."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))  # type: ignore[attr-defined]


def test_cpd_tw_v_c_2_a_notice_stands_first_on_the_first_page_until_it_is_acknowledged(
    chicago: Cast, at: datetime
) -> None:
    coordinator, writer = signed_in(chicago.washington), signed_in(chicago.reyes)
    form = {
        "title": "New words for missing persons",
        "text": "Use the words of the template.",
        "roles": ["usmr"],
        "units": [chicago.units["014"].pk],
        "due_on": f"{at + timedelta(days=7):%Y-%m-%d}",
    }

    looked = words(coordinator.post(reverse("send_notice"), {**form, "look": "1"}))
    assert "would be told" in looked and not Broadcast.objects.exists()
    coordinator.post(reverse("send_notice"), form)
    made = Broadcast.objects.get()

    first = writer.get(reverse("home")).content.decode()
    headings = re.findall(r'<h2 id="part-\d+">.*?</svg>\s*(.*?) <span', first)
    assert headings[0] == "Read and acknowledge"
    last_day = f"{at + timedelta(days=7):%a %-d %b}"
    assert f"Through {last_day}" in re.sub(r"<[^>]+>", "", first), "as the notice itself says it"
    writer.post(reverse("acknowledge_notice", args=[made.pk]))
    assert "Read and acknowledge" in words(writer.get(reverse("home")))
    writer.post(reverse("acknowledge_notice", args=[made.pk]), {"read": "1"})
    assert "Read and acknowledge" not in words(writer.get(reverse("home")))
    assert "You acknowledged this notice" in words(writer.get(reverse("notice", args=[made.pk])))

    left = Receipt.objects.filter(acknowledged_at=None).count()
    page = words(coordinator.get(reverse("notice", args=[made.pk])))
    assert f"Not acknowledged {left}" in page and chicago.ortega.titled_name in page
    file = coordinator.get(reverse("not_acknowledged", args=[made.pk])).getvalue().decode()
    assert len(file.splitlines()) == left + 1
    assert chicago.ortega.email in file and chicago.reyes.email not in file
    assert signed_in(chicago.kowalczyk).get(reverse("notice", args=[made.pk])).status_code == 404
    coordinator.post(reverse("withdraw_notice", args=[made.pk]), {"reason": "The words changed."})
    withdrawn = words(coordinator.get(reverse("notice", args=[made.pk])))
    assert "Nobody needs to acknowledge it." in withdrawn and "Not acknowledged" not in withdrawn


def test_epd_16_3_3_c_both_see_what_waits_and_everybody_what_was_approved(
    chicago: Cast, at: datetime
) -> None:
    coordinator, office = signed_in(chicago.washington), signed_in(chicago.natarajan)
    writer = signed_in(chicago.reyes)
    form = {
        "title": "New words",
        "text": "Use them.",
        "roles": ["usmr"],
        "due_on": f"{at + timedelta(days=7):%Y-%m-%d}",
    }

    sent = words(coordinator.post(reverse("send_notice"), form, follow=True))
    made = Broadcast.objects.get()
    address, approving = reverse("notice", args=[made.pk]), reverse("approve_notice", args=[made.pk])
    assert "The notice waits" in sent and "May approve it:" in sent and chicago.natarajan.titled_name in sent
    assert "Approve and send notice" not in sent and "Withdraw notice" in sent
    assert writer.get(address).status_code == 404
    assert "Approve and send notice" in words(office.get(address))
    assert "Waits for approval" in words(office.get(reverse("notices")))
    first = words(office.get(reverse("home")))
    assert "Approve or withdraw: New words" in first
    assert "Approve or withdraw" not in words(coordinator.get(reverse("home")))

    done = words(office.post(approving, follow=True))

    assert "The notice is sent" in done and f"Approved by {chicago.natarajan.titled_name}" in done
    assert "was sent already" in words(office.post(approving, follow=True))
    assert "Use them." in words(writer.get(address))


def test_an_entry_leads_to_its_clause_and_to_the_version_before(chicago: Cast, at: datetime) -> None:
    coordinator = signed_in(chicago.washington)
    form = {"title": "Partners", "subject": "events", "text": "Name who runs it.", "clause": "CPD-TW.IV.E"}
    coordinator.post(reverse("write_guidance"), form)
    (entry,) = library.entries(agency_id=chicago.agency.pk).rows
    again = {**form, "text": "Name who runs it, and where.", "changed": "The place.", "number": "1"}

    coordinator.post(reverse("rewrite_guidance", args=[entry.pk]), again)
    stale = coordinator.post(reverse("rewrite_guidance", args=[entry.pk]), {**again, "text": "Mine."})

    assert "wrote version 2 meanwhile" in words(stale) and "Mine." in stale.content.decode()
    page = signed_in(chicago.reyes).get(reverse("library_entry", args=[entry.pk]))
    assert "and where" in words(page) and reverse("rule", args=["CPD-TW.IV.E"]) in page.content.decode()
    earlier = words(signed_in(chicago.reyes).get(f"{reverse('library_entry', args=[entry.pk])}?version=1"))
    assert "A later version counts" in earlier and "and where" not in earlier


def test_a_writer_takes_what_is_ready_with_one_press_and_the_composer_says_whose_words_they_are(
    chicago: Cast, at: datetime
) -> None:
    office, writer = signed_in(chicago.natarajan), signed_in(chicago.reyes)
    form = {
        "kind": "draft",
        "title": "Side doors",
        "category": "safety_tip",
        "text": "Lock your side door.",
        "valid_on": f"{at + timedelta(days=3):%Y-%m-%d}",
        "units": [chicago.units["014"].pk, chicago.units["018"].pk],
    }
    refused = words(office.post(reverse("offer_ready"), {**form, "valid_on": ""}))
    assert "Choose the last day" in refused
    office.post(reverse("offer_ready"), form)
    found = ReadyDraft.objects.get()

    assert f"Take it for @{chicago.accounts['014'].handle}" in words(writer.get(reverse("ready_drafts")))
    address, account = reverse("take_ready", args=[found.pk]), chicago.accounts["014"].pk
    opened = writer.post(address, {"account": account}, follow=True)
    assert "Lock your side door." in words(opened)
    assert "From “Side doors”, which Priya Natarajan made ready. The words are as they were" in words(opened)

    page = words(signed_in(chicago.washington).get(reverse("coordination")))
    assert re.search(r"Taken:\s*014th District\s*Not yet:\s*018th District", page)
    office.post(reverse("withdraw_ready", args=[found.pk]), {"reason": "The number is wrong."})
    post = Post.objects.get(origin__ready=found)
    assert "The number is wrong." in words(writer.get(reverse("composer", args=[post.pk])))
    assert "Take it for" not in words(writer.get(reverse("ready_draft", args=[found.pk])))


def test_the_pages_ask_as_much_for_many_as_for_few(chicago: Cast, at: datetime) -> None:
    def add(number: int) -> None:
        said = Said(title=f"Notice {number}", text="Read.", due_at=at + timedelta(days=7))
        made = notices.send(said=said, actor=chicago.washington, at=at)
        notices.approve(broadcast_id=made.pk, actor=chicago.natarajan, at=at)
        notices.send(said=said, actor=chicago.natarajan, at=at)
        one = Guidance(subject="writing", title=f"Entry {number}", text="Short.")
        library.write(guidance=one, actor=chicago.washington, at=at)
        found = offered(chicago, at, units=())
        taken(chicago, found, at)

    def asked(who: str, name: str) -> int:
        client = signed_in(chicago.people[who])
        with CaptureQueriesContext(connection) as asked_for:
            assert client.get(reverse(name)).status_code == 200
        return len(asked_for)

    pages = [
        ("washington", "coordination"),
        ("washington", "notices"),
        ("washington", "ready_drafts"),
        ("reyes", "ready_drafts"),
        ("reyes", "notices"),
        ("reyes", "library"),
        ("reyes", "home"),
    ]
    add(0)
    few = [asked(who, name) for who, name in pages]
    for number in range(1, 5):
        add(number)
    many = [asked(who, name) for who, name in pages]

    assert all(count <= MOST_QUERIES for count in many), dict(zip(pages, many, strict=True))
    assert many[:-1] == few[:-1], dict(zip(pages, zip(few, many, strict=True), strict=True))
