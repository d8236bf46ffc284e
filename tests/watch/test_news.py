"""Following along by leaf index."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import outbox
from audit import proofs, sequencer
from governance.cast import Cast
from posts import duties, overruling, stopping
from posts.models import Post, Scope, Verdict
from posts.stops import Target
from tests import people
from watch import news
from watch.choosing import Filters

MOST_QUERIES = 4
"""Besides the session and its member, which every page asks for."""


@pytest.fixture
def sign() -> Any:
    """What the sequencer does each second."""
    key = Ed25519PrivateKey.generate()
    return lambda at: sequencer.catch_up(key=key, at=at)


def _ask(client: Client, **query: object) -> tuple[int, dict[str, Any], int]:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get("/floor/changes/", query)
    asked = [one["sql"] for one in captured if "django_session" not in one["sql"]]
    return answer.status_code, json.loads(answer.content or "{}"), len(asked) - 1


def test_nothing_new_is_no_content(chicago: Cast, client: Client, at: datetime, sign: Any) -> None:
    sign(at)
    client.force_login(chicago.natarajan)

    status, told, queries = _ask(client, after=proofs.latest_leaf(agency_id=chicago.agency.pk))

    assert (status, told) == (204, {})
    assert queries <= 2


def test_a_post_that_moved_is_told_once_it_has_its_leaf(
    chicago: Cast, client: Client, at: datetime, sign: Any
) -> None:
    sign(at)
    seen = proofs.latest_leaf(agency_id=chicago.agency.pk)
    client.force_login(chicago.natarajan)
    post = people.submitted(engaged=chicago, at=at)
    assert _ask(client, after=seen)[0] == 204

    sign(at)
    status, told, queries = _ask(client, after=seen, unit="014")

    assert (status, told["posts"]) == (200, [post.pk])
    assert told["leaf"] == proofs.latest_leaf(agency_id=chicago.agency.pk)
    assert queries <= MOST_QUERIES
    assert _ask(client, after=told["leaf"])[0] == 204


def test_what_is_only_saved_moves_the_cursor_but_is_no_news(chicago: Cast, at: datetime, sign: Any) -> None:
    sign(at)
    seen = proofs.latest_leaf(agency_id=chicago.agency.pk)
    people.drafted(engaged=chicago, at=at)
    sign(at)

    told = news.since(agency_id=chicago.agency.pk, after=seen, filters=Filters())

    assert told.leaf > seen
    assert told.post_ids == ()


def _overruled(chicago: Cast, at: datetime) -> Callable[[], Post]:
    post = people.approved(engaged=chicago, at=at)
    act = {"verdict": Verdict.RETURNED, "actor": chicago.natarajan, "reason": "Wait.", "at": at}
    return lambda: overruling.overrule(post_id=post.pk, **act)


def _held(chicago: Cast, at: datetime) -> Callable[[], Post]:
    post = people.approved(engaged=chicago, at=at)
    target = Target(scope=Scope.UNIT, unit=chicago.units["014"])
    stop = {"target": target, "reason": "Wait.", "actor": chicago.natarajan, "at": at}
    return lambda: stopping.place(**stop) and post


def _stood_in_for(chicago: Cast, at: datetime) -> Callable[[], Post]:
    post = people.submitted(engaged=chicago, written=people.EVIDENCE, at=at)
    for key in ("whitfield", "foster"):
        people.approve(post=post, by=chicago.people[key], at=at)
    return lambda: people.stand_in(post=post, by=chicago.natarajan, at=at)


def _told_at_last(chicago: Cast, at: datetime) -> Callable[[], Post]:
    notable = people.with_answers(people.TIP, notable="yes")
    post = people.submitted(engaged=chicago, written=notable, at=at)
    people.approve(post=post, by=chicago.whitfield, at=at)
    outbox.deliver_due(at=at)
    return lambda: duties.go_on(post_id=post.pk, at=at)


@pytest.mark.parametrize("begin", [_overruled, _held, _stood_in_for, _told_at_last])
def test_whatever_takes_a_post_to_another_lane_is_news(
    chicago: Cast, at: datetime, sign: Any, begin: Callable[[Cast, datetime], Callable[[], Post]]
) -> None:
    act = begin(chicago, at)
    sign(at)
    seen = proofs.latest_leaf(agency_id=chicago.agency.pk)

    post = act()
    sign(at)

    told = news.since(agency_id=chicago.agency.pk, after=seen, filters=Filters())
    assert told.post_ids == (post.pk,)


def test_another_unit_is_no_news_to_who_chose_one(chicago: Cast, at: datetime, sign: Any) -> None:
    people.submitted(engaged=chicago, at=at)
    sign(at)

    assert news.since(agency_id=chicago.agency.pk, after=-1, filters=Filters(unit="018")).post_ids == ()


def test_another_agency_hears_nothing(chicago: Cast, alsip: Cast, at: datetime, sign: Any) -> None:
    post = people.submitted(engaged=chicago, at=at)
    sign(at)

    assert post.pk not in news.since(agency_id=alsip.agency.pk, after=-1, filters=Filters()).post_ids


@pytest.mark.parametrize("after", ["", "-5", "x", "9" * 40, "1e3", "٣"])
def test_a_cursor_that_was_tampered_with_is_the_beginning(
    chicago: Cast, client: Client, at: datetime, sign: Any, after: str
) -> None:
    sign(at)
    client.force_login(chicago.natarajan)

    assert _ask(client, after=after)[0] == 200
