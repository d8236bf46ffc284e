"""A replacement among workers that come at once and die: never two of it, and never while the old one is up."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection

from governance import cast
from outlets.outcomes import AlreadyGone, Published, Unknown
from posts import correcting, publishing, settling
from posts.models import Attempt, Correction, Post, Publication, Status
from posts.publishing import Claim
from tests import people
from tests.posts.statuses import exchange, in_status
from tests.posts.test_correcting import submitted_and_approved

WORKERS = 4
ROUNDS = 8


def test_workers_that_come_at_once_and_die_send_one_replacement_after_the_old_one_is_gone(
    committed_db: str, at: datetime
) -> None:
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=at)
    live = in_status(Status.PUBLISHED, engaged=engaged, at=at)
    made = correcting.begin(
        post_id=live.pk, how=Correction.REPLACE, reason="Wrong.", actor=engaged.reyes, at=at
    )
    new = submitted_and_approved(engaged, made, at)
    old = Publication.objects.get(post=live)
    network = _Network(at)

    for turn in range(ROUNDS):
        now = at + timedelta(minutes=10 + turn)
        _all_at_once([partial(network.work, pk, now) for pk in (old.pk, new.pk) * (WORKERS // 2)])
        for left in Attempt.objects.filter(outcome=""):
            settling.settle(attempt_id=left.pk, outcome=settling.worker_lost(), at=now)

    assert network.seen == ["deleted", "new one"]
    assert [Post.objects.get(pk=one.pk).status for one in (live, made)] == ["taken_down", "published"]
    assert Attempt.objects.filter(publication=new, kind="publish").count() == 1


class _Network:
    """What residents see. The first deletion is done by a worker that dies, the second gets no clear answer."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.deletions = 0
        self.seen: list[str] = []
        self.lock = threading.Lock()

    def work(self, publication_id: int, now: datetime) -> None:
        """One worker takes what is due, calls, and settles, if it lives that long."""
        claim = publishing.claim(publication_id=publication_id, now_by=lambda: now)
        if claim is None:
            return
        outcome = self._answer(claim)
        if outcome is not None:
            settling.settle(attempt_id=claim.attempt_id, outcome=outcome, at=now)

    def _answer(self, claim: Claim) -> Any:
        with self.lock:
            if claim.kind == "publish":
                self.seen.append("new one")
                return Published(
                    external_id="9777", url="http://127.0.0.1/y", at=self.at, exchange=exchange(self.at)
                )
            self.deletions += 1
            match self.deletions:
                case 1:
                    return None
                case 2:
                    self.seen.append("deleted")
                    return Unknown(reason="connection_lost")
                case _:
                    return AlreadyGone(exchange=exchange(self.at))


def _all_at_once(works: list[Callable[[], None]]) -> None:
    ready, faults = threading.Barrier(len(works)), list[BaseException]()

    def run(work: Callable[[], None]) -> None:
        ready.wait(timeout=10)
        try:
            work()
        except BaseException as fault:  # handed on below
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    if faults:
        raise faults[0]
