"""Connecting an account: from its page to the network and back, on the sandbox."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import health
from accounts.models import Credential, Health, Message, OutletAccount
from audit.models import Event
from governance.cast import CHICAGO, Cast
from posts import sending
from posts.drafting import Written
from posts.models import Publication
from tests import people

KINDS = pytest.mark.parametrize("kind", ["oauth1", "oauth2"])


@pytest.fixture
def okafor(out: tuple[Cast, Any]) -> Client:
    client = Client()
    client.force_login(out[0].okafor)
    return client


def account_of(engaged: Cast, unit: str = "014") -> OutletAccount:
    return OutletAccount.objects.get(pk=engaged.accounts[unit].pk)


def begin(client: Client, account: OutletAccount, kind: str = "") -> str:
    """Step two: from the account's page to the network's."""
    answer = client.post(reverse("connect_account", args=[account.pk]), {"kind": kind})
    assert answer.status_code == 302
    return str(answer["Location"])


def agree(url: str, account: OutletAccount, decision: str = "yes") -> str:
    """Step three: a person decides there, and is led back."""
    form = {"account": account.external_id, "decision": decision}
    back = requests.post(url, data=form, allow_redirects=False, timeout=5).headers["Location"]
    asked = urlsplit(back)
    assert asked.path == reverse("connected")
    return f"{asked.path}?{asked.query}"


def said(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    return " ".join(str(message) for message in answer.context["messages"])


def stored(account: OutletAccount) -> dict[str, Any]:
    return {name: getattr(account.credential, name) for name in Credential.SECRETS}


def verbs(account: OutletAccount) -> list[str]:
    return list(Event.objects.filter(subject="account", subject_id=account.pk).values_list("verb", flat=True))


@KINDS
def test_three_steps_connect_and_the_waiting_post_goes_out(
    out: tuple[Cast, Any], okafor: Client, kind: str
) -> None:
    engaged, _ = out
    account, at = account_of(engaged), timezone.now()
    text = f"The lobby is open until nine: {people.a_word()}."
    written = Written(**{**people.TIP.__dict__, "text": text})
    post = people.submitted(engaged=engaged, written=written, at=at - timedelta(minutes=5))
    people.approve(post=post, by=engaged.whitfield, at=at - timedelta(minutes=5))
    health.trouble(account_id=account.pk, health=Health.RECONNECT, said="", at=at)

    assert "connected" in said(okafor, agree(begin(okafor, account, kind), account))

    account = account_of(engaged)
    assert (account.health, account.credential.kind) == (Health.CONNECTED, kind)
    assert account.credential.checked_at is not None
    assert "account.connected" in verbs(account)
    assert Message.objects.filter(kind="account_recovered").exists()
    assert sending.send(publication_id=Publication.objects.get(post=post).pk) == "published"


def test_keys_of_another_account_are_not_kept(
    committed_db: str, on_sandbox: Callable[[Cast], Any], client: Client
) -> None:
    engaged = people.engage_on_duty(house=CHICAGO, at=timezone.now() - timedelta(hours=1))
    on_sandbox(engaged)
    client.force_login(engaged.okafor)
    account, other = account_of(engaged), account_of(engaged, "018")
    before = stored(account)

    told = said(client, agree(begin(client, account, "oauth2"), other))

    assert f"agreed as @{other.handle}, but this account is @{account.handle}" in told
    assert stored(account_of(engaged)) == before
    assert "account.connection_refused" in verbs(account)


@pytest.mark.parametrize("wrong", ["word", "member", "twice", "late", "denied"])
@KINDS
def test_an_answer_counts_once_for_who_began_it(
    out: tuple[Cast, Any], okafor: Client, kind: str, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engaged, _ = out
    account, client = account_of(engaged), okafor
    back = agree(begin(client, account, kind), account, "no" if wrong == "denied" else "yes")
    if wrong == "word":
        name = "oauth_token" if kind == "oauth1" else "state"
        back = back.replace(parse_qs(urlsplit(back).query)[name][0], "guessed")
    if wrong == "member":
        begun = client.session["connecting"]
        client = Client()
        client.force_login(engaged.admin)
        session = client.session
        session["connecting"] = begun
        session.save()
    if wrong == "twice":
        client.get(back, follow=True)
    if wrong == "late":
        later = timezone.now() + timedelta(minutes=16)
        monkeypatch.setattr(timezone, "now", lambda: later)
    before = stored(account_of(engaged))

    assert "connected." not in said(client, back)
    assert stored(account_of(engaged)) == before


def test_no_secret_stands_in_a_session_a_page_or_a_log(
    out: tuple[Cast, Any], okafor: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level("DEBUG")
    engaged, _ = out
    account = account_of(engaged)
    url = begin(okafor, account, "oauth1")
    kept = str([session.get_decoded() for session in Session.objects.all()])
    back = agree(url, account)
    page = okafor.get(back, follow=True).content.decode()

    [word] = parse_qs(urlsplit(url).query)["oauth_token"]
    secrets = [value for value in stored(account_of(engaged)).values() if value]
    assert not any(secret in page + caplog.text for secret in secrets)
    assert word not in kept


def test_a_browser_may_follow_the_form_to_the_network_from_the_account_s_page_alone(
    out: tuple[Cast, Any], okafor: Client, settings: Any
) -> None:
    page = okafor.get(reverse("account", args=[account_of(out[0]).pk]))
    assert "form-action 'self' https://api.twitter.com https://x.com" in page["Content-Security-Policy"]
    assert settings.TRAINING_URL in page["Content-Security-Policy"]
    assert "x.com" not in okafor.get(reverse("accounts_register"))["Content-Security-Policy"]


def test_a_custodian_keeps_the_account_and_who_may_not_name_one_is_told(
    out: tuple[Cast, Any], okafor: Client, client: Client
) -> None:
    engaged, _ = out
    account = account_of(engaged)

    def custodian() -> Any:
        return client.get(reverse("account", args=[account.pk]))

    client.force_login(engaged.reyes)
    assert custodian().status_code == 403

    keepers = {"custodian": engaged.reyes.pk, "deputy": engaged.whitfield.pk}
    okafor.post(reverse("name_keepers", args=[account.pk]), keepers)

    assert b"Connect account" in custodian().content
    assert client.post(reverse("name_keepers", args=[account.pk]), {}).status_code == 403
    event = Event.objects.get(verb="account.keepers_named")
    assert event.keys == {"custodian_id": engaged.reyes.pk, "deputy_id": engaged.whitfield.pk}
    same = {"custodian": engaged.reyes.pk, "deputy": engaged.reyes.pk}
    assert b"are two people" in okafor.post(reverse("name_keepers", args=[account.pk]), same).content


def test_what_a_plan_can_do_is_noted_by_the_office(out: tuple[Cast, Any], client: Client) -> None:
    engaged, _ = out
    account = account_of(engaged)
    assert account.capabilities == ["repost", "hide", "video"]
    client.force_login(engaged.natarajan)

    client.post(reverse("note_capabilities", args=[account.pk]), {"capabilities": ["hide", "long_posts"]})

    assert account_of(engaged).capabilities == ["hide", "long_posts"]
    noted = Event.objects.filter(verb="account.capability_changed").order_by("pk")
    assert [(event.keys["capability"], event.keys["given"]) for event in noted] == [
        ("repost", "no"),
        ("long_posts", "yes"),
        ("video", "no"),
    ]


def test_an_office_says_whether_an_account_lets_the_portal_send_once_more(
    out: tuple[Cast, Any], client: Client
) -> None:
    engaged, _ = out
    account = account_of(engaged)
    assert not account.resend_after_absence
    client.force_login(engaged.natarajan)
    noted = {"capabilities": account.capabilities}

    for _ in range(2):
        client.post(reverse("note_capabilities", args=[account.pk]), noted | {"resend_after_absence": "on"})

    assert account_of(engaged).resend_after_absence
    assert [event.keys["given"] for event in Event.objects.filter(verb="account.resend_changed")] == ["yes"]
    page = client.get(reverse("account", args=[account.pk])).content.decode()
    assert "send it once more" in page and "checked" in page


def test_the_register_asks_the_same_number_of_questions_for_any_number_of_accounts(
    out: tuple[Cast, Any], client: Client, django_assert_max_num_queries: Any
) -> None:
    engaged, _ = out
    client.force_login(engaged.admin)
    account = account_of(engaged)
    health.trouble(account_id=account.pk, health=Health.LOCKED, said="Unlock it.", at=timezone.now())
    with django_assert_max_num_queries(12):
        page = client.get(reverse("accounts_register"))
    assert page.content.count(b"<tr>") == 1 + OutletAccount.objects.filter(agency=engaged.agency).count()
    only = client.get(reverse("accounts_register"), {"show": "trouble"}).content.decode()
    assert f"@{account.handle}" in only
    assert only.count("<tr>") == 2
