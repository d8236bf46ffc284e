"""X's copies do not agree at once: what readers see of an account, and when."""

import pytest
import requests

from tests.sandbox.calling import call, post
from tests.sandbox.ground import Account, Ground


def timeline(ground: Ground, account: Account) -> list[str]:
    answer = call(ground, account, "GET", f"/2/users/{account.user_id}/tweets").json()
    return [each["text"] for each in answer.get("data", [])]


def looked_up(ground: Ground, account: Account, post_id: str) -> bool:
    return "data" in call(ground, account, "GET", f"/2/tweets/{post_id}").json()


def apart(ground: Ground, account: Account, **seconds: float) -> None:
    ground.control("POST", "consistency", {"account": account.username, **seconds})


def test_a_post_is_in_the_timeline_only_after_its_lag(moving: Ground, account: Account) -> None:
    apart(moving, account, timeline_lag=30)
    post_id = post(moving, account, "Not yet").json()["data"]["id"]

    assert timeline(moving, account) == []
    assert looked_up(moving, account, post_id)
    moving.advance(31)
    assert timeline(moving, account) == ["Not yet"]


def test_a_post_can_be_read_by_its_id_only_after_its_lag(moving: Ground, account: Account) -> None:
    apart(moving, account, lookup_lag=30)
    post_id = post(moving, account, "Not by id").json()["data"]["id"]

    assert not looked_up(moving, account, post_id)
    assert timeline(moving, account) == ["Not by id"]
    moving.advance(31)
    assert looked_up(moving, account, post_id)


def test_a_young_post_is_seen_by_every_second_reading(moving: Ground, account: Account) -> None:
    apart(moving, account, timeline_flap=30)
    post(moving, account, "Here or not")

    assert [bool(timeline(moving, account)) for _ in range(4)] == [True, False, True, False]
    moving.advance(31)
    assert [bool(timeline(moving, account)) for _ in range(4)] == [True] * 4


def test_a_post_that_was_taken_down_lingers(moving: Ground, account: Account) -> None:
    apart(moving, account, delete_lag=30)
    post_id = post(moving, account, "Going").json()["data"]["id"]
    call(moving, account, "DELETE", f"/2/tweets/{post_id}")

    assert timeline(moving, account) == ["Going"]
    assert looked_up(moving, account, post_id)
    moving.advance(31)
    assert timeline(moving, account) == []
    assert not looked_up(moving, account, post_id)


@pytest.mark.parametrize("wish", [{"account": "nobody"}, {"timeline_lag": "5"}, {"lookup_lag": -1}], ids=str)
def test_a_lag_that_makes_no_sense_is_refused(
    ground: Ground, account: Account, wish: dict[str, object]
) -> None:
    answer = requests.post(
        f"{ground.base_url}/_sandbox/consistency", json={"account": account.user_id, **wish}, timeout=5
    )

    assert answer.status_code == 400
