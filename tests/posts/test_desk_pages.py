"""The desk, through the client: what a reviewer is shown of a post, and who reads it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts import duty
from audit.models import Event
from governance.cast import Cast
from governance.demonstration import answering
from posts import drafting, openings, remarks, reviewing, stopping, submission
from posts.models import Post, RemarkKind, Scope, Status
from posts.stops import Target
from tests import people
from tests.posts import picturing
from tests.posts.desks import ACTS, at, binding, decide, edited, read, signed_in

__all__ = ["at"]
pytestmark = pytest.mark.django_db
PAGE_QUERIES = 20


def test_the_desk_shows_what_a_reviewer_must_know(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, written=people.ARREST, at=at)
    people.submitted(engaged=chicago, by="ortega", written=people.ARREST, at=at)

    page = read(signed_in(chicago.whitfield).get(f"/review/{post.pk}/"))

    assert people.ARREST.text in page
    assert "<dt>Charge</dt><dd>Felony</dd>" in page
    assert "<dt>Charges final on</dt><dd>Fri 20 Nov 2026</dd>" in page
    assert "Decides now" in page
    assert "the training ground is free" in page
    assert "Similar posts of the unit" in page
    assert page.count(people.ARREST.text) == 2 + 1  # exact, similar, and the words to propose
    assert "sent it for approval" in page
    assert binding(post) in page


def test_findings_stand_in_groups_with_their_clause(chicago: Cast, at: datetime) -> None:
    loud = drafting.Written(
        **{**people.TIP.__dict__, "text": "Please exit your vehicle on the curb side. The R/O says thanks."}
    )
    post = people.submitted(engaged=chicago, written=loud, at=at)

    page = read(signed_in(chicago.whitfield).get(f"/review/{post.pk}/"))

    assert "Told to the author · 1" in page
    assert "CPD-TW.IV.F" in page
    assert "other checks found nothing" in page


def test_the_desk_shows_what_changed_since_it_was_reviewed_last(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    reviewing.return_(post_id=post.pk, binding=binding(post), actor=chicago.whitfield, reason="Who?", at=at)
    longer = drafting.Written(**{**people.TIP.__dict__, "text": people.TIP.text + " Call 911."})
    drafting.save(post_id=post.pk, actor=chicago.reyes, written=longer, seen_version=1, at=at)
    submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=2, at=at)

    mine = read(signed_in(chicago.whitfield).get(f"/review/{post.pk}/"))
    other = read(signed_in(chicago.brody).get(f"/review/{post.pk}/"))

    assert "Changed since you returned it" in mine
    assert "Call 911" in mine.partition("<ins>")[2].partition("</ins>")[0]
    assert "Changed since Sgt. Marcus Whitfield returned it" in other
    assert "<b>You</b> returned it: “Who?”" in mine


def test_what_nobody_has_reviewed_shows_no_difference(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    edited(post, chicago, at)

    assert "Changed since" not in read(signed_in(chicago.whitfield).get(f"/review/{post.pk}/"))


def test_the_desk_asks_twenty_queries_at_most(
    chicago: Cast, at: datetime, django_assert_max_num_queries: Any
) -> None:
    post = people.submitted(engaged=chicago, written=people.ARREST, at=at)
    back = people.submitted(engaged=chicago, at=at)
    reviewing.return_(post_id=back.pk, binding=binding(back), actor=chicago.brody, reason="Who?", at=at)
    submission.submit(post_id=back.pk, actor=chicago.reyes, seen_version=1, at=at)
    for kind in (RemarkKind.COMMENT, RemarkKind.PROPOSAL):
        remarks.leave(post_id=back.pk, kind=kind, text="Other words.", actor=chicago.brody, at=at)
    openings.seen(post_id=back.pk, member=chicago.brody, at=at)
    client = signed_in(chicago.whitfield)

    for one in (post, back):
        with django_assert_max_num_queries(PAGE_QUERIES):
            assert client.get(f"/review/{one.pk}/").status_code == 200


@pytest.mark.parametrize("called", [True, False], ids=["both on call", "standing in"])
def test_the_desk_of_two_offices_asks_twenty_queries_at_most(
    chicago: Cast, at: datetime, called: bool, django_assert_max_num_queries: Any
) -> None:
    if called:
        people.on_call(engaged=chicago, office="OCP", who="washington", at=at)
    post = people.drafted(engaged=chicago, written=people.EVIDENCE, at=at)
    picturing.placed(post=post, by=chicago.reyes, at=at)
    answering.confirm(post=post, actor=chicago.reyes, at=at)
    submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=2, at=at)
    people.approve(post=post, by=chicago.whitfield, at=at)
    client = signed_in(chicago.natarajan)

    with django_assert_max_num_queries(PAGE_QUERIES):
        assert client.get(f"/review/{post.pk}/").status_code == 200


def test_under_a_stop_with_pictures_that_changed_the_desk_asks_twenty_queries_at_most(
    chicago: Cast, at: datetime, django_assert_max_num_queries: Any
) -> None:
    post = people.drafted(engaged=chicago, at=at)
    picturing.placed(post=post, by=chicago.reyes, at=at)
    submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=2, at=at)
    reviewing.return_(post_id=post.pk, binding=binding(post), actor=chicago.brody, reason="Who?", at=at)
    picturing.placed(post=post, by=chicago.reyes, colour="red", at=at)
    submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=3, at=at)
    target = Target(scope=Scope.UNIT, unit=post.unit)
    stopping.place(target=target, reason="A funeral.", actor=chicago.natarajan, at=at)
    client = signed_in(chicago.whitfield)

    with django_assert_max_num_queries(PAGE_QUERIES):
        page = read(client.get(f"/review/{post.pk}/"))
    assert "A funeral." in page


def test_previous_and_next_follow_the_queue(chicago: Cast, at: datetime) -> None:
    first, second, third = (people.submitted(engaged=chicago, at=at + timedelta(seconds=n)) for n in range(3))

    page = read(signed_in(chicago.whitfield).get(f"/review/{second.pk}/"))

    assert "2 of 3" in page
    assert f"/review/{first.pk}/#post-heading" in page
    assert f"/review/{third.pk}/#post-heading" in page


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("reyes", "You wrote this post, so somebody else decides about it."),
        ("ortega", "This step belongs to somebody else."),
        ("natarajan", "This step belongs to somebody else."),
        ("washington", "This step belongs to somebody else."),
    ],
)
def test_who_cannot_decide_reads_the_desk_and_why(
    chicago: Cast, at: datetime, who: str, sentence: str
) -> None:
    post = people.submitted(engaged=chicago, at=at)

    page = read(signed_in(chicago.people[who]).get(f"/review/{post.pk}/"))

    assert sentence in page
    assert "data-approve" not in page
    assert f"/review/{post.pk}/return/" not in page


def test_off_duty_the_desk_is_read_and_the_post_can_be_stopped(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    duty.end(member=chicago.whitfield, at=at)
    client = signed_in(chicago.whitfield)

    page = read(client.get(f"/review/{post.pk}/"))
    assert "You are off duty" in page
    assert "data-approve" not in page
    assert f"/post/{post.pk}/stop/" in page

    answer = decide(client, post, "approve")
    assert answer.status_code == 200
    assert "You are off duty" in read(answer)
    assert Event.objects.filter(verb="act.refused", keys__reason="off_duty").count() == 1
    assert Post.objects.get(pk=post.pk).status == Status.IN_REVIEW


def test_for_strangers_there_is_no_desk(chicago: Cast, alsip: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    strangers = (chicago.hale, chicago.tran, alsip.petrov, alsip.ibarra)

    for stranger in strangers:
        client = signed_in(stranger)
        assert client.get(f"/review/{post.pk}/").status_code == 404
        for act in ("open", *ACTS):
            assert client.post(f"/review/{post.pk}/{act}/").status_code == 404

    refused = Event.objects.filter(verb="act.refused", subject_id=post.pk)
    assert refused.count() == len(strangers) * (2 + len(ACTS))


def test_a_forged_number_is_no_post(chicago: Cast) -> None:
    client = signed_in(chicago.whitfield)

    for forged in ("0", "999999999", "9" * 30):
        assert client.get(f"/review/{forged}/").status_code == 404
        assert client.post(f"/review/{forged}/approve/", {"binding": "x"}).status_code == 404
