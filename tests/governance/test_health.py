"""Alive, ready, and what is not, in words that give nothing away."""

import json
import os
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import UnitGrant
from audit import sequencer
from governance import cast, signs, tasks
from tests import people

PARTS = {"database", "role", "migrations", "home", "broker", "worker", "beat", "sequencer", "due", "grants"}


@pytest.fixture
def well(db: None, settings: Any) -> None:
    """Everything works."""
    settings.REDIS_URL = os.environ["TEST_REDIS_URL"]
    cache.clear()
    for name in (signs.WORKER, signs.BEAT):
        signs.leave(name=name, at=timezone.now())
    sequencer.sequence(key=Ed25519PrivateKey.generate(), at=timezone.now())


def _ready(client: Client) -> tuple[int, dict[str, Any]]:
    answer = client.get("/health/ready")
    return answer.status_code, json.loads(answer.content)


def test_alive_asks_nothing(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/health/live")
    assert (answer.status_code, answer.content) == (200, b"alive\n")


def test_ready_names_every_part(well: None, client: Client) -> None:
    status, told = _ready(client)

    assert status == 200, told
    assert told["ready"] is True
    assert set(told) == PARTS | {"ready", "not_ready"}


def test_a_part_that_was_never_heard_of_is_not_ready(well: None, client: Client) -> None:
    cache.clear()

    status, told = _ready(client)

    assert (status, told["not_ready"]) == (503, ["worker", "beat"])


@pytest.mark.parametrize(("name", "seconds"), [(signs.WORKER, 16), (signs.BEAT, 36)])
def test_a_part_that_fell_silent_is_not_ready(well: None, client: Client, name: str, seconds: int) -> None:
    signs.leave(name=name, at=timezone.now() - timedelta(seconds=seconds))

    status, told = _ready(client)

    assert (status, told["not_ready"]) == (503, [name])
    assert told[name]["seconds"] >= seconds


def test_a_broker_that_is_away_is_named_without_its_address(
    well: None, client: Client, settings: Any
) -> None:
    settings.REDIS_URL = "redis://:a-password@127.0.0.1:1/0"

    answer = client.get("/health/ready")

    assert json.loads(answer.content)["not_ready"] == ["broker"]
    assert b"a-password" not in answer.content
    assert b"127.0.0.1" not in answer.content


def test_a_silent_sequencer_is_not_ready(well: None, client: Client) -> None:
    sequencer.Pulse.objects.update(at=timezone.now() - timedelta(seconds=20))

    assert _ready(client)[1]["not_ready"] == ["sequencer"]


@pytest.mark.parametrize(("minutes", "late"), [(1, []), (3, ["due"])])
def test_a_post_that_waits_past_its_time_is_named(
    well: None, client: Client, minutes: int, late: list[str]
) -> None:
    approved_at = timezone.now() - timedelta(minutes=minutes)
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=approved_at)
    people.approved(engaged=engaged, at=approved_at - timedelta(minutes=5))

    assert _ready(client)[1]["not_ready"] == late


def test_grants_that_differ_are_told_and_the_portal_stays_ready(well: None, client: Client) -> None:
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=timezone.now() - timedelta(days=1))
    UnitGrant.objects.filter(user=engaged.reyes).delete()

    status, told = _ready(client)

    assert (status, told["grants"]["ok"]) == (200, False)
    assert told["grants"]["says"].startswith("2 grants are not those")


def test_the_task_of_beat_leaves_its_sign(well: None) -> None:
    cache.clear()

    tasks.heartbeat()

    assert signs.seconds_since(name=signs.BEAT, at=timezone.now()) is not None


def test_a_database_that_is_away_is_named(well: None, client: Client, settings: Any) -> None:
    from django.db import OperationalError

    from governance import health

    def away() -> health.Check:
        raise OperationalError('connection to server at "db.internal" failed')

    told = health._asked(away)

    assert not told.ok
    assert "db.internal" not in told.says
