"""Every call that tweepy can make here, by tweepy itself, read back by its own models."""

import io
from pathlib import Path

import pytest
import tweepy

from tests.sandbox.ground import Account, Ground
from tests.sandbox.tweepers import client, older

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def stand(ground: Ground, account: Account, **standing: object) -> None:
    ground.control("POST", "standing", {"account": account.user_id, **standing})


def posted(ground: Ground, account: Account, text: str, **more: object) -> str:
    return str(client(ground, account).create_tweet(text=text, **more).data["id"])


def test_metrics_that_are_an_authors_alone_are_withheld_from_others_and_after_a_month(
    moving: Ground, account: Account
) -> None:
    post_id, private = posted(moving, account, "Coffee with a cop at nine."), ["non_public_metrics"]

    own = client(moving, account).get_tweet(post_id, tweet_fields=private, user_auth=True)
    others = client(moving, moving.account()).get_tweets([post_id], tweet_fields=private, user_auth=True)
    moving.advance(31 * 86_400)
    late = client(moving, account).get_tweet(post_id, tweet_fields=private, user_auth=True)

    assert own.data.non_public_metrics == {
        "impression_count": 0,
        "user_profile_clicks": 0,
        "url_link_clicks": 0,
        "engagements": 0,
    }
    for withheld in (others, late):
        assert withheld.errors[0]["type"].endswith("/problems/not-authorized-for-field")
    assert others.data[0].text == "Coffee with a cop at nine."


def test_a_post_is_made_read_and_taken_down(ground: Ground, account: Account) -> None:
    x = client(ground, account)
    post_id = x.create_tweet(text="Tea & talk https://example.com", reply_settings="following").data["id"]

    one = x.get_tweet(
        post_id, tweet_fields=["created_at", "public_metrics", "reply_settings"], user_auth=True
    )
    some = x.get_tweets([post_id, "12"], user_auth=True)

    assert one.data.reply_settings == "following"
    assert one.data.created_at is not None
    assert one.data.public_metrics["like_count"] == 0
    assert [each.id for each in some.data] == [int(post_id)]
    assert some.errors[0]["resource_id"] == "12"
    assert x.delete_tweet(post_id).data == {"deleted": True}
    assert x.get_tweet(post_id, user_auth=True).data is None


def test_a_timeline_is_read_page_by_page(ground: Ground, account: Account) -> None:
    ids = [int(posted(ground, account, f"Post {number}")) for number in range(7)]
    x = client(ground, account)

    pages = [
        [each.id for each in page.data]
        for page in tweepy.Paginator(x.get_users_tweets, account.user_id, max_results=5, user_auth=True)
    ]

    assert pages == [ids[:1:-1], ids[1::-1]]
    assert x.get_users_tweets(ground.account().user_id, user_auth=True).data is None


def test_mentions_are_the_posts_of_others_that_name_the_account(ground: Ground, account: Account) -> None:
    other = ground.account()
    wanted = int(posted(ground, other, f"Ask @{account.username.upper()} about it"))
    posted(ground, other, f"Not @{account.username}_at_all")
    posted(ground, account, f"We are @{account.username}")

    seen = client(ground, account).get_users_mentions(account.user_id, user_auth=True)

    assert [each.id for each in seen.data] == [wanted]


def test_accounts_are_found_by_id_and_by_name(ground: Ground, account: Account) -> None:
    x = client(ground, account)

    assert x.get_me().data.username == account.username
    assert x.get_user(id=account.user_id, user_auth=True).data.name == f"Unit {account.user_id}"
    assert x.get_user(username=account.username, user_auth=True).data.id == int(account.user_id)
    by_names = x.get_users(usernames=[account.username, "nobody"], user_auth=True)
    assert (len(by_names.data), by_names.errors[0]["value"]) == (1, "nobody")
    (by_id,) = x.get_users(ids=[account.user_id], user_fields=["public_metrics"], user_auth=True).data
    assert by_id.public_metrics["followers_count"] == 0


