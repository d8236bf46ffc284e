"""What a decision holds besides its findings."""

import json
from dataclasses import replace

import pytest

from directives.model import BASIS_WORDS
from tests.directives.drafts import Look


def test_findings_stand_in_order_of_what_must_be_done(look: Look):
    text = "The killer met the perp. Sponsored by Acme."
    decision = look("community_event", text, answers={"source": None, "open_case": "yes"}, remaining=-3)
    assert [finding.level for finding in decision.findings] == ["must_fix"] * 4 + ["needs_somebody", "think"]


def test_every_finding_says_whose_demand_it_is(look: Look):
    decision = look("community_event", "The killer met the perp.", answers={"source": None}, remaining=-3)
    assert {BASIS_WORDS[finding.basis] for finding in decision.findings} == {
        "Read here as",
        "This department asks",
        "The network allows",
    }
    assert BASIS_WORDS["clause"] == "The directive says"


def test_a_plain_kind_is_attested_in_one_sentence_with_the_facts_it_rests_on(look: Look):
    """CPD-TW.V.B.4"""
    said = look("community_event", "Coat drive Sat, Dec. 5. Details: https://example.org/coats").attestation
    assert said.sentence == "By approving, you say this is current, correct, valid and fit to post."
    assert (said.clause, said.boxes) == ("CPD-TW.V.B.4", ())
    assert said.facts == (
        "Sat 5 Dec matches the day given",
        "source: Event sheet 26-118",
        "1 link in the text",
    )


def test_a_sensitive_kind_is_attested_in_four_boxes(look: Look):
    """CPD-TW.V.B.4"""
    said = look("arrest", "A man is charged.").attestation
    assert [box.key for box in said.boxes] == ["current", "correct", "valid", "appropriate"]
    assert said.facts == ("no date in the text", "source: Court record", "no links")


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Coat drive.", ("Sat 5 Dec is the day given, not named in the text",)),
        (
            "From Dec. 4 on.",
            ("Fri 4 Dec is named in the text", "Sat 5 Dec is the day given, not named in the text"),
        ),
    ],
)
def test_dates_that_do_not_match_are_told_as_facts(look: Look, text, facts):
    """CPD-TW.V.B.4"""
    assert look("community_event", text).attestation.facts[: len(facts)] == facts


def test_a_decision_is_plain_json_and_has_a_digest(look: Look, chicago):
    decision = look("arrest", "The killer, “guilty”, ran 🏃.")
    assert json.loads(json.dumps(decision.as_json())) == decision.as_json()
    assert decision.digest == look("arrest", "The killer, “guilty”, ran 🏃.").digest
    assert decision.digest != look("arrest", "A man is charged.").digest
    assert decision.as_json()["pack_digest"] == chicago.digest


def test_what_was_checked_and_found_nothing_can_be_shown(look: Look):
    decision = look("safety_tip", "The perp ran.")
    clear = [check.rule for check in decision.clear]
    assert "guilt" in clear and "plain-words" not in clear and "sergeant-decides" not in clear


def test_due_times_and_record_class_come_from_the_kind(look: Look):
    decision = look("arrest", "A man is charged.")
    assert (decision.record_class, decision.review_minutes, decision.late_minutes) == (
        "arrest-information",
        60,
        30,
    )


def test_what_tells_of_an_open_case_is_kept_with_the_cases_whatever_its_kind(look: Look):
    """CPD-SM.III.C.3.b"""
    kept = {
        said: look("safety_tip", "Lock up.", answers={"open_case": said}).record_class
        for said in ("yes", "no")
    }
    assert kept == {"yes": "investigative-information", "no": "community-information"}


def test_a_conforming_post_needs_nobody_where_the_pack_says_so(look: Look, alsip):
    """APD-1021.3.GUIDELINES"""
    decision = look("traffic", "Pulaski is closed at 115th. Use Cicero.", pack=alsip)
    assert decision.may_submit and decision.route == ()
    assert decision.skipped_steps[0].title == "Supervisor"


def test_advice_does_not_make_a_post_nonconforming(look: Look, alsip):
    """APD-1021.3.GUIDELINES"""
    decision = look("traffic", "A perp slowed Pulaski.", pack=alsip)
    assert [finding.level for finding in decision.findings] == ["think"] and decision.route == ()


def test_anything_that_needs_somebody_goes_to_the_supervisor(look: Look, alsip):
    """APD-1021.3.GUIDELINES, APD-1021.5.c"""
    text = "The crash is under investigation."
    for answers in ({"open_case": "yes"}, {"open_case": "no", "case_reason": "A street light fell."}):
        decision = look("traffic", text, pack=alsip, answers=answers)
        assert decision.may_submit and decision.step_keys() == ("sergeant",)


def test_what_is_not_listed_is_not_posted(look: Look, alsip):
    """APD-1021.5.g"""
    decision = look("community_event", "Fair on Saturday.", pack=alsip)
    assert [finding.clause for finding in decision.at(level="must_fix")] == ["APD-1021.5.g"]
    assert decision.step_keys() == ("sergeant",)


def test_a_review_after_is_announced_where_the_pack_says_so(look: Look, alsip):
    """DPD-227.D.a is a setting of the model, with no pack of its own yet."""
    later = replace(alsip, settings=replace(alsip.settings, approval_mode="post-then-review"))
    assert look("traffic", "Pulaski is closed.", pack=later).review_after
    assert not look("traffic", "Pulaski is closed.", pack=alsip).review_after


@pytest.mark.parametrize(
    "text", ["", " \n\t", "\u200b\u200b", "\u2066\u2067\u200d", "\u2800\u3164", "\ufe0f"]
)
def test_a_text_that_shows_nothing_is_no_text(look: Look, text):
    assert "Write the text of the post." in {
        finding.sentence for finding in look("safety_tip", text).findings if finding.level == "must_fix"
    }


@pytest.mark.parametrize("text", ["x", "\u05d0", "\U0001f6d1", "5\ufe0f\u20e3", "\u0e01"])
def test_one_letter_is_a_text(look: Look, text):
    assert not [one for one in look("safety_tip", text).findings if one.rule == "network-length"]
