"""Arrests over everybody's pages: a member who is part of it, and a booking photograph."""

import pytest

from posts.models import Post, Status
from tests import people
from tests.posts.test_walked_pictures import ASKED, SOURCE, adds, says
from tests.posts.walking import Out, Person, charged, goes_out, trail

TEXT = "A man is charged with theft at Palmer Square. A charge is not proof of guilt"
NO_EVIDENCE = {"shows_evidence": "no"}


def test_an_arrest_with_a_member_in_it_goes_over_communications_to_its_record_cpd_tw_v_d_9_note(
    out: Out,
) -> None:
    engaged, _ = out
    author, sergeant, office = (Person(engaged, key) for key in ("reyes", "whitfield", "natarajan"))
    text = f"{TEXT}. An off-duty officer stopped him. {people.a_word()}"
    post = author.drafts("arrest", text, charged("misdemeanor_a", member_involved="yes"))
    told = "A department member is part of this. Communications decides too."
    author.submits(post)

    for who, guidance in ((sergeant, {}), (office, {"guidance": "Do not name the member."})):
        assert told in who.at_desk(post) and "Department member involvedYes" in who.at_desk(post)
        assert post.status == Status.IN_REVIEW
        who.approves(post, **guidance)
    kept = office.reads("record", goes_out(post).number)
    assert "Guidance: Do not name the member." in kept
    assert f"{engaged.natarajan.titled_name} approved it CPD-TW.V.D.9.NOTE" in kept
    assert "Department member involvedYes" in kept
    assert trail(post)[-4:] == ["post.approved", "post.approved", "post.claimed", "post.settled"]


def test_a_recruiting_post_with_a_member_in_it_has_no_step_more_cpd_tw_v_d_9_note(out: Out) -> None:
    engaged, _ = out
    author, sergeant = Person(engaged, "reyes"), Person(engaged, "whitfield")
    text = (
        f"Meet Officer Ortega at our recruiting table and ask what his first year was like. {people.a_word()}"
    )
    post = author.drafts("safety_tip", text, SOURCE)
    picture = adds(author, post, alt="Officer Ortega at a table with flyers")
    page = says(author, post, picture, shown=["other"], consent="given", agreed="Ofc. Ortega", **ASKED)
    assert "Nothing to fix and nothing to think about." in page
    author.submits(post)
    sergeant.approves(post)
    assert post.status == Status.APPROVED
    assert "They agreed." in sergeant.reads("record", goes_out(post).number)


def pictured(author: Person, level: str) -> Post:
    """An arrest with a picture of who was arrested."""
    post = author.drafts("arrest", f"{TEXT}. {people.a_word()}", charged(level))
    picture = adds(author, post, alt="A man in front of a grey wall")
    says(author, post, picture, shown=["arrestee"], consent="not_given", **ASKED)
    return post


@pytest.mark.parametrize("level", ["misdemeanor_bc", "petty"])
def test_the_booking_photograph_of_a_small_offense_is_refused_and_says_why_cpd_tw_v_d_9(
    out: Out, level: str
) -> None:
    """CPD-SM.III.C.4.d"""
    author = Person(out[0], "reyes")
    post = pictured(author, level)
    assert "Say whether one of the pictures is a booking photograph." in author.submits(post)
    author.answers(post, {**NO_EVIDENCE, "booking_photo": "yes"})
    refused = author.submits(post)
    assert "State law keeps the booking photograph of a small offense off social media." in refused
    assert "The directive says · ILCS-5-140-2.15" in refused
    assert post.status == Status.DRAFT


def test_the_booking_photograph_of_a_felony_goes_out_over_both_desks_cpd_tw_v_d_9(out: Out) -> None:
    """CPD-SM.III.C.4.d"""
    engaged, _ = out
    author, sergeant, office = (Person(engaged, key) for key in ("reyes", "whitfield", "natarajan"))
    post = pictured(author, "felony")
    author.answers(post, {**NO_EVIDENCE, "booking_photo": "yes"})
    author.confirms(post)
    for who in (sergeant, office):
        desk = who.at_desk(post)
        assert "Picture 1 shows the person arrested." in desk and "Booking photographYes" in desk
        assert post.status == Status.IN_REVIEW
        who.approves(post)
    kept = office.reads("record", goes_out(post).number)
    assert f"{engaged.natarajan.titled_name} approved it CPD-TW.V.D.9" in kept
    assert "ChargeFelony" in kept and "It shows somebody under arrest." in kept


def test_an_arrest_by_which_a_victim_can_be_known_goes_out_only_where_the_victim_agreed_cpd_sm_iii_c_4_d(
    out: Out,
) -> None:
    engaged, _ = out
    author, sergeant, office = (Person(engaged, key) for key in ("reyes", "whitfield", "natarajan"))
    text = f"{TEXT}. The baker on the corner has her till back. {people.a_word()}"
    unsaid = {key: said for key, said in charged("misdemeanor_a").items() if key != "known_protected"}
    post = author.drafts("arrest", text, unsaid)
    assert "Say whether somebody under 18, or a victim, can be known by this." in author.submits(post)
    author.answers(post, {"known_protected": "yes"})
    refused = author.submits(post)
    assert "Take out what makes the child or the victim known: a name, an address, a school" in refused
    assert "CPD-SM.III.C.4.d" in refused and post.status == Status.DRAFT

    author.answers(post, {"known_protected": "agreed"})
    author.submits(post)
    for who in (sergeant, office):
        desk = who.at_desk(post)
        assert "A victim can be known by this. The author says the victim agreed." in desk
        who.approves(post)
    assert "Child or victim knownOnly an adult victim, who agreed" in office.reads(
        "record", goes_out(post).number
    )
