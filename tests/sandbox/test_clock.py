"""A past played again: posts and rate windows follow the told clock, signatures the real one."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import requests

from outlets.intent import Intent
from outlets.outcomes import Published
from outlets.x import X
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
