"""Security keys: added, shown, named, taken away; and whatever else somebody sends in a key's place."""

import json
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import factors, sessions
from accounts.models import Condition, Device, Member, SignedIn
from audit.models import Event
from governance import cast
from governance.cast import Cast
from governance.demonstration import keys
from tests import people
from tests.soft_key import ORIGIN, SoftKey, asked_by

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/login/"
HERE = "/account/second-step/"
ADD = "/account/second-step/key/"
SHOW = "/account/second-step/code/"
AGAIN = "/account/second-step/again/"


@pytest.fixture
def chicago_now(chicago_off_duty: Cast) -> Cast:
    return chicago_off_duty


@pytest.fixture
def reyes(chicago_now: Cast) -> Member:
    return chicago_now.people["reyes"]


def with_password(key: str = "reyes", **headers: Any) -> Client:
    """A browser at localhost, where keys work, in which somebody has given the password."""
    client = Client(HTTP_HOST="localhost", **headers)
    client.post(SIGN_IN, {"login": key, "password": cast.PASSWORD, "next": "/messages/"})
    return client


def read(answer: Any) -> str:
    return str(answer.content.decode())


def send(client: Client, address: str, answer: Any, **typed: str) -> Any:
    said = answer if isinstance(answer, str) else json.dumps(answer)
    return client.post(address, {"credential": said, **typed})


def add(client: Client, key: SoftKey, *, name: str = "Ring", **said: Any) -> Any:
    asked = asked_by(read(client.get(ADD)))
    return send(client, f"{ADD}?next=/messages/", key.made(asked, **said), name=name)


def show(client: Client, key: SoftKey, *, at: str = SHOW, **said: Any) -> Any:
    return send(client, at, key.shown(asked_by(read(client.get(at))), **said))


def own(member: Member) -> list[str]:
    return [str(each) for each in Authenticator.objects.filter(user=member, type="webauthn").order_by("pk")]


def signed_in(client: Client) -> bool:
    return bool(client.get("/messages/").status_code == 200)


@pytest.fixture
def ring(reyes: Member) -> SoftKey:
    """Reyes' only second step."""
    key = SoftKey()
    assert add(with_password(), key).status_code == 302
    cache.clear()
    return key


def test_the_first_sign_in_takes_a_key_as_well_as_a_phone(reyes: Member) -> None:
    client = with_password()
    begin = read(client.get(f"{HERE}?next=/messages/"))
    assert 'href="/account/second-step/key/?next=%2Fmessages%2F"' in begin
    assert "Set up your phone" in begin

    done = add(client, SoftKey())

    assert done["Location"] == "/account/second-step/codes/?next=%2Fmessages%2F"
    assert len(re.findall(r"<code>\d{4} \d{4}</code>", read(client.get(done["Location"])))) == 10
    assert signed_in(client)
    assert own(reyes) == ["Ring"]
    event = Event.objects.get(verb="member.second_factor_added")
    assert (event.subject_id, event.keys["kind"]) == (reyes.pk, "webauthn")


def test_a_password_alone_opens_no_session_and_the_key_does(reyes: Member, ring: SoftKey) -> None:
    client = with_password()
    assert "_auth_user_id" not in client.session
    assert show(client, ring)["Location"] == "/messages/"
    assert signed_in(client)
    assert Authenticator.objects.get(user=reyes, type="webauthn").last_used_at


def test_a_recovery_code_stands_in_for_a_key_and_the_page_says_what_works_without_script(
    reyes: Member, ring: SoftKey
) -> None:
    client = with_password()
    page = read(client.get(SHOW))
    assert "A security key needs script" in page
    assert "Type one of your recovery codes below." in page
    codes = Authenticator.objects.get(user=reyes, type="recovery_codes").wrap().get_unused_codes()
    assert client.post(SHOW, {"code": codes[0]}).status_code == 302
    assert signed_in(client)


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://localhost"},
        {"origin": "http://evil.localhost"},
        {"origin": "http://localhost:8001"},
        {"origin": "https://evil.example"},
        {"crossOrigin": True},
        {"challenge": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
        {"type": "webauthn.create"},
        {"flags": 0},
    ],
    ids=str,
)
def test_what_a_key_said_elsewhere_or_to_another_question_opens_nothing(
    ring: SoftKey, wrong: dict[str, Any]
) -> None:
    client = with_password()
    assert "Nothing that the portal can use came from a key." in read(show(client, ring, **wrong))
    assert not signed_in(client)


def test_nobody_comes_in_with_the_key_of_somebody_else_or_with_one_that_is_copied_in_number_only(
    chicago_now: Cast, ring: SoftKey
) -> None:
    other = SoftKey()
    assert add(with_password("ortega"), other).status_code == 302
    for stranger in (other, SoftKey(number=ring.number)):
        client = with_password()
        assert show(client, stranger).status_code == 200
        assert not signed_in(client)


