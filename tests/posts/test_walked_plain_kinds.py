"""Plain kinds from the composer to the record: what goes untouched, what is asked, and what is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from posts.models import RouteStep, Status
from tests import people
from tests.posts.walking import Out, Person, accepted, charged, goes_out, trail

SOURCE = {"source": "Community policing calendar"}
GOES = [
    "post.begun",
    "post.saved",
    "post.saved",
    "post.submitted",
    "post.approved",
    "post.claimed",
    "post.settled",
]
FRIENDLY = {
    "senior citizens": "Lunch for senior citizens at the fieldhouse. Soup, bread and a game of bingo",
    "Pride": "Happy Pride to all who live, love and march with us. Our table stands at Halsted and Addison",
    "Ramadan": "We wish a good Ramadan to all our neighbors who keep it. Drive slowly near the mosque at sunset",
    "Juneteenth": "Happy Juneteenth. Freedom is worth a party: see you at the picnic in Humboldt Park",
    "veterans": "Thank you to the veterans of our neighborhood. Coffee is on us at the front desk",
    "wheelchair": "The new ramp at our front door is open. Neighbors in a wheelchair get in without help now",
}


@pytest.mark.parametrize("whom", FRIENDLY)
def test_a_friendly_word_goes_its_way_untouched_with_the_checks_in_force_cpd_tw_iii_f(
    out: Out, whom: str
) -> None:
    """CPD-SM.II.C.3"""
    engaged, ground = out
    author, sergeant = Person(engaged, "reyes"), Person(engaged, "whitfield")
    text = f"{FRIENDLY[whom]}, {people.a_word()}."

    post = author.begins()
    author.writes(post, category="safety_tip", text=text)
    assert "Nothing to fix and nothing to think about." in author.answers(post, SOURCE)
    author.submits(post)
    sergeant.approves(post)
    record = goes_out(post)

    assert post.revision is not None and post.revision.findings == []
    assert [one.role for one in RouteStep.objects.filter(revision=post.revision)] == ["sergeant"]
    assert text in [one["text"] for one in accepted(ground, engaged)]
    assert trail(post) == GOES
    assert text in sergeant.reads("record", record.number)


def test_words_that_put_people_down_are_asked_about_and_a_yes_does_not_go_out_cpd_tw_iii_f_cpd_sm_ii_c_3(
    out: Out,
) -> None:
    """CPD-SM.II.C.3"""
    engaged, _ = out
    author, sergeant = Person(engaged, "reyes"), Person(engaged, "whitfield")
    why = "It is about whoever parks on the sidewalk."
    post = author.drafts("safety_tip", f"We know how those people park, {people.a_word()}.", SOURCE)
    asked = author.submits(post)
    assert "“those people” can put people down. Say whether it does here." in asked

    author.answers(post, {"disparaging": "yes"})
    refused = author.submits(post)
    assert "A post that puts people down does not go out. The directive says · CPD-TW.III.F" in refused
    assert post.status == Status.DRAFT

    author.answers(post, {"disparaging": "no", "disparaging_reason": why})
    author.submits(post)
    desk = sergeant.at_desk(post)
    assert "The author says it does not here." in desk and why in desk
    sergeant.approves(post)
    kept = sergeant.reads("record", goes_out(post).number)
    assert f"“{why}”" in kept and "may be set aside for the reason given" in kept


def test_a_link_to_a_shop_asks_whether_it_advertises_and_the_record_names_who_allowed_it_cpd_tw_iv_e(
    out: Out,
) -> None:
    engaged, _ = out
    author, sergeant = Person(engaged, "reyes"), Person(engaged, "whitfield")
    word, allowed = people.a_word(), "Lt. J. Marek, Nov. 20"
    post = author.drafts("safety_tip", f"Shirts of our run: https://www.etsy.com/listing/{word}", SOURCE)
    asked = author.submits(post)
    assert "can read as an advertisement. Say whether it is one." in asked and "CPD-TW.IV.E" in asked
    assert post.status == Status.DRAFT
    assert "Say who allowed advertising it." in author.answers(post, {"advertises": "yes"})

    author.answers(post, {"advert_allowed": allowed})
    author.submits(post)
    desk = sergeant.at_desk(post)
    assert "The author says who allowed it." in desk and f"Advertising allowed by{allowed}" in desk
    sergeant.approves(post)
    assert f"Advertising allowed by{allowed}" in sergeant.reads("record", goes_out(post).number)


def test_a_post_that_advertises_nothing_goes_on_with_its_reason_to_the_record_cpd_tw_iv_e(out: Out) -> None:
    engaged, _ = out
    author, sergeant = Person(engaged, "reyes"), Person(engaged, "whitfield")
    why = "Neighbors give them away, and nobody sells anything."
    text = f"Helmets, 100% off: our neighbors give away thirty at the front desk, {people.a_word()}."
    post = author.drafts("safety_tip", text, SOURCE)
    assert "“% off” can read as an advertisement." in author.submits(post)
    author.answers(post, {"advertises": "no"})
    author.submits(post)
    assert post.status == Status.DRAFT

    author.answers(post, {"advertises": "no", "advert_reason": why})
    author.submits(post)
    desk = sergeant.at_desk(post)
    assert "The author says it is none." in desk and why in desk
    sergeant.approves(post)
    kept = sergeant.reads("record", goes_out(post).number)
    assert f"“{why}”" in kept and "Advertising allowed by" not in kept


def test_a_link_to_the_city_asks_nothing_cpd_tw_iv_e(out: Out) -> None:
    engaged, _ = out
    author = Person(engaged, "reyes")
    text = f"Free smoke alarms: https://www.chicago.gov/{people.a_word()}"
    post = author.drafts("safety_tip", text, SOURCE)
    assert "Submitted." in author.submits(post)
    assert post.revision is not None and post.revision.findings == []


def test_hard_words_and_a_day_that_is_over_are_told_at_the_press_of_submit_and_go_on_cpd_tw_iv_f(
    out: Out,
) -> None:
    engaged, _ = out
    author, sergeant = Person(engaged, "reyes"), Person(engaged, "whitfield")
    past = timezone.now().astimezone(engaged.agency.tzinfo) - timedelta(days=3)
    text = (
        f"Notwithstanding the aforementioned considerations, the CAPS office met on {past:%B} {past.day}. "
        f"#shakespearedistrict {people.a_word()}"
    )
    post = author.begins()
    author.writes(post, category="district_event", text=text)
    page = author.answers(post, {"event_date": past.date().isoformat(), **SOURCE})
    assert "Residents may not know “CAPS office”." in page and "community policing office" in page
    assert "“#shakespearedistrict” is hard to read." in page

    over = "The event is over by the time this goes out. Is it a look back?"
    said = author.submits(post)
    assert f"{over} It is on its way all the same; edit it if that is wrong." in said
    assert over in sergeant.at_desk(post)
    sergeant.approves(post)
    assert "District event" in sergeant.reads("record", goes_out(post).number)


def test_words_of_guilt_get_fairer_ones_and_the_record_says_that_a_charge_proves_nothing_cpd_sm_iii_c_4_b(
    out: Out,
) -> None:
    engaged, ground = out
    author, sergeant, office = (Person(engaged, key) for key in ("reyes", "whitfield", "natarajan"))
    word, line = people.a_word(), "A charge is not proof of guilt."
    post = author.begins()
    page = author.writes(post, category="arrest", text=f"A man is guilty of theft at Palmer Square, {word}.")
    assert "Only a court decides that. Say whether it does." in page
    author.answers(post, charged("felony"))
    refused = author.submits(post)
    assert "“is guilty of” can say who is guilty or not." in refused and "CPD-SM.III.C.4.b" in refused
    assert "A post about an arrest says that a charge is no proof." in refused
    assert post.status == Status.DRAFT

    assert "“is guilty of” is now “is charged with”." in author.takes(post, "is charged with")
    assert f"“{line}” was added." in author.takes(post, line)
    assert "Submitted." in author.confirms(post)
    for who in (sergeant, office):
        who.approves(post)
    text = f"A man is charged with theft at Palmer Square, {word}. {line}"
    assert text in office.reads("record", goes_out(post).number)
    assert text in [one["text"] for one in accepted(ground, engaged)]
