"""/metrics: behind its token, few questions, nobody named."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from accounts.models import Delivery, DeliveryState
from governance import cast, manifest, signs
from posts import stopping
from tests import people

TOKEN = "a-token-that-only-the-watchman-has"


@pytest.fixture(autouse=True)
def watched(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    cache.clear()


def _ask(client: Client, token: str = TOKEN) -> dict[str, dict[str, float]]:
    answer = client.get("/metrics", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    return {
        family.name: {next(iter(sample.labels.values()), ""): sample.value for sample in family.samples}
        for family in text_string_to_metric_families(answer.content.decode())
    }


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer wrong"}, {"authorization": TOKEN}])
def test_without_the_token_there_is_no_such_page(db: None, client: Client, headers: dict[str, str]) -> None:
    assert client.get("/metrics", headers=headers).status_code == 404


def test_where_no_token_is_set_there_is_no_such_page(db: None, client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = ""

    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


def test_posts_under_way_and_what_is_overdue(db: None, client: Client) -> None:
    early = timezone.now() - timedelta(minutes=30)
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=early)
    people.approved(engaged=engaged, at=early)
    stopped = people.approved(engaged=engaged, at=early)
    people.submitted(engaged=engaged, at=early)
    stopping.stop(post_id=stopped.pk, actor=engaged.whitfield, reason="Wrong street.", at=timezone.now())

    told = _ask(client)

    assert told["portal_posts"]["approved"] == 1
    assert told["portal_posts"]["stopped"] == 1
    assert told["portal_posts"]["in_review"] == 1
    assert told["portal_stops_in_force"]["post"] == 1
    assert told["portal_posts_missed"][""] == told["portal_accounts_in_trouble"][""] == 0
    assert told["portal_stops_in_force"]["department"] == 0
    assert 1400 < told["portal_oldest_due_seconds"][""] < 1900


def test_a_part_is_told_once_it_was_heard(db: None, client: Client) -> None:
    signs.leave(name=signs.BEAT, at=timezone.now() - timedelta(seconds=20))

    assert set(_ask(client)["portal_silent_seconds"]) == {"beat"}
    assert _ask(client)["portal_silent_seconds"]["beat"] >= 20


def test_mail_that_failed_is_counted(db: None, client: Client) -> None:
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=timezone.now() - timedelta(hours=1))
    people.submitted(engaged=engaged, at=timezone.now() - timedelta(hours=1))
    one = Delivery.objects.first()
    assert one is not None
    Delivery.objects.filter(pk=one.pk).update(state=DeliveryState.FAILED)

    told = _ask(client)

    assert told["portal_deliveries_failed"][""] == 1
    assert told["portal_deliveries_oldest_seconds"][""] > 3000


def test_a_few_questions_whatever_there_is(db: None, client: Client) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        _ask(client)

    assert len(asked) <= 11


def test_nobody_is_named(db: None, client: Client) -> None:
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=timezone.now())
    told = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).content.decode()

    for word in (engaged.agency.slug, "014", "reyes", *[a.handle for a in engaged.accounts.values()]):
        assert word not in told


def test_the_age_is_that_of_the_newest_backup_that_can_be_read(
    db: None, client: Client, tmp_path: Path, settings: Any
) -> None:
    settings.BACKUP_FOLDER = tmp_path
    made_at = timezone.now() - timedelta(hours=3)
    spoilt = tmp_path / "portal-29991231T000000Z"
    spoilt.mkdir()
    (spoilt / manifest.NAME).write_text("{")
    assert "portal_backup_age_seconds" not in _ask(client)
    good = tmp_path / f"portal-{made_at:%Y%m%dT%H%M%SZ}"
    good.mkdir()
    nothing = manifest.Held(path="database.dump", size_bytes=0, sha256="")
    told = manifest.Manifest(
        made_at=made_at.isoformat(), portal="0", postgresql=18, installation="", mark=None,
        checkpoint=None, database=nothing, files=(),
    )  # fmt: skip
    manifest.write(folder=good, manifest=told)

    assert 10_800 <= _ask(client)["portal_backup_age_seconds"][""] < 10_900
