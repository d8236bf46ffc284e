"""What X takes and tells: publishing, taking down and reading, driven through tweepy against a real sandbox."""

import json
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from outlets.intent import request_bytes
from outlets.outcomes import (
    AlreadyGone,
    Deleted,
    Exchange,
    NotAnswered,
    NotSent,
    Published,
    RateLimited,
    Rejected,
    Unknown,
)
from outlets.transport import UnsafeBaseURL
from outlets.x import WrongAccount, X
from tests.outlets.calling import LONG_TEXT, NOW, client, intent, status_only
from tests.sandbox.ground import Account, Ground


def test_people_open_a_post_where_its_network_is_shown_to_them(ground: Ground, account: Account) -> None:
    shown = "https://training.example.gov"
    outlet = X(credential=account.credential, base_url=ground.base_url, public_url=f"{shown}/")

    outcome = outlet.publish(intent(account), now=NOW)

    assert isinstance(outcome, Published), outcome
    assert outcome.url == f"{shown}/{account.username}/status/{outcome.external_id}"


def test_a_post_is_published_with_the_exact_bytes_of_its_intent(ground: Ground, account: Account) -> None:
    wish = intent(account, "Niños & friends: see chicago.gov/caps 👮🏽‍♀️", reply_settings="mentionedUsers")

    outcome = client(ground, account).publish(wish, now=NOW)

    assert isinstance(outcome, Published), outcome
    assert outcome.exchange.request_body.encode() == request_bytes(wish)
    assert outcome.url == f"{ground.base_url}/{account.username}/status/{outcome.external_id}"
    assert NOW <= outcome.exchange.started_at < outcome.at < NOW + timedelta(seconds=10)
    (post,) = ground.accepted(account)
    assert (post["id"], post["text"]) == (outcome.external_id, wish.text)
    assert post["request_body"].encode() == request_bytes(wish)
    assert requests.get(outcome.url, timeout=5).status_code == 200


def test_a_reply_to_what_is_gone_is_rejected(ground: Ground, account: Account) -> None:
    outcome = client(ground, account).publish(intent(account, reply_to="12345"), now=NOW)

    assert isinstance(outcome, Rejected)
    assert outcome.reason == "reply_target_gone"


def test_the_same_text_again_is_a_duplicate_and_too_much_text_is_too_long(
    ground: Ground, account: Account
) -> None:
    outlet = client(ground, account)
    outlet.publish(intent(account), now=NOW)

    again = outlet.publish(intent(account), now=NOW)
    too_long = outlet.publish(intent(account, LONG_TEXT), now=NOW)

    assert isinstance(again, Rejected)
    assert again.reason == "duplicate"
    assert isinstance(too_long, Rejected)
    assert too_long.reason == "too_long"


def test_an_intent_for_another_account_is_not_sent_at_all(ground: Ground, account: Account) -> None:
    other = ground.account()

    with pytest.raises(WrongAccount):
        client(ground, account).publish(intent(other), now=NOW)


def test_a_post_is_deleted_once_and_then_already_gone(ground: Ground, account: Account) -> None:
    outlet = client(ground, account)
    post = outlet.publish(intent(account), now=NOW)
    assert isinstance(post, Published)

    assert isinstance(outlet.delete(post.external_id, now=NOW), Deleted)
    assert isinstance(outlet.delete(post.external_id, now=NOW), AlreadyGone)


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        (status_only(200, body={"data": {"deleted": False}}), AlreadyGone),
        (status_only(200, body={"data": {}}), Unknown),
        (status_only(401), Rejected),
        (status_only(429), RateLimited),
        (status_only(500), Unknown),
        ({"name": "accept_then_reset"}, Unknown),
        ({"name": "credits_depleted"}, NotSent),
    ],
)
def test_a_takedown_ends_in_one_outcome_too(
    ground: Ground, account: Account, effect: dict[str, Any], expected: type
) -> None:
    outlet = client(ground, account)
    post = outlet.publish(intent(account), now=NOW)
    assert isinstance(post, Published)
    ground.fault(account, effect, method="DELETE")

    assert isinstance(outlet.delete(post.external_id, now=NOW), expected)


