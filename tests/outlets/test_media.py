"""Pictures on their way to X: through tweepy's own session, against a real sandbox."""

import hashlib
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from outlets import media
from outlets.calling import Line
from outlets.intent import request_bytes
from outlets.media import LARGE_PIECE_BYTES, ONE_SHOT_BYTES, Begun, PictureFile, Processing, Uploaded
from outlets.outcomes import NotSent, Published, RateLimited, Rejected
from outlets.x import X
from tests import drawn, filmed
from tests.outlets.calling import NOW, client, intent, problem
from tests.sandbox.ground import Account, Ground


def shot(content: bytes, media_type: str, alt_text: str) -> PictureFile:
    return PictureFile(
        content=io.BytesIO(content), size_bytes=len(content), media_type=media_type, alt_text=alt_text
    )


def octets(picture: PictureFile) -> bytes:
    picture.content.seek(0)
    return picture.content.read()


SMALL = shot(drawn.jpeg(), "image/jpeg", "A red sky over a blue lake")
LARGE = shot(drawn.octets(drawn.noise(1500, 1200), "JPEG", quality=95), "image/jpeg", "Noise")


def test_a_small_picture_goes_in_one_shot_and_a_larger_one_in_pieces(
    ground: Ground, account: Account
) -> None:
    assert SMALL.size_bytes <= ONE_SHOT_BYTES < LARGE.size_bytes
    x = client(ground, account)
    names = []
    for picture in (SMALL, LARGE):
        uploaded = x.upload(picture, now=datetime.now(UTC))
        assert isinstance(uploaded, Uploaded), uploaded
        assert uploaded.expires_at > datetime.now(UTC) + timedelta(hours=20)
        names.append(uploaded.media_id)

    wish = intent(account, media_ids=tuple(names))
    outcome = x.publish(wish, now=NOW)

    assert isinstance(outcome, Published), outcome
    (accepted,) = ground.accepted(account)
    assert accepted["request_body"].encode() == request_bytes(wish)
    assert [(each["id"], each["sha256"], each["alt_text"]) for each in accepted["media"]] == [
        (name, hashlib.sha256(octets(picture)).hexdigest(), picture.alt_text)
        for name, picture in zip(names, (SMALL, LARGE), strict=True)
    ]


def test_the_timeline_reads_as_it_was_written_in_spite_of_the_link_to_the_pictures(
    ground: Ground, account: Account
) -> None:
    x = client(ground, account)
    uploaded = x.upload(SMALL, now=NOW)
    assert isinstance(uploaded, Uploaded)
    x.publish(intent(account, "See police.example.gov now", media_ids=(uploaded.media_id,)), now=NOW)

    (seen,) = x.timeline(user_id=account.user_id, since_id=None, now=NOW).posts

    assert seen.raw_text.count("https://t.co/") == 2
    assert seen.text == "See http://police.example.gov now"


@pytest.mark.parametrize("picture", [SMALL, LARGE], ids=["one shot", "pieces"])
@pytest.mark.parametrize(
    ("effect", "expected", "reason"),
    [
        ({"name": "rate_limited", "reset_in": 120}, RateLimited, ""),
        ({"name": "credits_depleted"}, NotSent, "credits_depleted"),
        ({"name": "suspended"}, Rejected, "suspended"),
        (problem(400, "media type unrecognized."), Rejected, "invalid"),
        (problem(401, "Unauthorized"), Rejected, "auth_revoked"),
        (problem(404, "Not Found"), NotSent, "status_404"),
        ({"name": "reject_before", "status": 503}, NotSent, "status_503"),
        ({"name": "reset_before"}, NotSent, "connection_lost"),
        ({"name": "accept_then_cut"}, NotSent, "answer_cut_off"),
        ({"name": "accept_then_bad_json"}, NotSent, "answer_unreadable"),
    ],
    ids=str,
)
def test_every_answer_to_an_upload_has_one_of_four_meanings_and_none_is_unknown(
    ground: Ground,
    account: Account,
    picture: PictureFile,
    effect: dict[str, Any],
    expected: type,
    reason: str,
) -> None:
    ground.fault(account, effect, path="/2/media/upload*")
    outcome = client(ground, account).upload(picture, now=NOW)
    assert isinstance(outcome, expected), outcome
    assert getattr(outcome, "reason", "") == reason


