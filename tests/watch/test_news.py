"""Following along by leaf index."""

import json
from datetime import datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit import proofs, sequencer
from governance.cast import Cast
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
