"""Questions of the press: sent on with one press, answered by Communications alone, and by no post of a unit."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Message
from audit import vault
from audit.models import Event
from governance.cast import Cast
from posts import submission
from posts.coordination import inquiries
from posts.coordination.inquiries import Asked, InquiryMovedOn
from posts.models import Came, Inquiry, InquiryState, Post, Status
from posts.replied import NotShown
from posts.workflow import Refused
from tests import people
from tests.posts.desks import read, signed_in
from tests.posts.test_hiding import Scene, _said, scene
from tests.posts.test_statement_counts import statements
from tests.posts.writing import check, submit

__all__ = ["scene"]
QUESTION = "Daily News here. How many burglaries were there on Logan Boulevard this month?"
ASKED = Asked(
    came=Came.CALL,
    asked_by="Rita Moss, Daily News",
    words=QUESTION,
    handle="daily_news",
    contact="312-555-0142, until 5 p.m.",
)
SAYS = "Communications answers the press for the department. Nobody of a unit does"


def sent_on(engaged: Cast, *, by: str = "reyes", asked: Asked = ASKED, at: datetime) -> Inquiry:
    return inquiries.send_on(unit_id=engaged.units["014"].pk, asked=asked, actor=engaged.people[by], at=at)


def closed(
    engaged: Cast, inquiry: Inquiry, *, by: str = "natarajan", at: datetime, answered: bool = True
) -> Inquiry:
    return inquiries.close(
        inquiry_id=inquiry.pk,
        answered=answered,
        note="Eleven, told on the telephone.",
        actor=engaged.people[by],
        at=at,
    )


def naming(engaged: Cast, handle: str, at: datetime) -> Post:
    """A draft of the unit that answers an account."""
    text = f"@{handle} There were eleven this month. Lock your doors tonight."
    return people.drafted(engaged=engaged, written=replace(people.TIP, text=text), at=at)


def refusals(post: Post, at: datetime) -> list[str]:
    post = Post.objects.select_related("account__agency", "account__unit", "draft").get(pk=post.pk)
    found = submission.judged_of(post=post, at=at).decision.findings
    return [f"{one.clause} {one.sentence}" for one in found if one.rule == "press-waits"]


def test_cpd_tw_iv_a_2_and_v_b_6_and_v_e_2_a_reporters_reply_is_sent_on_no_unit_answers_and_communications_does(
    scene: Scene,
) -> None:
    """Through the pages, from what the network shows to the answer that is kept."""
    engaged, ground, post, _ = scene
    number = _said(ground, post.publications.get().external_id, f"{QUESTION} {people.a_word()}")
    writer, office = signed_in(engaged.reyes), signed_in(engaged.natarajan)

    page = read(writer.get(reverse("replies", args=[post.pk])))
    assert SAYS in page and "CPD-TW.IV.A.2" in page
    sending = reverse("send_on_reply", args=[post.pk])
    done = writer.post(sending, {"address": f"https://x.com/news/status/{number}"}, follow=True)
    inquiry = Inquiry.objects.get()
    assert inquiry.words.startswith(QUESTION) and inquiry.handle and inquiry.state == InquiryState.OPEN
    assert QUESTION in vault.text(digest=inquiry.capture_digest, agency_id=inquiry.agency_id)
    page = read(done)
    assert "Sent on. Communications was told and answers it." in page and SAYS in page
    assert "Close the question" not in page, "a unit has nothing to answer with"
    writer.post(sending, {"address": number})
    assert Inquiry.objects.count() == 1, "what was asked is sent on once"
    assert Message.objects.filter(to=engaged.natarajan, kind="inquiry_sent_on").exists()
    said = "sent a question of the press on to Communications"
    assert said in read(writer.get(reverse("post", args=[post.pk])))
    assert QUESTION in read(writer.get(reverse("replies", args=[post.pk])))

    tried = {"how": "answered", "note": "I told them."}
    refused = read(writer.post(reverse("close_inquiry", args=[inquiry.pk]), tried, follow=True))
    assert "Communications answers the press. Nobody else does. (CPD-TW.IV.A.2)" in refused
    answer = naming(engaged, inquiry.handle, timezone.now())
    seen = read(check(writer, answer, follow=True))
    assert f"@{inquiry.handle} asked for the press, and Communications answers." in seen
    submit(writer, answer)
    answer.refresh_from_db()
    assert answer.status == Status.DRAFT and refusals(answer, timezone.now())

    assert inquiry.words in read(office.get(reverse("home")))
    assert inquiry.words in read(office.get(reverse("inquiries")))
    note = {"how": "answered", "note": "Eleven, told on the telephone."}
    office.post(reverse("close_inquiry", args=[inquiry.pk]), note)
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.closed_by) == (InquiryState.ANSWERED, engaged.natarajan)
    assert Message.objects.filter(to=engaged.reyes, kind="inquiry_closed").exists()
    page = read(writer.get(reverse("inquiries") + "?show=done"))
    assert "Eleven, told on the telephone." in page and engaged.natarajan.titled_name in page
    assert not refusals(answer, timezone.now()), "what is answered holds no post back"
    verbs = list(
        Event.objects.filter(subject="inquiry", subject_id=inquiry.pk).values_list("verb", flat=True)
    )
    assert verbs == ["inquiry.sent_on", "act.refused", "inquiry.answered"]
    told = Event.objects.filter(subject="post", subject_id=post.pk, verb="post.inquiry_sent_on")
    assert told.get().keys == {"inquiry_id": inquiry.pk}


def test_cpd_tw_v_b_6_a_sergeant_writes_down_who_called_and_sends_it_on(chicago_lately: Cast) -> None:
    client = signed_in(chicago_lately.whitfield)
    address = reverse("send_on_inquiry", args=[chicago_lately.units["014"].pk])
    typed = {"came": "call", "asked_by": "Rita Moss, Daily News", "words": QUESTION, "handle": "@Daily_News"}
    assert SAYS in read(client.get(address))
    assert "Write what they ask." in read(client.post(address, {**typed, "words": " "}))
    assert "as the network shows it" in read(client.post(address, {**typed, "handle": "daily news"}))
    own = chicago_lately.accounts["014"].handle
    assert "is an account of the department" in read(client.post(address, {**typed, "handle": own}))
    client.post(address, typed)
    client.post(address, typed)
    inquiry = Inquiry.objects.get()
    assert (inquiry.came, inquiry.handle, inquiry.post) == (Came.CALL, "daily_news", None)


def test_what_is_written_elsewhere_is_no_question_to_a_post_unless_it_names_its_account(scene: Scene) -> None:
    engaged, ground, post, _ = scene
    own = post.publications.get().external_id
    elsewhere = _said(ground, own, f"Nobody is asked {people.a_word()}")
    mention = _said(ground, own, f"@{post.account.handle} how many? {people.a_word()}")
    post.publications.update(external_id="77")

    def send(typed: str, by: str = "reyes") -> Inquiry:
        return inquiries.send_on_reply(
            post_id=post.pk, typed=typed, actor=engaged.people[by], at=timezone.now()
        )

    for typed, why in (
        (elsewhere, "no reply to this post"),
        ("5", "shows no such reply"),
        (own, "of our own"),
    ):
        with pytest.raises(NotShown, match=why):
            send(typed)
    assert send(mention).external_id == mention
    with pytest.raises(Post.DoesNotExist):
        send(mention, by="kowalczyk")
    with pytest.raises(Refused):
        send(mention, by="lindqvist")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@daily_news There were eleven.", True),
        ("Good question, @Daily_News: eleven.", True),
        ("Eleven, see https://x.com/daily_news/status/1858123456789", True),
        ("@daily_newsroom There were eleven.", False),
        ("The daily_news came by. Write to info@daily_news.example", False),
        ("There were eleven burglaries.", False),
    ],
)
def test_cpd_tw_iv_a_2_a_units_post_names_nobody_who_waits_for_communications(
    chicago: Cast, at: datetime, text: str, found: bool
) -> None:
    inquiry = sent_on(chicago, at=at)
    post = people.drafted(engaged=chicago, written=replace(people.TIP, text=text), at=at)
    assert bool(refusals(post, at)) is found
    closed(chicago, inquiry, at=at)
    assert not refusals(post, at)


def test_communications_may_answer_with_a_post_of_its_own(chicago: Cast, at: datetime) -> None:
    sent_on(chicago, at=at)
    post = naming(chicago, "daily_news", at)
    Post.objects.filter(pk=post.pk).update(by_office=True)
    assert not refusals(post, at)


def test_who_waits_is_asked_only_for_a_text_that_names_somebody(chicago: Cast, at: datetime) -> None:
    sent_on(chicago, at=at)
    plain, answer = people.drafted(engaged=chicago, at=at), naming(chicago, "daily_news", at)
    for post, times in ((plain, 0), (answer, 1)):
        asked = statements(lambda post=post: refusals(post, at))  # type: ignore[misc]
        assert sum("posts_inquiry" in one for one in asked) == times


def test_where_no_rule_says_so_a_question_is_sent_on_all_the_same_and_no_clause_is_cited(
    alsip: Cast, at: datetime
) -> None:
    inquiry = inquiries.send_on(
        unit_id=alsip.units["PAT"].pk, asked=ASKED, actor=alsip.people["vance"], at=at
    )
    with pytest.raises(Refused) as refused:
        closed(alsip, inquiry, by="ibarra", at=at)
    assert refused.value.ruling.clause == ""
    text = "@daily_news There were eleven."
    post = people.drafted(
        engaged=alsip, by="vance", unit="PAT", written=replace(people.TIP, text=text), at=at
    )
    assert not refusals(post, at)
    assert closed(alsip, inquiry, by="petrov", at=at).state == InquiryState.ANSWERED


def test_a_question_closes_once_and_only_communications_closes_it(chicago: Cast, at: datetime) -> None:
    inquiry = sent_on(chicago, by="whitfield", at=at)
    with pytest.raises(Refused):
        closed(chicago, inquiry, by="whitfield", at=at)
    assert closed(chicago, inquiry, answered=False, at=at).state == InquiryState.CLOSED
    with pytest.raises(InquiryMovedOn, match="closed it meanwhile"):
        closed(chicago, inquiry, at=at)


@pytest.mark.parametrize(
    "statement", ["DELETE FROM posts_inquiry", "UPDATE posts_inquiry SET state = 'answered'"]
)
def test_the_database_loses_no_question_and_closes_none_without_a_note(
    chicago: Cast, at: datetime, statement: str
) -> None:
    sent_on(chicago, at=at)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
