"""Wide stops against claims and approvals, on real threads and real PostgreSQL: one order, nothing slips between."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from bench import rows
from governance import cast
from posts import clock, publishing, stopping
from posts.models import Attempt, Hold, Post, Publication, Scope, Status, Stop
from posts.stopping import StoppedAlready
from posts.stops import Target
from tests import people
from tests.threads import together

ROUNDS = 60
A_ROUND = 8


def test_a_wide_stop_and_claims_have_one_order(committed_db: str, at: datetime) -> None:
    early = clock.now() - timedelta(minutes=8)
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=early)
    due = rows.approved(
        engaged=engaged, unit="014", by="reyes", sergeant="whitfield", how_many=ROUNDS * A_ROUND, at=early
    )
    turn = threading.Barrier(2)
    target = Target(scope=Scope.UNIT, unit=engaged.units["014"])
    held: set[int] = set()

    def claims() -> None:
        for number in range(ROUNDS):
            turn.wait()
            for publication in due[number * A_ROUND : (number + 1) * A_ROUND]:
                publishing.claim(publication_id=publication.pk)
            turn.wait()

    def stops() -> None:
        for number in range(ROUNDS):
            turn.wait()
            time.sleep(0.004 * (number % 8))
            stop = stopping.place(target=target, reason="No.", actor=engaged.whitfield, at=clock.now()).stop
            held.update(Hold.objects.filter(stop=stop).values_list("post_id", flat=True))
            turn.wait()
            stopping.lift(stop_id=stop.pk, reason="Go on.", actor=engaged.whitfield, at=clock.now())
            later = [publication.post_id for publication in due[(number + 1) * A_ROUND :]]
            Post.objects.filter(pk__in=later, status=Status.STOPPED).update(status=Status.APPROVED)

    together(claims, stops)

    sent = set(Attempt.objects.values_list("publication__post_id", flat=True))
    stopped = set(Post.objects.filter(status=Status.STOPPED).values_list("pk", flat=True))
    assert sent | stopped == {publication.post_id for publication in due}
    assert not sent & stopped
    assert stopped <= held
    assert sent, "no claim ever came first: the test drove one order only"
    assert stopped, "no stop ever came first: the test drove one order only"
    assert not Publication.objects.filter(post__in=stopped).exclude(state="due").exists()


def test_what_is_approved_beside_a_stop_is_held_or_swept_and_never_free(
    committed_db: str, at: datetime
) -> None:
    early = clock.now() - timedelta(minutes=8)
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=early)
    posts = [people.submitted(engaged=engaged, at=early) for _ in range(12)]
    target = Target(scope=Scope.DEPARTMENT)
    turn = threading.Barrier(2)

    def approves() -> None:
        turn.wait()
        for post in posts:
            people.approve(post=post, by=engaged.whitfield, at=early)

    def stops() -> None:
        turn.wait()
        time.sleep(0.05)
        stopping.place(target=target, reason="No.", actor=engaged.natarajan, at=clock.now())

    together(approves, stops)

    assert {post.status for post in Post.objects.all()} == {Status.STOPPED}
    assert Hold.objects.values("post").distinct().count() == len(posts)


def test_of_two_people_who_stop_the_same_at_once_one_places_it_and_the_other_is_told(
    committed_db: str, at: datetime
) -> None:
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=at)
    ready = threading.Barrier(2)
    told: list[str] = []
    placed: list[stopping.Placed] = []

    def stops(key: str) -> Callable[[], None]:
        def act() -> None:
            ready.wait()
            try:
                target = Target(scope=Scope.DEPARTMENT)
                placed.append(stopping.place(target=target, reason="No.", actor=engaged.people[key], at=at))
            except StoppedAlready as fault:
                told.append(str(fault))

        return act

    together(stops("natarajan"), stops("foster"))

    assert len(placed) == 1
    assert len(told) == 1
    assert "placed this stop already" in told[0]
    assert Stop.objects.count() == 1
