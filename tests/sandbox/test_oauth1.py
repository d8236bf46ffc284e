"""OAuth 1.0a in three legs, by tweepy's own flow."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import tweepy
from requests_oauthlib import OAuth1Session

from outlets.credential import OAuth1Credential
from tests.sandbox.ground import Account, Ground
from tests.sandbox.tweepers import client, redirect

CALLBACK = "https://portal.example.invalid/linked"
KEYS = {"consumer_key": "three-legs", "consumer_secret": "three-legged-secret"}


@pytest.fixture(autouse=True, scope="module")
def _app(ground: Ground) -> None:
    wish = {"client_id": "three-legs", "name": "Portal of tests", "callbacks": [CALLBACK]}
    ground.control("POST", "apps", {**wish, **KEYS})


@pytest.fixture(autouse=True)
def _every_session_leads_to_the_sandbox(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """tweepy opens a new one for the last leg."""

    class Session(OAuth1Session):
        def __init__(self, *args: Any, **keys: Any) -> None:
            super().__init__(*args, **keys)
            redirect(self, ground)

    monkeypatch.setattr(tweepy.auth, "OAuth1Session", Session)


def handler(callback: str = CALLBACK, **keys: str) -> tweepy.OAuth1UserHandler:
    return tweepy.OAuth1UserHandler(**{**KEYS, **keys}, callback=callback)


def decide(ground: Ground, url: str, account: Account, decision: str = "yes") -> requests.Response:
    asked = urlsplit(url)
    return requests.post(
        f"{ground.base_url}{asked.path}?{asked.query}",
        data={"account": account.user_id, "decision": decision},
        allow_redirects=False,
        timeout=5,
    )


def linked(account: Account, tokens: tuple[str, str]) -> Account:
    credential = OAuth1Credential(**KEYS, access_token=tokens[0], access_token_secret=tokens[1])
    return Account(user_id=account.user_id, username=account.username, credential=credential)


def test_a_person_agrees_and_the_tokens_sign_in_their_name(ground: Ground, account: Account) -> None:
    auth = handler()
    back = decide(ground, auth.get_authorization_url(), account).headers["Location"]
    told = parse_qs(urlsplit(back).query)

    tokens = auth.get_access_token(told["oauth_verifier"][0])

    assert back.startswith(CALLBACK)
    assert tokens[0].startswith(f"{account.user_id}-")
    x = client(ground, linked(account, tokens))
    assert x.get_me().data.username == account.username
    x.create_tweet(text="Signed with new keys")
    assert [each["text"] for each in ground.accepted(account)] == ["Signed with new keys"]
    assert client(ground, account).get_me().data.username == account.username


def test_a_person_may_carry_a_number_over(ground: Ground, account: Account) -> None:
    auth = handler("oob")
    shown = decide(ground, auth.get_authorization_url(), account).text
    number = re.search(r"<p>([0-9]{7})</p>", shown)
    assert number is not None

    assert auth.get_access_token(number.group(1))[0].startswith(f"{account.user_id}-")


def test_the_word_that_proves_consent_must_be_right_and_is_good_once(
    ground: Ground, account: Account
) -> None:
    auth = handler()
    back = decide(ground, auth.get_authorization_url(), account).headers["Location"]
    with pytest.raises(tweepy.TweepyException):
        auth.get_access_token("wrong")
    verifier = parse_qs(urlsplit(back).query)["oauth_verifier"][0]
    request_token = dict(auth.request_token)
    auth.get_access_token(verifier)

    auth.request_token = request_token
    with pytest.raises(tweepy.TweepyException):
        auth.get_access_token(verifier)


def test_who_does_not_agree_is_sent_back_with_nothing(ground: Ground, account: Account) -> None:
    auth = handler()

    back = decide(ground, auth.get_authorization_url(), account, "no").headers["Location"]

    assert set(parse_qs(urlsplit(back).query)) == {"denied"}
    with pytest.raises(tweepy.TweepyException):
        auth.get_access_token("anything")


@pytest.mark.parametrize(
    ("callback", "keys"),
    [
        ("https://evil.example/", {}),
        (CALLBACK, {"consumer_secret": "wrong"}),
        (CALLBACK, {"consumer_key": "nobody"}),
    ],
    ids=str,
)
def test_an_application_that_is_not_known_gets_no_request_token(
    ground: Ground, callback: str, keys: dict[str, str]
) -> None:
    with pytest.raises(tweepy.TweepyException):
        handler(callback, **keys).get_authorization_url()