def test_a_repost_stands_in_the_timeline_until_it_is_taken_back(ground: Ground, account: Account) -> None:
    original = posted(ground, ground.account(), "Lost dog found")
    x = client(ground, account)

    assert x.retweet(original).data == {"rest_id": original, "retweeted": True}
    x.retweet(original)

    (mine,) = x.get_users_tweets(account.user_id, tweet_fields=["referenced_tweets"], user_auth=True).data
    assert (mine.referenced_tweets[0].type, str(mine.referenced_tweets[0].id)) == ("retweeted", original)
    assert x.get_users_tweets(account.user_id, exclude=["retweets"], user_auth=True).data is None
    shown = x.get_tweet(original, tweet_fields=["public_metrics"], user_auth=True).data
    assert shown.public_metrics["retweet_count"] == 1
    assert ground.accepted(account) == []
    assert x.unretweet(original).data == {"retweeted": False}
    assert x.get_users_tweets(account.user_id, user_auth=True).data is None
    (act,) = ground.control("GET", "acts", account=account.user_id)["acts"]
    assert (act["kind"], act["object_id"], act["ended_at"] is not None) == ("repost", original, True)


def test_likes_and_follows_are_for_plans_that_include_them(ground: Ground, account: Account) -> None:
    other = ground.account()
    post_id = posted(ground, other, "Anything")
    x = client(ground, account)
    for call in (lambda: x.like(post_id), lambda: x.follow_user(other.user_id)):
        with pytest.raises(tweepy.Forbidden):
            call()

    stand(ground, account, may=["like", "follow"])

    assert x.like(post_id).data == {"liked": True}
    assert x.unlike(post_id).data == {"liked": False}
    assert x.follow_user(other.user_id).data == {"following": True, "pending_follow": False}
    assert x.unfollow_user(other.user_id).data == {"following": False}


def test_who_began_a_conversation_hides_replies_in_it(ground: Ground, account: Account) -> None:
    other = ground.account()
    ours = posted(ground, account, f"What do you think, @{other.username}?")
    reply = posted(ground, other, "Rude words", in_reply_to_tweet_id=ours)

    assert client(ground, account).hide_reply(reply).data == {"hidden": True}
    assert client(ground, account).unhide_reply(reply).data == {"hidden": False}
    with pytest.raises(tweepy.Forbidden):
        client(ground, other).hide_reply(reply)
    with pytest.raises(tweepy.Forbidden):
        client(ground, account).hide_reply(ours)


def test_a_thread_is_one_conversation(ground: Ground, account: Account) -> None:
    first = posted(ground, account, "One of three")
    second = posted(ground, account, "Two of three", in_reply_to_tweet_id=first)
    third = posted(ground, account, "Three of three", in_reply_to_tweet_id=second)

    told = (
        client(ground, account)
        .get_tweet(third, tweet_fields=["conversation_id", "in_reply_to_user_id"], user_auth=True)
        .data
    )

    assert (str(told.conversation_id), str(told.in_reply_to_user_id)) == (first, account.user_id)
    assert [each["reply_to"] for each in ground.accepted(account)] == [None, first, second]


@pytest.mark.parametrize("ability", ["reply", "quote"])
def test_words_about_the_posts_of_others_are_for_plans_that_include_them(
    ground: Ground, account: Account, ability: str
) -> None:
    theirs = posted(ground, ground.account(), "Nobody is named")
    more = {"reply": "in_reply_to_tweet_id", "quote": "quote_tweet_id"}[ability]
    with pytest.raises(tweepy.Forbidden):
        posted(ground, account, "May I?", **{more: theirs})

    stand(ground, account, may=[ability])

    assert posted(ground, account, "May I?", **{more: theirs})


def test_a_long_post_is_cut_in_the_timeline_and_whole_in_its_note(ground: Ground, account: Account) -> None:
    text = "word " * 100
    with pytest.raises(tweepy.Forbidden):
        posted(ground, account, text)
    stand(ground, account, may=["long"])
    posted(ground, account, text)

    (seen,) = (
        client(ground, account)
        .get_users_tweets(account.user_id, tweet_fields=["note_tweet"], user_auth=True)
        .data
    )

    assert len(seen.text) == 280
    assert seen.note_tweet["text"] == text


@pytest.mark.parametrize(
    ("standing", "code"),
    [({"state": "suspended"}, 64), ({"state": "locked"}, 326), ({"read_only": True}, 261)],
    ids=str,
)
def test_an_account_out_of_standing_is_refused_by_number(
    ground: Ground, account: Account, standing: dict[str, object], code: int
) -> None:
    stand(ground, account, **standing)

    with pytest.raises(tweepy.Forbidden) as refused:
        posted(ground, account, "Hello")

    assert refused.value.api_codes == [code]
    assert ground.accepted(account) == []


