"""What was handed in before its reporter asked: it goes back, as a draft that names them would be held back."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from accounts.models import Message
from audit.models import Event
from governance import cast
from governance.cast import Cast
from posts import clock, gate, history, press_waits, publishing, submission
from posts.coordination import inquiries
from posts.models import Attempt, Inquiry, Post, Publication, Status
from posts.submission import NotReady
from tests import people
from tests.posts.desks import read, signed_in
from tests.posts.test_inquiries import ASKED, closed, naming, sent_on
from tests.posts.test_statement_counts import listed, statements
from tests.threads import together

RULE = "@daily_news asked for the press, and Communications answers."


def handed_in(engaged: Cast, at: datetime, text: str = "@daily_news There were eleven. Lock up.") -> Post:
    return people.submitted(engaged=engaged, written=replace(people.TIP, text=text), at=at)


def approved(engaged: Cast, at: datetime, text: str = "@daily_news There were eleven. Lock up.") -> Post:
    return people.approve(post=handed_in(engaged, at, text), by=engaged.whitfield, at=at)


def status(post: Post) -> str:
    post.refresh_from_db()
    return post.status


@pytest.mark.parametrize("handing_in", [handed_in, approved])
def test_cpd_tw_iv_a_2_what_waits_and_names_who_asks_goes_back_with_the_question(
    chicago: Cast, at: datetime, handing_in: Callable[[Cast, datetime], Post]
) -> None:
    post, later = handing_in(chicago, at), at + timedelta(minutes=2)
    inquiry = sent_on(chicago, at=later)
    assert status(post) == Status.RETURNED and not post.turns.exists()
    assert not Publication.objects.filter(post=post).exclude(state="cancelled").exists()
    assert Event.objects.get(verb="post.press_waits").keys == {"inquiry_id": inquiry.pk}
    entry = history.of(post)[-1]
    assert entry.sentence.startswith("Somebody whom it names asked for the press") and entry.actor == ""
    assert entry.clause == "CPD-TW.IV.A.2"
    told = Message.objects.filter(kind="press_waits", about_post_id=post.pk)
    assert {"reyes", "whitfield"} <= set(told.values_list("to__log_on_id", flat=True))
    assert all(
        RULE in one.body and "(CPD-TW.IV.A.2)" in one.body and "eleven" not in one.body for one in told
    )
    with pytest.raises(NotReady):
        submission.submit(
            post_id=post.pk,
            actor=chicago.reyes,
            seen_version=post.draft.version,
            at=later + timedelta(minutes=1),
        )
    closed(chicago, inquiry, at=later)
    again = submission.submit(
        post_id=post.pk, actor=chicago.reyes, seen_version=post.draft.version, at=later + timedelta(minutes=2)
    )
    assert again.status == Status.IN_REVIEW, "what is answered holds no post back"


def test_cpd_tw_iv_a_2_who_wrote_what_went_back_is_told_in_whatever_unit_once_the_question_is_closed(
    chicago: Cast, at: datetime
) -> None:
    post = people.submitted(
        engaged=chicago,
        by="kowalczyk",
        unit="018",
        written=replace(people.TIP, text="@daily_news There were eleven. Lock up."),
        at=at,
    )
    resent = handed_in(chicago, at)
    inquiry = sent_on(chicago, at=at + timedelta(minutes=2))
    assert status(post) == status(resent) == Status.RETURNED
    Post.objects.filter(pk=resent.pk).update(status=Status.DRAFT)
    closed(chicago, inquiry, at=at + timedelta(minutes=5))
    letter = Message.objects.get(kind="press_answered")
    assert letter.to == chicago.people["kowalczyk"]
    assert letter.link == reverse("post", args=[post.pk]) and "submit it again" in letter.body


def test_cpd_tw_v_b_6_and_v_e_2_the_pages_say_what_went_back_and_what_is_on_its_way(
    chicago_lately: Cast,
) -> None:
    at = clock.now() - timedelta(minutes=9)
    back, gone = (
        approved(chicago_lately, at),
        approved(chicago_lately, at, "Eleven, @daily_news. Lock up now."),
    )
    Post.objects.filter(pk=gone.pk).update(status=Status.SENDING)
    inquiry = sent_on(chicago_lately, at=clock.now())
    page = read(signed_in(chicago_lately.natarajan).get(reverse("inquiry", args=[inquiry.pk])))
    assert "it waited and went back to its author (CPD-TW.IV.A.2)" in page and "Now: returned." in page
    assert "it was on its way as the question came, and went on. Now: going out." in page
    assert status(gone) == Status.SENDING
    assert [(one.post, one.went_back) for one in press_waits.met(inquiry=inquiry)] == [
        (back, True),
        (gone, False),
    ]
    writer = signed_in(chicago_lately.reyes)
    assert "asked for the press and Communications answers, so it went back" in read(
        writer.get(reverse("post", args=[back.pk]))
    )


@pytest.mark.parametrize(
    "text",
    ["@daily_newsroom There were eleven. Lock up.", "The daily_news came by. Lock up.", people.TIP.text],
)
def test_what_names_nobody_who_asks_waits_on(chicago: Cast, at: datetime, text: str) -> None:
    post = approved(chicago, at, text)
    sent_on(chicago, at=at)
    sent_on(chicago, asked=replace(ASKED, handle="", words="Another one?"), at=at)
    assert status(post) == Status.APPROVED


def test_what_communications_wrote_and_what_has_gone_out_stay(chicago: Cast, at: datetime) -> None:
    office, out = approved(chicago, at), approved(chicago, at, "@daily_news Eleven. Lock your doors.")
    Post.objects.filter(pk=office.pk).update(by_office=True)
    Post.objects.filter(pk=out.pk).update(status=Status.PUBLISHED)
    inquiry = sent_on(chicago, at=at)
    assert (status(office), status(out)) == (Status.APPROVED, Status.PUBLISHED)
    assert not press_waits.met(inquiry=inquiry)


def test_a_pack_without_the_rule_takes_nothing_back(alsip: Cast, at: datetime) -> None:
    post = people.submitted(
        engaged=alsip,
        by="vance",
        unit="PAT",
        written=replace(people.TIP, text="@daily_news There were eleven."),
        at=at,
    )
    before = post.status
    inquiries.send_on(unit_id=alsip.units["PAT"].pk, asked=ASKED, actor=alsip.people["vance"], at=at)
    assert status(post) == before != Status.RETURNED
    assert not Event.objects.filter(verb="post.press_waits").exists()


def test_the_claim_asks_again_whatever_way_it_came(chicago: Cast, at: datetime) -> None:
    post, plain = approved(chicago, at), people.approved(engaged=chicago, at=at)
    inquiry = sent_on(chicago, at=at)
    # As though the rules had begun to say so after the question: the post waits, and so does the question.
    Post.objects.filter(pk=post.pk).update(status=Status.APPROVED)
    post.refresh_from_db()
    due = [Publication.objects.get(post=one) for one in (post, plain)]
    held = gate.ask(post=post, publication=due[0], now=at)
    assert isinstance(held, gate.Held) and (held.slug, held.status) == ("press_waits", Status.RETURNED)
    assert held.sentence.endswith("(CPD-TW.IV.A.2).")
    assert getattr(gate.ask(post=plain, publication=due[1], now=at), "slug", "") != "press_waits"
    closed(chicago, inquiry, at=at)
    assert getattr(gate.ask(post=post, publication=due[0], now=at), "slug", "") != "press_waits"


def test_one_question_costs_as_many_statements_for_seven_posts_as_for_one(
    chicago: Cast, at: datetime
) -> None:
    handed_in(chicago, at)
    one = statements(lambda: sent_on(chicago, at=at))
    closed(chicago, Inquiry.objects.get(), at=at)
    for number in range(7):
        handed_in(chicago, at, f"@daily_press {number} bicycles were found. Come by.")
        people.submitted(engaged=chicago, at=at)
    other = replace(ASKED, handle="daily_press")
    seven = statements(lambda: sent_on(chicago, asked=other, at=at))
    assert Post.objects.filter(status=Status.RETURNED).count() == 8
    assert len(seven) == len(one), listed(seven)


ROUNDS = 40


def test_a_question_and_a_claim_have_one_order(committed_db: str, at: datetime) -> None:
    """CPD-TW.IV.A.2"""
    early = clock.now() - timedelta(minutes=8)
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=early)
    due = [
        Publication.objects.get(post=approved(engaged, early, f"@news_{n} It was so.")) for n in range(ROUNDS)
    ]
    turn = threading.Barrier(2, timeout=60)

    def claims() -> None:
        for place, publication in enumerate(due):
            turn.wait()
            time.sleep(0.004 * (place % 8))
            publishing.claim(publication_id=publication.pk)

    def asks() -> None:
        for place in range(ROUNDS):
            turn.wait()
            sent_on(engaged, asked=replace(ASKED, handle=f"news_{place}", words=f"{place}?"), at=clock.now())

    together(claims, asks)

    sent = set(Attempt.objects.values_list("publication__post_id", flat=True))
    back = set(Post.objects.filter(status=Status.RETURNED).values_list("pk", flat=True))
    assert sent | back == {publication.post_id for publication in due}
    assert not sent & back
    told = {"inquiry.sent_back": back, "inquiry.named_under_way": sent}
    for verb, posts in told.items():
        assert {event.keys["post_id"] for event in Event.objects.filter(verb=verb)} == posts
    assert sent, "no claim ever came first: the test drove one order only"
    assert back, "no question ever came first: the test drove one order only"


def test_what_is_handed_in_beside_the_question_is_refused_or_goes_back(
    committed_db: str, at: datetime
) -> None:
    early = clock.now() - timedelta(minutes=8)
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=early)
    drafts = [naming(engaged, f"news_{place}", early) for place in range(ROUNDS)]
    turn = threading.Barrier(2, timeout=60)
    refused: set[int] = set()

    def hands_in() -> None:
        for place, post in enumerate(drafts):
            turn.wait()
            time.sleep(0.004 * (place % 8))
            try:
                submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=1, at=clock.now())
            except NotReady:
                refused.add(post.pk)

    def asks() -> None:
        for place in range(ROUNDS):
            turn.wait()
            sent_on(engaged, asked=replace(ASKED, handle=f"news_{place}", words=f"{place}?"), at=clock.now())

    together(hands_in, asks)

    back = set(Post.objects.filter(status=Status.RETURNED).values_list("pk", flat=True))
    assert back | refused == {post.pk for post in drafts}
    assert back and refused, "the test drove one order only"
