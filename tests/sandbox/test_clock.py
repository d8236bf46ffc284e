"""A past played again: posts and rate windows follow the told clock, signatures the real one."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import requests

from outlets.intent import Intent
from outlets.outcomes import Published
from outlets.x import X
from sandbox.limits import PROFILE
from tests.sandbox.calling import call
from tests.sandbox.ground import Account, Ground

PAST = datetime(2026, 11, 9, 15, 30, tzinfo=UTC)


@pytest.fixture
def told(ground: Ground) -> Iterator[Ground]:
    """The sandbox takes PAST for the present."""
    ground.control("POST", "clock", {"at": PAST.isoformat()})
    yield ground
    ground.control("POST", "clock", {"at": None})


def _publish(ground: Ground, account: Account, text: str) -> Published:
    outlet = X(credential=account.credential, base_url=ground.base_url)
    intent = Intent(
        publication_id="1",
        attempt=1,
        handle=account.username,
        external_user_id=account.user_id,
        text=text,
        reply_settings=None,
    )
    outcome = outlet.publish(intent, now=PAST)
    assert isinstance(outcome, Published), outcome
    return outcome


def test_a_post_carries_the_told_time_in_its_row_its_id_and_its_answer(
    told: Ground, account: Account
) -> None:
    outcome = _publish(told, account, "Said in the past")

    (accepted,) = told.accepted(account)
    assert accepted["created_at"] == "2026-11-09T15:30:00.000Z"
    assert outcome.exchange.response_headers["date"] == "Mon, 09 Nov 2026 15:30:00 GMT"
    assert int(outcome.exchange.response_headers["x-rate-limit-reset"]) == int(PAST.timestamp()) + 900


def test_null_returns_to_the_present(told: Ground, account: Account) -> None:
    told.control("POST", "clock", {"at": None})

    _publish(told, account, "Said today")

    assert not told.accepted(account)[0]["created_at"].startswith("2026-11-09")


def test_a_moment_without_its_zone_is_refused(ground: Ground) -> None:
    answer = requests.post(f"{ground.base_url}/_sandbox/clock", json={"at": "2026-11-09T15:30"}, timeout=5)

    assert answer.status_code == 400


def test_a_used_up_window_opens_again_by_the_clock(moving: Ground, account: Account) -> None:
    """Refused calls count, too."""
    target = "/1.1/account/update_profile.json?name=New"
    for _ in range(PROFILE[0].allowed):
        call(moving, account, "POST", target)

    assert call(moving, account, "POST", target).status_code == 429
    moving.advance(900)
    assert call(moving, account, "POST", target).status_code == 403


@pytest.mark.parametrize(("sliding", "status"), [(False, 403), (True, 429)], ids=["fixed", "sliding"])
def test_a_fixed_window_ends_as_a_whole_and_a_sliding_one_call_by_call(
    moving: Ground, account: Account, sliding: bool, status: int
) -> None:
    """Fourteen calls stand at the end of the window that the first one opened."""
    moving.control("POST", "periods", {"sliding": sliding})
    target = "/1.1/account/update_profile.json?name=New"
    first = call(moving, account, "POST", target)
    moving.advance(890)
    rest = [call(moving, account, "POST", target) for _ in range(PROFILE[0].allowed - 1)]
    full = call(moving, account, "POST", target)
    moving.advance(15)
    after = [call(moving, account, "POST", target) for _ in range(2)]

    assert rest[-1].headers["x-rate-limit-remaining"] == "0"
    assert full.status_code == 429
    assert int(full.headers["x-rate-limit-reset"]) - int(first.headers["x-rate-limit-reset"]) in {0, 1}
    assert [each.status_code for each in after] == [403, status]
    if sliding:
        moving.advance(890)
        assert call(moving, account, "POST", target).status_code == 403


def test_windows_may_be_told_to_be_short(moving: Ground, account: Account) -> None:
    moving.control("POST", "periods", {"quarter": 5})

    answer = call(moving, account, "GET", "/2/users/me")

    assert int(answer.headers["x-rate-limit-reset"]) <= time.time() + 5


@pytest.mark.parametrize(
    "wish", [{"week": 5}, {"day": -1}, {"quarter": "long"}, {"day": True}, {"sliding": 1}], ids=str
)
def test_a_period_that_makes_no_sense_is_refused(ground: Ground, wish: dict[str, object]) -> None:
    assert requests.post(f"{ground.base_url}/_sandbox/periods", json=wish, timeout=5).status_code == 400


def test_a_clock_that_is_moved_goes_on_running(moving: Ground, account: Account) -> None:
    moving.advance(3600)
    first = moving.control("POST", "clock", {"advance": 0})["at"]

    assert datetime.fromisoformat(first) > datetime.now(UTC) + timedelta(minutes=59)
    assert moving.control("POST", "clock", {"advance": 0})["at"] > first
