"""What the account does not show after the settled period is sent once more where the account says so, never twice."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from accounts.models import OutletAccount
from audit.models import Event
from outlets.outcomes import Outcome, Published, RateLimited, Rejected, Unknown
from posts import alive, clock, publishing, resolving, sending, settling, stopping
from posts.models import Post, Publication
from records.models import Record
from tests.posts.reading import Out, accepted, due, look, look_to_the_end, plan, told, unknown, words
from tests.posts.statuses import exchange


@pytest.fixture
def willing(out: Out) -> Out:
    """The 14th District lets the portal send once more."""
    OutletAccount.objects.filter(pk=out[0].accounts["014"].pk).update(resend_after_absence=True)
    return out


def _send_later(publication: Publication) -> str:
    publication.refresh_from_db()
    done = sending.send(publication_id=publication.pk, now_by=lambda: publication.due_at)
    publication.refresh_from_db()
    return done


def test_what_was_never_there_is_sent_once_more_through_the_gate(willing: Out, early: datetime) -> None:
    publication = unknown(willing, early, "reset_before")

    assert look_to_the_end(publication) == ["not seen"] * 5 + ["sent again"]
    assert _send_later(publication) == "published"
    assert _send_later(publication) == "nothing to do"

    assert len(accepted(willing, publication)) == 1
    outcomes = publication.attempts.order_by("number").values_list("number", "outcome")
    assert list(outcomes) == [(1, "unknown"), (2, "published")]
    assert Event.objects.get(verb="post.sent_again").keys["looked"] == 6
    assert told(publication) == []


def test_there_is_no_second_time(willing: Out, early: datetime) -> None:
    publication = unknown(willing, early, "reset_before")
    look_to_the_end(publication)
    plan(willing, {"name": "reset_before"})
    assert _send_later(publication) == "unknown"

    assert look_to_the_end(publication)[-1] == "left to people"
    assert (publication.attempts.count(), accepted(willing, publication)) == (2, [])


def test_the_last_reading_must_have_been_answered(willing: Out, early: datetime) -> None:
    publication = unknown(willing, early, "reset_before")
    for _ in range(5):
        assert look(publication) == "not seen"
    plan(willing, {"name": "reject_before", "status": 503, "body": {}}, method="GET")

    assert look(publication) == "left to people"


def test_the_gate_is_asked_before_it_goes_out_again(willing: Out, early: datetime) -> None:
    publication = unknown(willing, early, "reset_before")
    look_to_the_end(publication)
    stopping.stop(post_id=publication.post_id, actor=willing[0].whitfield, reason="No.", at=clock.now())

    assert _send_later(publication) == "nothing to do"
    assert accepted(willing, publication) == []


def test_what_was_to_be_taken_down_meanwhile_is_not_sent_again(willing: Out, early: datetime) -> None:
    publication = unknown(willing, early, "reset_before")
    stopping.take_down(
        post_id=publication.post_id, actor=willing[0].whitfield, reason="Wrong street.", at=clock.now()
    )

    assert look_to_the_end(publication)[-1] == "left to people"


def test_nothing_is_sent_again_while_a_worker_that_was_given_up_may_still_call(
    willing: Out, early: datetime, settings: Any
) -> None:
    settings.SETTLED_SECONDS = 3
    publication = due(willing, early)
    claim = publishing.claim(publication_id=publication.pk)
    assert claim is not None
    settling.settle(attempt_id=claim.attempt_id, outcome=settling.worker_lost(), at=clock.now())

    assert look(publication) == "not seen"
    assert publication.look_at == claim.claimed_at + alive.GIVEN_UP_AFTER
    assert look(publication) == "sent again"


def test_a_duplicate_after_an_unclear_call_is_looked_for_and_found(willing: Out, early: datetime) -> None:
    """The network took the first and did not show it until the second had been refused."""
    account = willing[0].accounts["014"].external_id
    willing[1].control("POST", "consistency", {"account": account, "timeline_lag": 3_600})
    publication = unknown(willing, early)
    assert look_to_the_end(publication)[-1] == "sent again"

    assert _send_later(publication) == "rejected"
    assert (publication.state, publication.post.status) == ("unknown", "unknown")
    willing[1].control("POST", "consistency", {"account": account})

    assert look(publication) == "found"
    (there,) = accepted(willing, publication)
    assert publication.external_id == there["id"]
    assert Event.objects.filter(verb="post.sent_again").count() == 1


def test_a_duplicate_of_what_a_person_took_for_lost_is_found_under_the_new_approval(
    out: Out, early: datetime
) -> None:
    text = words()
    first = unknown(out, early, "accept_then_reset")
    lost = due(out, early, text)
    plan(out, {"name": "accept_then_reset"})
    assert sending.send(publication_id=lost.pk) == "unknown"
    resolving.not_found(post_id=lost.post_id, actor=out[0].brody, reason="I do not see it.", at=clock.now())
    again = due(out, early, text)

    assert sending.send(publication_id=again.pk) == "rejected"
    assert look(again) == "found"

    assert len(accepted(out, again)) == 1
    assert first.state == "unknown", "other words are another matter"


def _published(out: Out, number: str) -> Published:
    now = clock.now()
    return Published(
        external_id=number, url=f"https://x.example/status/{number}", at=now, exchange=exchange(now)
    )


@pytest.mark.parametrize(
    "second",
    [
        lambda at: Rejected(reason="duplicate", text="Twice.", scope="post", exchange=exchange(at)),
        lambda at: Rejected(reason="too_long", text="Too long.", scope="post", exchange=exchange(at)),
        lambda at: RateLimited(until=at, scope="endpoint", exchange=exchange(at)),
        lambda at: Unknown(reason="no_answer_in_time", exchange=exchange(at)),
        None,
    ],
    ids=["duplicate", "refused", "asked to wait", "no answer", "took it too"],
)
def test_the_first_call_answers_while_the_second_is_under_way_and_is_bound_however_that_ends(
    willing: Out, early: datetime, settings: Any, second: Callable[[datetime], Outcome] | None
) -> None:
    settings.SETTLED_SECONDS = 3
    publication = due(willing, early)
    first = publishing.claim(publication_id=publication.pk)
    assert first is not None
    settling.settle(attempt_id=first.attempt_id, outcome=settling.worker_lost(), at=clock.now())
    assert look_to_the_end(publication)[-1] == "sent again"
    again = publishing.claim(publication_id=publication.pk, now_by=lambda: publication.due_at)
    assert again is not None

    for _ in range(2):
        settling.settle(attempt_id=first.attempt_id, outcome=_published(willing, "771"), at=clock.now())
    ended = second(clock.now()) if second else _published(willing, "772")
    settling.settle(attempt_id=again.attempt_id, outcome=ended, at=clock.now())

    publication.refresh_from_db()
    post = Post.objects.get(pk=publication.post_id)
    assert (publication.state, publication.external_id, post.status) == ("published", "771", "published")
    assert Record.objects.get(post_id=post.pk).external_id == "771"
    assert _send_later(publication) == "nothing to do", "it is never called a third time"
    assert all("status/771" in body for body in told(publication, kind="out_after_all"))
    twice = told(publication, kind="out_twice")
    assert bool(twice) == (second is None) and all("status/772" in body for body in twice)
    stopping.take_down(post_id=post.pk, actor=willing[0].whitfield, reason="Wrong street.", at=clock.now())
    gone = publishing.claim(publication_id=publication.pk)
    assert gone is not None and (gone.kind, gone.external_id) == ("delete", "771")


def test_what_was_to_be_taken_down_while_it_is_sent_again_is_deleted_by_its_first_number(
    willing: Out, early: datetime, settings: Any
) -> None:
    settings.SETTLED_SECONDS = 3
    publication = due(willing, early)
    first = publishing.claim(publication_id=publication.pk)
    assert first is not None
    settling.settle(attempt_id=first.attempt_id, outcome=settling.worker_lost(), at=clock.now())
    look_to_the_end(publication)
    again = publishing.claim(publication_id=publication.pk, now_by=lambda: publication.due_at)
    assert again is not None
    stopping.take_down(
        post_id=publication.post_id, actor=willing[0].whitfield, reason="Wrong street.", at=clock.now()
    )

    settling.settle(attempt_id=first.attempt_id, outcome=_published(willing, "773"), at=clock.now())
    settling.settle(attempt_id=again.attempt_id, outcome=settling.worker_lost(), at=clock.now())

    gone = publishing.claim(publication_id=publication.pk)
    assert gone is not None and (gone.kind, gone.external_id) == ("delete", "773")


def test_a_copy_that_is_known_only_after_the_other_is_bound_is_told(willing: Out, early: datetime) -> None:
    publication = due(willing, early)
    first = publishing.claim(publication_id=publication.pk)
    assert first is not None
    settling.settle(attempt_id=first.attempt_id, outcome=settling.worker_lost(), at=clock.now())
    Publication.objects.filter(pk=publication.pk).update(state="published", external_id="774")

    settling.settle(attempt_id=first.attempt_id, outcome=_published(willing, "775"), at=clock.now())

    assert all("status/775" in body for body in told(publication, kind="out_twice"))
    assert told(publication, kind="out_twice")


def test_a_duplicate_without_an_unclear_call_is_refused(out: Out, early: datetime) -> None:
    text = words()
    assert sending.send(publication_id=due(out, early, text).pk) == "published"
    again = due(out, early, text)

    assert sending.send(publication_id=again.pk) == "rejected"

    assert Post.objects.get(pk=again.post_id).status == "refused"
