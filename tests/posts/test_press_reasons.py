"""A name is no answer yet: a post that does not answer goes on with a reason, and Communications decides."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Message
from governance.cast import Cast
from posts import drafting, gate, rejudging, reviewing, sending, submission
from posts.models import Inquiry, Post, Publication, Status
from posts.submission import NotReady
from records.models import Record
from tests import people
from tests.posts.desks import read, signed_in
from tests.posts.test_inquiries import ASKED, closed, sent_on
from tests.posts.test_press_corrected import corrected
from tests.posts.test_press_waits import approved, status
from tests.posts.writing import check, submit

WHY = "It thanks the paper for its toy drive."
TEXT = "Thank you, @daily_news, for 200 toys. Bring yours to the desk on Saturday."
REASONED = replace(people.with_answers(people.TIP, press_reason=WHY), text=TEXT)


def handed_in_with_a_reason(engaged: Cast, at: datetime) -> Post:
    """A post that Communications agreed to while the question waits."""
    post = people.submitted(engaged=engaged, written=REASONED, at=at)
    for who in (engaged.whitfield, engaged.natarajan):
        people.approve(post=post, by=who, at=at)
    assert status(post) == Status.APPROVED
    return post


def held(post: Post, at: datetime) -> str:
    post.refresh_from_db()
    return getattr(gate.ask(post=post, publication=post.publications.latest("pk"), now=at), "slug", "")


def test_cpd_tw_iv_a_2_what_answers_nobody_goes_on_with_a_reason_by_the_word_of_communications(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, _ = out
    post = approved(engaged, early, TEXT)
    sent_on(engaged, at=early)
    assert status(post) == Status.RETURNED

    writer = signed_in(engaged.reyes)
    page = read(check(writer, post, follow=True))
    assert "or say why this does not answer it: then Communications decides, too." in page
    assert 'href="#question-press_reason">Go on with a reason</a>' in page
    submit(writer, post)
    assert status(post) == Status.RETURNED, "a name without a reason goes no further"
    submit(writer, post, answer_press_reason=WHY)
    assert status(post) == Status.IN_REVIEW
    now = timezone.now()
    assert people.approve(post=post, by=engaged.whitfield, at=now).status == Status.IN_REVIEW
    desk = read(signed_in(engaged.natarajan).get(f"/review/{post.pk}/"))
    assert "@daily_news asked for the press" in desk and f"“{WHY}”" in desk
    assert "“Someone of the press who waits” may be set aside for the reason given." in desk
    assert people.approve(post=post, by=engaged.natarajan, at=now).status == Status.APPROVED

    due = Publication.objects.get(post=post, state="due")
    assert rejudging.judge_again(post_id=post.pk, at=now)
    assert sending.send(publication_id=due.pk) == "published"
    assert Inquiry.objects.get().state == "open", "the question still waits for Communications"
    record = read(signed_in(engaged.natarajan).get(f"/records/{Record.objects.get(post_id=post.pk).number}/"))
    assert "gave a reason to go on: Someone of the press who waits" in record and f"“{WHY}”" in record


def test_cpd_tw_iv_a_2_a_reason_stands_for_the_questions_of_then_and_for_none_that_came_since(
    chicago: Cast, at: datetime
) -> None:
    sent_on(chicago, at=at)
    post, later = handed_in_with_a_reason(chicago, at), at + timedelta(minutes=2)
    assert held(post, later) != "press_waits"
    sent_on(chicago, asked=replace(ASKED, words="And how many were caught?"), at=later)
    assert status(post) == Status.RETURNED
    # As though it had been written down where no rule says so yet: the claim finds it.
    Post.objects.filter(pk=post.pk).update(status=Status.APPROVED)
    assert held(post, later) == "press_waits"


def test_a_reason_that_nobody_had_asked_for_covers_no_question(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, written=REASONED, at=at)
    people.approve(post=post, by=chicago.whitfield, at=at)
    assert status(post) == Status.APPROVED, "nobody asked, so only its sergeant decides"
    sent_on(chicago, at=at)
    assert status(post) == Status.RETURNED
    Post.objects.filter(pk=post.pk).update(status=Status.APPROVED)
    assert held(post, at) == "press_waits"


def test_a_reason_covers_no_question_whose_account_was_said_after_it(chicago: Cast, at: datetime) -> None:
    sent_on(chicago, at=at)
    nobodys = sent_on(chicago, asked=replace(ASKED, handle="", words="And how many were caught?"), at=at)
    others = sent_on(chicago, asked=replace(ASKED, handle="evening_news", words="How many?"), at=at)
    post, later = handed_in_with_a_reason(chicago, at), at + timedelta(minutes=2)
    corrected(chicago, others, "morning_news", at=later)
    assert held(post, later) != "press_waits", "that is another account"
    corrected(chicago, nobodys, "daily_news", at=later)
    assert status(post) == Status.RETURNED
    Post.objects.filter(pk=post.pk).update(status=Status.APPROVED)
    assert held(post, later) == "press_waits"


def test_whoever_was_returned_for_another_reason_since_is_not_told_that_it_may_be_handed_in(
    chicago: Cast, at: datetime
) -> None:
    inquiry = sent_on(chicago, at=at - timedelta(minutes=5))
    waits, other = (people.submitted(engaged=chicago, written=REASONED, at=at) for _ in range(2))
    second = sent_on(chicago, asked=replace(ASKED, words="And how many?"), at=at + timedelta(minutes=1))
    assert status(waits) == status(other) == Status.RETURNED
    again = submission.submit(
        post_id=other.pk, actor=chicago.reyes, seen_version=1, at=at + timedelta(minutes=2)
    )
    assert again.revision is not None
    reviewing.return_(
        post_id=other.pk,
        binding=again.revision.binding,
        actor=chicago.whitfield,
        reason="Name the street.",
        at=at + timedelta(minutes=3),
    )
    for one in (inquiry, second):
        closed(chicago, one, at=at + timedelta(minutes=4))
    told = Message.objects.filter(kind="press_answered").values_list("about_post_id", flat=True)
    assert set(told) == {waits.pk}


def test_the_reason_is_asked_again_for_other_words(chicago: Cast, at: datetime) -> None:
    sent_on(chicago, at=at)
    post = handed_in_with_a_reason(chicago, at)
    drafting.reopen(post_id=post.pk, actor=chicago.reyes, at=at)
    other = replace(REASONED, text="There were eleven, @daily_news. Lock up.")
    drafting.save(post_id=post.pk, actor=chicago.reyes, written=other, seen_version=1, at=at)
    with pytest.raises(NotReady) as refused:
        submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=2, at=at)
    assert "press_reason" in refused.value.stale
