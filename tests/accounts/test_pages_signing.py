"""Signing in and out in a browser's words: what is told, counted and written to the trail."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import Member
from audit.models import Event
from governance import cast

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/login/"


@pytest.fixture
def reyes(chicago_off_duty: cast.Cast) -> Member:
    return chicago_off_duty.reyes


def sign_in(client: Client, log_on_id: str, password: str = cast.PASSWORD) -> object:
    return client.post(SIGN_IN, {"login": log_on_id, "password": password})


@pytest.mark.parametrize("typed", ["reyes", "REYES", "reyes@chicago.example", " reyes "])
def test_a_member_signs_in_by_log_on_id_or_department_address(reyes: Member, typed: str) -> None:
    client = Client()
    assert sign_in(client, typed).status_code == 302
    assert client.session["_auth_user_id"] == str(reyes.pk)


@pytest.mark.parametrize("typed", ["\x00", "rey\x00es", "reyes\x00"])
def test_a_name_that_no_database_holds_is_a_wrong_one(reyes: Member, typed: str) -> None:
    client = Client()
    client.force_login(reyes)
    assert sign_in(client, typed).status_code == 302
    assert sign_in(Client(), typed).status_code == 200


def test_signing_in_and_out_is_written_to_the_trail(reyes: Member) -> None:
    client = Client()
    sign_in(client, "reyes")
    client.post("/account/logout/")
    verbs = Event.objects.filter(subject="member", subject_id=reyes.pk, actor_id=reyes.pk)
    assert list(verbs.order_by("pk").values_list("verb", flat=True)) == [
        "member.signed_in",
        "member.signed_out",
    ]
    assert "_auth_user_id" not in client.session


def test_asking_to_sign_out_signs_nobody_out(reyes: Member) -> None:
    client = Client()
    client.force_login(reyes)
    assert "Stay signed in" in client.get("/account/logout/").content.decode()
    assert "_auth_user_id" in client.session


def test_a_wrong_password_keeps_the_log_on_id_and_says_what_to_check(reyes: Member) -> None:
    page = sign_in(Client(), "reyes", "wrong").content.decode()
    assert "Check both and try again." in page
    assert 'value="reyes"' in page
    assert "wrong" not in re.findall(r'value="([^"]*)"', page)


def test_a_wrong_name_and_a_wrong_password_read_the_same(reyes: Member) -> None:
    pages = [sign_in(Client(), name, "wrong").content.decode() for name in ("reyes", "nobody")]
    alike = [re.sub(r'value="[^"]*"|"X-CSRFToken": "[^"]*"', "", page) for page in pages]
    assert alike[0] == alike[1]


@pytest.mark.parametrize("typed", ["reyes", "reyes@chicago.example"])
def test_the_eighth_wrong_password_pauses_signing_in_even_with_the_right_one(
    reyes: Member, typed: str
) -> None:
    client = Client()
    answers = [sign_in(client, typed, "wrong") for _ in range(8)]
    assert [answer.status_code for answer in answers] == [200] * 7 + [429]
    locked = sign_in(client, typed)
    assert locked.status_code == 429
    assert "Wait 15 minutes" in locked.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_paused_name_pauses_nobody_else(reyes: Member) -> None:
    client = Client()
    for _ in range(8):
        sign_in(client, "reyes", "wrong")
    assert sign_in(Client(REMOTE_ADDR="127.0.0.1"), "ortega").status_code == 302


def test_a_closed_log_on_id_is_told_what_to_do(reyes: Member) -> None:
    Member.objects.filter(pk=reyes.pk).update(is_active=False)
    client = Client()
    answer = client.post(SIGN_IN, {"login": "reyes", "password": cast.PASSWORD}, follow=True)
    assert "This log-on ID is closed" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_whoever_was_on_the_way_somewhere_arrives_there(reyes: Member) -> None:
    client = Client()
    sent = client.get("/messages/")
    assert sent["Location"] == f"{SIGN_IN}?next=/messages/"
    assert 'name="next" value="/messages/"' in client.get(sent["Location"]).content.decode()
    arrived = client.post(SIGN_IN, {"login": "reyes", "password": cast.PASSWORD, "next": "/messages/"})
    assert arrived["Location"] == "/messages/"


def test_nobody_is_sent_to_another_site(reyes: Member) -> None:
    answer = Client().post(
        SIGN_IN, {"login": "reyes", "password": cast.PASSWORD, "next": "https://elsewhere.example/"}
    )
    assert answer["Location"] == "/"


def test_a_forgotten_password_is_set_by_a_link_that_works_once(reyes: Member) -> None:
    client = Client()
    client.post("/account/password/reset/", {"email": reyes.email})
    (sent,) = mail.outbox
    assert sent.subject == "Set a new password for the social media portal"
    link = re.search(r"http://testserver(\S+)", sent.body)[1]
    form = client.get(link, follow=True)
    new = "seven lakes and a ferry"
    done = client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new}, follow=True)
    assert "Your password is set" in done.content.decode()
    assert sign_in(Client(), "reyes", new).status_code == 302
    assert "This link no longer works" in Client().get(link, follow=True).content.decode()


def test_an_unknown_address_reads_the_same_as_a_known_one(reyes: Member) -> None:
    for address in (reyes.email, "nobody@chicago.example"):
        answer = Client().post("/account/password/reset/", {"email": address})
        assert answer["Location"] == "/account/password/reset/done/"


def test_a_member_changes_their_password(reyes: Member) -> None:
    client = Client()
    client.force_login(reyes)
    new = "seven lakes and a ferry"
    page = client.post(
        "/account/password/change/",
        {"oldpassword": cast.PASSWORD, "password1": new, "password2": new},
        follow=True,
    )
    assert "Your password is changed." in page.content.decode()
    assert sign_in(Client(), "reyes", new).status_code == 302


@pytest.mark.parametrize("address", ["/account/signup/", "/account/email/", "/admin/"])
def test_there_is_no_door_that_a_closed_portal_does_not_need(reyes: Member, address: str) -> None:
    client = Client()
    client.force_login(reyes)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("demonstration", [True, False])
def test_only_a_demonstration_speaks_of_invented_people(settings: Any, demonstration: bool) -> None:
    settings.DEMONSTRATION = demonstration
    page = Client().get(SIGN_IN).content.decode()
    assert ("invented people" in page) is demonstration
    assert cast.PASSWORD not in page
