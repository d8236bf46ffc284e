"""CPD-TW.V.D.9 with its note, CPD-TW.V.D.11 and CPD-SM.III.C.4.b."""

import pytest

from tests.directives.drafts import Look

TEXT = "A man, 34, is charged with burglary. He is presumed innocent until a court decides."


def test_a_felony_with_final_charges_goes_to_the_sergeant_then_communications(look: Look):
    """CPD-TW.V.D.9"""
    decision = look("arrest", TEXT)
    assert decision.may_submit
    assert [(step.key, step.position, step.scope) for step in decision.route] == [
        ("sergeant", 1, "unit"),
        ("communications", 2, "department"),
    ]
    assert decision.route[1].why_clause == "CPD-TW.V.D.9"
    assert [reason.rule for reason in decision.route[1].reasons] == ["felony", "every-arrest"]
    assert [step.key for step in decision.skipped_steps] == ["community_policing"]


def test_charges_that_are_pending_cannot_be_submitted(look: Look):
    """CPD-TW.V.D.9"""
    answers = {"charge_level": "not_charged", "charging_final_on": None, "document_reference": None}
    decision = look("arrest", TEXT, answers=answers)
    assert [finding.rule for finding in decision.at(level="must_fix")] == ["charges-pending"]
    asked = [question.key for question in decision.questions]
    assert "charging_final_on" not in asked and "document_reference" not in asked


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        ("charge_level", None, "charge-named"),
        ("charge_level", "something else", "charge-named"),
        ("charging_final_on", None, "charging-day"),
        ("charging_final_on", "last week", "charging-day"),
        ("charging_final_on", "2026-11-22", "charging-reached"),
        ("document_reference", "   ", "document-named"),
        ("open_case", None, "open-case-told"),
        ("known_protected", None, "protected-asked"),
        ("member_involved", None, "member-asked"),
        ("source", None, "source-named"),
    ],
)
def test_an_arrest_lacks_nothing_before_it_is_submitted(look: Look, key, value, rule):
    """CPD-TW.V.D.9, CPD-TW.V.D.9.NOTE, CPD-TW.V.D.11, CPD-TW.V.B.4, CPD-SM.III.C.4.d"""
    decision = look("arrest", TEXT, answers={key: value})
    assert [(finding.rule, finding.question) for finding in decision.at(level="must_fix")] == [(rule, key)]


def test_charges_final_today_are_final(look: Look):
    """CPD-TW.V.D.9"""
    assert look("arrest", TEXT, answers={"charging_final_on": "2026-11-21"}).may_submit


@pytest.mark.parametrize("level", ["misdemeanor_a", "misdemeanor_bc", "petty"])
def test_other_arrests_reach_communications_by_the_departments_choice(look: Look, level):
    """CPD-TW.V.D.9 speaks of felonies; the rest is a choice and says so."""
    step = look("arrest", TEXT, answers={"charge_level": level}).route[1]
    assert [(reason.rule, reason.basis) for reason in step.reasons] == [("every-arrest", "choice")]


def test_a_member_involved_adds_the_reason_and_tells_who_decides(look: Look):
    """CPD-TW.V.D.9.NOTE"""
    decision = look("arrest", TEXT, answers={"member_involved": "yes", "charge_level": "petty"})
    assert "CPD-TW.V.D.9.NOTE" in [reason.clause for reason in decision.route[1].reasons]
    assert [finding.rule for finding in decision.at(level="needs_somebody")] == ["member-involved"]


def test_answers_left_from_an_arrest_add_nothing_to_another_kind(look: Look):
    """CPD-TW.V.D.9"""
    left = {"charge_level": "felony", "booking_photo": "yes"}
    decision = look("safety_tip", "Meet our new recruits.", answers=left)
    assert decision.findings == () and decision.step_keys() == ("sergeant",)


@pytest.mark.parametrize("text", ["One man arrested.", "Two are in custody.", "She was charged with theft."])
def test_words_of_an_arrest_are_asked_about_in_other_kinds(look: Look, text):
    """CPD-TW.V.D.9"""
    decision = look("good_news", text)
    assert {finding.rule for finding in decision.at(level="must_fix")} == {"arrest-suspected"}
    assert "tells_arrest" in [question.key for question in decision.questions]


