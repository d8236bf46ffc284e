"""What nobody knows to have gone out is read on the account, until it is found or a person decides."""

from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest

from accounts import health
from accounts.models import Health, Message, OutletAccount
from audit.models import Event
from outlets.x import X
from posts import (
    alive,
    clock,
    dispatching,
    lookout,
    publishing,
    reconciling,
    resolving,
    sending,
    settling,
    stopping,
)
from posts import health as of_account
from posts.models import Post, Publication, Status
from records.models import Record
from tests import people
from tests.posts.reading import Out, accepted, due, look, look_to_the_end, plan, told, unknown


@pytest.mark.parametrize(
    "effect",
    [
        {"name": "accept_then_reset"},
        {"name": "accept_then_bad_json"},
        {"name": "accept_then_cut"},
        {"name": "accept_then_status", "status": 503},
        {"name": "accept_then_status", "status": 500, "body": "<html>Over capacity</html>"},
    ],
    ids=["reset", "bad_json", "cut", "503", "html"],
)
def test_what_the_network_took_is_found_without_a_person(
    out: Out, early: datetime, effect: dict[str, Any]
) -> None:
    publication = due(
        out, early, f"Lock & <load> “nothing”: {people.a_word()}, see https://example.org/a?b=1&c"
    )
    plan(out, effect)
    assert sending.send(publication_id=publication.pk) == "unknown"

    assert look(publication) == "found"

    (there,) = accepted(out, publication)
    assert (publication.state, publication.external_id) == ("published", there["id"])
    assert publication.look_at is None
    assert publication.url.endswith(f"/status/{there['id']}")
    assert Post.objects.get(pk=publication.post_id).status == Status.PUBLISHED
    assert Record.objects.get(post_id=publication.post_id).external_id == there["id"]
    assert Message.objects.filter(about_post_id=publication.post_id, kind="published").exists()
    assert Event.objects.filter(verb="post.found_by_portal", subject_id=publication.post_id).count() == 1
    assert told(publication) == []
    assert look(publication, at=clock.now() + timedelta(hours=1)) == "nothing to do"
    assert sending.send(publication_id=publication.pk) == "nothing to do"


def test_an_answer_that_does_not_come_in_time_is_read_on_the_account(out: Out, early: datetime) -> None:
    publication = due(out, early)
    plan(out, {"name": "accept_then_hang", "seconds": 1})
    claim = publishing.claim(publication_id=publication.pk)
    assert claim is not None
    impatient = X(credential=claim.credential, base_url=out[1].base_url, timeout=(1, 0.3))
    outcome = impatient.publish(claim.intent, now=clock.now())
    assert settling.settle(attempt_id=claim.attempt_id, outcome=outcome, at=clock.now()) == "unknown"

    assert look(publication) == "found"

    assert len(accepted(out, publication)) == 1


def test_what_never_arrived_is_looked_for_at_growing_gaps_and_then_left_to_a_person(
    out: Out, early: datetime
) -> None:
    publication = unknown(out, early, "reject_before", status=500, body={})
    unknown_at = publication.attempts.get().settled_at
    assert unknown_at is not None and publication.look_at is not None
    gaps, done = [], ""

    while done != "left to people" and len(gaps) < 10:
        gaps.append(round((publication.look_at - unknown_at).total_seconds()))
        assert told(publication) == []
        done = look(publication)

    assert (gaps, done) == ([5, 20, 65, 185, 485, 600], "left to people")
    assert (publication.state, publication.looked) == ("unknown", 6)
    assert Post.objects.get(pk=publication.post_id).status == Status.UNKNOWN
    bodies = told(publication)
    assert bodies and all("looked at the account 6 times, last on" in body for body in bodies)
    event = Event.objects.get(verb="post.left_to_people", subject_id=publication.post_id)
    assert event.keys["looked"] == 6
    assert look(publication, at=clock.now() + timedelta(hours=1)) == "nothing to do"
    assert accepted(out, publication) == []


def test_the_settled_period_is_a_setting(out: Out, early: datetime, settings: Any) -> None:
    settings.SETTLED_SECONDS = 3
    publication = unknown(out, early, "reset_before")

    assert look_to_the_end(publication) == ["left to people"]


