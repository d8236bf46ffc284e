"""What both offices have to do with a post: CPD-TW.IV.A.1, V.D.9 with its note, V.D.10, V.D.11."""

from dataclasses import replace
from itertools import product

import pytest

from directives.decision import Decision
from directives.engine import judge
from directives.facts import Facts
from directives.pack import EARLIER, Pack, load_pack
from tests.directives.drafts import TODAY, Look

ARREST = "A man, 34, is charged with burglary. He is presumed innocent until a court decides."
EVIDENCE = "One pistol and two magazines, taken from a car on Belmont on Friday."
BOTH = ("communications", "community_policing")


def steps(decision: Decision) -> list[tuple[str, int]]:
    return [(step.key, step.position) for step in decision.route]


def told(decision: Decision) -> list[str]:
    return [notice.office for notice in decision.notices]


@pytest.mark.parametrize(
    ("charge", "member", "evidence", "notable"),
    list(
        product(
            ["felony", "misdemeanor_a", "misdemeanor_bc", "petty", "not_charged"],
            ["yes", "no"],
            ["yes", "no"],
            ["yes", "no"],
        )
    ),
)
def test_who_decides_about_an_arrest_and_who_is_told(
    look: Look, charge: str, member: str, evidence: str, notable: str
) -> None:
    """CPD-TW.V.D.9, CPD-TW.V.D.9.NOTE, CPD-TW.V.D.10, CPD-TW.IV.A.1"""
    decision = look(
        "arrest",
        ARREST,
        pictures=1,
        alt_texts=("A garage door.",),
        answers={
            "charge_level": charge,
            "member_involved": member,
            "shows_evidence": evidence,
            "booking_photo": "no",
            "notable": notable,
        },
    )

    offices = [("communications", 2)]
    if evidence == "yes":
        offices.append(("community_policing", 2))
    assert steps(decision) == [("sergeant", 1), *offices]
    assert told(decision) == (list(BOTH) if notable == "yes" else [])
    assert decision.may_submit is (charge != "not_charged")


@pytest.mark.parametrize(
    ("charge", "shown", "goes"),
    [
        ("felony", "yes", True),
        ("misdemeanor_a", "yes", True),
        ("misdemeanor_bc", "yes", False),
        ("petty", "yes", False),
        ("felony", "no", True),
        ("misdemeanor_bc", "no", True),
        ("petty", "no", True),
        ("felony", None, False),
    ],
)
def test_a_booking_photograph_of_a_small_offense_is_not_shown(
    look: Look, charge: str, shown: str | None, goes: bool
) -> None:
    """5 ILCS 140/2.15, beside CPD-TW.V.D.9"""
    answers = {"charge_level": charge, "booking_photo": shown, "shows_evidence": "no"}
    assert (
        look("arrest", ARREST, pictures=1, alt_texts=("A garage door.",), answers=answers).may_submit is goes
    )


def test_an_arrest_without_pictures_is_not_asked_about_them(look: Look) -> None:
    asked = {question.key for question in look("arrest", ARREST).questions}
    assert not asked & {"booking_photo", "shows_evidence"}


@pytest.mark.parametrize(("shown", "goes"), [("yes", False), ("no", True), (None, False)])
def test_a_shared_arrest_says_whether_it_shows_a_booking_photograph(
    look: Look, shown: str | None, goes: bool
) -> None:
    """5 ILCS 140/2.15, CPD-TW.V.D.9, CPD-TW.V.D.10: the portal does not see what a repost shows."""
    answers = {"charge_level": "misdemeanor_bc", "booking_photo": shown, "endorsement": "read"}
    asked = look("arrest", ARREST, reposts=True, answers={**answers, "shows_evidence": None})
    assert {"booking_photo", "shows_evidence"} <= {question.key for question in asked.questions}
    assert not asked.may_submit
    decision = look("arrest", ARREST, reposts=True, answers={**answers, "shows_evidence": "no"})
    assert decision.may_submit is goes


def test_rules_adopted_before_ask_nothing_new_of_a_shared_arrest() -> None:
    """What stands under a number goes on saying what it said."""
    before = load_pack(EARLIER / "chicago-2020-12-01.6.toml")
    facts = Facts(category="arrest", text=ARREST, today=TODAY, reposts=True)
    asked = {question.key for question in judge(pack=before, facts=facts).questions}
    assert "charge_level" in asked and not asked & {"booking_photo", "shows_evidence"}


def test_evidence_that_a_shared_arrest_shows_asks_both_offices(look: Look) -> None:
    """CPD-TW.V.D.10"""
    answers = {"booking_photo": "no", "shows_evidence": "yes", "endorsement": "read"}
    decision = look("arrest", ARREST, reposts=True, answers=answers)
    assert decision.may_submit and decision.step_keys() == (
        "sergeant",
        "communications",
        "community_policing",
    )


