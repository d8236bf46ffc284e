"""The second step of signing in: nobody comes further without one, and no code works twice."""

import re
from typing import Any

import pytest
from allauth.account.signals import authentication_step_completed
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts import factors
from accounts.models import Member, SignedIn
from audit.models import Event
from governance import cast
from governance.demonstration import keys

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/login/"
PHONE = "/account/second-step/phone/"
CODE = "/account/second-step/code/"
AGAIN = "/account/second-step/again/"
CODES = "/account/second-step/codes/"


@pytest.fixture
def reyes(chicago_off_duty: cast.Cast) -> Member:
    return chicago_off_duty.reyes


@pytest.fixture
def phone(reyes: Member) -> Authenticator:
    """Reyes has set up a phone before."""
    keys.give([reyes])
    return Authenticator.objects.get(user=reyes)


def with_password(client: Client | None = None, *, towards: str = "/messages/") -> Client:
    client = client or Client()
    client.post(SIGN_IN, {"login": "reyes", "password": cast.PASSWORD, "next": towards})
    return client


def read(answer: Any) -> str:
    return str(answer.content.decode())


def set_up(client: Client) -> Any:
    """Type what the phone shows once it has read the square."""
    page = read(client.get(f"{PHONE}?next=/messages/"))
    secret = re.search(r'qr__key">(\w+)<', page)[1]
    return client.post(f"{PHONE}?next=/messages/", {"code": factors.codes_of(secret)[0]})


def verbs(member: Member) -> list[str]:
    found = Event.objects.filter(subject="member", subject_id=member.pk).order_by("pk")
    return [verb.partition(".")[2] for verb in found.values_list("verb", flat=True) if "second" in verb]


def test_the_first_sign_in_sets_up_a_phone_and_leads_on_to_where_the_member_wanted(reyes: Member) -> None:
    client = with_password()
    sent = client.get("/messages/?after=1")
    assert sent["Location"] == "/account/second-step/?next=%2Fmessages%2F%3Fafter%3D1"
    assert "Set up your phone" in read(client.get(sent["Location"]))

    done = set_up(client)

    assert done["Location"] == f"{CODES}?next=%2Fmessages%2F"
    codes = read(client.get(done["Location"]))
    assert len(re.findall(r"<code>\d{4} \d{4}</code>", codes)) == 10
    assert 'href="/messages/">I have kept them' in codes
    assert client.get("/messages/").status_code == 200
    assert verbs(reyes) == ["second_factor_added"]
    assert "not shown again" in read(client.get(CODES))


def test_a_password_alone_opens_no_session_once_there_is_a_phone(reyes: Member, phone: Authenticator) -> None:
    client = with_password()
    assert "_auth_user_id" not in client.session
    assert client.get("/messages/")["Location"] == f"{SIGN_IN}?next=/messages/"

    wrong = client.post(CODE, {"code": "000000"})
    assert "wrong or was used already" in read(wrong)
    right = client.post(CODE, {"code": factors.code_on_phone(reyes)})

    assert right["Location"] == "/messages/"
    assert client.get("/messages/").status_code == 200


def test_no_code_of_a_phone_works_twice_as_long_as_it_is_good(
    reyes: Member, phone: Authenticator, time_machine: Any
) -> None:
    time_machine.move_to(1_800_000_010, tick=False)
    code = factors.codes_of(factors.Factors().decrypt(phone.data["secret"]))[1]
    assert with_password().post(CODE, {"code": code}).status_code == 302
    time_machine.move_to(1_800_000_075, tick=False)
    assert with_password().post(CODE, {"code": code}).status_code == 200


def test_the_code_that_set_a_phone_up_is_spent(reyes: Member) -> None:
    client = with_password()
    set_up(client)
    code = factors.codes_of(factors.Factors().decrypt(Authenticator.objects.first().data["secret"]))[0]
    assert factors.code_on_phone(reyes) != code


def test_a_recovery_code_stands_in_once(reyes: Member) -> None:
    codes = re.findall(r"<code>(\d{4} \d{4})</code>", read(set_up_and_see_codes()))
    assert with_password().post(CODE, {"code": codes[0]}).status_code == 302
    assert with_password().post(CODE, {"code": codes[0]}).status_code == 200
    assert with_password().post(CODE, {"code": codes[1]}).status_code == 302


def set_up_and_see_codes() -> Any:
    client = with_password()
    return client.get(set_up(client)["Location"])


def test_new_recovery_codes_end_the_old_ones(reyes: Member) -> None:
    client = with_password()
    old = re.findall(r"<code>(\d{4} \d{4})</code>", read(client.get(set_up(client)["Location"])))
    new = read(client.post(f"{CODES}new/", follow=True))
    assert len(re.findall(r"<code>\d{4} \d{4}</code>", new)) == 10
    assert with_password().post(CODE, {"code": old[0]}).status_code == 200
    assert verbs(reyes) == ["second_factor_added", "second_factor_added"]


