"""The page of a post: where it is in each status, who may do what from there, and what it does."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import duty
from accounts.models import AccountStatus, Member, OutletAccount
from audit.models import Event
from governance.cast import Cast
from posts import reconciling, sending, stopping
from posts.models import Kept, Post, Publication, Status, Stop
from records.models import Record
from tests import people
from tests.posts.statuses import in_status

pytestmark = pytest.mark.django_db
PAGE_QUERIES = 20

SENTENCES = {
    Status.DRAFT: "A draft of Ofc. Dana Reyes.",
    Status.IN_REVIEW: "It waits for the sergeant of the 014th District.",
    Status.RETURNED: "Sgt. Aileen Brody returned it.",
    Status.REJECTED: "Sgt. Aileen Brody rejected it",
    Status.WITHDRAWN: "It was withdrawn and does not go out.",
    Status.APPROVED: "Everybody it needs has approved it.",
    Status.STOPPED: "Sgt. Aileen Brody stopped it.",
    Status.SENDING: "It is on its way to the training network.",
    Status.PUBLISHED: "It is out on @example_014",
    Status.PARTLY_OUT: "Only some of its parts are out",
    Status.REFUSED: "The training network refused it",
    Status.UNKNOWN: "Nobody knows whether it is out",
    Status.MISSED: "Its time passed before it could go out",
    Status.TAKING_DOWN: "It is being deleted on the training network.",
    Status.TAKEN_DOWN: "It was deleted on the training network.",
}
LEADS = {
    Status.DRAFT: {"withdraw"},
    Status.IN_REVIEW: {"withdraw", "stop"},
    Status.RETURNED: {"withdraw"},
    Status.REJECTED: set(),
    Status.WITHDRAWN: set(),
    Status.APPROVED: {"withdraw", "stop"},
    Status.STOPPED: {"withdraw", "release"},
    Status.SENDING: {"take-down"},
    Status.PUBLISHED: {"take-down"},
    Status.PARTLY_OUT: {"rest", "take-down"},
    Status.REFUSED: set(),
    Status.UNKNOWN: {"take-down", "found", "not-found"},
    Status.MISSED: {"withdraw"},
    Status.TAKING_DOWN: set(),
    Status.TAKEN_DOWN: set(),
}
"""What a sergeant of the unit is offered."""
ACTS = ("copy", "withdraw", "reopen", "stop", "release", "rest", "take-down", "found", "not-found")


@pytest.fixture
def at() -> datetime:
    return timezone.now() - timedelta(minutes=20)


@pytest.fixture(autouse=True)
def training(settings: Any) -> None:
    """There is a training network; nothing is sent to it here."""
    settings.TRAINING_URL = "http://127.0.0.1:9"


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def read(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def offered(page: str, post: Post) -> set[str]:
    return {act for act in ACTS if f'action="/post/{post.pk}/{act}/"' in page}


@pytest.mark.parametrize("status", Status)
def test_the_page_says_in_one_sentence_where_the_post_is(
    chicago: Cast, at: datetime, status: Status, django_assert_max_num_queries: Any
) -> None:
    post = in_status(status, engaged=chicago, at=at)
    client = signed_in(chicago.whitfield)

    with django_assert_max_num_queries(PAGE_QUERIES):
        page = read(client.get(f"/post/{post.pk}/"))

    assert SENTENCES[status] in page
    assert Status(status).label in page
    assert people.TIP.text.replace("'", "&#x27;") in page
    assert offered(page, post) == LEADS[status]


def test_what_is_out_says_so_while_its_record_is_still_to_be_written(chicago: Cast, at: datetime) -> None:
    post = in_status(Status.PUBLISHED, engaged=chicago, at=at)
    for kept, said in (
        (Kept.NOTHING, "Its record is written right after it."),
        (Kept.PUBLISHED, "its record is kept"),
    ):
        Publication.objects.filter(post=post).update(kept=kept)
        page = read(signed_in(chicago.whitfield).get(f"/post/{post.pk}/"))
        assert (said in page, "its record is kept" in page) == (True, kept == Kept.PUBLISHED)


def test_a_post_in_review_is_due_once_and_read_in_its_own_direction(chicago: Cast, at: datetime) -> None:
    post = in_status(Status.IN_REVIEW, engaged=chicago, at=at)
    page = read(signed_in(chicago.whitfield).get(f"/post/{post.pk}/"))
    assert "<dt>Due</dt><dd><time" in page
    assert ">Due " not in page
    assert '<p class="exact__text" dir="auto">' in page


@pytest.mark.parametrize("status", Status)
def test_its_author_is_offered_what_an_author_may_do(
    chicago: Cast, at: datetime, status: Status, django_assert_max_num_queries: Any
) -> None:
    post = in_status(status, engaged=chicago, at=at)
    client = signed_in(chicago.reyes)

    with django_assert_max_num_queries(PAGE_QUERIES):
        page = read(client.get(f"/post/{post.pk}/"))
    shown = offered(page, post)

    editable = {"in_review", "approved", "withdrawn", "missed", "refused"}
    assert "copy" in shown
    assert ("reopen" in shown) == (status.value in editable)
    assert (f'href="/write/{post.pk}/"' in page) == (status in {Status.DRAFT, Status.RETURNED})
    assert not shown & {"stop", "release", "take-down"}


def test_who_can_decide_is_named_with_their_duty(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    duty.end(member=chicago.brody, at=timezone.now())

    page = read(signed_in(chicago.reyes).get(f"/post/{post.pk}/"))

    assert "Sgt. Marcus Whitfield" in page
    assert 'Sgt. Aileen Brody <span class="meta">Off duty</span>' in page


def test_a_published_post_links_to_its_record_and_to_itself(chicago: Cast, at: datetime) -> None:
    post = in_status(Status.PUBLISHED, engaged=chicago, at=at)

    page = read(signed_in(chicago.marsh).get(f"/post/{post.pk}/"))

    assert f"/records/{Record.objects.get().number}/" in page
    assert 'href="http://127.0.0.1/x"' in page
    assert not offered(page, post)


def test_not_knowing_comes_with_what_to_do_and_where_to_look(chicago: Cast, at: datetime) -> None:
    post = in_status(Status.UNKNOWN, engaged=chicago, at=at)
    client, publication = signed_in(chicago.whitfield), Publication.objects.get(post=post)

    page = read(client.get(f"/post/{post.pk}/"))
    assert publication.look_at is not None
    then = publication.look_at.astimezone(chicago.agency.tzinfo)
    assert f"The portal looks at the account itself, next {then:%H:%M %Z}." in page
    assert "Nothing has to be done yet" in page
    assert 'href="http://127.0.0.1:9/example_014"' in page
    late = at + timedelta(hours=1)
    reconciling.look(publication_id=publication.pk, reach=sending.reach, now_by=lambda: late)
    page = read(client.get(f"/post/{post.pk}/"))
    assert "The portal could not look at the account" in page
    assert "says here what is there" in page


def test_for_strangers_there_is_no_post(chicago: Cast, alsip: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    strangers = (chicago.hale, chicago.tran, chicago.novak, alsip.petrov)

    for stranger in strangers:
        client = signed_in(stranger)
        assert client.get(f"/post/{post.pk}/").status_code == 404
        for act in ACTS:
            assert client.post(f"/post/{post.pk}/{act}/").status_code == 404

    refused = Event.objects.filter(verb="act.refused", subject_id=post.pk)
    assert refused.count() == len(strangers) * (1 + len(ACTS))


@pytest.mark.parametrize("duty_now", ["on", "off"])
def test_a_sergeant_stops_a_post_on_duty_or_not(chicago: Cast, at: datetime, duty_now: str) -> None:
    post = people.approved(engaged=chicago, at=at)
    if duty_now == "off":
        duty.end(member=chicago.whitfield, at=timezone.now())
    client = signed_in(chicago.whitfield)

    answer = client.post(f"/post/{post.pk}/stop/", {"reason": "Wrong street."})

    assert answer.url == f"/post/{post.pk}/"
    assert "Stopped. It will not go out until it is released." in read(client.get(answer.url))
    assert Stop.objects.get().reason == "Wrong street."


@pytest.mark.parametrize("who", ["whitfield", "natarajan"])
def test_taking_down_names_what_happens_and_asks_for_a_reason(chicago: Cast, at: datetime, who: str) -> None:
    post = in_status(Status.PUBLISHED, engaged=chicago, at=at)
    client = signed_in(chicago.people[who])
    assert "Deletes it on the training network. The record stays." in read(client.get(f"/post/{post.pk}/"))

    answer = client.post(f"/post/{post.pk}/take-down/", {"reason": ""})
    assert 'class="sheet sheet--open" id="take-down"' in read(answer)
    assert Post.objects.get(pk=post.pk).status == Status.PUBLISHED

    answer = client.post(f"/post/{post.pk}/take-down/", {"reason": "Wrong street."})
    assert "Being taken down. The record is kept." in read(client.get(answer.url))
    assert Post.objects.get(pk=post.pk).status == Status.TAKING_DOWN


def test_a_stop_that_came_too_late_takes_the_post_down(chicago: Cast, at: datetime) -> None:
    post = in_status(Status.PUBLISHED, engaged=chicago, at=at)
    client = signed_in(chicago.whitfield)

    answer = client.post(f"/post/{post.pk}/stop/", {"reason": "Wrong street."})

    assert "Being taken down" in read(client.get(answer.url))


def test_what_communications_stopped_a_sergeant_cannot_release_and_reads_why(
    chicago: Cast, at: datetime
) -> None:
    post = people.approved(engaged=chicago, at=at)
    stopping.stop(post_id=post.pk, actor=chicago.natarajan, reason="Ask the detectives.", at=at)
    client = signed_in(chicago.whitfield)
    page = read(client.get(f"/post/{post.pk}/"))
    assert "release" not in offered(page, post)
    assert "Communications stopped this post, so Communications releases it." in page
    assert "Ask the detectives." in page

    client.post(f"/post/{post.pk}/release/")
    assert Post.objects.get(pk=post.pk).status == Status.STOPPED

    signed_in(chicago.foster).post(f"/post/{post.pk}/release/")
    assert Post.objects.get(pk=post.pk).status == Status.APPROVED


def test_its_author_withdraws_a_post_off_duty(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    duty.end(member=chicago.reyes, at=timezone.now())

    signed_in(chicago.reyes).post(f"/post/{post.pk}/withdraw/")

    assert Post.objects.get(pk=post.pk).status == Status.WITHDRAWN


def test_editing_opens_the_composer_and_voids_what_was_approved(chicago: Cast, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)

    answer = signed_in(chicago.reyes).post(f"/post/{post.pk}/reopen/")

    assert answer.url == f"/write/{post.pk}/"
    assert Post.objects.get(pk=post.pk).status == Status.DRAFT


def test_a_copy_is_a_new_draft_and_the_post_stays(chicago: Cast, at: datetime) -> None:
    post = in_status(Status.PUBLISHED, engaged=chicago, at=at)

    answer = signed_in(chicago.ortega).post(f"/post/{post.pk}/copy/")

    copy = Post.objects.get(copied_from=post)
    assert answer.url == f"/write/{copy.pk}/"
    assert copy.draft.text == people.TIP.text


def test_nothing_is_copied_for_an_account_that_is_no_longer_in_use(chicago: Cast, at: datetime) -> None:
    post = in_status(Status.PUBLISHED, engaged=chicago, at=at)
    OutletAccount.objects.filter(pk=post.account_id).update(status=AccountStatus.RETIRED)

    answer = signed_in(chicago.reyes).post(f"/post/{post.pk}/copy/", follow=True)

    assert "so the post was not copied" in read(answer)
    assert not Post.objects.filter(copied_from=post).exists()
    assert Post.objects.get(pk=post.pk).status == Status.PUBLISHED


@pytest.mark.parametrize("who", ["whitfield", "natarajan", "marsh"])
def test_who_does_not_write_for_the_unit_copies_nothing(chicago: Cast, at: datetime, who: str) -> None:
    post = people.submitted(engaged=chicago, at=at)

    answer = signed_in(chicago.people[who]).post(f"/post/{post.pk}/copy/")

    assert answer.url == f"/post/{post.pk}/"
    assert not Post.objects.filter(copied_from=post).exists()
    assert Event.objects.filter(verb="act.refused", keys__act="copy").exists()


def test_a_comment_on_a_decided_post_is_written_on_its_page(chicago: Cast, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)
    client = signed_in(chicago.whitfield)

    wrong = client.post(f"/review/{post.pk}/comment/", {"reason": ""})
    assert "Write a comment first." in read(wrong)

    answer = client.post(f"/review/{post.pk}/comment/", {"reason": "Well done."})
    assert answer.url == f"/post/{post.pk}/"
    assert "commented: “Well done.”" in read(client.get(answer.url))


def test_the_address_of_an_act_opened_as_a_link_leads_to_the_post(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    client = signed_in(chicago.whitfield)

    for act in ACTS:
        assert client.get(f"/post/{post.pk}/{act}/").url == f"/post/{post.pk}/"

    assert Post.objects.get(pk=post.pk).status == Status.IN_REVIEW


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Paste the address of the post on the network."),
        ("somewhere", "Paste the address of the post on the network, such as"),
        ("http://127.0.0.1:9/example_014/status/77", "The network does not answer now."),
    ],
)
def test_what_cannot_be_the_post_is_told_beside_the_address(
    chicago: Cast, at: datetime, typed: str, sentence: str
) -> None:
    post = in_status(Status.UNKNOWN, engaged=chicago, at=at)

    page = read(signed_in(chicago.whitfield).post(f"/post/{post.pk}/found/", {"address": typed}))

    assert 'class="sheet sheet--open" id="found"' in page
    assert sentence in page
    assert f'value="{typed}"' in page or not typed
    assert Post.objects.get(pk=post.pk).status == Status.UNKNOWN


def test_a_sergeant_who_looked_says_that_it_is_not_there(chicago: Cast, at: datetime) -> None:
    post = in_status(Status.UNKNOWN, engaged=chicago, at=at)
    client = signed_in(chicago.whitfield)

    client.post(f"/post/{post.pk}/not-found/", {"reason": "Looked at 14:40: the newest is of yesterday."})

    assert Post.objects.get(pk=post.pk).status == Status.RETURNED
    for address in (f"/post/{post.pk}/", "/write/"):
        assert "the newest is of yesterday" in read(signed_in(chicago.reyes).get(address))
