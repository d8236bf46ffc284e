"""What stands beside the posts that were asked for, by tweepy and by X's own client: each has its own names for it."""

import base64

import pytest
import tweepy
import xdk
from xdk import schemas

from tests.sandbox.calling import call
from tests.sandbox.ground import Account, Ground
from tests.sandbox.tweepers import client

PNG = b"\x89PNG\r\n\x1a\n" + b"3" * 64
EVERYTHING = [
    "author_id",
    "in_reply_to_user_id",
    "entities.mentions.username",
    "referenced_tweets.id",
    "referenced_tweets.id.author_id",
    "attachments.media_keys",
]


@pytest.fixture
def second(ground: Ground, account: Account) -> xdk.Client:
    """X's own client, with a bearer token of the account."""
    keys = {"consumer_key": "consumer-of-the-third", "consumer_secret": "consumer-secret"}
    app = {"client_id": "third-witness", "name": "Third witness", "callbacks": []}
    ground.control("POST", "apps", {**app, **keys})
    pair = ground.control("POST", "grants", {"account": account.user_id, "client_id": app["client_id"]})
    return xdk.Client(base_url=ground.base_url, access_token=pair["access_token"])


@pytest.fixture
def other(ground: Ground) -> Account:
    return ground.account()


@pytest.fixture
def reply(ground: Ground, account: Account, other: Account, second: xdk.Client) -> tuple[str, str]:
    """A post of another's, and the account's reply with a picture: their numbers."""
    asked = client(ground, other).create_tweet(text=f"@{account.username} who is on duty?").data["id"]
    picture = second.media.upload(
        schemas.MediaUploadRequest(media=base64.b64encode(PNG).decode(), media_category="tweet_image")
    ).data.id
    words = {"id": picture, "metadata": {"alt_text": {"text": "A roster"}}}
    second.media.create_metadata(schemas.CreateMediaMetadataRequest.model_validate(words))
    answer = client(ground, account).create_tweet(
        text=f"See the board, @{other.username}", in_reply_to_tweet_id=asked, media_ids=[picture]
    )
    return str(asked), str(answer.data["id"])


def test_tweepy_reads_authors_the_post_replied_to_and_what_is_shown(
    ground: Ground, account: Account, other: Account, reply: tuple[str, str]
) -> None:
    asked, answered = reply
    x = client(ground, account)
    beside = {"expansions": EVERYTHING, "user_fields": ["description"], "media_fields": ["alt_text", "url"]}

    one = x.get_tweet(answered, user_auth=True, **beside)
    some = x.get_tweets([answered], user_auth=True, **beside)
    page = x.get_users_tweets(account.user_id, user_auth=True, **beside)
    named = x.get_users_mentions(other.user_id, user_auth=True, **beside)

    for told in (one, some, page, named):
        assert {user.username for user in told.includes["users"]} == {account.username, other.username}
        assert [user.description for user in told.includes["users"]] == ["Invented for a test"] * 2
        assert [str(tweet.id) for tweet in told.includes["tweets"]] == [asked]
        (picture,) = told.includes["media"]
        assert (picture.type, picture.alt_text) == ("photo", "A roster")
        assert picture.url.startswith("https://pbs.twimg.com/media/")
    assert str(one.data.author_id) == account.user_id
    assert one.data.entities["mentions"][0]["username"] == other.username


def test_xs_own_client_reads_them_under_the_newer_names(
    account: Account, other: Account, second: xdk.Client, reply: tuple[str, str]
) -> None:
    asked, answered = reply
    expansions = ["author_id", "referenced_posts", "attachments.media_keys", "in_reply_to_user_id"]

    one = second.posts.get_by_id(answered, expansions=expansions, media_fields=["alt_text"])
    (page,) = second.users.get_posts(account.user_id, expansions=expansions, media_fields=["alt_text"])

    for told in (one, page):
        assert {user.username for user in told.includes.users} == {account.username, other.username}
        assert [post.id for post in told.includes.posts] == [asked]
        assert [each.alt_text for each in told.includes.media] == ["A roster"]


def test_a_post_that_is_gone_stands_among_the_errors(
    ground: Ground, account: Account, other: Account, reply: tuple[str, str]
) -> None:
    asked, answered = reply
    client(ground, other).delete_tweet(asked)

    told = client(ground, account).get_tweet(answered, expansions=["referenced_tweets.id"], user_auth=True)

    assert told.includes == {}
    assert [(each["resource_id"], each["parameter"]) for each in told.errors] == [
        (asked, "referenced_tweets.id")
    ]


def test_the_newest_post_of_an_account_stands_beside_it(
    ground: Ground, account: Account, second: xdk.Client, reply: tuple[str, str]
) -> None:
    _, answered = reply
    x = client(ground, account)

    for told in (
        x.get_me(expansions=["most_recent_tweet_id"]),
        x.get_user(username=account.username, expansions=["most_recent_tweet_id"], user_auth=True),
    ):
        assert [str(tweet.id) for tweet in told.includes["tweets"]] == [answered]
    newer = second.users.get_by_ids([account.user_id], expansions=["most_recent_post_id"])
    assert [post.id for post in newer.includes.posts] == [answered]
    assert x.get_me(expansions=["pinned_tweet_id"]).includes == {}


@pytest.mark.parametrize("query", ["expansions=friends", "expansions=author_id&media.fields=mood"])
def test_what_x_does_not_open_is_refused(ground: Ground, account: Account, query: str) -> None:
    post_id = client(ground, account).create_tweet(text=f"Nothing beside {account.user_id}").data["id"]

    assert call(ground, account, "GET", f"/2/tweets/{post_id}?{query}").status_code == 400


def test_nobody_sees_by_a_repost_what_is_closed_to_them(
    ground: Ground, account: Account, other: Account
) -> None:
    theirs = client(ground, other).create_tweet(text="For friends alone").data["id"]
    client(ground, account).retweet(theirs)
    ground.control("POST", "standing", {"account": other.user_id, "state": "protected"})

    told = client(ground, ground.account()).get_users_tweets(
        account.user_id, expansions=["referenced_tweets.id", "author_id"], user_auth=True
    )

    assert isinstance(told, tweepy.Response)
    assert "tweets" not in told.includes
    assert [user.username for user in told.includes["users"]] == [account.username]
