"""Publishing through real tweepy to the sandbox: what each answer means, and what is never done twice."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts import grants
from accounts.models import Authorisation, Ending, OutletAccount
from audit import vault
from governance.cast import Cast
from posts import clock, dispatching, drafting, publishing, sending, settling, stopping
from posts.models import Attempt, Post, Publication, Status
from records.models import Record
from tests import people, rules

Register = Callable[[Cast], Any]


def _due(engaged: Cast, at: datetime, text: str = "") -> Publication:
    if text:
        written = drafting.Written(**{**people.TIP.__dict__, "text": text})
        post = people.submitted(engaged=engaged, written=written, at=at)
        people.approve(post=post, by=engaged.whitfield, at=at)
    else:
        post = people.approved(engaged=engaged, at=at)
    return Publication.objects.get(post=post)


def _accepted(ground: Any, publication: Publication) -> list[dict[str, Any]]:
    told = ground.control("GET", "accepted", account=publication.account.external_id)["accepted"]
    return [post for post in told if post["text"] == _text(publication)]


def _text(publication: Publication) -> str:
    return vault.text(digest=publication.revision.text_digest, agency_id=publication.post.agency_id)


def test_an_approved_post_goes_out_once_with_exactly_its_bytes(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    publication = _due(engaged, early, "Once & only once: <b>lock up</b> “tonight”.")

    assert sending.send(publication_id=publication.pk) == "published"
    assert sending.send(publication_id=publication.pk) == "nothing to do"

    accepted = _accepted(ground, publication)
    assert len(accepted) == 1
    publication.refresh_from_db()
    assert publication.external_id == accepted[0]["id"]
    assert Post.objects.get(pk=publication.post_id).status == Status.PUBLISHED


def test_what_was_published_becomes_a_record_with_its_chain(out: tuple[Cast, Any], early: datetime) -> None:
    engaged, _ = out
    publication = _due(engaged, early, "A record is kept of this one.")

    sending.send(publication_id=publication.pk)

    record = Record.objects.get(post_id=publication.post_id)
    assert record.fingerprint == publication.revision.digest
    chain = json.loads(vault.text(digest=record.chain_digest, agency_id=record.agency_id))["entries"]
    approval = next(entry for entry in chain if entry["act"] == "approved")
    assert "you say this is current, correct, valid" in approval["detail"]


@pytest.mark.parametrize(
    ("effect", "status", "state", "sends"),
    [
        ({"name": "reject_before", "status": 500, "body": {}}, Status.UNKNOWN, "unknown", 0),
        ({"name": "accept_then_reset"}, Status.UNKNOWN, "unknown", 1),
        ({"name": "accept_then_bad_json"}, Status.UNKNOWN, "unknown", 1),
        ({"name": "accept_then_status", "status": 503}, Status.UNKNOWN, "unknown", 1),
        ({"name": "rate_limited"}, Status.APPROVED, "due", 0),
        ({"name": "credits_depleted"}, Status.APPROVED, "due", 0),
        ({"name": "suspended"}, Status.APPROVED, "due", 0),
    ],
    ids=lambda value: value.get("name", "") if isinstance(value, dict) else str(value),
)
def test_an_answer_decides_and_nothing_unclear_is_sent_again(
    out: tuple[Cast, Any], early: datetime, effect: dict[str, Any], status: str, state: str, sends: int
) -> None:
    engaged, ground = out
    publication = _due(engaged, early, f"Answer table: {effect['name']} {effect.get('status', '')}.")
    ground.control("POST", "faults", {"match": {"method": "POST"}, "times": 1, "effect": effect})

    sending.send(publication_id=publication.pk)
    sending.send(publication_id=publication.pk)

    publication.refresh_from_db()
    assert (publication.post.status, publication.state) == (status, state)
    assert len(_accepted(ground, publication)) == sends


def test_a_takedown_deletes_on_the_network_and_keeps_the_record(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    publication = _due(engaged, early, "Taken down soon after.")
    sending.send(publication_id=publication.pk)

    stopping.take_down(
        post_id=publication.post_id, actor=engaged.whitfield, reason="Wrong street.", at=clock.now()
    )
    assert sending.send(publication_id=publication.pk) == "deleted"

    assert _accepted(ground, publication)[0]["deleted_at"]
    assert Record.objects.get(post_id=publication.post_id).state == "taken_down"
    assert Post.objects.get(pk=publication.post_id).status == Status.TAKEN_DOWN


def test_a_stop_after_the_claim_is_answered_by_a_delete(out: tuple[Cast, Any], early: datetime) -> None:
    engaged, ground = out
    publication = _due(engaged, early, "Stopped while it was going out.")
    claim = publishing.claim(publication_id=publication.pk)
    assert claim is not None

    stopping.stop(post_id=publication.post_id, actor=engaged.whitfield, reason="No.", at=clock.now())
    outcome = sending.call(claim, now=clock.now())
    settling.settle(attempt_id=claim.attempt_id, outcome=outcome, at=clock.now())
    sending.send(publication_id=publication.pk)

    accepted = _accepted(ground, publication)
    assert len(accepted) == 1
    assert accepted[0]["deleted_at"]


def test_a_worker_lost_in_the_middle_of_a_call_leaves_an_unknown_not_a_second_send(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    publication = _due(engaged, early, "The worker died here.")
    assert publishing.claim(publication_id=publication.pk, now_by=lambda: publication.due_at) is not None

    assert len(settling.sweep()) == 1

    publication.refresh_from_db()
    assert (publication.state, publication.post.status) == ("unknown", Status.UNKNOWN)
    assert sending.send(publication_id=publication.pk) == "nothing to do"
    assert _accepted(ground, publication) == []


def _standing_at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def test_a_network_that_cannot_be_reached_is_asked_soon_and_then_less_often(
    out: tuple[Cast, Any], early: datetime, settings: Any
) -> None:
    engaged, ground = out
    publication = _due(engaged, early, "Nobody is there for a moment.")
    settings.TRAINING_URL = "http://127.0.0.1:1"
    pauses = []
    for _ in range(5):
        at = clock.now()
        sending.send(publication_id=publication.pk, now_by=_standing_at(at))
        publication.refresh_from_db()
        pauses.append(round((publication.due_at - at).total_seconds()))
        Publication.objects.filter(pk=publication.pk).update(due_at=early)

    assert pauses == [5, 10, 20, 40, 60]
    settings.TRAINING_URL = ground.base_url
    assert sending.send(publication_id=publication.pk) == "published"


def test_what_is_due_is_handed_over_once_a_minute(out: tuple[Cast, Any], early: datetime) -> None:
    engaged, _ = out
    publication = _due(engaged, early)

    assert dispatching.take_due() == [publication.pk]
    assert dispatching.take_due() == []


def test_a_scheduled_post_past_its_lateness_is_missed_and_told(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    written = drafting.Written(
        **{**people.TIP.__dict__, "text": "Too late by far.", "send_at": early - timedelta(hours=10)}
    )
    before = early - timedelta(hours=12)
    people.duty.start(member=engaged.reyes, at=before)
    people.duty.start(member=engaged.whitfield, at=before)
    post = people.submitted(engaged=engaged, written=written, at=before)
    people.approve(post=post, by=engaged.whitfield, at=before)
    publication = Publication.objects.get(post=post)

    assert sending.send(publication_id=publication.pk) == "nothing to do"

    assert Post.objects.get(pk=post.pk).status == Status.MISSED
    assert _accepted(ground, publication) == []


def _retire(engaged: Cast) -> None:
    OutletAccount.objects.update(status="retired")


def _disconnect(engaged: Cast) -> None:
    OutletAccount.objects.get(pk=engaged.accounts["014"].pk).credential.delete()


def _rules_that_are_not_on_disk(engaged: Cast) -> None:
    now = clock.now()
    rules.noted(agency=engaged.agency, version="later", digest="0" * 64, effective_at=now, at=now)


def _for_cause(engaged: Cast) -> None:
    given = Authorisation.objects.get(member=engaged.whitfield, role="sergeant")
    grants.end(
        authorisation_id=given.pk,
        ended_by=engaged.okafor,
        at=clock.now(),
        reason="Under review.",
        how=Ending.REVOKED,
    )


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (_retire, Status.APPROVED),
        (_disconnect, Status.APPROVED),
        (_rules_that_are_not_on_disk, Status.APPROVED),
        (_for_cause, Status.RETURNED),
    ],
)
def test_the_gate_is_asked_again_at_the_moment_it_goes_out(
    out: tuple[Cast, Any], early: datetime, change: Callable[[Cast], None], status: str
) -> None:
    engaged, ground = out
    publication = _due(
        engaged, early, f"The library on North Avenue is open until nine: {len(change.__name__)}."
    )
    change(engaged)

    assert sending.send(publication_id=publication.pk) == "nothing to do"

    assert Post.objects.get(pk=publication.post_id).status == status
    assert not Attempt.objects.filter(publication=publication).exists()
    assert _accepted(ground, publication) == []


def test_a_record_that_could_not_be_kept_at_once_is_kept_by_the_sweeper(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, _ = out
    publication = _due(engaged, early, "The worker died between the answer and the record.")
    claim = publishing.claim(publication_id=publication.pk)
    assert claim is not None
    settling.write(attempt_id=claim.attempt_id, outcome=sending.call(claim, now=clock.now()), at=clock.now())
    assert not Record.objects.filter(post_id=publication.post_id).exists()

    settling.sweep()
    settling.sweep()

    assert Record.objects.filter(post_id=publication.post_id).count() == 1
