"""Every way in which a post is not, or may not be, on X: driven through tweepy against a real sandbox."""

import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from outlets.outcomes import (
    NotSent,
    RateLimited,
    Rejected,
    Unknown,
)
from outlets.x import X
from tests.outlets.calling import NOW, client, coded, intent, problem, status_only
from tests.sandbox.ground import Account, Ground

REPEATING = {
    "errors": [
        {"parameters": {"text": ["Your account is suspended, says the fake call."]}, "message": "Not valid."}
    ],
    "detail": "One or more parameters to your request was invalid.",
}
"""What X refuses it says again, in the words of the post."""
REFUSALS = [
    (problem(400, "One or more parameters to your request was invalid."), "invalid", "post"),
    (status_only(400, body=json.dumps(REPEATING)), "invalid", "post"),
    (status_only(400, body="[" * 20_000), "invalid", "post"),
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
