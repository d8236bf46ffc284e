"""Real threads on real PostgreSQL: who wins, and that nobody wins twice."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Member
from bench import rows
from governance import cast
from posts import clock, publishing, stopping
from posts.models import Approval, Post, Publication, Status
from posts.workflow import WrongStatus
from tests import people
from tests.threads import together

ROUNDS = 1_000


def test_of_four_simultaneous_approvals_one_wins(committed_db: str, at: datetime) -> None:
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=at)
    for key in ("lindqvist", "hale"):
        people.grants.authorise(
            member=engaged.people[key],
            unit=engaged.units["014"],
            role="acting_sergeant",
            given_by=engaged.okafor,
            at=at,
        )
    post = people.submitted(engaged=engaged, at=at)
    won: list[str] = []
    ready = threading.Barrier(4)

    def approving(member: Member) -> Callable[[], None]:
        def act() -> None:
            mine = Post.objects.get(pk=post.pk)
            ready.wait()
            try:
                people.approve(post=mine, by=member, at=at)
            except WrongStatus:
                return
            won.append(member.log_on_id)

        return act

    together(*(approving(engaged.people[key]) for key in ("whitfield", "brody", "lindqvist", "hale")))

    assert len(won) == 1
    assert Approval.objects.filter(revision__post=post).count() == 1
    assert Publication.objects.filter(post=post).count() == 1


@pytest.mark.long
def test_a_stop_and_a_claim_have_one_order_a_thousand_times_cpd_tw_v_b_5(
    committed_db: str, at: datetime
) -> None:
    """CPD-TW.V.B.5"""
    early = clock.now() - timedelta(minutes=8)
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=early)
    publications = rows.approved(
        engaged=engaged, unit="014", by="reyes", sergeant="whitfield", how_many=ROUNDS, at=early
    )
    turn = threading.Barrier(2)

    def claims() -> None:
        for place, publication in enumerate(publications):
            turn.wait()
            time.sleep(0.0015 if place % 2 else 0)
            publishing.claim(publication_id=publication.pk)

    def stops() -> None:
        for place, publication in enumerate(publications):
            turn.wait()
            time.sleep(0 if place % 2 else 0.0015)
            stopping.stop(post_id=publication.post_id, actor=engaged.whitfield, reason="No.", at=early)

    together(claims, stops)

    ends = Publication.objects.values_list("post__status", "takedown_asked", "attempts__id")
    stopped = [end for end in ends if end[0] == Status.STOPPED]
    taken_down = [end for end in ends if end[0] == Status.SENDING]
    assert len(stopped) + len(taken_down) == ROUNDS
    assert all(asked is False and attempt is None for _, asked, attempt in stopped)
    assert all(asked is True and attempt is not None for _, asked, attempt in taken_down)
    assert stopped, "no stop ever came first: the test drove one order only"
    assert taken_down, "no claim ever came first: the test drove one order only"


def test_of_two_workers_with_one_message_one_claims(committed_db: str, at: datetime) -> None:
    early = clock.now() - timedelta(minutes=8)
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=early)
    publications = rows.approved(
        engaged=engaged, unit="014", by="reyes", sergeant="whitfield", how_many=50, at=early
    )
    claimed: list[int] = []
    turn = threading.Barrier(4)

    def worker() -> None:
        for publication in publications:
            turn.wait()
            if publishing.claim(publication_id=publication.pk) is not None:
                claimed.append(publication.pk)

    together(worker, worker, worker, worker)

    assert sorted(claimed) == sorted(publication.pk for publication in publications)
