"""Every row of what X and the network can do to a call, driven through tweepy against a real sandbox."""

import json
import logging
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from outlets.intent import Intent, request_bytes
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
from tests.sandbox.ground import Account, Ground

NOW = datetime(2026, 11, 21, 20, 5, tzinfo=UTC)
LONG_TEXT = "word " * 57


def client(ground: Ground, account: Account, *, read_seconds: float = 10) -> X:
    return X(credential=account.credential, base_url=ground.base_url, timeout=(2, read_seconds))


def intent(account: Account, text: str = "Coffee with a cop on Saturday", **more: Any) -> Intent:
    return Intent(
        publication_id="a-publication",
        attempt=1,
        handle=account.username,
        external_user_id=account.user_id,
        text=text,
        **more,
    )


def problem(status: int, detail: str, **more: Any) -> dict[str, Any]:
    body = {"title": "A problem", "detail": detail, "type": "about:blank", "status": status} | more
    return {"name": "reject_before", "status": status, "body": body}


def coded(code: int, message: str) -> dict[str, Any]:
    body = {"errors": [{"code": code, "message": message}]}
    return {"name": "reject_before", "status": 403, "body": body}


def status_only(status: int, **more: Any) -> dict[str, Any]:
    return {"name": "reject_before", "status": status, **more}


REFUSALS = [
    (problem(400, "One or more parameters to your request was invalid."), "invalid", "post"),
    (problem(400, "Your media IDs are invalid."), "invalid_media", "post"),
    (problem(422, "Unprocessable"), "invalid", "post"),
    (problem(413, "Too much"), "invalid", "post"),
    (problem(401, "Unauthorized"), "auth_revoked", "account"),
    (problem(403, "You are not allowed to create a Tweet with duplicate content."), "duplicate", "post"),
    (coded(187, "Status is a duplicate."), "duplicate", "post"),
    ({"name": "suspended"}, "suspended", "account"),
    (problem(403, "Your account is suspended and cannot do this."), "suspended", "account"),
    (coded(326, "To protect our users, this account is temporarily locked."), "locked", "account"),
    (coded(261, "Application cannot perform write actions."), "read_only_app", "app"),
    (coded(179, "Sorry, you are not authorized to see this status."), "protected", "account"),
    (coded(453, "You currently have access to a subset of X API V2 endpoints"), "not_entitled", "app"),
    (coded(186, "Tweet needs to be a bit shorter."), "too_long", "post"),
    (problem(403, "Reply to this conversation is not allowed."), "reply_not_allowed", "post"),
    (problem(403, "You are not permitted to perform this action."), "forbidden", "post"),
    (problem(403, "Something X never said before"), "forbidden", "post"),
]


@pytest.mark.parametrize(("effect", "reason", "scope"), REFUSALS)
def test_a_refusal_is_rejected_with_its_reason_and_what_has_to_change(
    ground: Ground, account: Account, effect: dict[str, Any], reason: str, scope: str
) -> None:
    ground.fault(account, effect)

    outcome = client(ground, account).publish(intent(account), now=NOW)

    assert isinstance(outcome, Rejected), outcome
    assert (outcome.reason, outcome.scope) == (reason, scope)
    assert outcome.text
    assert ground.accepted(account) == []


def test_an_answer_is_kept_without_what_a_database_cannot_hold(ground: Ground, account: Account) -> None:
    ground.fault(account, status_only(403, body='{"detail": "No \\u0000 \\ud800 way", "x": "\0"}'))

    outcome = client(ground, account).publish(intent(account), now=NOW)

    assert isinstance(outcome, Rejected), outcome
    assert outcome.exchange.response_body is not None
    assert "\0" not in outcome.text + outcome.exchange.response_body
    assert (outcome.text + outcome.exchange.response_body).encode()


def test_no_credit_left_is_not_sent_and_concerns_the_whole_application(
    ground: Ground, account: Account
) -> None:
    ground.fault(account, {"name": "credits_depleted"})

    outcome = client(ground, account).publish(intent(account), now=NOW)

    assert isinstance(outcome, NotSent), outcome
    assert (outcome.reason, outcome.scope) == ("credits_depleted", "app")
    assert outcome.retry_at > NOW