def test_a_deleted_account_has_no_tokens_and_is_not_found(ground: Ground, account: Account) -> None:
    stand(ground, account, state="deleted")

    with pytest.raises(tweepy.Unauthorized):
        client(ground, account).get_me()
    assert client(ground, ground.account()).get_user(id=account.user_id, user_auth=True).data is None


def test_a_protected_account_is_seen_but_not_its_posts(ground: Ground, account: Account) -> None:
    post_id = posted(ground, account, "For friends")
    stand(ground, account, state="protected")
    stranger = client(ground, ground.account())

    assert stranger.get_user(id=account.user_id, user_fields=["protected"], user_auth=True).data.protected
    timeline = stranger.get_users_tweets(account.user_id, user_auth=True)
    assert (timeline.data, timeline.errors[0]["title"]) == (None, "Authorization Error")
    assert stranger.get_tweet(post_id, user_auth=True).data is None
    with pytest.raises(tweepy.Forbidden):
        stranger.retweet(post_id)
    assert client(ground, account).get_users_tweets(account.user_id, user_auth=True).data


def test_an_account_of_an_older_plan_has_a_cap_for_the_day(moving: Ground, account: Account) -> None:
    stand(moving, account, daily_cap=2)
    posted(moving, account, "One")
    posted(moving, account, "Two")

    with pytest.raises(tweepy.TooManyRequests) as refused:
        posted(moving, account, "Three")

    headers = refused.value.response.headers
    assert (headers["x-user-limit-24hour-limit"], headers["x-user-limit-24hour-remaining"]) == ("2", "0")
    assert headers["x-app-limit-24hour-limit"] == "10000"
    moving.advance(24 * 60 * 60 + 1)
    assert posted(moving, account, "Three")


def test_credits_run_out_and_a_link_costs_more(ground: Ground) -> None:
    account = ground.account(consumer_key="consumer-with-credits")

    def fill(dollars: float | None) -> None:
        ground.control("POST", "credits", {"consumer_key": "consumer-with-credits", "dollars": dollars})

    fill(0.1)
    posted(ground, account, "Without a link")
    with pytest.raises(tweepy.HTTPException) as refused:
        posted(ground, account, "With one: https://example.com")

    assert refused.value.response.status_code == 402
    assert refused.value.response.json()["title"] == "CreditsDepleted"
    left = ground.control("GET", "credits", consumer_key="consumer-with-credits")["data"]
    assert left == {"left": 0.085, "spent": 0.015}
    fill(None)
    assert posted(ground, account, "With one: https://example.com")


def test_the_profile_is_changed_in_the_older_way_where_the_plan_allows(
    ground: Ground, account: Account, tmp_path: Path
) -> None:
    api = older(ground, account)
    with pytest.raises(tweepy.Forbidden) as refused:
        api.update_profile(description="New words")
    assert refused.value.api_codes == [453]
    stand(ground, account, may=["profile"])

    user = api.update_profile(description="For & by the district", location="Chicago")
    image = api.update_profile_image("badge.png", file=io.BytesIO(PNG))

    assert (user.description, user.location, user.screen_name) == (
        "For & by the district",
        "Chicago",
        account.username,
    )
    assert user.name == f"Unit {account.user_id}"
    assert image.profile_image_url_https.startswith("https://pbs.twimg.com/")
    with pytest.raises(tweepy.Forbidden) as too_long:
        api.update_profile(description="x" * 161)
    assert too_long.value.api_codes == [120]


def test_files_are_not_taken_in_the_older_way_any_more(ground: Ground, account: Account) -> None:
    api = older(ground, account)
    for act in (
        lambda: api.media_upload("badge.png", file=io.BytesIO(PNG)),
        lambda: api.chunked_upload("badge.png", file=io.BytesIO(PNG), file_type="image/png"),
        lambda: api.create_media_metadata("71", "A badge"),
        lambda: api.get_media_upload_status("71"),
    ):
        with pytest.raises(tweepy.HTTPException) as refused:
            act()
        assert (refused.value.response.status_code, refused.value.api_codes) == (410, [251])


@pytest.mark.parametrize(
    "wish",
    [{"state": "sleepy"}, {"may": ["fly"]}, {"may": "like"}, {"daily_cap": -1}, {"read_only": "no"}],
    ids=str,
)
def test_a_standing_that_makes_no_sense_is_refused(
    ground: Ground, account: Account, wish: dict[str, object]
) -> None:
    with pytest.raises(AssertionError, match="Invalid Request"):
        stand(ground, account, **wish)