@pytest.mark.parametrize("path", ["*/append", "*/finalize", "/2/media/metadata"])
def test_a_line_cut_anywhere_on_the_way_is_tried_again(ground: Ground, account: Account, path: str) -> None:
    ground.fault(account, {"name": "reset_before"}, path=path)
    outcome = client(ground, account).upload(LARGE, now=NOW)
    assert isinstance(outcome, NotSent), outcome
    assert outcome.retry_at > NOW
    assert isinstance(client(ground, account).upload(LARGE, now=NOW), Uploaded)


def test_a_picture_that_the_network_still_works_on_is_waited_for(ground: Ground, account: Account) -> None:
    ground.fault(account, {"name": "media_pending"}, path="*/finalize")
    assert isinstance(client(ground, account).upload(LARGE, now=NOW), Uploaded)


def test_a_picture_that_the_network_cannot_work_with_is_refused_in_its_words(
    ground: Ground, account: Account
) -> None:
    ground.fault(account, {"name": "media_failed"}, path="*/finalize")
    outcome = client(ground, account).upload(LARGE, now=NOW)
    assert isinstance(outcome, Rejected), outcome
    assert (outcome.reason, outcome.text) == ("invalid_media", "The picture could not be processed.")


def test_nobody_listening_is_not_sent(account: Account) -> None:
    x = X(credential=account.credential, base_url="http://127.0.0.1:9", timeout=(1, 1))
    outcome = x.upload(SMALL, now=NOW)
    assert isinstance(outcome, NotSent)
    assert outcome.reason == "no_connection"


def test_what_is_kept_of_an_upload_holds_no_bytes_and_no_secret(ground: Ground, account: Account) -> None:
    ground.fault(account, problem(400, "media type unrecognized."), path="/2/media/upload")
    outcome = client(ground, account).upload(SMALL, now=NOW)
    assert isinstance(outcome, Rejected)
    kept = str(outcome.exchange.as_json())
    assert "SHA-256" in outcome.exchange.request_body
    assert account.credential.access_token_secret not in kept
    assert "uthorization" not in kept


@pytest.mark.parametrize("whose", ["another account's", "an expired one", "none", "five", "twice the same"])
def test_a_post_takes_only_its_own_pictures_that_last_and_at_most_four(ground: Ground, whose: str) -> None:
    account, other = ground.account(), ground.account()
    owner = other if whose == "another account's" else account
    uploaded = client(ground, owner).upload(SMALL, now=NOW)
    assert isinstance(uploaded, Uploaded)
    if whose == "an expired one":
        ground.control("POST", "expired-media", {"account": account.user_id})
    names = {"none": ("1",), "five": ("1", "2", "3", "4", "5"), "twice the same": (uploaded.media_id,) * 2}
    named = names.get(whose, (uploaded.media_id,))

    outcome = client(ground, account).publish(intent(account, media_ids=named), now=NOW)

    assert isinstance(outcome, Rejected), outcome
    assert ground.accepted(account) == []
    if whose in {"another account's", "an expired one", "none"}:
        assert (outcome.reason, outcome.text) == ("invalid_media", "Your media IDs are invalid.")


