"""An account lets the portal speak for it, by either protocol, on the sandbox."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from outlets.consent import Application, Consent, NotGranted
from outlets.credential import Credential, OAuth1Credential, OAuth2Credential
from outlets.outcomes import Published
from outlets.x import X
from tests.outlets.calling import intent
from tests.sandbox.ground import Account, Ground

CALLBACK = "https://portal.example.invalid/accounts/connected/"
OLD = Application(name="consumer-of-consent", secret="consumer-secret-of-consent")
NEW = Application(name="client-of-consent", secret="client-secret-of-consent")


@pytest.fixture(autouse=True)
def _app(ground: Ground) -> None:
    keys = {"consumer_key": OLD.name, "consumer_secret": OLD.secret}
    keys |= {"client_id": NEW.name, "client_secret": NEW.secret}
    ground.control("POST", "apps", {**keys, "name": "The portal", "callbacks": [CALLBACK]})


def consent(ground: Ground, application: Application) -> Consent:
    return Consent(application=application, base_url=ground.base_url, pages_url=ground.base_url)


def agreed(url: str, account: Account, decision: str = "yes") -> dict[str, list[str]]:
    """What the network tells the callback when a person decides there."""
    form = {"account": account.user_id, "decision": decision}
    told = requests.post(url, data=form, allow_redirects=False, timeout=5).headers["Location"]
    assert told.startswith(CALLBACK)
    return parse_qs(urlsplit(told).query)


def posts(ground: Ground, account: Account, credential: Credential) -> None:
    x = X(credential=credential, base_url=ground.base_url)
    wanted = intent(account)
    assert isinstance(x.publish(wanted, now=datetime.now(UTC)), Published)
    assert x.whoami(now=datetime.now(UTC)).external_user_id == account.user_id


def test_three_legs_end_in_keys_that_post(ground: Ground, account: Account) -> None:
    network = consent(ground, OLD)
    asked = network.ask_to_sign(callback=CALLBACK)
    told = agreed(asked.url, account)
    given = network.sign(word=asked.word, secret=asked.secret, verifier=told["oauth_verifier"][0])

    assert told["oauth_token"] == [asked.word]
    keys = {"access_token": given.access_token, "access_token_secret": given.access_token_secret}
    posts(ground, account, OAuth1Credential(consumer_key=OLD.name, consumer_secret=OLD.secret, **keys))


def test_a_code_and_its_verifier_end_in_tokens_that_post(ground: Ground, account: Account) -> None:
    network, now = consent(ground, NEW), datetime.now(UTC)
    asked = network.ask_to_bear(callback=CALLBACK, state="a-state")
    told = agreed(asked.url, account)
    given = network.bear(code=told["code"][0], verifier=asked.secret, callback=CALLBACK, now=now)

    assert told["state"] == ["a-state"]
    assert (given.expires_at - now).total_seconds() == 7200
    posts(
        ground, account, OAuth2Credential(access_token=given.access_token, external_user_id=account.user_id)
    )


def test_new_tokens_come_for_a_refresh_token_once(ground: Ground, account: Account) -> None:
    now = datetime.now(UTC)
    pair = ground.control("POST", "grants", {"account": account.user_id, "client_id": NEW.name})
    given = consent(ground, NEW).refresh(refresh_token=pair["refresh_token"], now=now)

    assert given.refresh_token not in (None, pair["refresh_token"])
    with pytest.raises(NotGranted) as no:
        consent(ground, NEW).refresh(refresh_token=pair["refresh_token"], now=now)
    assert no.value.refused
    assert no.value.surely


def test_an_answer_that_was_lost_may_have_used_the_token_up(ground: Ground, account: Account) -> None:
    pair = ground.control("POST", "grants", {"account": account.user_id, "client_id": NEW.name})
    ground.fault(account, {"name": "refresh_lost"}, path="/2/oauth2/token")

    with pytest.raises(NotGranted) as lost:
        consent(ground, NEW).refresh(refresh_token=pair["refresh_token"], now=datetime.now(UTC))
    assert not lost.value.surely
    assert not lost.value.refused


@pytest.mark.parametrize("body", ['{"access_token": "a", "expires_in": 99999999999999}', "[" * 19_000])
def test_an_answer_that_makes_no_sense_grants_nothing(ground: Ground, account: Account, body: str) -> None:
    pair = ground.control("POST", "grants", {"account": account.user_id, "client_id": NEW.name})
    ground.fault(account, {"name": "reject_before", "status": 200, "body": body}, path="/2/oauth2/token")

    with pytest.raises(NotGranted) as no:
        consent(ground, NEW).refresh(refresh_token=pair["refresh_token"], now=datetime.now(UTC))
    assert not no.value.surely


@pytest.mark.parametrize("what", ["exception", "log"])
def test_no_secret_is_said_of_a_refusal(ground: Ground, caplog: pytest.LogCaptureFixture, what: str) -> None:
    caplog.set_level("DEBUG")
    wrong = Consent(
        application=Application(name=OLD.name, secret="not-the-right-secret"), base_url=ground.base_url
    )
    with pytest.raises(NotGranted) as no:
        wrong.ask_to_sign(callback=CALLBACK)
    said = (
        f"{no.value!r} {no.value.__cause__} {no.value.__suppress_context__}"
        if what == "exception"
        else caplog.text
    )
    assert "secret" not in said
    assert "oauth_signature" not in said
    assert OLD.name not in said


def test_no_connection_means_that_surely_nothing_was_given() -> None:
    nobody = Consent(application=NEW, base_url="http://127.0.0.1:9")
    with pytest.raises(NotGranted) as silent:
        nobody.refresh(refresh_token="kept", now=datetime.now(UTC))
    assert silent.value.surely
    assert not silent.value.refused
