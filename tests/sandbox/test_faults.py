"""Trouble on demand: what the client sees of each fault, and what was accepted in truth."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
from urllib3.exceptions import NewConnectionError

from sandbox.faults import AFTER, BEFORE
from tests.sandbox.calling import call, post
from tests.sandbox.ground import Account, Ground, start

BROKEN = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)
MINUTE = 60


@pytest.mark.parametrize(
    ("effect", "accepted"),
    [
        ("accept_then_close", 1),
        ("accept_then_reset", 1),
        ("accept_then_cut", 1),
        ("accept_then_truncated_body", 1),
        ("reset_before", 0),
        ("reset_before_read", 0),
        ({"name": "late_accept", "seconds": MINUTE}, 0),
        ({"name": "late_accept", "seconds": 0}, 1),
    ],
    ids=str,
)
def test_a_client_that_is_cut_off_cannot_know_whether_its_post_was_accepted(
    ground: Ground, account: Account, effect: dict[str, Any] | str, accepted: int
) -> None:
    ground.fault(account, effect)

    with pytest.raises(BROKEN):
        post(ground, account, "Open day at the station")

    assert len(ground.accepted(account)) == accepted


@pytest.mark.parametrize(
    ("effect", "status", "accepted"),
    [
        ("duplicate_403", 403, 0),
        ("token_expired", 401, 0),
        ("credits_depleted", 402, 0),
        ("suspended", 403, 0),
        ("rate_limited", 429, 0),
        ("cap_24h", 429, 0),
        ({"name": "reject_before", "status": 503, "body": "<h1>Over capacity</h1>"}, 503, 0),
        ({"name": "accept_then_status", "status": 502, "body": "<h1>Bad gateway</h1>"}, 502, 1),
        ("accept_then_bad_json", 201, 1),
        ({"name": "slow", "seconds": 0.2}, 201, 1),
        ({"name": "accept_then_hang", "seconds": 0.2}, 201, 1),
    ],
    ids=str,
)
def test_an_answer_need_not_tell_the_truth(
    ground: Ground, account: Account, effect: dict[str, Any] | str, status: int, accepted: int
) -> None:
    ground.fault(account, effect)

    answer = post(ground, account, "Open day at the station")

    assert answer.status_code == status
    assert len(ground.accepted(account)) == accepted
    assert post(ground, account, "The next one is in order").status_code == 201


def test_a_days_cap_stands_beside_a_quarter_hour_with_calls_left(ground: Ground, account: Account) -> None:
    ground.fault(account, {"name": "cap_24h", "window": "app_24h", "reset_in": 7200})

    headers = post(ground, account, "One too many today").headers

    assert headers["x-app-limit-24hour-remaining"] == "0"
    assert int(headers["x-rate-limit-remaining"]) > 0
    assert (
        int(headers["x-app-limit-24hour-reset"]) - time.time()
        > int(headers["x-rate-limit-reset"]) - time.time()
    )


def test_a_fault_waits_for_its_turn_and_ends(ground: Ground, account: Account) -> None:
    ground.fault(account, "duplicate_403", nth=2, times=2, method="POST")

    told = [post(ground, account, f"Post {number}").status_code for number in range(4)]

    assert told == [201, 403, 403, 201]
    (mine,) = [
        each
        for each in ground.control("GET", "faults")["faults"]
        if each["match"]["account"] == account.user_id
    ]
    assert (mine["remaining"], mine["taken"]) == (0, 2)


def test_a_late_post_is_accepted_after_its_client_gave_up(moving: Ground, account: Account) -> None:
    moving.fault(account, {"name": "late_accept", "seconds": MINUTE})
    with pytest.raises(BROKEN):
        post(moving, account, "Late, but there", reply_settings="following")

    moving.advance(MINUTE - 5)
    before = moving.accepted(account)
    moving.advance(10)
    (late,) = moving.accepted(account)

    assert before == []
    assert (late["text"], late["reply_settings"], late["fault"]) == (
        "Late, but there",
        "following",
        "late_accept",
    )
    assert late["arrived_at"] < late["created_at"]
    seen = call(moving, account, "GET", f"/2/users/{account.user_id}/tweets").json()
    assert [each["id"] for each in seen["data"]] == [late["id"]]


@pytest.mark.parametrize(("periods", "accepted"), [({}, 1), ({"duplicates": 0}, 2)], ids=str)
def test_only_the_filter_of_duplicates_stands_between_a_hasty_client_and_two_posts(
    moving: Ground, account: Account, periods: dict[str, int], accepted: int
) -> None:
    moving.control("POST", "periods", periods)
    moving.fault(account, {"name": "late_accept", "seconds": MINUTE})
    with pytest.raises(BROKEN):
        post(moving, account, "Sent again at once")
    post(moving, account, "Sent again at once")

    moving.advance(MINUTE)

    assert len(moving.accepted(account)) == accepted


def test_a_closed_door_lets_nobody_in_until_it_opens_again(ground: Ground, account: Account) -> None:
    ground.control("POST", "faults", {"effect": {"name": "refuse_connection", "seconds": 0.4}})

    with pytest.raises(requests.ConnectionError) as refused:
        post(ground, account, "Nobody hears this")

    assert isinstance(refused.value.args[0].reason, NewConnectionError)
    time.sleep(0.6)
    assert post(ground, account, "Open again").status_code == 201
    assert len(ground.accepted(account)) == 1


def test_a_large_body_that_is_refused_unread_still_gets_its_answer(ground: Ground, account: Account) -> None:
    ground.fault(account, "reset_before_read", path="/2/elsewhere")

    answer = requests.post(f"{ground.base_url}/2/media/upload", data=b"x" * 5_000_000, timeout=10)

    assert answer.status_code == 401


@pytest.mark.parametrize(
    "wish",
    [
        {"match": {}, "effect": "meteor"},
        {"match": {}, "effect": "suspended", "times": 0},
        {"match": {}, "effect": "suspended", "nth": 0},
        {"match": {"text": "("}, "effect": "suspended"},
        {"match": {"mood": "x"}, "effect": "suspended"},
        {"match": {"text": "x"}, "effect": "reset_before_read"},
        {"match": {"method": "POST"}, "effect": "refuse_connection"},
        {"effect": {"name": "slow", "seconds": "long"}},
        {"effect": {"name": "late_accept", "seconds": -1}},
        {"effect": {"name": "media_pending", "polls": 0}},
        {"effect": {"name": "rate_limited", "window": "month"}},
        {"effect": 5},
    ],
    ids=str,
)
def test_a_fault_that_makes_no_sense_is_refused(ground: Ground, wish: dict[str, object]) -> None:
    assert requests.post(f"{ground.base_url}/_sandbox/faults", json=wish, timeout=5).status_code == 400


def test_no_fault_is_both_before_and_after() -> None:
    assert not BEFORE & AFTER


def test_a_late_post_outlives_the_network_that_took_it(tmp_path: Path) -> None:
    process, running = start(tmp_path / "state.sqlite3")
    account = running.account()
    running.fault(account, {"name": "late_accept", "seconds": MINUTE})
    with pytest.raises(BROKEN):
        post(running, account, "Late, after a restart")
    process.kill()
    process.wait(timeout=5)

    process, again = start(tmp_path / "state.sqlite3")
    try:
        again.advance(MINUTE)
        assert [each["text"] for each in again.accepted(account)] == ["Late, after a restart"]
    finally:
        process.terminate()
        assert process.wait(timeout=5) == 0


def test_simultaneous_requests_meet_a_fault_no_more_often_than_was_planned(
    ground: Ground, account: Account
) -> None:
    ground.fault(account, "duplicate_403", nth=3, times=3)

    with ThreadPoolExecutor(max_workers=8) as pool:
        told = pool.map(lambda number: post(ground, account, f"At once {number}").status_code, range(12))

    assert Counter(told) == {201: 9, 403: 3}
    assert len(ground.accepted(account)) == 9
