"""The menu of a card: what is open to whom, done in the posts room, and back to the floor."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts import duty
from governance.cast import Cast
from posts import stopping
from posts.models import Post, Status
from tests import people
from tests.watch import floors

pytestmark = pytest.mark.usefixtures("now")
BACK = "/floor/?lane=soon#post-1"


def _menu(client: Client, cast: Cast, post: Post, key: str = "natarajan") -> str:
    client.force_login(cast.people[key])
    answer = client.get(reverse("floor_acts", args=[post.pk]), {"next": BACK}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("status", "offered", "absent"),
    [
        (Status.DRAFT, {"Open post"}, {"Stop post", "Take down post", "Ask the unit"}),
        (Status.IN_REVIEW, {"Stop post", "Ask the unit"}, {"Take down post", "Release post"}),
        (Status.APPROVED, {"Stop post", "Ask the unit"}, {"Take down post"}),
        (Status.SENDING, {"Take down post"}, {"Stop post", "Release post"}),
        (Status.PUBLISHED, {"Take down post", "Ask the unit"}, {"Stop post", "Release post"}),
        (Status.UNKNOWN, {"Take down post"}, {"Release post"}),
        (Status.STOPPED, {"Release post", "Ask the unit"}, {"Stop post", "Take down post"}),
        (Status.TAKEN_DOWN, {"Open post"}, {"Stop post", "Take down post"}),
    ],
)
def test_the_menu_holds_what_is_open_where_the_post_is(
    chicago: Cast, client: Client, at: datetime, status: Status, offered: set[str], absent: set[str]
) -> None:
    post = people.approved(engaged=chicago, at=at)
    if status == Status.STOPPED:
        stopping.stop(post_id=post.pk, actor=chicago.whitfield, reason="Wait", at=at)
    elif status == Status.DRAFT:
        post = people.drafted(engaged=chicago, at=at)
    else:
        Post.objects.filter(pk=post.pk).update(status=status)

    menu = _menu(client, chicago, post)

    assert {words for words in offered if f">{words}<" not in menu} == set()
    assert {words for words in absent if f">{words}<" in menu} == set()


@pytest.mark.parametrize("key", ["washington", "admin"])
def test_who_looks_on_is_told_why_an_act_is_closed(
    chicago: Cast, client: Client, at: datetime, key: str
) -> None:
    menu = _menu(client, chicago, people.approved(engaged=chicago, at=at), key)

    assert ">Stop post</a>" not in menu
    assert "Sergeants and commanders of the unit and Communications do this." in menu


def test_off_duty_a_post_is_stopped_and_not_released(chicago: Cast, client: Client, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)
    duty.end(member=chicago.natarajan, at=at)

    assert ">Stop post<" in _menu(client, chicago, post)
    stopping.stop(post_id=post.pk, actor=chicago.natarajan, reason="Wait", at=at)
    assert "You are off duty." in _menu(client, chicago, post)


def test_an_act_is_done_from_the_floor_and_leads_back_to_it(
    chicago: Cast, client: Client, at: datetime
) -> None:
    post = people.approved(engaged=chicago, at=at)
    client.force_login(chicago.natarajan)
    form = client.get(reverse("floor_acts", args=[post.pk]), {"act": "stop", "next": BACK}).content.decode()
    assert f'action="{reverse("stop_post", args=[post.pk])}"' in form
    assert f'name="next" value="{BACK}"' in form

    answer = client.post(
        reverse("stop_post", args=[post.pk]), {"reason": "Detectives asked us to wait.", "next": BACK}
    )

    assert answer.headers["Location"] == BACK
    assert "Stopped. It will not go out until it is released." in floors.page(client, chicago, lane="soon")
    assert f'href="/post/{post.pk}/"' in floors.page(client, chicago, status="stopped")


def test_a_reason_that_is_missing_is_asked_for_and_the_way_back_is_kept(
    chicago: Cast, client: Client, at: datetime
) -> None:
    post = people.approved(engaged=chicago, at=at)
    client.force_login(chicago.natarajan)

    shown = client.post(reverse("stop_post", args=[post.pk]), {"reason": " ", "next": BACK}).content.decode()

    assert "Write the reason in a sentence." in shown
    assert f'name="next" value="{BACK}"' in shown
    post.refresh_from_db()
    assert post.status == Status.APPROVED


def test_whoever_comes_second_is_told_who_and_when(chicago: Cast, client: Client, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)
    later = at + timedelta(minutes=10)
    stopping.stop(post_id=post.pk, actor=chicago.whitfield, reason="Wait", at=later)
    client.force_login(chicago.natarajan)

    client.post(reverse("stop_post", args=[post.pk]), {"reason": "Wait for detectives.", "next": "/floor/"})

    shown = floors.page(client, chicago)
    assert "This post is now: Stopped." in shown
    assert "Sgt. Marcus Whitfield stopped it on Sat 21 Nov at" in shown


def test_the_way_back_never_leads_elsewhere(chicago: Cast, client: Client, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)
    client.force_login(chicago.natarajan)
    elsewhere = "//evil.example/floor/"

    form = client.get(
        reverse("floor_acts", args=[post.pk]), {"act": "stop", "next": elsewhere}
    ).content.decode()
    answer = client.post(reverse("stop_post", args=[post.pk]), {"reason": "Wait.", "next": elsewhere})

    assert elsewhere not in form
    assert answer.headers["Location"] == reverse("post", args=[post.pk])


def test_another_agency_has_no_such_post(chicago: Cast, alsip: Cast, client: Client, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)
    client.force_login(alsip.people["petrov"])

    assert client.get(reverse("floor_acts", args=[post.pk])).status_code == 404


def test_the_menu_is_cheap(chicago: Cast, client: Client, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)
    client.force_login(chicago.natarajan)

    assert floors.queries(client, reverse("floor_acts", args=[post.pk]), **{"HX-Request": "true"}) <= 12
