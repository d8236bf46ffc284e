"""Queue and desk, through the client: what is shown, what each decision does, and who is told what."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import duty
from accounts.models import Member
from audit.models import Event
from governance.cast import Cast
from posts import drafting, openings, reviewing, submission
from posts.models import Approval, Post, Remark, RemarkKind, Status, Turn
from tests import people

pytestmark = pytest.mark.django_db
ACTS = ("approve", "return", "reject", "comment", "propose")
QUEUE_QUERIES = 13
PAGE_QUERIES = 24
Signed = Callable[[Member], Client]


@pytest.fixture
def at() -> datetime:
    """Pages are asked now, so the cast plays now."""
    return timezone.now()


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def read(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def binding(post: Post) -> str:
    post.refresh_from_db()
    assert post.revision is not None
    return post.revision.binding


def decide(client: Client, post: Post, act: str, **typed: Any) -> Any:
    return client.post(f"/review/{post.pk}/{act}/", {"binding": binding(post), "ground": "facts", **typed})


def said(client: Client, answer: Any) -> str:
    """The messages on the page that the answer leads to."""
    return read(client.get(answer.url.partition("#")[0]))


def edited(post: Post, cast: Cast, at: datetime, *, words: str = " Call 911.") -> None:
    """The author takes the post back, changes it and sends it again."""
    drafting.reopen(post_id=post.pk, actor=cast.reyes, at=at)
    written = drafting.Written(**{**people.TIP.__dict__, "text": people.TIP.text + words})
    drafting.save(post_id=post.pk, actor=cast.reyes, written=written, seen_version=1, at=at)
    submission.submit(post_id=post.pk, actor=cast.reyes, seen_version=2, at=at)


# ------------------------------------------------------------------------------------------------ the queue


def test_the_queue_counts_in_its_title_and_lists_what_is_due_first(chicago: Cast, at: datetime) -> None:
    later = people.submitted(engaged=chicago, at=at)
    sooner = people.submitted(engaged=chicago, by="ortega", at=at - timedelta(minutes=30))

    page = read(signed_in(chicago.whitfield).get("/review/"))

    assert "2 posts wait for you" in page
    assert page.index(f"/review/{sooner.pk}/") < page.index(f"/review/{later.pk}/")
    assert "Step 1 of 1" in page
    assert "Ofc. Luis Ortega" in page


def test_an_empty_queue_says_what_will_appear_and_what_was_decided_today(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    people.approve(post=post, by=chicago.whitfield, at=at)

    page = read(signed_in(chicago.whitfield).get("/review/"))

    assert "No post waits for you" in page
    assert "Today you decided 1 post" in page


def test_whoever_reviews_nothing_is_told_for_whom_the_queue_is(chicago: Cast) -> None:
    assert "A commander can designate you" in read(signed_in(chicago.reyes).get("/review/"))


def test_the_queue_holds_no_post_of_another_unit_or_agency(chicago: Cast, alsip: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)

    for member in (chicago.hale, chicago.natarajan, alsip.ibarra, alsip.petrov):
        assert f"/review/{post.pk}/" not in read(signed_in(member).get("/review/"))


def test_the_second_step_waits_in_the_queue_of_communications(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, written=people.ARREST, at=at)
    assert "Communications next" in read(signed_in(chicago.whitfield).get("/review/"))
    people.approve(post=post, by=chicago.whitfield, at=at)

    page = read(signed_in(chicago.natarajan).get("/review/"))

    assert "1 post waits for you" in page
    assert "Step 2 of 2" in page


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ("all", {"tip", "returned", "arrest", "tomorrow"}),
        ("today", {"tip", "returned", "arrest"}),
        ("returned", {"returned"}),
        ("communications", {"arrest"}),
        ("forged", {"tip", "returned", "arrest", "tomorrow"}),
    ],
)
def test_filters_are_links_that_narrow_the_queue(
    chicago: Cast, at: datetime, chosen: str, shown: set[str]
) -> None:
    posts = {
        "tip": people.submitted(engaged=chicago, at=at),
        "arrest": people.submitted(engaged=chicago, written=people.ARREST, at=at),
        "returned": people.submitted(engaged=chicago, at=at),
        "tomorrow": people.submitted(engaged=chicago, at=at),
    }
    back = posts["returned"]
    reviewing.return_(post_id=back.pk, binding=binding(back), actor=chicago.brody, reason="Where?", at=at)
    submission.submit(post_id=back.pk, actor=chicago.reyes, seen_version=1, at=at)
    Post.objects.update(due_at=at)
    Turn.objects.filter(post=posts["tomorrow"]).update(due_at=at + timedelta(days=1, hours=1))

    page = read(signed_in(chicago.whitfield).get("/review/", {"filter": chosen}))

    assert {name for name, post in posts.items() if f'"/review/{post.pk}/"' in page} == shown


@pytest.mark.parametrize(
    ("by", "words"), [("whitfield", "Changed since you returned it"), ("brody", "Returned before")]
)
def test_a_card_says_that_the_post_came_back(chicago: Cast, at: datetime, by: str, words: str) -> None:
    post = people.submitted(engaged=chicago, at=at)
    reviewing.return_(post_id=post.pk, binding=binding(post), actor=chicago.whitfield, reason="Which?", at=at)
    submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=1, at=at)

    assert words in read(signed_in(chicago.people[by]).get("/review/"))


def test_a_card_and_a_desk_say_who_has_the_post_open_for_a_minute(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    signed_in(chicago.brody).get(f"/review/{post.pk}/")
    client = signed_in(chicago.whitfield)

    assert "Sgt. Aileen Brody has it open" in read(client.get("/review/"))
    assert "<b>Sgt. Aileen Brody</b> has it open, too" in read(client.get(f"/review/{post.pk}/"))

    openings.seen(post_id=post.pk, member=chicago.brody, at=at - timedelta(minutes=2))
    assert "has it open" not in read(client.get("/review/"))


def test_the_queue_goes_on_by_keyset_and_a_forged_cursor_is_its_beginning(
    chicago: Cast, at: datetime
) -> None:
    posts = [people.submitted(engaged=chicago, at=at + timedelta(seconds=n)) for n in range(51)]
    client = signed_in(chicago.whitfield)

    first = read(client.get("/review/"))
    assert first.count("data-card") == 50
    onward = first.partition('class="usa-button usa-button--outline push" href="')[2].partition('"')[0]
    second = read(client.get(onward.replace("&amp;", "&").replace("+", "%2B")))

    assert second.count("data-card") == 1
    assert f'"/review/{posts[-1].pk}/"' in second
    for forged in ("x", "9999999999999999999999_1", "2026-01-01T00:00:00_1", f"{at.isoformat()}_{10**30}"):
        assert client.get("/review/", {"after": forged}).status_code == 200


def test_the_queue_asks_twelve_queries_at_most_with_fifty_posts(
    chicago: Cast, at: datetime, django_assert_max_num_queries: Any
) -> None:
    for n in range(50):
        people.submitted(engaged=chicago, written=people.ARREST if n % 5 else people.TIP, at=at)
    client = signed_in(chicago.whitfield)

    with django_assert_max_num_queries(QUEUE_QUERIES):
        assert read(client.get("/review/")).count("data-card") == 50


def test_what_arrives_waits_behind_a_count_and_nothing_new_is_no_answer(chicago: Cast, at: datetime) -> None:
    people.submitted(engaged=chicago, at=at - timedelta(minutes=5))
    client = signed_in(chicago.whitfield)
    asked = {"since": (at - timedelta(minutes=1)).isoformat()}
    assert client.get("/review/arrivals/", asked).status_code == 204

    people.submitted(engaged=chicago, at=at)

    assert "1 new" in read(client.get("/review/arrivals/", asked))
    for forged in ("", "x", "2026-01-01"):
        assert client.get("/review/arrivals/", {"since": forged}).status_code == 204


# ------------------------------------------------------------------------------------------------- the desk


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
    loud = drafting.Written(**{**people.TIP.__dict__, "text": "The perpetrator fled. Lock your doors."})
    post = people.submitted(engaged=chicago, written=loud, at=at)

    page = read(signed_in(chicago.whitfield).get(f"/review/{post.pk}/"))

    assert "Think about it · 1" in page
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
        reviewing.remark(post_id=back.pk, kind=kind, text="Other words.", actor=chicago.brody, at=at)
    openings.seen(post_id=back.pk, member=chicago.brody, at=at)
    client = signed_in(chicago.whitfield)

    for one in (post, back):
        with django_assert_max_num_queries(PAGE_QUERIES):
            assert client.get(f"/review/{one.pk}/").status_code == 200


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


# -------------------------------------------------------------------------------------------- the decisions


def test_approving_opens_the_next_post_at_its_heading(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    other = people.submitted(engaged=chicago, at=at + timedelta(seconds=1))
    client = signed_in(chicago.whitfield)

    answer = decide(client, post, "approve")

    assert answer.url == f"/review/{other.pk}/#post-heading"
    assert "Approved. It goes out now. The next post is open." in said(client, answer)
    assert Post.objects.get(pk=post.pk).status == Status.APPROVED


def test_approving_the_last_post_leads_back_to_the_queue(chicago: Cast, at: datetime) -> None:
    answer = decide(signed_in(chicago.whitfield), people.submitted(engaged=chicago, at=at), "approve")

    assert answer.url == "/review/"


def test_a_sensitive_post_needs_every_box_and_keeps_those_ticked(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, written=people.ARREST, at=at)
    client = signed_in(chicago.whitfield)

    answer = decide(client, post, "approve", attested=["current", "correct"])
    page = read(answer)
    assert "Tick every box, or return the post." in page
    assert page.count(" checked>") == 2 + 1  # and the switch of the keys
    assert not Approval.objects.exists()

    answer = decide(client, post, "approve", attested=["current", "correct", "valid", "appropriate"])
    assert "Approved. It waits for Communications." in said(client, answer)
    assert Approval.objects.get().held_role == "sergeant"


@pytest.mark.parametrize(("act", "status"), [("return", Status.RETURNED), ("reject", Status.REJECTED)])
def test_returning_and_rejecting_carry_a_reason(
    chicago: Cast, at: datetime, act: str, status: Status
) -> None:
    post = people.submitted(engaged=chicago, at=at)
    client = signed_in(chicago.whitfield)

    answer = decide(client, post, act, reason="Which street?")

    assert "Ofc. Dana Reyes." in said(client, answer)
    assert Post.objects.get(pk=post.pk).status == status
    assert "“Which street?”" in read(signed_in(chicago.reyes).get(f"/post/{post.pk}/"))


@pytest.mark.parametrize("act", ["return", "reject", "comment"])
def test_without_a_reason_nothing_is_decided_and_the_form_says_so(
    chicago: Cast, at: datetime, act: str
) -> None:
    post = people.submitted(engaged=chicago, at=at)

    answer = decide(signed_in(chicago.whitfield), post, act, reason="   ")
    page = read(answer)

    assert f'class="sheet sheet--open" id="{act}"' in page
    assert 'aria-invalid="true"' in page
    assert Post.objects.get(pk=post.pk).status == Status.IN_REVIEW


def test_a_comment_stays_with_the_post_and_decides_nothing(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    client = signed_in(chicago.whitfield)

    answer = decide(client, post, "comment", reason="Nice picture needed.")

    assert answer.url == f"/review/{post.pk}/"
    assert "commented: “Nice picture needed.”" in said(client, answer)
    assert Post.objects.get(pk=post.pk).status == Status.IN_REVIEW


def test_a_proposed_wording_is_shown_as_a_difference(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    client = signed_in(chicago.whitfield)

    answer = decide(client, post, "propose", wording=people.TIP.text.replace("tonight", "now"))
    page = said(client, answer)

    assert "Proposed wording" in page
    assert "<b>You proposed</b>" in page
    assert "now" in page.partition("<ins>")[2].partition("</ins>")[0]


@pytest.mark.parametrize(
    ("wording", "sentence"),
    [
        (people.TIP.text, "Change them to propose another wording"),
        ("", "Write the wording you propose"),
        ("a" * 283, "3 characters too long"),
    ],
)
def test_a_wording_that_helps_nobody_is_given_back_as_typed(
    chicago: Cast, at: datetime, wording: str, sentence: str
) -> None:
    post = people.submitted(engaged=chicago, at=at)

    answer = decide(signed_in(chicago.whitfield), post, "propose", wording=wording)

    assert sentence in read(answer)
    assert wording in answer.content.decode().replace("&#x27;", "'")
    assert not Remark.objects.exists()


def test_a_version_that_was_replaced_is_not_decided_and_the_reason_is_kept(
    chicago: Cast, at: datetime
) -> None:
    post = people.submitted(engaged=chicago, at=at)
    seen = binding(post)
    edited(post, chicago, at)

    answer = signed_in(chicago.whitfield).post(
        f"/review/{post.pk}/return/", {"binding": seen, "ground": "facts", "reason": "Which street?"}
    )
    page = read(answer)

    assert "The post changed while you read it." in page
    assert "Which street?</textarea>" in page
    assert f'value="{binding(post)}"' in page
    assert not Approval.objects.exists()


@pytest.mark.parametrize("act", ["approve", "return", "reject"])
def test_when_somebody_was_faster_the_page_says_who_and_moves_on(
    chicago: Cast, at: datetime, act: str
) -> None:
    post = people.submitted(engaged=chicago, at=at)
    other = people.submitted(engaged=chicago, at=at + timedelta(seconds=1))
    seen = binding(post)
    people.approve(post=post, by=chicago.brody, at=at)
    client = signed_in(chicago.whitfield)

    answer = client.post(f"/review/{post.pk}/{act}/", {"binding": seen, "ground": "facts", "reason": "Which street?"})

    assert answer.url == f"/review/{other.pk}/#post-heading"
    assert "Sgt. Aileen Brody approved this post on" in said(client, answer)
    assert Approval.objects.count() == 1


def test_when_the_step_was_taken_and_another_waits_the_page_moves_on_too(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, written=people.ARREST, at=at)
    people.approve(post=post, by=chicago.brody, at=at)
    client = signed_in(chicago.whitfield)

    answer = decide(client, post, "return", reason="Which street?")

    assert answer.url == "/review/"
    assert "Sgt. Aileen Brody approved this post on" in said(client, answer)
    assert Approval.objects.count() == 1


def test_the_desk_of_a_decided_post_leads_to_the_post_and_says_who(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    people.approve(post=post, by=chicago.brody, at=at)
    client = signed_in(chicago.whitfield)

    answer = client.get(f"/review/{post.pk}/")

    assert answer.url == f"/post/{post.pk}/"
    assert "Sgt. Aileen Brody approved this post on" in said(client, answer)


def test_an_open_desk_learns_that_the_post_was_decided(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    other = people.submitted(engaged=chicago, at=at + timedelta(seconds=1))
    client = signed_in(chicago.whitfield)
    seen = {"binding": binding(post)}
    assert read(client.post(f"/review/{post.pk}/open/", seen)) == ""

    people.approve(post=post, by=chicago.brody, at=at)
    told = read(client.post(f"/review/{post.pk}/open/", seen))

    assert "Sgt. Aileen Brody approved this post on" in told
    assert f"/review/{other.pk}/#post-heading" in told


def test_an_open_desk_learns_that_the_post_was_changed(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    seen = {"binding": binding(post)}
    edited(post, chicago, at)

    told = read(signed_in(chicago.whitfield).post(f"/review/{post.pk}/open/", seen))

    assert "This post has changed" in told


def test_the_address_of_a_decision_opened_as_a_link_leads_to_the_desk(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    client = signed_in(chicago.whitfield)

    for act in ACTS:
        assert client.get(f"/review/{post.pk}/{act}/").url == f"/review/{post.pk}/"


def test_the_author_cannot_approve_by_a_forged_form(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)

    answer = decide(signed_in(chicago.reyes), post, "approve")

    assert "You wrote this post" in read(answer)
    assert Event.objects.filter(verb="act.refused", keys__reason="own_post").exists()
    assert not Approval.objects.exists()


def test_words_of_a_post_are_never_read_as_markup(chicago: Cast, at: datetime) -> None:
    sly = drafting.Written(**{**people.TIP.__dict__, "text": "Lock <script>alert(1)</script> your door."})
    post = people.submitted(engaged=chicago, written=sly, at=at)
    client = signed_in(chicago.whitfield)

    for address in ("/review/", f"/review/{post.pk}/", f"/post/{post.pk}/"):
        assert "<script>alert" not in read(client.get(address))


def test_an_undesignated_sergeant_of_the_unit_reads_and_is_told_why_not_cpd_tw_v_b(
    chicago: Cast, at: datetime
) -> None:
    post = people.submitted(engaged=chicago, at=at)
    assert post.revision is not None
    client = signed_in(chicago.lindqvist)

    desk = read(client.get(f"/review/{post.pk}/"))
    assert people.TIP.text[:30] in desk
    assert "This step belongs to somebody else." in desk

    client.post(f"/review/{post.pk}/approve/", {"binding": post.revision.binding})
    post.refresh_from_db()
    assert post.status == Status.IN_REVIEW


@pytest.mark.parametrize("act", ["return", "reject", "comment"])
@pytest.mark.parametrize("reason", ["", "   ", "\u200b\u200b", "\u3164"])
def test_a_reason_that_nobody_can_read_is_none(chicago: Cast, at: datetime, act: str, reason: str) -> None:
    post = people.submitted(engaged=chicago, at=at)
    assert post.revision is not None

    answer = signed_in(chicago.whitfield).post(
        f"/review/{post.pk}/{act}/", {"binding": post.revision.binding, "reason": reason}
    )

    assert 'aria-invalid="true"' in read(answer)
    post.refresh_from_db()
    assert post.status == Status.IN_REVIEW