def test_residents_see_the_picture_and_can_open_its_words(ground: Ground, account: Account) -> None:
    x = client(ground, account)
    uploaded = x.upload(SMALL, now=NOW)
    assert isinstance(uploaded, Uploaded)
    address = f"{ground.base_url}/media/{uploaded.media_id}"
    assert requests.get(address, timeout=5).status_code == 404
    posted = x.publish(intent(account, media_ids=(uploaded.media_id,)), now=NOW)
    assert isinstance(posted, Published)

    page = requests.get(posted.url, timeout=5).text
    assert f'alt="{SMALL.alt_text}"' in page
    assert f"<summary>ALT</summary><p>{SMALL.alt_text}</p>" in page
    shown = requests.get(address, timeout=5)
    assert (shown.content, shown.headers["X-Content-Type-Options"]) == (octets(SMALL), "nosniff")

    x.delete(posted.external_id, now=NOW)
    assert requests.get(address, timeout=5).status_code == 404


GIF = shot(drawn.moving(), "image/gif", "Two colours, one after the other")


def test_a_gif_comes_in_pieces_and_is_asked_for_at_growing_gaps_until_it_is_ready(
    ground: Ground, account: Account
) -> None:
    x = client(ground, account)
    began = datetime.now(UTC)
    told = x.upload(GIF, now=began)
    gaps = []
    while isinstance(told, Processing):
        gaps.append(round((told.ask_at - datetime.now(UTC)).total_seconds()))
        told = x.ask(told, now=datetime.now(UTC))
    assert isinstance(told, Uploaded), told
    assert gaps == [2, 4]
    assert isinstance(x.publish(intent(account, media_ids=(told.media_id,)), now=NOW), Published)
    (accepted,) = ground.accepted(account)
    assert [(one["media_type"], one["alt_text"]) for one in accepted["media"]] == [
        ("image/gif", GIF.alt_text)
    ]
    assert accepted["media"][0]["sha256"] == hashlib.sha256(octets(GIF)).hexdigest()


def test_a_gif_that_the_network_cannot_work_on_is_refused_in_its_words(
    ground: Ground, account: Account
) -> None:
    ground.fault(account, {"name": "media_failed"}, path="*/finalize")
    told = client(ground, account).upload(GIF, now=datetime.now(UTC))
    assert isinstance(told, Rejected)
    assert told.text == "The picture could not be processed."


FILM = shot(
    filmed.mp4(played_bytes=2 * LARGE_PIECE_BYTES), "video/mp4", "1\n00:00:00,500 --> 00:00:02,000\n[Music]\n"
)


def test_a_video_goes_on_after_a_cut_where_the_network_has_it(ground: Ground, account: Account) -> None:
    x = client(ground, account)
    so_far: list[Begun] = []
    ground.fault(account, {"name": "reset_before"}, path="*/append", nth=2)
    cut = x.upload(FILM, now=datetime.now(UTC), remember=so_far.append)
    assert isinstance(cut, NotSent), cut
    assert [one.sent_bytes for one in so_far] == [LARGE_PIECE_BYTES]
    told = x.upload(FILM, now=datetime.now(UTC), begun=so_far[-1], remember=so_far.append)
    while isinstance(told, Processing):
        told = x.ask(told, now=datetime.now(UTC))
    assert isinstance(told, Uploaded), told
    assert [one.sent_bytes for one in so_far] == [LARGE_PIECE_BYTES, 2 * LARGE_PIECE_BYTES, FILM.size_bytes]
    assert {one.media_id for one in so_far} == {told.media_id}
    assert isinstance(x.publish(intent(account, media_ids=(told.media_id,)), now=NOW), Published)
    (accepted,) = ground.accepted(account)
    assert accepted["media"][0]["sha256"] == hashlib.sha256(octets(FILM)).hexdigest()


def test_a_worker_lays_a_long_video_aside_when_its_time_is_over(ground: Ground, account: Account) -> None:
    line = Line(credential=account.credential, base_url=ground.base_url, timeout=(2, 10), proxy=None)
    told = media.upload(picture=FILM, send=line.sends(now=NOW), now=datetime.now(UTC), seconds=-1)
    assert isinstance(told, Begun)
    assert told.sent_bytes == 0
