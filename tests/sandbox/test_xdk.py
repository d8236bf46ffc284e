"""A second witness: X's own client for Python, made from X's own description of its API."""

import base64
import hashlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import xdk
from xdk import schemas
from xdk.oauth1_auth import OAuth1

from tests.sandbox.ground import Account, Ground
from tests.sandbox.tweepers import redirect

CALLBACK = "https://portal.example.invalid/second"
PNG = b"\x89PNG\r\n\x1a\n" + b"1" * 64
GIF = b"GIF89a" + b"4" * 50
MP4 = b"\x00\x00\x00\x18ftypmp42" + b"2" * 80
VTT = b"WEBVTT\n\n00:00.000 --> 00:01.000\nWelcome\n"
CLIENT = {"client_id": "second-witness", "client_secret": "secret-of-the-second"}


@pytest.fixture(autouse=True, scope="module")
def _app(ground: Ground) -> None:
    keys = {"consumer_key": "consumer-of-the-second", "consumer_secret": "consumer-secret"}
    wish = {**CLIENT, **keys, "name": "Second witness", "callbacks": [CALLBACK]}
    ground.control("POST", "apps", wish)


@pytest.fixture
def client(ground: Ground, account: Account) -> Iterator[xdk.Client]:
    """With a bearer token of the account."""
    yield client_of(ground, account)


def client_of(ground: Ground, account: Account) -> xdk.Client:
    wish = {"account": account.user_id, "client_id": CLIENT["client_id"]}
    pair = ground.control("POST", "grants", wish)
    return xdk.Client(base_url=ground.base_url, access_token=pair["access_token"])


def posted(client: xdk.Client, text: str, **more: Any) -> str:
    answer = client.posts.create(schemas.CreatePostsRequest(text=text, **more))
    return str(answer.data.id)


def test_a_post_is_made_read_and_taken_down(ground: Ground, account: Account, client: xdk.Client) -> None:
    post_id = posted(client, "By the second witness", reply_settings="following")

    one = client.posts.get_by_id(post_id, post_fields=["created_at", "public_metrics", "referenced_posts"])
    some = client.posts.get_by_ids([post_id, "12"])

    assert one.data.text == "By the second witness"
    assert one.data.public_metrics.repost_count == 0
    assert one.data.edit_history_post_ids == [post_id]
    assert [each.id for each in some.data] == [post_id]
    assert some.errors is not None
    assert client.posts.delete(post_id).data.deleted
    assert [each["reply_settings"] for each in ground.accepted(account)] == ["following"]


def test_timelines_and_mentions_are_read_to_their_end(
    ground: Ground, account: Account, client: xdk.Client
) -> None:
    ids = [posted(client, f"Number {number}") for number in range(7)]
    wanted = posted(client_of(ground, ground.account()), f"Dear @{account.username}")

    pages = list(client.users.get_posts(account.user_id, max_results=5))
    mentions = list(client.users.get_mentions(account.user_id))

    assert [each.id for page in pages for each in page.data] == ids[::-1]
    assert [each.id for page in mentions for each in page.data] == [wanted]


def test_accounts_are_found(account: Account, client: xdk.Client) -> None:
    fields = ["public_metrics", "protected"]

    assert client.users.get_me(user_fields=fields).data.username == account.username
    assert client.users.get_by_id(account.user_id).data.username == account.username
    assert client.users.get_by_username(account.username).data.id == account.user_id
    assert [each.id for each in client.users.get_by_ids([account.user_id]).data] == [account.user_id]
    assert [each.id for each in client.users.get_by_usernames([account.username]).data] == [account.user_id]


def test_acts_are_done_and_taken_back(ground: Ground, account: Account, client: xdk.Client) -> None:
    other_account = ground.account()
    other = client_of(ground, other_account)
    theirs = posted(other, f"Look here, @{account.username}")
    ours = posted(client, "What do you think?", reply=schemas.CreatePostsReply(in_reply_to_tweet_id=theirs))
    ground.control(
        "POST", "standing", {"account": account.user_id, "may": ["repost", "like", "follow", "hide"]}
    )
    wish = schemas.RepostPostRequest(tweet_id=theirs)

    assert client.users.repost_post(account.user_id, wish).data.rest_id == theirs
    assert not client.users.unrepost_post(account.user_id, theirs).data.retweeted
    assert client.users.like_post(account.user_id, schemas.LikePostRequest(tweet_id=theirs)).data.liked
    assert not client.users.unlike_post(account.user_id, theirs).data.liked
    target = other_account.user_id
    follows = schemas.FollowUserRequest(target_user_id=target)
    assert client.users.follow_user(account.user_id, follows).data.following
    assert not client.users.unfollow_user(account.user_id, target).data.following
    assert other.posts.hide_reply(ours, schemas.HidePostsReplyRequest(hidden=True)).data.hidden


def test_a_picture_comes_whole_or_in_pieces(ground: Ground, account: Account, client: xdk.Client) -> None:
    encoded = base64.b64encode(PNG).decode()
    whole = client.media.upload(
        schemas.MediaUploadRequest(media=encoded, media_category="tweet_image")
    ).data.id
    begun = client.media.initialize_upload(
        schemas.InitializeMediaUploadRequest(
            media_type="image/png", media_category="tweet_image", total_bytes=len(PNG)
        )
    ).data.id
    client.media.append_upload(begun, schemas.AppendMediaUploadRequest(media=encoded, segment_index=0))
    client.media.finalize_upload(begun)
    client.media.create_metadata(
        schemas.CreateMediaMetadataRequest.model_validate(
            {"id": begun, "metadata": {"alt_text": {"text": "A bridge"}}}
        )
    )

    posted(client, "Two of them", media=schemas.CreatePostsMedia(media_ids=[whole, begun]))

    (post,) = ground.accepted(account)
    assert len({each["sha256"] for each in post["media"]}) == 1
    assert [each["alt_text"] for each in post["media"]] == ["", "A bridge"]


