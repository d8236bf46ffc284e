"""Where a directive has an office say how, it says it in words before the post goes on (CPD-TW.V.D.10)."""

import json
from datetime import datetime
from html import unescape
from typing import Any

import pytest

from accounts.models import Message
from audit import vault
from audit.models import Event
from directives.engine import judge
from directives.facts import Facts
from directives.pack import load_pack
from governance.cast import Cast
from posts import attesting, demands, history, judging, preserving, reviewing
from posts.models import Approval, Post, Status
from posts.reviewing import NotGuided
from tests import people
from tests.directives.drafts import TODAY
from tests.directives.small_pack import PACK
from tests.posts.desks import at, decide, read, said, signed_in
from tests.posts.test_side_by_side import between, small

__all__ = ["at"]
pytestmark = pytest.mark.django_db
HOW = "How is this evidence posted?"
TICKED = ["current", "correct", "valid", "appropriate"]
IN_WORDS = "Show it without the serial numbers."


def asked_of_both(engaged: Cast, at: datetime) -> Post:
    post = people.submitted(engaged=engaged, written=people.EVIDENCE, at=at)
    return people.approve(post=post, by=engaged.whitfield, at=at)


def given(post: Post, cast: Cast, at: datetime, guidance: str, *, by: str = "natarajan") -> Post:
    post.refresh_from_db()
    assert post.revision is not None
    return reviewing.approve(
        post_id=post.pk,
        binding=post.revision.binding,
        actor=cast.people[by],
        attested=people.attested(post=post),
        guidance=guidance,
        at=at,
    )


@pytest.mark.parametrize(
    ("category", "answers", "asked"),
    [
        ("evidence", {}, {"communications": [HOW], "community_policing": [HOW]}),
        ("arrest", {"shows_evidence": "yes"}, {"communications": [HOW], "community_policing": [HOW]}),
        (
            "arrest",
            {"member_involved": "yes"},
            {"communications": ["How is it told that a member is part of it?"]},
        ),
        (
            "arrest",
            {"member_involved": "yes", "shows_evidence": "yes"},
            {
                "communications": [HOW, "How is it told that a member is part of it?"],
                "community_policing": [HOW],
            },
        ),
        ("arrest", {"member_involved": "no", "shows_evidence": "no"}, {}),
        ("safety_tip", {"open_case": "yes"}, {}),
    ],
)
def test_offices_are_asked_in_words_how_evidence_and_a_members_part_are_told_cpd_tw_v_d_10_cpd_tw_v_d_9_note(
    category: str, answers: dict[str, str], asked: dict[str, list[str]]
) -> None:
    facts = Facts(category=category, text="Forty bicycles.", today=TODAY, answers=answers)
    decision = judge(pack=load_pack("chicago"), facts=facts).as_json()
    steps = {
        step["key"]: attesting.guidance_asked(decision=decision, step_key=step["key"])
        for step in decision["route"]
    }
    assert {key: questions for key, questions in steps.items() if questions} == asked


@pytest.mark.parametrize("words", ["", "   ", "\u200b"])
def test_an_office_that_writes_nothing_gives_nothing_cpd_tw_v_d_10(
    chicago: Cast, at: datetime, words: str
) -> None:
    post = asked_of_both(chicago, at)
    with pytest.raises(NotGuided, match="Write your guidance in a sentence"):
        given(post, chicago, at, words)
    assert Approval.objects.count() == 1


def test_a_sergeant_is_asked_for_none(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, written=people.EVIDENCE, at=at)
    assert given(post, chicago, at, "", by="whitfield").status == Status.IN_REVIEW


def test_what_was_asked_is_kept_with_the_approval_and_sealed_in_the_trail(
    chicago: Cast, at: datetime
) -> None:
    post = given(asked_of_both(chicago, at), chicago, at, IN_WORDS)
    approval = Approval.objects.latest("pk")
    kept = json.loads(vault.text(digest=approval.attested_digest, agency_id=post.agency_id))
    sealed = vault.sealed_digest(digest=approval.reason_digest, agency_id=post.agency_id)
    assert kept["guidance"] == {"asked": [HOW], "sealed": sealed}
    event = Event.objects.filter(verb="post.approved").latest("pk")
    assert event.keys["attested_sealed"] == vault.sealed_digest(
        digest=approval.attested_digest, agency_id=post.agency_id
    )
    told = [entry.detail for entry in preserving.chain_of(post) if entry.act == "approved"]
    assert f"“Guidance: {IN_WORDS}”" in told[-1], "the record says it"