def test_a_reading_that_comes_late_because_nobody_worked_still_finds(out: Out, early: datetime) -> None:
    publication = unknown(out, early)

    assert look(publication, at=clock.now() + timedelta(hours=3)) == "found"


def test_a_network_that_does_not_let_itself_be_read_is_not_taken_for_an_empty_one(
    out: Out, early: datetime
) -> None:
    publication = unknown(out, early)
    plan(out, {"name": "reject_before", "status": 503, "body": {}}, method="GET", times=2)

    assert [look(publication), look(publication)] == ["not seen", "not seen"]
    assert (publication.looked, publication.looked_at) == (0, None)

    assert look(publication) == "found"


def test_an_account_that_cannot_be_read_when_the_period_is_over_is_read_once_it_can_be(
    out: Out, early: datetime, settings: Any
) -> None:
    """People are told at once, with why; nothing is concluded from what nobody could see."""
    settings.SETTLED_SECONDS = 3
    OutletAccount.objects.filter(pk=out[0].accounts["014"].pk).update(resend_after_absence=True)
    publication = unknown(out, early)
    keys = publication.account.credential
    keys.delete()

    assert [look(publication) for _ in range(4)] == ["left to people"] + ["not seen"] * 3

    bodies = set(told(publication))
    assert len(bodies) == 1 and "could not look at the account. The account is not connected." in bodies.pop()
    assert (publication.state, publication.looked) == ("unknown", 0)
    assert publication.attempts.count() == 1, "it is not sent again on what nobody saw"

    keys.save(force_insert=True)

    assert look(publication) == "found"
    assert Record.objects.filter(post_id=publication.post_id).count() == len(accepted(out, publication)) == 1


def test_what_only_a_late_reading_could_not_find_is_left_to_people_with_that_reading(
    out: Out, early: datetime, settings: Any
) -> None:
    settings.SETTLED_SECONDS = 3
    OutletAccount.objects.filter(pk=out[0].accounts["014"].pk).update(resend_after_absence=True)
    publication = unknown(out, early, "reset_before")
    health.trouble(account_id=publication.account_id, health=Health.RECONNECT, said="", at=early)
    plan(out, {"name": "reject_before", "status": 401, "body": {}}, method="GET", times=2)

    assert [look(publication) for _ in range(3)] == ["left to people", "not seen", "left to people"]

    assert (publication.state, publication.looked, publication.look_at) == ("unknown", 1, None)
    first, last = sorted(set(told(publication)))
    assert "could not look at the account. The network no longer takes the portal's keys" in first
    assert "looked at the account once, last on" in last, "whoever was told is not overtaken by the portal"


def test_whatever_is_said_of_an_account_that_cannot_be_read_fits_its_column(
    out: Out, early: datetime
) -> None:
    publication, late = due(out, early), early + timedelta(days=1)
    account = OutletAccount.objects.filter(pk=publication.account_id)
    for trouble, looked in product([Health.CONNECTED, *health.ADVICE], [0, 6]):
        account.update(health=trouble)
        publication.looked, publication.looked_at = looked, early if looked else None
        why = of_account.why_silent(account=publication.account)

        lookout.go_on(post=publication.post, publication=publication, since=early, unread=why, at=late)

        assert why in publication.waiting_for and len(publication.waiting_for) <= 200


@pytest.mark.parametrize("called", [False, True], ids=["before the call", "after the call"])
def test_a_worker_that_died_leaves_what_the_account_shows(out: Out, early: datetime, called: bool) -> None:
    publication = due(out, early)
    claim = publishing.claim(publication_id=publication.pk)
    assert claim is not None
    if called:
        sending.call(claim, now=clock.now())

    late = clock.now() + alive.GRACE
    settling.settle(attempt_id=claim.attempt_id, outcome=settling.worker_lost(), at=late)

    assert look_to_the_end(_again(publication))[-1] == ("found" if called else "left to people")
    assert len(accepted(out, publication)) == int(called)
    assert sending.send(publication_id=publication.pk) == "nothing to do"


def _again(publication: Publication) -> Publication:
    publication.refresh_from_db()
    return publication


