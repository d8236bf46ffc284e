"""Ways in that somebody might try: each is shut, and nobody learns from it who there is."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import factors, members
from accounts.models import Member, Message, SignedIn
from governance import cast
from governance.cast import Cast
from governance.demonstration import keys

SIGN_IN = "/account/login/"
CODE = "/account/second-step/code/"
RESET = "/account/password/reset/"
ANOTHER = "another-long-password-of-hers"


@pytest.fixture
def house(chicago_off_duty: Cast) -> Cast:
    keys.give([chicago_off_duty.reyes])
    return chicago_off_duty


def with_password() -> Client:
    client = Client()
    client.post(SIGN_IN, {"login": "reyes", "password": cast.PASSWORD, "next": "/messages/"})
    return client


def show(client: Client, member: Member) -> Any:
    return client.post(CODE, {"code": factors.code_on_phone(member)})


def struck_off(house: Cast) -> None:
    members.deactivate(member_id=house.reyes.pk, actor=house.admin, at=timezone.now())


def with_another_password(house: Cast) -> None:
    house.reyes.set_password(ANOTHER)
    house.reyes.save()


@pytest.mark.parametrize("meanwhile", [struck_off, with_another_password])
def test_what_changed_between_password_and_code_keeps_out_whoever_gave_the_old_one(
    house: Cast, meanwhile: Callable[[Cast], None]
) -> None:
    client = with_password()
    meanwhile(house)
    assert show(client, house.reyes)["Location"] == SIGN_IN
    Member.objects.filter(pk=house.reyes.pk).update(is_active=True)
    assert client.get("/messages/")["Location"].startswith(SIGN_IN)
    assert client.get(CODE)["Location"] == SIGN_IN, "nothing waits for a code any more"
    assert not SignedIn.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"credential": "{}"}], ids=["nothing", "a key that nobody has"])
def test_without_a_key_what_comes_without_a_code_is_told_to_type_one(
    house: Cast, sent: dict[str, str]
) -> None:
    client = with_password()
    assert "Type the code." in client.post(CODE, sent).text
    assert not SignedIn.objects.exists()
    assert show(client, house.reyes)["Location"] == "/messages/"
    assert "Type the code." in client.post(reverse("mfa_reauthenticate"), sent).text


def test_signing_in_begins_a_session_of_another_number(house: Cast) -> None:
    client = with_password()
    planted = client.session.session_key
    assert show(client, house.reyes)["Location"] == "/messages/"
    assert client.session.session_key != planted
    thief = Client()
    thief.cookies["sessionid"] = str(planted)
    assert thief.get("/messages/")["Location"].startswith(SIGN_IN)


@pytest.mark.parametrize(
    ("began", "seen"), [(timedelta(0), timedelta(minutes=61)), (timedelta(hours=13), timedelta(0))]
)
def test_past_its_limits_a_session_shows_nothing_on_pages_of_errors_either(
    house: Cast, began: timedelta, seen: timedelta
) -> None:
    client = with_password()
    show(client, house.reyes)
    assert "Reyes" in client.get("/nowhere/").text
    session = client.session
    session["signed_in_at"] -= began.total_seconds()
    session["seen_at"] -= seen.total_seconds()
    session.save()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    for answer in (client.get("/nowhere/"), strict.post("/duty/start/", {"hours": "9"})):
        assert answer.status_code in (403, 404)
        assert "Reyes" not in answer.text
        assert "Chicago" not in answer.text


def test_an_answer_takes_as_many_weighings_of_a_password_whether_or_not_somebody_has_the_name(
    house: Cast, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    weighed: list[str] = []

    class Counting(Argon2PasswordHasher):
        def encode(self, password: str, salt: str) -> str:
            weighed.append("encode")
            return super().encode(password, salt)

        def verify(self, password: str, encoded: str) -> bool:
            weighed.append("verify")
            return super().verify(password, encoded)

    monkeypatch.setattr("tests.accounts.test_ways_in.Argon2PasswordHasher", Counting)
    settings.PASSWORD_HASHERS = ["tests.accounts.test_ways_in.Argon2PasswordHasher"]
    with_another_password(house)
    Member.objects.filter(log_on_id="whitfield").update(password="!")  # invited, nothing chosen yet
    Member.objects.filter(log_on_id="ortega").update(password=house.reyes.password, is_active=False)
    told = set()
    for name in ("reyes", "nobody", "whitfield", "ortega", house.reyes.email, "nobody@chicago.example"):
        weighed.clear()
        page = Client().post(SIGN_IN, {"login": name, "password": "wrong"}).text
        told.add(re.sub(r'X-CSRFToken": "\w+"|value="[^"]*"', "", page))
        assert len(weighed) == 1, name
    assert len(told) == 1


def test_by_e_mail_one_comes_in_as_by_log_on_id(house: Cast) -> None:
    client = Client()
    client.post(SIGN_IN, {"login": house.reyes.email.upper(), "password": cast.PASSWORD})
    assert show(client, house.reyes).status_code == 302
    assert client.get("/messages/").status_code == 200


def test_nobody_is_buried_under_letters_for_a_new_password_and_nobody_learns_whose_address_it_is(
    house: Cast,
) -> None:
    for caller, address in (("203.0.113.1", house.reyes.email), ("203.0.113.2", "nobody@chicago.example")):
        client = Client(REMOTE_ADDR=caller)
        answers = [client.post(RESET, {"email": address}).status_code for _ in range(11)]
        assert answers == [302] * 10 + [429]


def test_the_member_hears_of_every_change_to_how_they_sign_in(house: Cast) -> None:
    client = with_password()
    show(client, house.reyes)
    assert client.post("/account/second-step/codes/new/").status_code == 302
    letter = Message.objects.get(to=house.reyes, kind="second_step_changed")
    assert "New recovery codes were made for you" in letter.subject
    assert "127.0.0.1" in letter.body


@pytest.mark.parametrize("kind", ["phone", "recovery"])
def test_one_code_sent_from_two_places_at_once_opens_one_of_them(committed_db: Any, kind: str) -> None:
    cache.clear()
    reyes = cast.engage(house=cast.CHICAGO, at=timezone.now()).people["reyes"]
    keys.give([reyes])
    RecoveryCodes.activate(reyes)
    codes = Authenticator.objects.get(user=reyes, type="recovery_codes").wrap().get_unused_codes()
    code = factors.code_on_phone(reyes) if kind == "phone" else codes[0]
    clients = [with_password() for _ in range(4)]
    at_once = Barrier(len(clients))

    def send(client: Client) -> int:
        try:
            at_once.wait()
            return client.post(CODE, {"code": code}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as threads:
        answers = list(threads.map(send, clients))
    assert sorted(answers) == [200, 200, 200, 302]
