"""An application asks by itself: it reads what everybody may read, by limits of its own, and does nothing."""

from collections.abc import Callable

import pytest
import requests
import tweepy
import xdk

from tests.sandbox.ground import Account, Ground
from tests.sandbox.tweepers import ToSandbox, client, session

KEYS = ("consumer-by-itself", "secret-by-itself")


@pytest.fixture(scope="module")
def token(ground: Ground) -> str:
    """The application's one bearer token."""
    keys = {"consumer_key": KEYS[0], "consumer_secret": KEYS[1]}
    ground.control("POST", "apps", {"client_id": "by-itself", "name": "By itself", "callbacks": [], **keys})
    return str(asked(ground).json()["access_token"])


def asked(ground: Ground, path: str = "token", **form: str) -> requests.Response:
    with session(ground) as line:
        form = form or {"grant_type": "client_credentials"}
        return line.post(f"https://api.twitter.com/oauth2/{path}", auth=KEYS, data=form)


@pytest.fixture
def alone(ground: Ground, token: str) -> tweepy.Client:
    made = tweepy.Client(bearer_token=token)
    made.session = session(ground)
    return made


def test_tweepy_fetches_the_token_that_the_application_has(
    ground: Ground, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tweepy.auth, "requests", session(ground))

    assert tweepy.OAuth2AppHandler(*KEYS)._bearer_token == token
    with pytest.raises(tweepy.TweepyException):
        tweepy.OAuth2AppHandler(KEYS[0], "wrong")


def test_everything_that_everybody_may_read_is_read(
    ground: Ground, account: Account, alone: tweepy.Client, token: str
) -> None:
    post_id = client(ground, account).create_tweet(text=f"Open house, @{account.username}").data["id"]
    second = xdk.Client(base_url=ground.base_url, bearer_token=token)

    assert str(alone.get_tweet(post_id, expansions=["author_id"]).includes["users"][0].id) == account.user_id
    assert [str(each.id) for each in alone.get_tweets([post_id]).data] == [post_id]
    assert [str(each.id) for each in alone.get_users_tweets(account.user_id).data] == [post_id]
    assert alone.get_users_mentions(account.user_id).data is None
    assert alone.get_user(username=account.username).data.username == account.username
    assert [str(each.id) for each in alone.get_users(ids=[account.user_id]).data] == [account.user_id]
    assert second.posts.get_by_id(post_id).data.id == post_id
    assert second.users.get_by_username(account.username).data.id == account.user_id
    assert [each.id for page in second.users.get_posts(account.user_id) for each in page.data] == [post_id]


@pytest.mark.parametrize(
    "act",
    [
        lambda x: x.create_tweet(text="By nobody", user_auth=False),
        lambda x: x.delete_tweet("1", user_auth=False),
        lambda x: x.get_me(user_auth=False),
        lambda x: x.hide_reply("1", user_auth=False),
    ],
    ids=["post", "delete", "who am I", "hide"],
)
def test_what_takes_an_account_is_refused(
    alone: tweepy.Client, act: Callable[[tweepy.Client], object]
) -> None:
    with pytest.raises(tweepy.Forbidden) as refused:
        act(alone)

    assert refused.value.response.json()["title"] == "Unsupported Authentication"


def test_its_limits_are_its_own(ground: Ground, account: Account, alone: tweepy.Client) -> None:
    def limit(x: tweepy.Client, *, user_auth: bool) -> str:
        x.return_type = requests.Response
        answer = x.get_tweet("12", user_auth=user_auth)
        return str(answer.headers["x-rate-limit-limit"])

    assert (limit(alone, user_auth=False), limit(client(ground, account), user_auth=True)) == ("450", "900")


def test_metrics_of_an_author_are_not_an_applications_to_see(
    ground: Ground, account: Account, alone: tweepy.Client
) -> None:
    post_id = client(ground, account).create_tweet(text="Seen by how many?").data["id"]

    told = alone.get_tweet(post_id, tweet_fields=["non_public_metrics"])

    assert told.data.text == "Seen by how many?"
    assert told.errors[0]["type"].endswith("/problems/not-authorized-for-field")


def test_a_token_that_was_ended_reads_nothing_and_another_takes_its_place(ground: Ground, token: str) -> None:
    assert asked(ground).json()["access_token"] == token
    assert asked(ground, "invalidate_token", access_token=token).json() == {"access_token": token}

    again = tweepy.Client(bearer_token=token)
    again.session.mount("https://", ToSandbox(ground))
    with pytest.raises(tweepy.Unauthorized):
        again.get_tweet("12")
    assert asked(ground, "invalidate_token", access_token=token).status_code == 403
    assert asked(ground, "token", grant_type="password").status_code == 403
    assert asked(ground).json()["access_token"] != token
