"""Posts in the same words on one account cannot be told apart there: none is taken for another."""

from datetime import datetime, timedelta

from posts import clock, publishing, resolving, sending, settling
from posts.models import Attempt, Post, Publication, Status
from tests.posts.reading import Out, due, look, plan, words


def _numbers(out: Out, said: str) -> list[str]:
    account = out[0].accounts["014"].external_id
    told = out[1].control("GET", "accepted", account=account)["accepted"]
    return [post["id"] for post in told if post["text"] == said]


def test_a_post_in_the_same_words_waits_until_the_first_is_known(out: Out, early: datetime) -> None:
    said = words()
    first, second, other = (due(out, early, said) for said in (said, said, words()))
    plan(out, {"name": "accept_then_reset"})
    assert sending.send(publication_id=first.pk) == "unknown"

    assert sending.send(publication_id=second.pk) == "nothing to do"
    assert sending.send(publication_id=other.pk) == "published"

    second.refresh_from_db()
    assert second.waiting_for.startswith("Another post with the same words may be out already.")
    assert Post.objects.get(pk=second.post_id).status == Status.APPROVED
    assert look(first) == "found"
    assert publishing.claim(publication_id=second.pk, now_by=_in_two_minutes) is not None
    assert _numbers(out, said) == [first.external_id]


def _in_two_minutes() -> datetime:
    return clock.now() + timedelta(minutes=2)


def test_what_another_call_may_have_made_is_left_to_it(out: Out, early: datetime) -> None:
    said = words()
    first, second = due(out, early, said), due(out, early, said)
    mine, other = (publishing.claim(publication_id=each.pk) for each in (first, second))
    assert mine is not None and other is not None
    settling.settle(attempt_id=mine.attempt_id, outcome=settling.worker_lost(), at=clock.now())
    answer = sending.call(other, now=clock.now())

    assert look(first) == "not seen"
    assert settling.settle(attempt_id=other.attempt_id, outcome=answer, at=clock.now()) == "published"
    assert look(first) == "not seen"

    second.refresh_from_db()
    assert [second.external_id] == _numbers(out, said)
    assert (first.external_id, first.state) == ("", "unknown")


def test_one_post_on_the_account_answers_for_one_of_two(out: Out, early: datetime) -> None:
    said = words()
    both = [due(out, early, said), due(out, early, said)]
    claims = [publishing.claim(publication_id=each.pk) for each in both]
    for claim in claims:
        assert claim is not None
        sending.call(claim, now=clock.now())
        settling.settle(attempt_id=claim.attempt_id, outcome=settling.worker_lost(), at=clock.now())

    assert [look(each) for each in both] == ["found", "not seen"]

    assert [both[0].external_id] == _numbers(out, said)


def test_the_same_words_of_half_an_hour_ago_are_not_taken_for_this_post(out: Out, early: datetime) -> None:
    said = words()
    first = due(out, early, said)
    assert sending.send(publication_id=first.pk) == "published"
    Publication.objects.filter(pk=first.pk).update(external_id="")
    second = due(out, early, said)
    claim = publishing.claim(publication_id=second.pk, now_by=_in_half_an_hour)
    assert claim is not None
    settling.settle(attempt_id=claim.attempt_id, outcome=settling.worker_lost(), at=_in_half_an_hour())

    assert look(second) == "not seen"


def test_of_two_posts_in_the_same_words_the_one_that_is_known_is_left_out(out: Out, early: datetime) -> None:
    said = words()
    first, second = due(out, early, said), due(out, early, said)
    claim = publishing.claim(publication_id=second.pk)
    assert claim is not None
    assert sending.send(publication_id=first.pk) == "published"
    settling.settle(attempt_id=claim.attempt_id, outcome=settling.worker_lost(), at=clock.now())
    first.refresh_from_db()
    by_hand = {
        "account": second.account.handle,
        "text": said,
        "created_at": clock.now().isoformat(),
        "id": str(int(first.external_id) + 1),
    }
    out[1].control("POST", "posts", by_hand)

    assert look(second) == "found"

    assert second.external_id == by_hand["id"]


def _in_half_an_hour() -> datetime:
    return clock.now() + timedelta(minutes=30)


def test_a_claim_remembers_the_newest_number_of_its_account(out: Out, early: datetime) -> None:
    first = due(out, early)
    sending.send(publication_id=first.pk)
    first.refresh_from_db()
    second = due(out, early)
    assert publishing.claim(publication_id=second.pk) is not None

    bookmarks = [Attempt.objects.get(publication=each).since_id for each in (first, second)]

    assert bookmarks == ["", first.external_id]


def test_what_a_person_says_is_not_there_may_go_out_in_the_same_words(out: Out, early: datetime) -> None:
    engaged, said = out[0], words()
    first = due(out, early, said)
    plan(out, {"name": "reset_before"})
    assert sending.send(publication_id=first.pk) == "unknown"
    second = due(out, early, said)
    resolving.not_found(post_id=first.post_id, actor=engaged.brody, reason="It is not there.", at=clock.now())

    assert sending.send(publication_id=second.pk) == "published"

    assert len(_numbers(out, said)) == 1
