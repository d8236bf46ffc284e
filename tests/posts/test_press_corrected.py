"""Whose account asks is said anew: what went back for another may go on, and what names the right one goes back."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Message
from audit import vault
from audit.models import Event
from governance.cast import Cast
from posts import press_waits, submission
from posts.coordination import inquiries
from posts.coordination.inquiries import InquiryMovedOn, OwnAccount
from posts.models import Inquiry, Status
from posts.workflow import Refused
from tests import people
from tests.posts.desks import read, signed_in
from tests.posts.test_inquiries import ASKED, closed, sent_on
from tests.posts.test_press_waits import approved, handed_in, status

RIGHT = "@evening_news There were twelve. Lock up."
BOTH = "@daily_news @evening_news There were twelve. Lock up."


def corrected(
    engaged: Cast, inquiry: Inquiry, handle: str, *, by: str = "natarajan", at: datetime
) -> Inquiry:
    return inquiries.correct(inquiry_id=inquiry.pk, handle=handle, actor=engaged.people[by], at=at)


def told(kind: str) -> set[int | None]:
    return set(Message.objects.filter(kind=kind).values_list("about_post_id", flat=True))


def test_cpd_tw_iv_a_2_a_wrong_account_is_corrected_and_posts_follow_the_right_one(
    chicago_lately: Cast,
) -> None:
    """Through the page."""
    engaged, at = chicago_lately, timezone.now() - timedelta(minutes=9)
    wrong, right, both = (
        approved(engaged, at, text) for text in ("@daily_news There were eleven. Lock up.", RIGHT, BOTH)
    )
    inquiry = sent_on(engaged, at=at + timedelta(minutes=1))
    assert [status(one) for one in (wrong, right, both)] == ["returned", "approved", "returned"]

    office, address = signed_in(engaged.natarajan), reverse("correct_inquiry", args=[inquiry.pk])
    page = read(office.get(reverse("inquiry", args=[inquiry.pk])))
    assert 'value="daily_news"' in page and "Is this the right account?" in page
    assert "as the network shows it" in read(office.post(address, {"handle": "evening news"}))
    own = engaged.accounts["014"].handle
    assert "is an account of the department" in read(office.post(address, {"handle": own}))
    page = read(office.post(address, {"handle": "@Evening_News"}, follow=True))
    assert "Noted whose account asks." in page and "<dd>@evening_news</dd>" in page
    assert page.count("It named an account that was corrected since.") == 1

    assert [status(one) for one in (wrong, right, both)] == ["returned", "returned", "returned"]
    assert told("press_answered") == {wrong.pk}, "what names the right one as well stays where it is"
    letter = Message.objects.filter(kind="press_answered").first()
    assert letter is not None and "Communications has corrected who that was." in letter.body
    assert right.pk in told("press_waits")
    event = Event.objects.get(verb="inquiry.account_corrected")
    assert (
        event.actor_id == engaged.natarajan.pk and event.keys["before_sealed"] != event.keys["after_sealed"]
    )
    before = vault.digest_of("daily_news")
    assert vault.text(digest=before, agency_id=engaged.agency.pk) == "daily_news"
    assert event.keys["before_sealed"] == vault.sealed_digest(digest=before, agency_id=engaged.agency.pk)
    again = submission.submit(
        post_id=wrong.pk, actor=engaged.reyes, seen_version=wrong.draft.version, at=timezone.now()
    )
    assert again.status == Status.IN_REVIEW

    closed(engaged, Inquiry.objects.get(), at=timezone.now())
    assert told("press_answered") == {wrong.pk, right.pk, both.pk}


def test_an_account_is_cleared_and_one_that_was_missing_is_said(chicago: Cast, at: datetime) -> None:
    post = handed_in(chicago, at)
    inquiry = sent_on(chicago, asked=replace(ASKED, handle=""), at=at)
    assert status(post) == Status.IN_REVIEW
    corrected(chicago, inquiry, "daily_news", at=at)
    assert status(post) == Status.RETURNED
    assert [one.for_another for one in press_waits.met(inquiry=Inquiry.objects.get())] == [False]
    corrected(chicago, inquiry, "", at=at)
    assert told("press_answered") == {post.pk}
    keys = (
        Event.objects.filter(verb="inquiry.account_corrected").order_by("pk").values_list("keys", flat=True)
    )
    assert [(bool(one["before_sealed"]), bool(one["after_sealed"])) for one in keys] == [
        (False, True),
        (True, False),
    ]
    before = Message.objects.count()
    corrected(chicago, inquiry, "", at=at)
    closed(chicago, inquiry, at=at)
    assert told("press_answered") == {post.pk} and len(keys) == 2
    assert Message.objects.filter(kind="press_answered", about_post_id=post.pk).count() == 1
    assert Message.objects.count() > before, "only the unit is told that it was closed"


def test_only_communications_corrects_the_account_of_a_question_that_waits(
    chicago: Cast, at: datetime
) -> None:
    inquiry = sent_on(chicago, at=at)
    with pytest.raises(Refused):
        corrected(chicago, inquiry, "evening_news", by="whitfield", at=at)
    with pytest.raises(OwnAccount):
        corrected(chicago, inquiry, chicago.accounts["014"].handle.lower(), at=at)
    closed(chicago, inquiry, at=at)
    with pytest.raises(InquiryMovedOn):
        corrected(chicago, inquiry, "evening_news", at=at)


def test_where_no_rule_says_so_an_account_is_corrected_all_the_same(alsip: Cast, at: datetime) -> None:
    unit, vance = alsip.units["PAT"], alsip.people["vance"]
    written = replace(people.TIP, text=RIGHT)
    post = people.submitted(engaged=alsip, by="vance", unit="PAT", written=written, at=at)
    before, inquiry = post.status, inquiries.send_on(unit_id=unit.pk, asked=ASKED, actor=vance, at=at)
    assert corrected(alsip, inquiry, "evening_news", by="petrov", at=at).handle == "evening_news"
    assert status(post) == before


def test_what_two_questions_hold_back_is_free_when_the_second_is_closed(chicago: Cast, at: datetime) -> None:
    post = handed_in(chicago, at)
    first = sent_on(chicago, at=at)
    second = sent_on(chicago, asked=replace(ASKED, words="And how many were caught?"), at=at)
    assert status(post) == Status.RETURNED
    closed(chicago, first, at=at)
    assert told("press_answered") == set()
    closed(chicago, second, at=at)
    assert told("press_answered") == {post.pk}