def test_a_member_involved_adds_communications_even_where_the_departments_own_choice_is_off(
    look: Look, chicago: Pack
) -> None:
    """CPD-TW.V.D.9.NOTE"""
    fewer = replace(
        chicago,
        rules=tuple(replace(rule, on=False) if rule.id == "every-arrest" else rule for rule in chicago.rules),
    )
    petty = {"charge_level": "petty"}
    assert steps(look("arrest", ARREST, pack=fewer, answers=petty)) == [("sergeant", 1)]
    involved = look("arrest", ARREST, pack=fewer, answers={**petty, "member_involved": "yes"})
    assert steps(involved) == [("sergeant", 1), ("communications", 2)]
    assert involved.route[1].why_clause == "CPD-TW.V.D.9.NOTE"


@pytest.mark.parametrize("text", [EVIDENCE, "Forty bicycles wait for their owners at Grand Central."])
def test_evidence_asks_both_offices_side_by_side_after_the_sergeant(look: Look, text: str) -> None:
    """CPD-TW.V.D.10"""
    decision = look("evidence", text)
    assert decision.may_submit
    assert steps(decision) == [("sergeant", 1), ("communications", 2), ("community_policing", 2)]
    assert {step.why_clause for step in decision.route[1:]} == {"CPD-TW.V.D.10"}
    assert len(decision.attestation.boxes) == 4


@pytest.mark.parametrize(
    "key", ["evidence_shown", "evidence_safe", "open_case", "known_protected", "notable", "source"]
)
def test_evidence_lacks_nothing_before_it_is_submitted(look: Look, key: str) -> None:
    """CPD-TW.V.D.10"""
    decision = look("evidence", EVIDENCE, answers={key: None})
    assert [finding.question for finding in decision.at(level="must_fix")] == [key]


@pytest.mark.parametrize(
    ("category", "answer", "rule"),
    [
        ("good_news", None, "evidence-suspected"),
        ("good_news", "yes", "evidence-kind"),
        ("safety_tip", "yes", "evidence-kind"),
    ],
)
def test_evidence_is_its_own_kind(look: Look, category: str, answer: str | None, rule: str) -> None:
    """CPD-TW.V.D.10"""
    decision = look(category, "Two guns recovered on Belmont.", answers={"shows_evidence": answer})
    assert [finding.rule for finding in decision.at(level="must_fix")] == [rule]


def test_words_count_in_what_is_said_of_a_picture_too(look: Look) -> None:
    """CPD-TW.V.D.10"""
    decision = look(
        "good_news", "Well done.", pictures=2, alt_texts=("Three officers.", "A table with guns recovered.")
    )
    (finding,) = decision.at(level="must_fix")
    assert (finding.rule, finding.picture, finding.span) == ("evidence-suspected", 2, None)
    assert finding.sentence.startswith("Description of picture 2: “guns recovered”")


@pytest.mark.parametrize("category", ["community_event", "good_news", "safety_tip", "district_event"])
@pytest.mark.parametrize(("answer", "offices"), [("yes", list(BOTH)), ("no", []), (None, [])])
def test_a_notable_incident_is_told_to_both_offices_whatever_its_kind(
    look: Look, category: str, answer: str | None, offices: list[str]
) -> None:
    """CPD-TW.IV.A.1"""
    text = "Thank you to everybody who helped after the explosion on Cortland."
    decision = look(category, text, answers={"notable": answer, "notable_reason": "A year ago."})
    assert told(decision) == offices
    assert decision.may_submit is (answer is not None)
    assert all(notice.clause == "CPD-TW.IV.A.1" for notice in decision.notices)
    assert decision.step_keys() == ("sergeant",), "being told is not deciding"


def test_the_offices_need_not_ask_themselves_whether_it_is_notable(look: Look) -> None:
    decision = look("good_news", "After the explosion on Cortland.", author_role="communications")
    assert decision.may_submit


@pytest.mark.parametrize(
    ("category", "text"),
    [("evidence", EVIDENCE), ("arrest", ARREST), ("safety_tip", "The fire on Oak is under investigation.")],
)
def test_an_open_case_goes_out_only_with_a_word_of_communications(
    look: Look, category: str, text: str
) -> None:
    """CPD-TW.V.D.11"""
    step = next(
        step
        for step in look(category, text, answers={"open_case": "yes"}).route
        if step.key == "communications"
    )
    assert [reason.authorisation for reason in step.reasons if reason.authorisation] == [
        "Communications allows this post about an open case."
    ]


def test_plain_kinds_stay_plain(look: Look) -> None:
    decision = look("safety_tip", "Lock your side door tonight.", pictures=1, alt_texts=("A side door.",))
    assert (decision.findings, decision.notices, steps(decision)) == ((), (), [("sergeant", 1)])