def test_what_a_key_said_is_good_once_and_in_one_browser(ring: SoftKey) -> None:
    client, thief = with_password(), with_password()
    answer = ring.shown(asked_by(read(client.get(SHOW))))
    thief.get(SHOW)
    assert send(thief, SHOW, answer).status_code == 200
    assert send(client, SHOW, answer).status_code == 302
    again = with_password()
    again.get(SHOW)
    assert send(again, SHOW, answer).status_code == 200
    assert not signed_in(thief)
    assert not signed_in(again)


def test_behind_the_proxy_a_key_knows_the_portal_by_the_name_in_public_url_alone(
    reyes: Member, settings: Any
) -> None:
    settings.PUBLIC_URL = "https://portal.example.gov"
    settings.ALLOWED_HOSTS = ["portal.example.gov", "localhost"]
    key, client = SoftKey(), with_password()
    asked = asked_by(read(client.get(ADD)))
    assert asked["rp"] == {"id": "portal.example.gov", "name": "Social media portal"}
    assert asked["user"]["name"] == "reyes"
    for origin in ("http://portal.example.gov", "https://x.portal.example.gov", ORIGIN):
        assert add(client, key, origin=origin).status_code == 200
    assert own(reyes) == []
    assert add(client, key, origin="https://portal.example.gov").status_code == 302
    assert show(with_password(), key, origin="https://portal.example.gov").status_code == 302


def test_at_an_address_that_is_a_number_the_page_says_that_keys_need_a_name(reyes: Member) -> None:
    client = Client(HTTP_HOST="127.0.0.1")
    client.post(SIGN_IN, {"login": "reyes", "password": cast.PASSWORD})
    page = read(client.get(ADD))
    assert "open the portal as <b>localhost</b>" in page
    assert "data-key=" not in page


def test_a_stolen_password_adds_no_key_to_a_second_step_that_is_there(reyes: Member) -> None:
    client = with_password()
    keys.give([reyes])
    for method in (client.get, client.post):
        assert method(ADD)["Location"] == AGAIN
    assert own(reyes) == []


def test_whoever_comes_back_later_gives_the_password_or_the_key_again_before_changing_anything(
    reyes: Member, ring: SoftKey
) -> None:
    client = Client(HTTP_HOST="localhost")
    client.force_login(reyes)
    step = Authenticator.objects.get(user=reyes, type="webauthn")
    for address in (ADD, f"{HERE}{step.pk}/name/", f"{HERE}{step.pk}/remove/"):
        for method in (client.get, client.post):
            assert method(address)["Location"].startswith("/account/again/?next=")
    assert "Use a code or a security key" in read(client.get("/account/again/?next=/messages/"))
    assert show(client, ring, at=f"{AGAIN}?next={ADD}")["Location"] == ADD
    assert client.get(ADD).status_code == 200


def test_a_key_is_named_anew_and_listed_with_its_last_use(reyes: Member, ring: SoftKey) -> None:
    client = with_password()
    show(client, ring)
    step = Authenticator.objects.get(user=reyes, type="webauthn")
    address = reverse("mfa_edit_webauthn", args=[step.pk])
    assert "Name the key" in read(client.post(address, {"name": " "}))
    assert client.post(address, {"name": "Desk <b>"})["Location"] == HERE
    page = read(client.get(HERE))
    assert "Desk &lt;b&gt;" in page
    assert "Last used" in page


def test_keys_of_others_do_not_exist(reyes: Member, ring: SoftKey) -> None:
    client = with_password("ortega")
    add(client, SoftKey())
    step = Authenticator.objects.get(user=reyes, type="webauthn")
    codes = Authenticator.objects.get(user__log_on_id="ortega", type="recovery_codes")
    for name, pk in (("mfa_edit_webauthn", step.pk), ("remove_second_step", step.pk)):
        for method in (client.get, client.post):
            assert method(reverse(name, args=[pk])).status_code == 404
    assert client.post(reverse("remove_second_step", args=[codes.pk])).status_code == 404
    assert own(reyes) == ["Ring"]


def test_the_last_second_step_stays_and_one_that_goes_takes_its_sessions_and_its_device_along(
    reyes: Member, ring: SoftKey
) -> None:
    elsewhere, client = with_password(), with_password()
    show(elsewhere, ring)
    show(client, ring)
    step = Authenticator.objects.get(user=reyes, type="webauthn")
    address = reverse("remove_second_step", args=[step.pk])
    assert "This is your only second step." in read(client.get(address))
    assert "This is your only second step." in read(client.post(address, follow=True))
    assert own(reyes) == ["Ring"]

    device = Device.objects.create(
        agency=reyes.agency, member=reyes, kind="department", name="Laptop", key=step, asked_at=timezone.now()
    )
    keys.give([reyes])
    assert client.post(address)["Location"] == HERE

    assert own(reyes) == []
    device.refresh_from_db()
    assert (device.ended_by, device.key) == (reyes, None)
    assert not signed_in(elsewhere)
    assert client.get("/messages/")["Location"].startswith(HERE), "what was shown with it counts no more"
    assert Event.objects.filter(verb="member.second_factor_removed").count() == 1