def test_a_session_from_before_shows_the_phone_and_cannot_put_another_in_its_place(
    reyes: Member, phone: Authenticator
) -> None:
    phone.delete()
    client = with_password()
    keys.give([reyes])
    for address in ("/messages/", "/account/second-step/", PHONE, f"{CODES}new/"):
        assert client.get(address, follow=True).redirect_chain[-1][0].startswith(AGAIN)
    assert Authenticator.objects.filter(user=reyes).count() == 1

    client.post(f"{AGAIN}?next=/messages/", {"code": factors.code_on_phone(reyes)})
    assert client.get("/messages/").status_code == 200


def test_another_phone_takes_the_place_of_the_first_with_its_first_code(
    reyes: Member, phone: Authenticator
) -> None:
    client = with_password()
    client.post(CODE, {"code": factors.code_on_phone(reyes)})
    assert client.post(PHONE, {"code": "000000"}).status_code == 200
    assert Authenticator.objects.filter(pk=phone.pk).exists()
    set_up(client)
    assert Authenticator.objects.filter(user=reyes, type="totp").exclude(pk=phone.pk).count() == 1


def test_whoever_comes_back_later_gives_the_password_before_changing_how_they_sign_in(
    reyes: Member, phone: Authenticator
) -> None:
    RecoveryCodes.activate(reyes)
    client = Client()
    client.force_login(reyes)
    for address in (PHONE, CODES, f"{CODES}new/"):
        assert client.get(address)["Location"] == f"/account/again/?next={address.replace('/', '%2F')}"


def test_a_pending_member_writes_nothing_and_a_part_of_a_page_leads_the_whole_page_away(
    reyes: Member,
) -> None:
    client = with_password()
    assert client.post("/duty/start/", {"hours": "9"})["Location"] == "/account/second-step/"
    assert not reyes.tours.exists()
    part = client.get("/messages/", headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Redirect"]) == (204, "/account/second-step/")


def test_the_frame_of_whoever_gave_a_password_alone_tells_nothing_of_the_department(reyes: Member) -> None:
    page = read(with_password().get("/account/second-step/"))
    assert "Chicago" not in page
    assert "Messages" not in page


def test_ten_wrong_codes_pause_the_member_and_nobody_else(reyes: Member, phone: Authenticator) -> None:
    client = with_password()
    for _ in range(10):
        client.post(CODE, {"code": "000000"})
    assert client.post(CODE, {"code": factors.code_on_phone(reyes)}).status_code == 200
    ortega = Member.objects.get(log_on_id="ortega")
    assert Client().post(SIGN_IN, {"login": "ortega", "password": cast.PASSWORD}).status_code == 302
    assert ortega.is_active


@pytest.mark.parametrize("typed", ["", " ", "\x00", "\uff11\uff12", "1" * 5000, "codes"])
def test_whatever_is_typed_for_a_code_is_answered(reyes: Member, phone: Authenticator, typed: str) -> None:
    assert with_password().post(CODE, {"code": typed}).status_code == 200


def test_the_code_is_said_only_in_a_demonstration(reyes: Member, phone: Authenticator, settings: Any) -> None:
    says = "In this demonstration"
    assert says not in read(with_password().get(CODE))
    settings.DEMONSTRATION = True
    page = read(with_password().get(CODE))
    assert f"{says}: your phone shows {factors.code_on_phone(reyes)}." in page
    assert f'value="{factors.code_on_phone(reyes)}"' in page


def test_keys_of_phones_are_encrypted_and_rotated(reyes: Member, phone: Authenticator, settings: Any) -> None:
    secret = factors.Factors().decrypt(phone.data["secret"])
    assert secret not in str(phone.data)
    old, new = settings.FIELD_KEYS, Fernet.generate_key().decode()
    settings.FIELD_KEYS = [new, *old]
    call_command("rotate_keys")
    settings.FIELD_KEYS = [new]
    phone.refresh_from_db()
    assert factors.Factors().decrypt(phone.data["secret"]) == secret
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError):
        call_command("rotate_keys")
    phone.refresh_from_db()
    settings.FIELD_KEYS = [new]
    assert factors.Factors().decrypt(phone.data["secret"]) == secret


def test_a_key_that_another_window_took_away_meanwhile_is_taken_away_once(
    reyes: Member, phone: Authenticator, rf: RequestFactory
) -> None:
    key = Authenticator.objects.create(user=reyes, type="webauthn", data={"name": "Ring"})
    request: Any = rf.post("/")
    request.user, request.session = reyes, with_password().session

    for step in (key, Authenticator(pk=key.pk, user=reyes, type=key.type)):
        factors.remove(request=request, step=step, at=timezone.now())

    assert Event.objects.filter(verb="member.second_factor_removed").count() == 1


def test_a_code_that_was_shown_as_the_second_step_was_taken_away_opens_no_session(
    reyes: Member, phone: Authenticator
) -> None:
    client = with_password()

    def in_between(method: str, **kwargs: Any) -> None:
        """The instant between the code and the session."""
        if method == "mfa":
            factors.reset(member=reyes, actor=None, at=timezone.now())

    authentication_step_completed.connect(in_between)
    try:
        answer = client.post(CODE, {"code": factors.code_on_phone(reyes)}, follow=True)
    finally:
        authentication_step_completed.disconnect(in_between)

    assert "second step changed meanwhile" in read(answer)
    assert not SignedIn.objects.filter(member=reyes).exists()
    assert client.get("/messages/")["Location"].startswith(SIGN_IN)
