"""Deciding, through the client: what each decision does, and who is told what."""

import json
from datetime import datetime, timedelta
from html import unescape

import pytest

from audit import vault
from audit.models import Event
from governance.cast import Cast
from posts import drafting
from posts.models import Approval, Post, Remark, Status
from tests import people
from tests.posts.desks import ACTS, at, binding, decide, edited, read, said, signed_in

__all__ = ["at"]
pytestmark = pytest.mark.django_db


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
    """CPD-TW.V.B.4"""
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


BOXES = (
    "It is current: nothing has changed since it was written.",
    "It is correct: I compared it with the source.",
    "It is valid: the source may be relied on.",
    "It is fit to post for everybody who may read it.",
)


@pytest.mark.parametrize(
    ("written", "form", "words"),
    [
        (people.TIP, "sentence", ("By approving, you say this is current, correct, valid and fit to post.",)),
        (people.ARREST, "boxes", BOXES),
    ],
    ids=["plain", "sensitive"],
)
def test_the_approval_keeps_which_form_was_shown_and_what_it_said_cpd_tw_v_b_4(
    chicago: Cast, at: datetime, written: drafting.Written, form: str, words: tuple[str, ...]
) -> None:
    post = people.submitted(engaged=chicago, written=written, at=at)
    client = signed_in(chicago.whitfield)
    desk = unescape(read(client.get(f"/review/{post.pk}/")))

    decide(client, post, "approve", attested=["current", "correct", "valid", "appropriate"])

    digest = Approval.objects.get().attested_digest
    kept = json.loads(vault.text(digest=digest, agency_id=post.agency_id))
    assert (kept["form"], tuple(kept["said"])) == (form, words)
    assert [line for line in (*kept["said"], *kept["facts"]) if line not in desk] == []
    assert any(written.answers["source"] in fact for fact in kept["facts"])
    sealed = vault.sealed_digest(digest=digest, agency_id=post.agency_id)
    assert Event.objects.get(verb="post.approved", subject_id=post.pk).keys["attested_sealed"] == sealed


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

    answer = client.post(
        f"/review/{post.pk}/{act}/", {"binding": seen, "ground": "facts", "reason": "Which street?"}
    )

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