def test_an_answer_that_comes_after_all_is_not_written_over_what_was_found(out: Out, early: datetime) -> None:
    publication = due(out, early)
    claim = publishing.claim(publication_id=publication.pk)
    assert claim is not None
    answer = sending.call(claim, now=clock.now())
    settling.settle(attempt_id=claim.attempt_id, outcome=settling.worker_lost(), at=clock.now())
    assert look(publication) == "found"

    assert settling.settle(attempt_id=claim.attempt_id, outcome=answer, at=clock.now()) == "unknown"

    assert _again(publication).state == "published"


def test_what_was_to_be_taken_down_meanwhile_is_deleted_as_soon_as_it_is_found(
    out: Out, early: datetime
) -> None:
    publication = unknown(out, early)
    stopping.take_down(
        post_id=publication.post_id, actor=out[0].whitfield, reason="Wrong street.", at=clock.now()
    )

    assert look(publication) == "found"
    assert Post.objects.get(pk=publication.post_id).status == Status.TAKING_DOWN
    assert sending.send(publication_id=publication.pk, now_by=_later) == "deleted"

    (there,) = accepted(out, publication)
    assert there["deleted_at"]


def _later() -> datetime:
    return clock.now() + timedelta(minutes=1)


def test_a_person_may_be_faster_and_the_portal_then_changes_nothing(out: Out, early: datetime) -> None:
    publication = unknown(out, early, "reject_before", status=500, body={})
    meant = publication.look_at
    resolving.not_found(
        post_id=publication.post_id, actor=out[0].brody, reason="Looked; it is not there.", at=clock.now()
    )

    assert look(publication, at=meant) == "nothing to do"

    assert (publication.state, publication.look_at) == ("cancelled", None)


def test_a_person_who_decides_during_the_reading_is_not_overruled(out: Out, early: datetime) -> None:
    publication = unknown(out, early)
    (there,) = accepted(out, publication)

    def reach(account: Any) -> X:
        resolving.found(
            post_id=publication.post_id, actor=out[0].natarajan, typed=there["id"], url="", at=clock.now()
        )
        return sending.reach(account)

    moment = publication.look_at
    assert moment is not None
    done = reconciling.look(publication_id=publication.pk, reach=reach, now_by=lambda: moment)

    assert done == "nothing to do"
    assert not Event.objects.filter(verb="post.found_by_portal").exists()
    assert Record.objects.filter(post_id=publication.post_id).count() == 1


def test_a_person_who_says_during_the_reading_that_it_is_not_there_is_not_overruled(
    out: Out, early: datetime
) -> None:
    publication = unknown(out, early)

    def reach(account: Any) -> X:
        resolving.not_found(
            post_id=publication.post_id, actor=out[0].brody, reason="I do not see it.", at=clock.now()
        )
        return sending.reach(account)

    moment = publication.look_at
    assert moment is not None
    done = reconciling.look(publication_id=publication.pk, reach=reach, now_by=lambda: moment)

    assert done == "nothing to do"
    assert Post.objects.get(pk=publication.post_id).status == Status.RETURNED


def test_a_doubled_reading_counts_once(out: Out, early: datetime) -> None:
    publication = unknown(out, early, "reject_before", status=500, body={})
    moment = publication.look_at
    assert moment is not None

    def reach(account: Any) -> X:
        """The other of the two is through before this one has read."""
        assert reconciling.look(publication_id=publication.pk, reach=sending.reach, now_by=lambda: moment)
        return sending.reach(account)

    done = reconciling.look(publication_id=publication.pk, reach=reach, now_by=lambda: moment)

    assert (done, _again(publication).looked) == ("nothing to do", 1)


def test_the_beat_hands_a_reading_over_when_it_is_time_and_once_a_minute(out: Out, early: datetime) -> None:
    publication = unknown(out, early)
    assert dispatching.take_unknown() == []
    Publication.objects.filter(pk=publication.pk).update(look_at=early)

    assert dispatching.take_unknown() == [publication.pk]
    assert dispatching.take_unknown() == []
    Publication.objects.filter(pk=publication.pk).update(dispatched_at=early)
    assert dispatching.take_unknown() == [publication.pk], "what a killed worker left is handed over again"