@pytest.mark.parametrize(
    ("window", "scope"), [("endpoint", "endpoint"), ("user_24h", "user_24h"), ("app_24h", "app_24h")]
)
def test_a_rate_limit_lasts_until_the_used_up_window_resets(
    ground: Ground, account: Account, window: str, scope: str
) -> None:
    ground.fault(account, {"name": "rate_limited", "window": window, "reset_in": 7200})
    in_two_hours = datetime.now(UTC) + timedelta(hours=2)

    outcome = client(ground, account).publish(intent(account), now=datetime.now(UTC))

    assert isinstance(outcome, RateLimited), outcome
    assert outcome.scope == scope
    assert abs(outcome.until - in_two_hours) < timedelta(seconds=10)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, timedelta(minutes=15)),
        ({"retry-after": "90"}, timedelta(seconds=90)),
        ({"x-rate-limit-reset": "soon"}, timedelta(minutes=15)),
    ],
)
def test_a_rate_limit_without_a_usable_reset_still_ends(
    ground: Ground, account: Account, headers: dict[str, str], wait: timedelta
) -> None:
    ground.fault(account, status_only(429, headers=_blank_windows() | headers))

    outcome = client(ground, account).publish(intent(account), now=NOW)

    assert isinstance(outcome, RateLimited), outcome
    assert timedelta(0) <= outcome.until - (NOW + wait) < timedelta(seconds=5)


def _blank_windows() -> dict[str, str]:
    """The sandbox's own headers, blotted out."""
    return {"x-rate-limit-reset": "", "x-rate-limit-remaining": ""}


def test_over_the_daily_limit_is_a_rate_limit_although_it_comes_as_forbidden(
    ground: Ground, account: Account
) -> None:
    ground.fault(account, coded(185, "User is over daily status update limit."))

    outcome = client(ground, account).publish(intent(account), now=NOW)

    assert isinstance(outcome, RateLimited), outcome
    assert outcome.scope == "user_24h"
    assert outcome.until > NOW + timedelta(hours=23)


@pytest.mark.parametrize(
    ("effect", "accepted"),
    [
        ({"name": "accept_then_status", "status": 500}, 1),
        ({"name": "accept_then_status", "status": 502, "body": "<html>Bad gateway</html>"}, 1),
        ({"name": "accept_then_status", "status": 503}, 1),
        ({"name": "accept_then_status", "status": 504, "body": []}, 1),
        ({"name": "accept_then_hang", "seconds": 2}, 1),
        ({"name": "accept_then_reset"}, 1),
        ({"name": "accept_then_cut"}, 1),
        ({"name": "accept_then_bad_json"}, 1),
        ({"name": "accept_then_status", "status": 201, "body": {"data": {}}}, 1),
        ({"name": "accept_then_status", "status": 201, "body": {"data": {"id": 7}}}, 1),
        ({"name": "accept_then_status", "status": 201, "body": {"data": {"id": "\u0664\u0662"}}}, 1),
        ({"name": "accept_then_status", "status": 200, "body": ["strange"]}, 1),
        ({"name": "reset_before"}, 0),
        (status_only(301, headers={"Location": "https://api.twitter.com/2/tweets"}), 0),
        (status_only(307, headers={"Location": "https://api.twitter.com/2/tweets"}), 0),
        (status_only(404), 0),
        (status_only(408), 0),
        (status_only(409), 0),
        (status_only(410), 0),
        (status_only(418), 0),
    ],
)
def test_what_may_have_happened_is_unknown_and_is_never_sent_twice(
    ground: Ground, account: Account, effect: dict[str, Any], accepted: int
) -> None:
    ground.fault(account, effect)

    outcome = client(ground, account, read_seconds=0.5).publish(intent(account), now=NOW)

    assert isinstance(outcome, Unknown), outcome
    assert outcome.exchange is not None
    assert json.loads(outcome.exchange.request_body)["text"] == intent(account).text
    assert len(ground.accepted(account)) == accepted


@pytest.fixture
def deaf_port() -> Iterator[int]:
    """A port whose queue is full: a connection to it is never completed."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    callers = [socket.socket() for _ in range(4)]
    for caller in callers:
        caller.setblocking(False)
        caller.connect_ex(listener.getsockname())
    yield listener.getsockname()[1]
    for each in (*callers, listener):
        each.close()


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.mark.parametrize("port", ["closed_port", "deaf_port"])
def test_without_a_connection_nothing_was_sent(
    request: pytest.FixtureRequest, account: Account, port: str
) -> None:
    base_url = f"http://127.0.0.1:{request.getfixturevalue(port)}"
    outlet = X(credential=account.credential, base_url=base_url, timeout=(0.3, 1))

    outcome = outlet.publish(intent(account), now=NOW)

    assert isinstance(outcome, NotSent), outcome
    assert outcome.reason == "no_connection"
    assert outcome.retry_at > NOW


def test_an_unresolved_name_or_a_dead_proxy_means_nothing_was_sent(
    account: Account, closed_port: int
) -> None:
    no_name = X(credential=account.credential, base_url="https://no-such-name.invalid", timeout=(1, 1))
    no_proxy = X(
        credential=account.credential,
        base_url="https://no-such-name.invalid",
        timeout=(1, 1),
        proxy=f"http://127.0.0.1:{closed_port}",
    )

    assert isinstance(no_name.publish(intent(account), now=NOW), NotSent)
    assert isinstance(no_proxy.publish(intent(account), now=NOW), NotSent)


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
