"""A department of one's own: all or nothing, and a link that works once."""

from io import StringIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts import authority
from accounts.models import Agency, Condition, Member, Unit
from audit.models import Event
from governance.management.commands import set_up

ANSWERS = {
    "agency": "Evergreen Park Police Department",
    "slug": "evergreen-park",
    "zone": "America/Chicago",
    "pack": "alsip",
    "unit_number": "ADM",
    "unit_name": "Administration",
    "unit_kind": "office",
    "first_name": "Ada",
    "last_name": "Quinn",
    "log_on_id": "Quinn",
    "email": "quinn@evergreen-park.example",
}
PASSWORD = "four calm words here"


def _set_up(**changed: str | None) -> str:
    said = StringIO()
    call_command("set_up", no_input=True, stdout=said, **{**ANSWERS, **changed})
    return said.getvalue()


def _link(said: str) -> str:
    return urlsplit(said.strip().splitlines()[-1]).path


def test_an_agency_with_rules_a_unit_and_an_administrator(db: None, settings: Any) -> None:
    said = _set_up()

    quinn = Member.objects.get(log_on_id="quinn")
    assert quinn.agency.zone == "America/Chicago"
    assert quinn.agency.policy_at(at=timezone.now()).pack == "alsip"
    assert authority.load(member=quinn, at=timezone.now()).holds("administrator")
    assert not quinn.has_usable_password()
    assert said.strip().splitlines()[-1].startswith(f"{settings.PUBLIC_URL}/account/password/reset/key/")


def test_every_part_has_its_event(db: None) -> None:
    _set_up()

    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == [
        "agency.set_up",
        *["condition.set"] * len(Condition),
        "policy.adopted",
        "unit.registered",
        "member.registered",
        "authorisation.given",
    ]


def test_the_link_lets_the_administrator_choose_a_password_once(db: None, client: Client) -> None:
    link = _link(_set_up())

    form = client.get(link, follow=True)
    chosen = client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert chosen.status_code == 302

    signed_in = Client().post("/account/login/", {"login": "quinn", "password": PASSWORD})
    assert signed_in.status_code == 302
    again = Client().get(link, follow=True)
    assert "password1" not in again.content.decode()


def test_a_second_run_for_the_same_agency_changes_nothing(db: None) -> None:
    _set_up()

    with pytest.raises(CommandError, match="set up already"):
        _set_up(log_on_id="other", email="other@evergreen-park.example")
    assert Agency.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"zone": "Mars/Olympus"}, "no time zone 'Mars/Olympus'"),
        ({"pack": "gotham"}, "There are: alsip, chicago"),
        ({"email": "quinn"}, "no e-mail address"),
        ({"unit_kind": "fleet"}, "A unit is one of"),
        ({"slug": "two words"}, "one word"),
        ({"agency": " "}, "Something must be written"),
        ({"log_on_id": None}, "--log-on-id is missing"),
    ],
    ids=str,
)
def test_what_cannot_be_used_is_said_in_a_sentence(db: None, changed: dict[str, Any], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        _set_up(**changed)
    assert not Agency.objects.exists()
    assert not Unit.objects.exists()


def test_somebody_else_s_log_on_id_is_refused(db: None) -> None:
    _set_up()

    with pytest.raises(CommandError, match="log-on ID 'quinn' already"):
        _set_up(slug="another", email="other@another.example")


def test_what_is_not_given_is_asked_until_it_fits(db: None, monkeypatch: Any, capsys: Any) -> None:
    answers = iter(["Nowhere/Land", "Europe/Lisbon"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(answers))

    call_command("set_up", **{**ANSWERS, "zone": None})

    assert "no time zone 'Nowhere/Land'" in capsys.readouterr().err
    assert Agency.objects.get().zone == "Europe/Lisbon"


def test_the_usual_answer_is_the_empty_one() -> None:
    assert set_up.ASKED["zone"].prompt == "Its time zone [America/Chicago]: "


def test_the_demonstration_is_no_place_for_a_real_department(db: None, settings: Any) -> None:
    settings.DEMONSTRATION = True

    with pytest.raises(CommandError, match="holds the demonstration"):
        _set_up()