def test_who_stands_in_writes_the_guidance_of_that_office_and_the_unit_is_told_cpd_tw_v_d_10(
    chicago: Cast, at: datetime
) -> None:
    post = asked_of_both(chicago, at)
    with pytest.raises(NotGuided):
        people.stand_in(post=post, by=chicago.natarajan, guidance=" ", at=at)

    people.stand_in(post=post, by=chicago.natarajan, guidance=IN_WORDS, at=at)

    (entry,) = [entry for entry in history.of(post) if entry.act == "stood_in"]
    assert entry.guidance == IN_WORDS
    told = set(Message.objects.filter(kind="guided").values_list("to__log_on_id", flat=True))
    assert {"reyes", "whitfield", "brody"} <= told


def test_guidance_stays_where_another_version_waits_by_now(chicago: Cast, at: datetime) -> None:
    post = asked_of_both(chicago, at)
    old = "0" * 64
    answer = decide(
        signed_in(chicago.natarajan), post, "approve", binding=old, attested=TICKED, guidance=IN_WORDS
    )
    assert IN_WORDS in unescape(read(answer))
    assert not Approval.objects.filter(decided_by=chicago.natarajan).exists()


def test_the_desk_asks_and_keeps_what_was_ticked_until_it_is_answered(chicago: Cast, at: datetime) -> None:
    post = asked_of_both(chicago, at)
    client = signed_in(chicago.natarajan)
    page = unescape(read(client.get(f"/review/{post.pk}/")))
    assert f'<label for="approve_guidance">{HOW}</label>' in page
    assert "For example: post it as it stands." in page and "Add guidance for the author" not in page

    page = unescape(read(decide(client, post, "approve", attested=TICKED, guidance=" ")))
    assert "Write your guidance in a sentence. The author and the sergeants read it." in page
    assert (
        page.count(" checked>") == 2 * len(TICKED) + 1
    )  # those to stand in, too, and the switch of the keys
    page = unescape(read(decide(client, post, "approve", attested=TICKED[:2], guidance=IN_WORDS)))
    assert "Tick every box, or return the post." in page and IN_WORDS in page

    answer = decide(client, post, "approve", attested=TICKED, guidance=IN_WORDS)
    assert "Approved." in said(client, answer)
    for reader, address in (
        (chicago.reyes, f"/post/{post.pk}/"),
        (chicago.washington, f"/review/{post.pk}/"),
    ):
        assert f"<b>Guidance:</b> {IN_WORDS}" in read(signed_in(reader).get(address))


def test_the_sheet_of_who_stands_in_asks_too(chicago: Cast, at: datetime) -> None:
    post = asked_of_both(chicago, at)
    client = signed_in(chicago.natarajan)
    page = unescape(read(client.get(f"/review/{post.pk}/")))
    assert f'<label for="stand_in_guidance">{HOW}</label>' in page

    typed: dict[str, Any] = {"attested": TICKED, "reason": "It is night."}
    page = unescape(read(decide(client, post, "stand-in", **typed)))
    assert "Write your guidance in a sentence." in page and "It is night.</textarea>" in page
    assert "Approved" in said(client, decide(client, post, "stand-in", **typed, guidance=IN_WORDS))


def test_new_rules_that_ask_for_guidance_send_back_what_was_approved_without(
    chicago: Cast, at: datetime
) -> None:
    post = asked_of_both(chicago, at)
    assert post.revision is not None
    frozen = reviewing.read_decision(revision=post.revision, agency_id=post.agency_id)
    wanted = judging.judge_frozen(
        revision=post.revision, post=post, pack=judging.pack_in_force(agency=chicago.agency, at=at)
    )
    assert demands.beyond(given=frozen, wanted=wanted) == ()
    for step in frozen["route"]:
        for reason in step["reasons"]:
            reason.pop("guidance")  # as it was frozen before there was any
    assert [one.in_short for one in demands.beyond(given=frozen, wanted=wanted)] == [
        f"Communications to answer “{HOW}”",
        f"Community Policing to answer “{HOW}”",
    ]


GUIDED = """
[[rule]]
id = "guided"
kind = "category_routes"
title = "Guided"
clause = "S.1"
basis = "clause"
sentence = "A tip"
step = "sergeant"
categories = ["tip"]
guidance = "How is it posted?"
"""


def test_one_post_under_two_versions_says_that_one_asks_for_guidance() -> None:
    words = {one.words for one in between(small(), small(PACK + GUIDED)).right.decides}
    assert "Sergeant answers in words: How is it posted?" in words