def test_refusals_are_raised(account: Account, client: xdk.Client) -> None:
    posted(client, "Once only")

    with pytest.raises(requests.HTTPError) as refused:
        posted(client, "Once only")

    assert refused.value.response.status_code == 403


def test_a_person_agrees_and_the_code_becomes_a_token(ground: Ground, account: Account) -> None:
    scope = ["tweet.read", "users.read", "offline.access"]
    client = xdk.Client(base_url=ground.base_url, redirect_uri=CALLBACK, scope=scope, **CLIENT)
    asked = urlsplit(client.get_authorization_url())
    back = requests.post(
        f"{ground.base_url}{asked.path}?{asked.query}",
        data={"account": account.user_id, "decision": "yes"},
        allow_redirects=False,
        timeout=5,
    ).headers["Location"]

    tokens = client.exchange_code(parse_qs(urlsplit(back).query)["code"][0])

    assert client.users.get_me().data.username == account.username
    assert tokens["expires_in"] == 7200


def test_a_signature_of_its_own_making_is_good(ground: Ground, account: Account) -> None:
    keys = account.credential
    signed = OAuth1(
        keys.consumer_key, keys.consumer_secret, CALLBACK, keys.access_token, keys.access_token_secret
    )
    client = xdk.Client(auth=signed)
    redirect(client.session, ground)

    posted(client, "Signed by the second witness")

    assert client.users.get_me().data.username == account.username
    assert [each["text"] for each in ground.accepted(account)] == ["Signed by the second witness"]


def brought(client: xdk.Client, content: bytes, media_type: str, category: str) -> str:
    """A file in pieces of 40 bytes."""
    wish = {"media_type": media_type, "media_category": category, "total_bytes": len(content)}
    media_id = client.media.initialize_upload(
        schemas.InitializeMediaUploadRequest.model_validate(wish)
    ).data.id
    for number, start in enumerate(range(0, len(content), 40)):
        piece = base64.b64encode(content[start : start + 40]).decode()
        client.media.append_upload(
            media_id, schemas.AppendMediaUploadRequest(media=piece, segment_index=number)
        )
    client.media.finalize_upload(media_id)
    return str(media_id)


def test_a_video_is_processed_before_it_is_shown_and_has_captions(
    ground: Ground, account: Account, client: xdk.Client
) -> None:
    video = brought(client, MP4, "video/mp4", "tweet_video")
    media = schemas.CreatePostsMedia(media_ids=[video])
    with pytest.raises(requests.HTTPError):
        posted(client, "Too early", media=media)

    states = [client.media.get_upload_status(video, command="STATUS").data for _ in range(2)]
    words = brought(client, VTT, "text/vtt", "subtitles")
    client.media.create_subtitles(
        schemas.CreateMediaSubtitlesRequest.model_validate(
            {
                "id": video,
                "media_category": "TweetVideo",
                "subtitles": {"id": words, "language_code": "en", "display_name": "English"},
            }
        )
    )
    post_id = posted(client, "A tour of the station", media=media)

    assert [each.processing_info.state for each in states] == ["in_progress", "succeeded"]
    (shown,) = ground.accepted(account)[0]["media"]
    assert (shown["media_type"], shown["sha256"]) == ("video/mp4", hashlib.sha256(MP4).hexdigest())
    assert shown["captions"] == {"EN": hashlib.sha256(VTT).hexdigest()}
    seen = client.posts.get_by_id(post_id, post_fields=["attachments"]).data
    assert seen.attachments.media_keys == [f"7_{video}"]
    page = requests.get(f"{ground.base_url}/{account.username}/status/{post_id}", timeout=5).text
    assert f'src="/media/{video}"' in page


def test_a_file_may_take_its_time_or_fail(ground: Ground, account: Account, client: xdk.Client) -> None:
    ground.fault(account, {"name": "media_pending", "polls": 3})
    slow = brought(client, GIF, "image/gif", "tweet_gif")
    states = [client.media.get_upload_status(slow, command="STATUS").data for _ in range(3)]
    ground.fault(account, "media_failed")
    broken = brought(client, PNG, "image/png", "tweet_image")

    assert [each.processing_info.state for each in states] == ["in_progress", "in_progress", "succeeded"]
    failed = client.media.get_upload_status(broken, command="STATUS").data.processing_info
    assert (failed.state, failed.error["name"]) == ("failed", "InvalidMedia")
    assert posted(client, "It took its time", media=schemas.CreatePostsMedia(media_ids=[slow]))
    with pytest.raises(requests.HTTPError):
        posted(client, "It failed", media=schemas.CreatePostsMedia(media_ids=[broken]))


def test_a_video_stands_alone(account: Account, client: xdk.Client) -> None:
    video = brought(client, MP4, "video/mp4", "tweet_video")
    for _ in range(2):
        client.media.get_upload_status(video, command="STATUS")
    picture = brought(client, PNG, "image/png", "tweet_image")

    with pytest.raises(requests.HTTPError) as refused:
        posted(client, "Both", media=schemas.CreatePostsMedia(media_ids=[video, picture]))

    assert "1 video" in refused.value.response.text


@pytest.mark.parametrize(
    ("content", "media_type", "category"),
    [(PNG, "video/mp4", "tweet_video"), (PNG, "image/gif", "tweet_gif"), (PNG, "image/png", "subtitles")],
    ids=str,
)
def test_a_file_that_is_not_what_it_is_called_is_refused(
    account: Account, client: xdk.Client, content: bytes, media_type: str, category: str
) -> None:
    with pytest.raises(requests.HTTPError):
        brought(client, content, media_type, category)
