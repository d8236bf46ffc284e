"""A worker that died is noticed in seconds, one that lives never; an answer is not lost with a connection."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from accounts.models import OutletAccount
from audit.models import Event
from bench import rows
from governance import cast
from outlets.outcomes import Outcome, Published, RateLimited, Rejected, Unknown
from posts import alive, clock, publishing, resolving, sending, settling, stopping, submission
from posts.models import Attempt, Post, Publication, Status
from posts.publishing import Claim
from records.models import Record
from tests import people
from tests.posts.reading import Out, accepted, due, look, look_to_the_end, plan, told
from tests.posts.statuses import exchange

_CLAIM_AND_HANG = """
import sys, django
django.setup()
from posts import publishing
assert publishing.claim(publication_id=int(sys.argv[1]))
print("claimed", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def claimable(committed_db: str, monkeypatch: pytest.MonkeyPatch) -> Publication:
    """An approved post whose claim other sessions see; nobody waits for a worker to come back."""
    monkeypatch.setattr(alive, "GRACE", timedelta(0))
    early = clock.now() - timedelta(minutes=8)
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=early)
    (publication,) = rows.approved(
        engaged=engaged, unit="014", by="reyes", sergeant="whitfield", how_many=1, at=early
    )
    return publication


def _in_a_session_of_its_own(act: Callable[[], object]) -> list[object]:
    """Run to the end in a thread with a connection of its own; what it gave, last."""
    given: list[object] = []

    def run() -> None:
        try:
            given.append(act())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return given


