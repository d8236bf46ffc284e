"""What is handed to the workers, in which order, and by which queue."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from bench import rows
from governance.cast import CHICAGO, Cast
from governance.celery import URGENT, app
from posts import clock, dispatching
from posts.models import Publication, Revision
from tests import people


@pytest.fixture
def waiting(chicago: Cast, at: datetime) -> list[int]:
    """Ten ordinary posts that are due, oldest first."""
    approved = rows.approved(
        engaged=chicago, unit="014", by="reyes", sergeant="whitfield", how_many=10, at=at
    )
    for place, one in enumerate(approved):
        _changed(one.pk, due_at=clock.now() - timedelta(minutes=20 - place))
    return [one.pk for one in approved]


def _changed(key: int, **values: object) -> int:
    Publication.objects.filter(pk=key).update(**values)
    return key


def test_what_is_due_is_handed_over_oldest_first_and_again_when_nobody_acted_on_it(
    waiting: list[int],
) -> None:
    assert dispatching.take_due() == waiting
    assert dispatching.take_due() == []

    lost = clock.now() - timedelta(seconds=dispatching.HANDED_OVER_AGAIN_AFTER_SECONDS + 1)
    _changed(waiting[3], dispatched_at=lost)

    assert dispatching.take_due() == [waiting[3]]


def test_the_broker_holds_no_more_than_it_should_and_the_rest_waits_in_the_database(
    waiting: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatching, "MOST_HANDED_OVER", 4)

    assert dispatching.take_due() == waiting[:4]
    assert dispatching.take_due() == []
    _changed(waiting[0], state="sending")

    assert dispatching.take_due() == [waiting[4]]


def test_urgent_kinds_and_deletions_wait_behind_nothing(
    waiting: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatching, "MOST_HANDED_OVER", 2)
    dispatching.take_due()
    _make_urgent(waiting[9])
    _changed(waiting[5], state="deleting")

    assert dispatching.take_due(urgent=True) == [waiting[5], waiting[9]]
    assert dispatching.take_due() == []


def _make_urgent(key: int) -> None:
    """A version is frozen: here one that says so stands in its place."""
    publication = Publication.objects.select_related("revision", "post").get(pk=key)
    revision = publication.revision
    assert revision is not None
    old = revision.pk
    revision.pk, revision.number, revision.urgent = None, 2, True
    revision.save(force_insert=True)
    assert Revision.objects.filter(pk=old, urgent=False).exists()
    _changed(key, revision=revision)


@pytest.mark.parametrize(
    ("before", "handed"),
    [
        ("due", False),
        ("sending", False),
        ("unknown", False),
        ("published", True),
        ("deleting", False),
        ("deleted", True),
        ("refused", True),
    ],
)
def test_what_follows_another_waits_for_that_one_alone(waiting: list[int], before: str, handed: bool) -> None:
    """Beyond that the gate decides; what is unknown holds back its own followers and nobody else."""
    first, second, *others = waiting
    _changed(first, state=before)
    _changed(second, after_id=first)

    taken = dispatching.take_due()

    assert (second in taken) is handed
    assert set(others) <= set(taken)


def test_an_approval_hands_its_post_over_as_it_commits(
    db: None, early: datetime, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    engaged = people.engage_on_duty(house=CHICAGO, at=early)
    post = people.submitted(engaged=engaged, at=early)

    with django_capture_on_commit_callbacks(execute=True):
        people.approve(post=post, by=engaged.whitfield, at=early)

    assert Publication.objects.get(post=post).dispatched_at is not None
    assert dispatching.take_due() == []


def test_each_message_goes_into_one_queue_and_what_is_urgent_into_its_own() -> None:
    queues = app.amqp.queues
    assert [(name, queue.routing_key) for name, queue in queues.items()] == [
        (URGENT, URGENT),
        ("celery", "celery"),
    ]
    for task, queue in {"send_urgent": URGENT, "send_due": URGENT, "sweep": URGENT, "send": "celery"}.items():
        assert app.amqp.router.route({}, f"posts.tasks.{task}")["queue"].name == queue
    assert app.conf.broker_transport_options["queue_order_strategy"] == "priority"