def test_another_phone_signs_out_whoever_came_in_with_the_old_one(reyes: Member) -> None:
    keys.give([reyes])
    elsewhere, client = with_password(), with_password()
    for each in (elsewhere, client):
        each.post(SHOW, {"code": factors.code_on_phone(reyes)})
        cache.clear()
    assert signed_in(elsewhere)
    page = read(client.get("/account/second-step/phone/"))
    secret = re.search(r'qr__key">(\w+)<', page)
    assert secret
    client.post("/account/second-step/phone/", {"code": factors.codes_of(secret[1])[0]})
    assert signed_in(client)
    assert not signed_in(elsewhere)
    assert sessions.of_member(member=reyes, at=timezone.now()).count() == 1
    assert SignedIn.objects.filter(member=reyes, ended_at__isnull=False).count() == 1


def test_a_key_becomes_a_device_and_only_who_comes_in_with_it_acts_cpd_tw_iv_d(
    chicago_now: Cast, settings: Any
) -> None:
    settings.DEPARTMENT_NETWORKS = ["10.0.0.0/8"]
    at, key = timezone.now(), SoftKey()
    people.enforce(engaged=chicago_now, condition=Condition.DEVICE, at=at)
    client = with_password()
    add(client, key, name="Laptop 7")
    client.post(reverse("duty_start"), {"hours": "9"})
    keys.give([chicago_now.reyes])
    devices = read(client.get("/devices/"))
    assert "Laptop 7" in devices
    step = Authenticator.objects.get(user=chicago_now.reyes, type="webauthn")
    typed = {"key": step.pk, "kind": "department", "name": "Laptop 7"}
    assert client.post(reverse("enrol_device"), typed)["Location"] == "/devices/"
    assert not writes(client), "nobody has approved it"

    commander = Client()
    commander.force_login(chicago_now.okafor)
    device = Device.objects.get(key=step)
    assert commander.post(reverse("approve_device", args=[device.pk]))["Location"] == "/devices/"

    assert writes(client)
    by_phone, by_key = with_password(), with_password()
    by_phone.post(SHOW, {"code": factors.code_on_phone(chicago_now.reyes)})
    show(by_key, key)
    assert not writes(by_phone)
    assert writes(by_key)


def writes(client: Client) -> bool:
    """Whether Reyes may begin a post in this browser."""
    page = read(client.get("/write/"))
    assert "off duty" not in page
    return "no device of the department" not in page


def test_whatever_is_sent_in_place_of_a_key_is_answered(reyes: Member, ring: SoftKey) -> None:
    client, adding = with_password(), with_password()
    show(adding, ring)
    deep = {"fmt": "none"}
    response = {"clientDataJSON": "e30", "attestationObject": "gYGBgYGBgYGBgQ" * 200, "signature": "AA"}
    sent: list[Any] = ["", "x", "[]", "null", "7", '"\\u0000"', "[" * 9000, "{}", "\x00", "x" * 50_000]
    sent += [{"response": each} for each in (None, [], "x", {}, {"clientDataJSON": 7}, response)]
    sent += [{"id": "é", "rawId": "é", "type": "x", "response": response}, deep]
    shown = ring.shown(asked_by(read(client.get(SHOW))))
    for part in ("clientDataJSON", "authenticatorData", "signature"):
        sent.append(shown | {"response": shown["response"] | {part: "AAAA"}})
    made = SoftKey().made(asked_by(read(adding.get(ADD))))
    sent += [made | {"response": made["response"] | {"attestationObject": "gYGB" * 2000}}]
    for each in sent:
        cache.clear()
        assert send(client, SHOW, each).status_code == 200, each
        assert send(adding, ADD, each, name="Ring 2").status_code == 200, each
    assert own(reyes) == ["Ring"]


def test_nothing_is_kept_of_what_a_browser_says_beside_a_key(reyes: Member) -> None:
    client, key = with_password(), SoftKey()
    made = key.made(asked_by(read(client.get(ADD)))) | {"clientExtensionResults": {"x": "\x00"}, "more": [1]}
    assert send(client, ADD, made, name="Ring").status_code == 302
    kept = Authenticator.objects.get(user=reyes, type="webauthn").data["credential"]
    assert set(kept) == {"id", "rawId", "type", "response"}
    assert set(kept["response"]) == {"clientDataJSON", "attestationObject"}