def test_a_post_that_tells_about_an_arrest_must_be_that_kind(look: Look):
    """CPD-TW.V.D.9"""
    decision = look("good_news", "One man arrested.", answers={"tells_arrest": "yes"})
    (finding,) = decision.at(level="must_fix")
    assert finding.rule == "arrest-kind" and "Choose the kind" in finding.sentence


def test_a_member_who_is_part_of_it_brings_communications_in_every_kind_by_the_departments_choice(look: Look):
    """CPD-TW.V.D.9.NOTE"""
    decision = look("good_news", "Get well soon.", answers={"member_involved": "yes"})
    (finding,) = decision.findings
    assert (finding.rule, finding.basis) == ("member-involved-elsewhere", "choice")
    assert decision.step_keys() == ("sergeant", "communications")


def test_a_post_that_does_not_goes_on_with_the_answer_shown(look: Look):
    """CPD-TW.V.D.9"""
    decision = look(
        "good_news",
        "The mural shows her apprehended by a bear.",
        answers={"tells_arrest": "no", "arrest_reason": "A mural."},
    )
    assert decision.may_submit
    assert [finding.rule for finding in decision.at(level="needs_somebody")] == ["arrest-suspected"]


@pytest.mark.parametrize(
    "text", ["Learn CPR: cardiac arrest can strike anyone.", "Scammers threaten to arrest you. Hang up."]
)
def test_arrests_that_are_none_pass_untouched(look: Look, text):
    """CPD-TW.V.D.9"""
    assert look("safety_tip", text).findings == ()


@pytest.mark.parametrize(
    ("text", "words", "better"),
    [
        ("The killer is off to court.", "The killer", "The person charged"),
        ("We caught the thief on camera.", "caught the thief", "a person is charged"),
        ("He is guilty of robbery.", "is guilty of", "is charged with"),
        ("Everyone knows he did nothing wrong.", "did nothing wrong", None),
    ],
)
def test_words_of_guilt_or_innocence_ask_and_come_with_a_better_wording(look: Look, text, words, better):
    """CPD-SM.III.C.4.b"""
    text = f"{text} A charge is not proof of guilt."
    (finding,) = look("arrest", text).at(level="must_fix")
    assert (finding.clause, finding.basis) == ("CPD-SM.III.C.4.b", "reading")
    assert text[slice(*finding.span)] == words
    assert (finding.question, finding.suggestion) == ("says_guilt", better)
    (refused,) = look("arrest", text, answers={"says_guilt": "yes"}).at(level="must_fix")
    assert (refused.rule, refused.basis) == ("guilt-declared", "clause")
    reasoned = {"says_guilt": "no", "guilt_reason": "A play."}
    decision = look("arrest", text, answers=reasoned)
    assert decision.may_submit and [one.rule for one in decision.at(level="needs_somebody")] == ["guilt"]


@pytest.mark.parametrize(
    "text",
    [
        "Every person is presumed innocent until proven guilty.",
        "Her guilty pleasure: paczki from the corner bakery.",
        "Lock up and stop the thief before he starts.",
    ],
)
def test_fair_words_about_guilt_pass_untouched(look: Look, text):
    """CPD-SM.III.C.4.b"""
    assert look("safety_tip", text).findings == ()


def test_an_open_case_goes_to_communications(look: Look):
    """CPD-TW.V.D.11"""
    decision = look("safety_tip", "A fire on Oak is under investigation.", answers={"open_case": "yes"})
    assert decision.step_keys() == ("sergeant", "communications")
    assert [finding.rule for finding in decision.at(level="needs_somebody")] == ["open-case"]


def test_words_of_an_open_case_are_asked_about(look: Look):
    """CPD-TW.V.D.11"""
    decision = look("safety_tip", "A fire on Oak is under investigation.")
    assert [finding.question for finding in decision.at(level="must_fix")] == ["open_case"]
