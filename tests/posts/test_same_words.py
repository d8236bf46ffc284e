"""Posts in the same words on one account cannot be told apart there: none is taken for another."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from governance.cast import Cast
from posts import clock, drafting, publishing, reconciling, resolving, sending, settling
from posts.models import Attempt, Post, Publication, Status
from tests import people

LOST = {"match": {"method": "POST"}, "times": 1, "effect": {"name": "accept_then_reset"}}
REFUSED = {"match": {"method": "POST"}, "times": 1, "effect": {"name": "reset_before"}}


def _due(engaged: Cast, early: datetime, words: str) -> Publication:
    written = drafting.Written(**{**people.TIP.__dict__, "text": words})
    post = people.submitted(engaged=engaged, written=written, at=early)
    people.approve(post=post, by=engaged.whitfield, at=early)
    return Publication.objects.get(post=post)


def _words() -> str:
    return f"Said twice on one evening: {uuid4().hex[:8]}."


def _look(publication: Publication) -> str:
    publication.refresh_from_db()
    moment = publication.look_at or clock.now()
    done = reconciling.look(publication_id=publication.pk, reach=sending.reach, now_by=lambda: moment)
    publication.refresh_from_db()
    return done


def _numbers(out: tuple[Cast, Any], words: str) -> list[str]:
    account = out[0].accounts["014"].external_id
    told = out[1].control("GET", "accepted", account=account)["accepted"]
    return [post["id"] for post in told if post["text"] == words]


def test_a_post_in_the_same_words_waits_until_the_first_is_known(
    out: tuple[Cast, Any], early: datetime
) -> None:
    (engaged, ground), words = out, _words()
    first, second, other = (_due(engaged, early, said) for said in (words, words, _words()))
    ground.control("POST", "faults", LOST)
    assert sending.send(publication_id=first.pk) == "unknown"

    assert sending.send(publication_id=second.pk) == "nothing to do"
    assert sending.send(publication_id=other.pk) == "published"

    second.refresh_from_db()
    assert second.waiting_for.startswith("Another post with the same words may be out already.")
    assert Post.objects.get(pk=second.post_id).status == Status.APPROVED
    assert _look(first) == "found"
    assert publishing.claim(publication_id=second.pk, now_by=_in_two_minutes) is not None
    assert _numbers(out, words) == [first.external_id]


def _in_two_minutes() -> datetime:
    return clock.now() + timedelta(minutes=2)


def test_what_another_call_may_have_made_is_left_to_it(out: tuple[Cast, Any], early: datetime) -> None:
    engaged, words = out[0], _words()
    first, second = _due(engaged, early, words), _due(engaged, early, words)
    mine, other = (publishing.claim(publication_id=each.pk) for each in (first, second))
    assert mine is not None and other is not None
    settling.settle(attempt_id=mine.attempt_id, outcome=settling.worker_lost(), at=clock.now())
    answer = sending.call(other, now=clock.now())

    assert _look(first) == "not seen"
    assert settling.settle(attempt_id=other.attempt_id, outcome=answer, at=clock.now()) == "published"
    assert _look(first) == "not seen"

    second.refresh_from_db()
    assert [second.external_id] == _numbers(out, words)
    assert (first.external_id, first.state) == ("", "unknown")


def test_one_post_on_the_account_answers_for_one_of_two(out: tuple[Cast, Any], early: datetime) -> None:
    engaged, words = out[0], _words()
    both = [_due(engaged, early, words), _due(engaged, early, words)]
    claims = [publishing.claim(publication_id=each.pk) for each in both]
    for claim in claims:
        assert claim is not None
        sending.call(claim, now=clock.now())
        settling.settle(attempt_id=claim.attempt_id, outcome=settling.worker_lost(), at=clock.now())

    assert [_look(each) for each in both] == ["found", "not seen"]

    assert [both[0].external_id] == _numbers(out, words)


def test_the_same_words_of_an_hour_ago_are_not_taken_for_this_post(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, words = out[0], _words()
    first = _due(engaged, early, words)
    assert sending.send(publication_id=first.pk) == "published"
    Publication.objects.filter(pk=first.pk).update(external_id="")
    second = _due(engaged, early, words)
    claim = publishing.claim(publication_id=second.pk, now_by=_in_an_hour)
    assert claim is not None
    settling.settle(attempt_id=claim.attempt_id, outcome=settling.worker_lost(), at=_in_an_hour())

    assert _look(second) == "not seen"


def _in_an_hour() -> datetime:
    return clock.now() + timedelta(hours=1)


def test_a_claim_remembers_the_newest_number_of_its_account(out: tuple[Cast, Any], early: datetime) -> None:
    engaged, _ = out
    first = _due(engaged, early, _words())
    sending.send(publication_id=first.pk)
    first.refresh_from_db()
    second = _due(engaged, early, _words())
    assert publishing.claim(publication_id=second.pk) is not None

    bookmarks = [Attempt.objects.get(publication=each).since_id for each in (first, second)]

    assert bookmarks == ["", first.external_id]


def test_what_a_person_says_is_not_there_may_go_out_in_the_same_words(
    out: tuple[Cast, Any], early: datetime
) -> None:
    (engaged, ground), words = out, _words()
    first = _due(engaged, early, words)
    ground.control("POST", "faults", REFUSED)
    assert sending.send(publication_id=first.pk) == "unknown"
    second = _due(engaged, early, words)
    resolving.not_found(post_id=first.post_id, actor=engaged.brody, reason="It is not there.", at=clock.now())

    assert sending.send(publication_id=second.pk) == "published"

    assert len(_numbers(out, words)) == 1
