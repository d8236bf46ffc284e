"""OAuth 2.0 by tweepy's own flow: consent, code, bearer token, and refresh tokens that are good once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import tweepy

from tests.sandbox.ground import Account, Ground
from tests.sandbox.tweepers import redirect, session

CALLBACK = "https://portal.example.invalid/connected"
TOKEN = "https://api.twitter.com/2/oauth2/token"
SCOPES = ["tweet.read", "tweet.write", "users.read", "offline.access"]
HOUR = 3600


@dataclass(frozen=True)
class App:
    client_id: str
    client_secret: str | None


@pytest.fixture(scope="module")
def app(ground: Ground) -> App:
    """A confidential application."""
    return registered(ground, App(client_id="portal-of-tests", client_secret="secret-of-tests"))


def registered(ground: Ground, app: App) -> App:
    wish = {"client_id": app.client_id, "client_secret": app.client_secret, "name": "Portal <of tests>"}
    keys = {"consumer_key": f"consumer-of-{app.client_id}", "consumer_secret": "consumer-secret"}
    ground.control("POST", "apps", {**wish, **keys, "callbacks": [CALLBACK]})
    return app


@pytest.fixture
def handler(ground: Ground, app: App) -> Iterator[tweepy.OAuth2UserHandler]:
    yield handler_of(ground, app)


def handler_of(ground: Ground, app: App) -> tweepy.OAuth2UserHandler:
    made = tweepy.OAuth2UserHandler(
        client_id=app.client_id, redirect_uri=CALLBACK, scope=SCOPES, client_secret=app.client_secret
    )
    redirect(made, ground)
    return made


def decide(ground: Ground, url: str, account: Account, *, decision: str = "yes") -> requests.Response:
    """What a person does on the page that an address of X leads to; where it sends them."""
    asked = urlsplit(url)
    return requests.post(
        f"{ground.base_url}{asked.path}?{asked.query}",
        data={"account": account.user_id, "decision": decision},
        allow_redirects=False,
        timeout=5,
    )


def connected(ground: Ground, handler: tweepy.OAuth2UserHandler, account: Account) -> dict[str, Any]:
    back = decide(ground, handler.get_authorization_url(), account).headers["Location"]
    return dict(handler.fetch_token(back))


def bearer(ground: Ground, token: str) -> tweepy.Client:
    made = tweepy.Client(bearer_token=token)
    made.session = session(ground)
    return made


def refresh(ground: Ground, app: App, token: str) -> dict[str, Any]:
    handler = handler_of(ground, app)
    return dict(handler.refresh_token(TOKEN, refresh_token=token, auth=handler.auth))


def test_a_person_agrees_and_the_token_posts_in_their_name(
    ground: Ground, handler: tweepy.OAuth2UserHandler, account: Account
) -> None:
    tokens = connected(ground, handler, account)
    x = bearer(ground, tokens["access_token"])

    assert (tokens["expires_in"], tokens["token_type"]) == (7200, "bearer")
    assert x.get_me(user_auth=False).data.username == account.username
    assert x.create_tweet(text="In their name", user_auth=False).data["text"] == "In their name"
    assert [each["text"] for each in ground.accepted(account)] == ["In their name"]


def test_the_page_says_who_asks_for_what(ground: Ground, handler: tweepy.OAuth2UserHandler) -> None:
    asked = urlsplit(handler.get_authorization_url())

    page = requests.get(f"{ground.base_url}{asked.path}?{asked.query}", timeout=5)

    assert "Portal &lt;of tests&gt; wants to" in page.text
    assert "Publish, repost and delete posts" in page.text
    assert "Training: nothing leaves this machine" in page.text
    assert "form-action 'self' https://portal.example.invalid" in page.headers["Content-Security-Policy"]


def test_who_does_not_agree_is_sent_back_with_nothing(
    ground: Ground, handler: tweepy.OAuth2UserHandler, account: Account
) -> None:
    back = decide(ground, handler.get_authorization_url(), account, decision="no").headers["Location"]

    assert parse_qs(urlsplit(back).query)["error"] == ["access_denied"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("portal-of-tests", "nobody"),
        ("portal.example", "evil.example"),
        ("tweet.read", "everything"),
        ("response_type=code", "response_type=token"),
        ("code_challenge=", "nothing="),
    ],
)
def test_a_request_that_is_not_in_order_leads_nowhere(
    ground: Ground, handler: tweepy.OAuth2UserHandler, account: Account, old: str, new: str
) -> None:
    answer = decide(ground, handler.get_authorization_url().replace(old, new), account)

    assert answer.status_code == 400
    assert "Location" not in answer.headers


def test_a_code_is_good_once_for_thirty_seconds_and_for_who_began(
    moving: Ground, handler: tweepy.OAuth2UserHandler, app: App, account: Account
) -> None:
    late = decide(moving, handler.get_authorization_url(), account).headers["Location"]
    moving.advance(31)
    for strange in (
        late,
        decide(moving, handler_of(moving, app).get_authorization_url(), account).headers["Location"],
    ):
        handler._state = parse_qs(urlsplit(strange).query)["state"][0]
        with pytest.raises(Exception, match="invalid_request"):
            handler.fetch_token(strange)
    again = decide(moving, handler.get_authorization_url(), account).headers["Location"]
    handler.fetch_token(again)
    with pytest.raises(Exception, match="invalid_request"):
        handler.fetch_token(again)


def test_an_access_token_ends_after_two_hours_and_a_refresh_brings_a_new_one(
    moving: Ground, handler: tweepy.OAuth2UserHandler, app: App, account: Account
) -> None:
    first = connected(moving, handler, account)
    moving.advance(2 * HOUR + 1)
    with pytest.raises(tweepy.Unauthorized):
        bearer(moving, first["access_token"]).get_me(user_auth=False)

    second = refresh(moving, app, first["refresh_token"])

    assert second["refresh_token"] != first["refresh_token"]
    assert bearer(moving, second["access_token"]).get_me(user_auth=False).data.username == account.username


def test_a_refresh_token_that_comes_twice_ends_the_whole_family(
    ground: Ground, handler: tweepy.OAuth2UserHandler, app: App, account: Account
) -> None:
    first = connected(ground, handler, account)
    second = refresh(ground, app, first["refresh_token"])

    with pytest.raises(Exception, match="Value passed for the token was invalid"):
        refresh(ground, app, first["refresh_token"])

    with pytest.raises(tweepy.Unauthorized):
        bearer(ground, second["access_token"]).get_me(user_auth=False)
    with pytest.raises(Exception, match="Value passed for the token was invalid"):
        refresh(ground, app, second["refresh_token"])


def test_a_lost_refresh_has_used_its_token_up(
    ground: Ground, handler: tweepy.OAuth2UserHandler, app: App, account: Account
) -> None:
    first = connected(ground, handler, account)
    ground.fault(account, "refresh_lost")

    with pytest.raises(requests.ConnectionError):
        refresh(ground, app, first["refresh_token"])
    with pytest.raises(Exception, match="invalid_request"):
        refresh(ground, app, first["refresh_token"])


def test_an_expired_token_is_refused_until_it_is_refreshed(
    ground: Ground, handler: tweepy.OAuth2UserHandler, app: App, account: Account
) -> None:
    first = connected(ground, handler, account)
    x = bearer(ground, first["access_token"])
    ground.fault(account, "token_expired", path="/2/tweets")

    for text in ("Refused", "Refused again"):
        with pytest.raises(tweepy.Unauthorized):
            x.create_tweet(text=text, user_auth=False)

    second = refresh(ground, app, first["refresh_token"])
    bearer(ground, second["access_token"]).create_tweet(text="In order", user_auth=False)
    assert [each["text"] for each in ground.accepted(account)] == ["In order"]


def test_a_token_does_what_its_scopes_say_and_no_more(ground: Ground, app: App, account: Account) -> None:
    wish = {"account": account.user_id, "client_id": app.client_id, "scope": "tweet.read users.read"}
    pair = ground.control("POST", "grants", wish)
    x = bearer(ground, pair["access_token"])

    assert "refresh_token" not in pair
    assert x.get_users_tweets(account.user_id).meta == {"result_count": 0}
    with pytest.raises(tweepy.Forbidden):
        x.create_tweet(text="Not in scope", user_auth=False)


def test_who_has_a_secret_must_show_it(ground: Ground, app: App) -> None:
    wrong = [None, (app.client_id, "wrong"), ("nobody", "secret-of-tests")]

    told = [
        requests.post(
            f"{ground.base_url}/2/oauth2/token",
            data={"grant_type": "refresh_token", "refresh_token": "x", "client_id": app.client_id},
            auth=auth,
            timeout=5,
        ).status_code
        for auth in wrong
    ]

    assert told == [401, 401, 401]


def test_a_public_application_has_no_secret_to_show(ground: Ground, account: Account) -> None:
    public = registered(ground, App(client_id="public-of-tests", client_secret=None))
    tokens = connected(ground, handler_of(ground, public), account)

    answer = requests.post(
        f"{ground.base_url}/2/oauth2/token",
        data={
            "grant_type": "refresh_token",
            "refresh_token": tokens["refresh_token"],
            "client_id": public.client_id,
        },
        timeout=5,
    )

    assert answer.status_code == 200


def test_what_was_taken_back_is_over(ground: Ground, app: App, account: Account) -> None:
    pair = ground.control("POST", "grants", {"account": account.user_id, "client_id": app.client_id})
    auth = (app.client_id, app.client_secret or "")
    requests.post(
        f"{ground.base_url}/2/oauth2/revoke", data={"token": pair["refresh_token"]}, auth=auth, timeout=5
    )

    with pytest.raises(tweepy.Unauthorized):
        bearer(ground, pair["access_token"]).get_me(user_auth=False)
