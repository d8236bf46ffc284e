"""Close to an election, words of it are asked about; at all other times as ever, and a polling place is a place."""

from datetime import date, timedelta

import pytest

from directives.decision import Decision
from directives.engine import judge
from directives.facts import Facts
from directives.pack import PackErrors, parse_pack
from directives.rules import Rule
from tests.rules import text as source_of

DAY = date(2027, 2, 23)
"""When Chicago elects."""
FIRST = DAY - timedelta(days=60)
OUTSIDE = FIRST - timedelta(days=1)
AFTER = date(2027, 4, 7)
"""The day after the runoff, which lies within sixty days of the first election."""
TRAFFIC = "The polling place on Fullerton is busy. Expect slow traffic until 7 p.m."
NAMES = (
    "The mayor visits our open house on Saturday.",
    "Alderwoman Ruiz thanks the volunteers of the park.",
    "Your ballot box is at the library.",
    "The polls close at 7 p.m.",
    "Every vote counts.",
    "El alcalde visita nuestra estación.",
)


def decided(pack, text: str, on: date, **more: object) -> Decision:
    answers = {"source": "Desk", **more.pop("answers", {})}  # type: ignore[arg-type]
    facts = Facts(**{"category": "safety_tip", "text": text, "today": on, "answers": answers, **more})
    return judge(pack=pack, facts=facts)


def rules_of(decision: Decision, level: str = "must_fix") -> set[str]:
    return {one.rule for one in decision.findings if one.level == level and "politic" in one.rule}


@pytest.mark.parametrize("text", NAMES)
def test_words_of_an_election_are_asked_about_in_the_days_before_it_alone_cpd_tw_iii_g(chicago, text):
    for day in (FIRST, DAY):
        decision = decided(chicago, text, day)
        assert rules_of(decision) == {"politics-before-election"}, day
        assert "political" in {one.key for one in decision.questions}
    for day in (OUTSIDE, AFTER):
        assert not rules_of(decided(chicago, text, day)), day


def test_a_reasoned_no_goes_on_with_the_sergeants_word_and_a_yes_never_cpd_tw_iii_g(chicago):
    said = {"political": "no", "political_reason": "The mayor opens the building."}
    gone_on = decided(chicago, NAMES[0], FIRST, answers=said)
    assert gone_on.may_submit and rules_of(gone_on, "needs_somebody") == {"politics-before-election"}
    assert [(one.rule, one.by) for one in gone_on.asides] == [("politics-before-election", "sergeant")]
    assert not decided(chicago, NAMES[0], FIRST, answers={**said, "political": "yes"}).may_submit


@pytest.mark.parametrize("day", [OUTSIDE, FIRST, DAY])
def test_traffic_at_a_polling_place_passes_with_every_check_on_cpd_tw_iii_g(chicago, day):
    decision = decided(chicago, TRAFFIC, day)
    assert not [one for one in decision.findings if one.level != "think"]
    assert "political" not in {one.key for one in decision.questions}


def test_what_goes_out_in_the_window_counts_whenever_it_is_written_cpd_tw_iii_g(chicago):
    assert rules_of(decided(chicago, NAMES[0], OUTSIDE, send_on=FIRST))
    assert rules_of(decided(chicago, NAMES[0], OUTSIDE, send_on=OUTSIDE, send_until=FIRST))
    assert not rules_of(decided(chicago, NAMES[0], DAY, send_on=AFTER))


def test_the_days_are_those_of_the_department(chicago):
    rule = chicago.rule(id="politics-before-election")
    assert isinstance(rule, Rule) and DAY in vars(rule)["election_days"] and rule.basis == "choice"
    source = source_of("chicago")
    with pytest.raises(PackErrors, match="must hold dates only"):
        parse_pack(file="chicago.toml", source=source.replace("2027-02-23", '"2027-02-23"'))
    other = parse_pack(file="chicago.toml", source=source.replace("2027-02-23", "2026-05-01"))
    assert not rules_of(decided(other, NAMES[0], FIRST))