def test_a_process_that_is_killed_lets_go_at_once_and_one_that_lives_is_left_alone(
    claimable: Publication, committed_db: str
) -> None:
    url = os.environ["TEST_APP_URL"].rpartition("/")[0] + f"/{committed_db}"
    worker = subprocess.Popen(
        [sys.executable, "-c", _CLAIM_AND_HANG, str(claimable.pk)],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert worker.stdin and worker.stdout and worker.stdout.readline() == b"claimed\n"

    assert settling.sweep() == [], "its worker lives"
    worker.kill()
    worker.wait()
    worker.stdin.close()
    worker.stdout.close()

    attempt = Attempt.objects.get(publication=claimable)
    _let_go_within_seconds(3, attempt)
    assert settling.sweep() == [attempt.pk]
    attempt.refresh_from_db()
    assert (attempt.outcome, attempt.reason) == ("unknown", "worker_lost")
    assert Post.objects.get(pk=claimable.post_id).status == Status.UNKNOWN


def _let_go_within_seconds(seconds: int, attempt: Attempt) -> None:
    """PostgreSQL gives us what nobody holds any more; or it raises."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{seconds}s'")
        alive.claims(attempt_id=attempt.pk)
        cursor.execute("SELECT pg_advisory_unlock_all()")


def test_whatever_ends_a_call_before_its_answer_is_written_lets_the_attempt_go(
    claimable: Publication,
) -> None:
    class TimeIsUp(Exception):
        """As a soft time limit interrupts a task anywhere."""

    during: list[object] = []
    with pytest.raises(TimeIsUp), alive.while_calling():
        assert publishing.claim(publication_id=claimable.pk)
        during += _in_a_session_of_its_own(alive.left)
        raise TimeIsUp

    assert during == [[]]
    assert _in_a_session_of_its_own(settling.sweep) == [[Attempt.objects.get().pk]]


def test_nobody_holds_an_attempt_for_longer_than_a_task_may_run(claimable: Publication) -> None:
    long_ago = clock.now() - alive.GIVEN_UP_AFTER - timedelta(seconds=1)
    assert publishing.claim(publication_id=claimable.pk, now_by=lambda: long_ago)

    assert _in_a_session_of_its_own(settling.sweep) == [[Attempt.objects.get().pk]]


@pytest.mark.parametrize("swept", [False, True], ids=["the worker is first", "the sweeper is first"])
def test_an_answer_is_written_over_a_new_connection_when_the_old_one_was_cut(
    claimable: Publication, swept: bool
) -> None:
    claim = publishing.claim(publication_id=claimable.pk)
    assert claim is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (ours,) = cursor.fetchone()
    _in_a_session_of_its_own(lambda: _cut(ours))
    if swept:
        assert _in_a_session_of_its_own(settling.sweep) == [[claim.attempt_id]]

    sending.written(attempt_id=claim.attempt_id, outcome=_took(claim.claimed_at), now_by=clock.now)

    assert Publication.objects.get().external_id == "1999000000000000001"
    assert Attempt.objects.get().outcome == ("unknown" if swept else "published")
    assert Record.objects.get().external_id == "1999000000000000001"


def _cut(pid: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 2000)", [pid])


def _took(at: datetime) -> Outcome:
    return Published(external_id="1999000000000000001", url="https://x.com/i/1", at=at, exchange=exchange(at))


def _refused(at: datetime) -> Outcome:
    return Rejected(reason="too_long", text="Too long.", scope="post", exchange=exchange(at))


def _no_answer(at: datetime) -> Outcome:
    return Unknown(reason="no_answer_in_time", exchange=exchange(at))


def _given_up(out: Out, early: datetime) -> tuple[Publication, Claim]:
    """A publication whose worker was called lost while it was calling."""
    publication = due(out, early)
    claim = publishing.claim(publication_id=publication.pk)
    assert claim is not None
    settling.settle(attempt_id=claim.attempt_id, outcome=settling.worker_lost(), at=clock.now())
    return publication, claim


@pytest.mark.parametrize(
    ("answer", "status", "looks", "events"),
    [(_took, "published", False, 1), (_refused, "refused", False, 1), (_no_answer, "unknown", True, 0)],
    ids=["took", "refused", "no answer"],
)
def test_an_answer_that_comes_after_its_worker_was_given_up_counts_once(
    out: Out, early: datetime, answer: Callable[[datetime], Outcome], status: str, looks: bool, events: int
) -> None:
    publication, claim = _given_up(out, early)

    for _ in range(2):
        settling.settle(attempt_id=claim.attempt_id, outcome=answer(clock.now()), at=clock.now())

    publication.refresh_from_db()
    assert (publication.post.status, publication.look_at is not None) == (status, looks)
    assert Attempt.objects.get(pk=claim.attempt_id).reason == "worker_lost"
    assert Event.objects.filter(verb="post.answered_late").count() == events
    assert told(publication) == []


def test_a_late_answer_takes_down_what_was_to_be_taken_down_meanwhile(out: Out, early: datetime) -> None:
    publication, claim = _given_up(out, early)
    engaged = out[0]
    stopping.take_down(
        post_id=publication.post_id, actor=engaged.whitfield, reason="Wrong street.", at=clock.now()
    )
    answer = sending.call(claim, now=clock.now())

    settling.settle(attempt_id=claim.attempt_id, outcome=answer, at=clock.now())

    assert sending.send(publication_id=publication.pk) == "deleted"
    (there,) = accepted(out, publication)
    assert there["deleted_at"]


def test_what_a_person_took_for_lost_and_is_out_after_all_is_told_with_its_address(
    out: Out, early: datetime
) -> None:
    publication, claim = _given_up(out, early)
    engaged = out[0]
    resolving.not_found(
        post_id=publication.post_id, actor=engaged.brody, reason="I do not see it.", at=clock.now()
    )
    answer = sending.call(claim, now=clock.now())

    settling.settle(attempt_id=claim.attempt_id, outcome=answer, at=clock.now())

    assert Post.objects.get(pk=publication.post_id).status == Status.RETURNED
    assert look(publication) == "nothing to do"
    (there,) = accepted(out, publication)
    bodies = told(publication, kind="out_after_all")
    assert bodies and all(f"/status/{there['id']}" in body for body in bodies)


def test_what_is_out_after_all_does_not_go_out_again_under_a_new_approval(out: Out, early: datetime) -> None:
    publication, claim = _given_up(out, early)
    engaged = out[0]
    resolving.not_found(
        post_id=publication.post_id, actor=engaged.brody, reason="I do not see it.", at=clock.now()
    )
    post = submission.submit(post_id=publication.post_id, actor=engaged.reyes, seen_version=1, at=clock.now())
    people.approve(post=post, by=engaged.whitfield, at=clock.now())
    again = Publication.objects.get(post=post, state="due")

    for _ in range(2):
        settling.settle(attempt_id=claim.attempt_id, outcome=_took(clock.now()), at=clock.now())

    assert sending.send(publication_id=again.pk) == "nothing to do"
    assert (again.attempts.count(), Post.objects.get(pk=post.pk).status) == (0, Status.RETURNED)
    assert Event.objects.get(verb="post.held_back", subject_id=post.pk).keys["why"] == "out_after_all"
    assert told(publication, kind="out_after_all") and told(publication, kind="held_back")


def test_that_one_call_put_nothing_out_says_nothing_of_the_next(
    out: Out, early: datetime, settings: Any
) -> None:
    settings.SETTLED_SECONDS = 3
    OutletAccount.objects.filter(pk=out[0].accounts["014"].pk).update(resend_after_absence=True)
    publication, first = _given_up(out, early)
    assert look_to_the_end(publication)[-1] == "sent again"
    plan(out, {"name": "accept_then_reset"})
    assert sending.send(publication_id=publication.pk, now_by=lambda: publication.due_at) == "unknown"

    now = clock.now()
    never = RateLimited(until=now, scope="endpoint", exchange=exchange(now))
    settling.settle(attempt_id=first.attempt_id, outcome=never, at=now)

    publication.refresh_from_db()
    assert (publication.state, publication.post.status) == ("unknown", "unknown")


def test_whoever_stopped_it_meanwhile_is_told_that_it_is_out(
    out: Out, early: datetime, settings: Any
) -> None:
    settings.SETTLED_SECONDS = 3
    OutletAccount.objects.filter(pk=out[0].accounts["014"].pk).update(resend_after_absence=True)
    publication, claim = _given_up(out, early)
    look_to_the_end(publication)
    stopping.stop(post_id=publication.post_id, actor=out[0].whitfield, reason="Wait.", at=clock.now())

    settling.settle(attempt_id=claim.attempt_id, outcome=_took(clock.now()), at=clock.now())

    assert told(publication, kind="out_after_all")