def test_the_timeline_gives_back_the_text_that_was_sent(ground: Ground, account: Account) -> None:
    outlet = client(ground, account)
    first = outlet.publish(intent(account, "The first"), now=NOW)
    text = "Fish & chips <tonight> https://example.com/a?b=1&c=2 at 5"
    second = outlet.publish(intent(account, text), now=NOW)
    assert isinstance(first, Published)
    assert isinstance(second, Published)

    seen = outlet.timeline(user_id=account.user_id, since_id=first.external_id, now=NOW)

    (post,) = seen.posts
    assert seen.complete
    assert (post.external_id, post.text) == (second.external_id, text)
    assert "t.co" in post.raw_text
    assert "&amp;" in post.raw_text
    assert post.created_at is not None


def test_a_long_timeline_is_read_page_by_page_and_says_when_there_is_more(
    ground: Ground, account: Account
) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    wishes = [
        {
            "account": account.user_id,
            "text": f"Post {n}",
            "created_at": (start + timedelta(hours=n)).isoformat(),
        }
        for n in range(230)
    ]
    ground.control("POST", "posts", {"posts": wishes})
    outlet = client(ground, account)

    whole = outlet.timeline(user_id=account.user_id, since_id=None, now=NOW)
    part = outlet.timeline(user_id=account.user_id, since_id=None, now=NOW, pages=2)
    recent = outlet.timeline(
        user_id=account.user_id, since_id=None, now=NOW, start_at=start + timedelta(hours=228)
    )
    empty = outlet.timeline(user_id=account.user_id, since_id=whole.posts[0].external_id, now=NOW)

    assert [post.text for post in whole.posts] == [f"Post {n}" for n in reversed(range(230))]
    assert (whole.complete, len(whole.exchanges)) == (True, 3)
    assert (part.complete, len(part.posts)) == (False, 200)
    assert [post.text for post in recent.posts] == ["Post 229", "Post 228"]
    assert (empty.posts, empty.complete) == ((), True)


def test_a_lookup_names_what_is_missing_and_whoami_names_the_account(
    ground: Ground, account: Account
) -> None:
    outlet = client(ground, account)
    post = outlet.publish(intent(account), now=NOW)
    assert isinstance(post, Published)

    found = outlet.lookup(external_ids=[post.external_id, "77"], now=NOW)
    who = outlet.whoami(now=NOW)

    assert [each.text for each in found.posts] == [intent(account).text]
    assert found.missing == {"77"}
    assert (who.external_user_id, who.handle) == (account.user_id, account.username)


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        (status_only(401), Rejected),
        (status_only(429), RateLimited),
        (status_only(503), Unknown),
        (status_only(200, body={"data": {"id": "1"}}), Unknown),
        (status_only(200, body=[]), Unknown),
        ({"name": "reset_before"}, Unknown),
    ],
)
def test_a_read_without_a_usable_answer_says_why(
    ground: Ground, account: Account, effect: dict[str, Any], expected: type
) -> None:
    ground.fault(account, effect)

    with pytest.raises(NotAnswered) as raised:
        client(ground, account).whoami(now=NOW)

    assert isinstance(raised.value.outcome, expected)


@pytest.mark.parametrize(
    "url", ["http://api.example.com", "http://10.0.0.1:80", "ftp://127.0.0.1", "api.x.com", "https://u:p@h"]
)
def test_an_unsafe_base_url_is_refused(account: Account, url: str) -> None:
    with pytest.raises(UnsafeBaseURL):
        X(credential=account.credential, base_url=url)


def test_no_secret_is_in_an_exchange_a_repr_or_a_log(
    ground: Ground, account: Account, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    outlet = client(ground, account)
    for name in ("tweepy.client", "oauthlib", "requests_oauthlib.oauth1_auth"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    outlet = client(ground, account)

    outcome = outlet.publish(intent(account), now=NOW)

    assert isinstance(outcome, Published)
    told = json.dumps(outcome.exchange.as_json()) + caplog.text + repr(account.credential) + repr(outlet)
    credential = account.credential
    for secret in (
        credential.consumer_secret,
        credential.access_token,
        credential.access_token_secret,
        credential.consumer_key,
        "oauth_signature",
        "Authorization",
    ):
        assert secret not in told


def test_a_signature_of_the_wrong_secret_is_refused(ground: Ground, account: Account) -> None:
    forged = replace(account.credential, access_token_secret=account.user_id)

    outcome = X(credential=forged, base_url=ground.base_url).publish(intent(account), now=NOW)

    assert isinstance(outcome, Rejected)
    assert outcome.reason == "auth_revoked"
    assert isinstance(outcome.exchange, Exchange)
    assert ground.accepted(account) == []
