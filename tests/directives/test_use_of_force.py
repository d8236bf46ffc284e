"""CPD-TW.IV.H: a unit does not post about a use of force."""

import pytest

from directives.facts import Facts
from tests.directives.drafts import Look

CLAUSE = "CPD-TW.IV.H"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Update on the officer-involved shooting at Cicero.", "officer-involved shooting"),
        ("An Officer Involved incident closed the street.", "Officer Involved incident"),
        ("Shots fired by police on Madison. Avoid the area.", "Shots fired by police"),
        ("A use of force review is open.", "use of force"),
        ("We remember a life lost in the line of duty.", "line of duty"),
        ("He could not outrun a Taser.", "Taser"),
        ("An officer discharged his weapon.", "discharged his weapon"),
    ],
)
def test_words_of_force_ask_the_question_and_nothing_goes_on_until_it_is_answered(look: Look, text, words):
    """CPD-TW.IV.H"""
    decision = look("safety_tip", text)
    (finding,) = decision.at(level="must_fix")
    assert (finding.rule, finding.clause, finding.basis) == ("force-suspected", CLAUSE, "reading")
    assert finding.question == "use_of_force"
    assert text[slice(*finding.span)] == words
    assert "use_of_force" in [question.key for question in decision.questions]


@pytest.mark.parametrize(
    "text",
    [
        "Flu shot clinic in the lobby. Roll up a sleeve.",
        "Photo shoot with the K9 team this afternoon.",
        "Shoot us a message if you found a blue bike.",
        "Sign up for the women's self-defense class: strike, grab, hold.",
        "Our task force on flooding meets the alderman's staff.",
        "A force for good: our youth council.",
        "Take your best shot at our three-point contest.",
    ],
)
def test_idioms_with_the_same_words_pass_untouched(look: Look, text):
    """CPD-TW.IV.H"""
    assert look("safety_tip", text).findings == ()


def test_a_shooting_is_no_use_of_force_by_itself_and_may_be_news(look: Look):
    """CPD-TW.IV.H, CPD-TW.IV.A.1"""
    assert look("safety_tip", "Free throw shooting clinic, 12/5, Humboldt Park field house.").findings == ()
    (asked,) = look("safety_tip", "Shooting on Madison. Avoid the area.").at(level="must_fix")
    assert (asked.rule, asked.question) == ("notable-suspected", "notable")


def test_a_declared_use_of_force_cannot_be_submitted(look: Look):
    """CPD-TW.IV.H, whether or not the words gave it away."""
    for text in ("A calm evening.", "A taser was used."):
        decision = look("safety_tip", text, answers={"use_of_force": "yes"})
        assert not decision.may_submit
        (finding,) = decision.at(level="must_fix")
        assert (finding.rule, finding.basis, finding.clause) == ("force-declared", "clause", CLAUSE)
        assert "use_of_force" in [question.key for question in decision.questions]


def test_a_no_needs_a_reason(look: Look):
    """CPD-TW.IV.H"""
    decision = look("safety_tip", "The taser museum.", answers={"use_of_force": "no"})
    (finding,) = decision.at(level="must_fix")
    assert (finding.rule, finding.way_on) == ("force-suspected", "use_of_force_reason")


def test_a_no_with_a_reason_goes_on_with_the_finding_and_communications(look: Look):
    """CPD-TW.IV.H"""
    answers = {"use_of_force": "no", "use_of_force_reason": "A museum piece"}
    decision = look("safety_tip", "The taser museum.", answers=answers)
    assert decision.may_submit
    assert decision.step_keys() == ("sergeant", "communications")
    (finding,) = decision.at(level="needs_somebody")
    assert finding.rule == "force-suspected"
    assert decision.route[1].why_clause == CLAUSE


def test_a_no_without_suspect_words_adds_nothing(look: Look):
    """CPD-TW.IV.H"""
    assert look("safety_tip", "Lock your car.", answers={"use_of_force": "no"}).findings == ()


def test_communications_may_speak_where_a_unit_may_not(look: Look):
    """CPD-TW.IV.H"""
    decision = look(
        "safety_tip", "Fallen officer procession: Western closes at 9.", author_role="communications"
    )
    assert decision.may_submit


def test_a_role_nobody_named_is_not_spared(look: Look):
    """CPD-TW.IV.H"""
    assert not look("safety_tip", "Taser news.", author_role="communications-intern").may_submit


def test_another_department_may_show_it_to_somebody_instead(look: Look, alsip):
    """APD-1021.5.e: the severity is a setting of the pack."""
    decision = look("traffic", "Road closed after use of force.", pack=alsip, answers={"use_of_force": "yes"})
    assert decision.may_submit
    assert [finding.rule for finding in decision.at(level="needs_somebody")] == ["force-declared"]
    assert decision.step_keys() == ("sergeant",)


def test_facts_default_to_the_strictest_author():
    """CPD-TW.IV.H"""
    assert Facts.__dataclass_fields__["author_role"].default == "usmr"
