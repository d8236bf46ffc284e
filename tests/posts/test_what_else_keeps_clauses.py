"""Clauses that no rule keeps: what a page, the portal or a person does instead, from the act to what is kept."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.urls import reverse

from accounts.guidance import library
from accounts.guidance.library import Guidance
from accounts.models import Message
from audit.models import Event
from directives.engine import judge
from directives.facts import Facts
from directives.pack import load_pack
from governance.cast import Cast
from posts import history, preserving, remarks, reviewing
from posts.models import RemarkKind, Status
from tests import people
from tests.posts.desks import at, binding, read, signed_in

__all__ = ["at"]
CHICAGO = load_pack("chicago")


def test_cpd_tw_v_e_1_communications_guides_in_the_library_and_at_a_units_post(
    chicago_lately: Cast, at: datetime
) -> None:
    engaged = chicago_lately
    guidance = Guidance(
        subject="sensitive", title="How we tell of an arrest", text="The charge, and no more."
    )
    entry = library.write(guidance=guidance, actor=engaged.natarajan, at=at)
    assert "The charge, and no more." in read(
        signed_in(engaged.reyes).get(reverse("library_entry", args=[entry.pk]))
    )

    post = people.submitted(engaged=engaged, written=people.ARREST, at=at)
    people.approve(post=post, by=engaged.whitfield, at=at)
    office = engaged.natarajan
    remarks.leave(post_id=post.pk, kind=RemarkKind.COMMENT, text="Leave out his street.", actor=office, at=at)
    wording = "A man is charged with burglary."
    remarks.propose(post_id=post.pk, wordings={0: wording}, actor=office, at=at)
    why = "Say it in fewer words."
    reviewing.return_(post_id=post.pk, binding=binding(post), reason=why, actor=office, at=at)

    post.refresh_from_db()
    assert post.status == Status.RETURNED
    assert Message.objects.filter(to=engaged.reyes, about_post_id=post.pk, kind="returned").exists()
    page = read(signed_in(engaged.reyes).get(reverse("post", args=[post.pk])))
    assert "Say it in fewer words." in page
    kept = " ".join(entry.detail + entry.words for entry in history.of(post))
    for words in ("Leave out his street.", "Say it in fewer words."):
        assert words in kept, "the direction stays with the post"
    assert "returned" in {entry.act for entry in preserving.chain_of(post)}


def test_cpd_sm_ii_c_1_what_harms_the_departments_name_a_person_rejects_with_a_reason_that_is_kept(
    chicago_lately: Cast, at: datetime
) -> None:
    post = people.submitted(engaged=chicago_lately, at=at)
    why = "It mocks a neighbor who asked for help."
    reviewing.reject(
        post_id=post.pk, binding=binding(post), actor=chicago_lately.whitfield, reason=why, at=at
    )
    post.refresh_from_db()
    assert post.status == Status.REJECTED
    (kept,) = (entry for entry in history.of(post) if entry.act == "rejected")
    assert why in kept.detail + kept.words
    assert Event.objects.get(verb="post.rejected").actor_id == chicago_lately.whitfield.pk


@pytest.mark.parametrize("network", ["X", "A network of tomorrow"])
def test_cpd_sm_ii_b_and_ii_d_rules_ask_what_is_said_and_not_where(network: str) -> None:
    facts = Facts(
        category="safety_tip",
        text="You people, vote for our candidate. The taser is confidential.",
        today=date(2026, 11, 21),
        answers={"source": "Beat office"},
        pictures=1,
        alt_texts=("A man in handcuffs.",),
    )
    here, there = (judge(pack=CHICAGO, facts=replace(facts, network=name)) for name in ("X", network))
    assert here == there
    assert {"CPD-SM.II.C.3", "CPD-TW.III.G", "CPD-TW.IV.H", "CPD-TW.V.D.9"} <= {
        one.clause for one in there.findings
    }


def test_cpd_sm_iii_a_the_composer_and_the_guide_say_that_online_is_for_good(
    chicago_lately: Cast, at: datetime
) -> None:
    post = people.drafted(engaged=chicago_lately, at=at)
    client = signed_in(chicago_lately.reyes)
    said = "Taking it down does not make it unseen"
    assert said in read(client.get(reverse("composer", args=[post.pk])))
    assert said in read(client.get(reverse("guide_chapter", args=["write"])))


def test_the_directive_at_work_says_honestly_what_the_portal_does_not_do_cpd_tw_iv_g_and_iv_i_cpd_sm_iv_a(
    chicago_lately: Cast,
) -> None:
    """CPD-TW.IV.A.2, CPD-TW.IV.G, CPD-TW.IV.I, CPD-TW.V.B.6, CPD-SM.IV.A, CPD-SM.II.B, CPD-TW.III.F"""
    page = read(signed_in(chicago_lately.natarajan).get(reverse("directive")))
    for said in (
        "the portal offers no answer to what others write",
        "The portal does not read the page of an account",
        "The portal takes no report of one",
        "A question that nobody sends on is not seen by the portal.",
        "The portal has no part in investigations",
        "Posts for them are not written here.",
        "The portal does not read follows on the network.",
    ):
        assert said in page
