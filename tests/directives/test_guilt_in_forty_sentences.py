"""Forty sentences of an arrest, and whether each is asked about: words of guilt or innocence, and a fair charge.

The sentences are our own. What the rule asks is held for each; where the check alone notices it, that is held as well.
"""

from datetime import date

import pytest

from directives.decision import Decision
from directives.engine import judge
from directives.facts import Facts
from directives.texts import read

TODAY = date(2026, 11, 20)
ANSWERS = {
    "charge_level": "felony",
    "charging_final_on": "2026-11-19",
    "document_reference": "JG-441-207",
    "open_case": "no",
    "known_protected": "no",
    "member_involved": "no",
    "notable": "no",
    "source": "Area Five detectives, case file",
}
ASKED = (
    "Detectives caught the killer of the Palmer Square shopkeeper on Friday.",
    "The thief who emptied six garages is off the street.",
    "Officers arrested the murderer at a motel on Cicero Avenue.",
    "The burglar is now in custody and charged.",
    "We got our guy: the robber of the corner store is in jail.",
    "He is guilty of two burglaries on Cortland Street.",
    "The person responsible for the fire on Kimball is in custody.",
    "A career criminal was arrested last night near Logan Square.",
    "She pleaded guilty to stealing from the food pantry.",
    "He did nothing wrong and should not have been charged.",
    "The man we arrested on Tuesday is innocent.",
    "A jury found him guilty of the robbery on Armitage.",
    "He is not guilty, whatever the neighbors say.",
    "The thieves who took your packages were arrested this morning.",
    "Nobody doubts that he did it.",
    "Charged today: the thug who beat a man on the Blue Line.",
    "He confessed to all six burglaries.",
    "Justice for the family: he will pay for what he did.",
    "La policía atrapó al asesino de la tienda.",
    "El culpable está detenido.",
)
PASSES = (
    "A man, 34, is charged with two counts of burglary.",
    "A woman was arrested and charged with theft from a store on Milwaukee Avenue.",
    "The charges were approved on Thursday by the State's Attorney.",
    "He is presumed innocent until a court decides.",
    "Two people are charged with robbery after a report from Kimball Avenue.",
    "A charge is not proof of guilt.",
    "The man charged with arson appears in bond court on Monday.",
    "A 19-year-old was charged with possession of a stolen vehicle.",
    "Detectives ask witnesses of the robbery on Armitage to call 312-555-0100.",
    "The person charged is due in court on November 24.",
    "Officers arrested a woman who is alleged to have taken packages from porches.",
    "A suspect was taken into custody and later charged with battery.",
    "A man is accused of entering garages near Palmer Square.",
    "Everybody charged is innocent until proven guilty.",
    "He was charged with a misdemeanor and released pending his hearing.",
    "Three people face charges after a search on Wabansia Avenue.",
    "The charges are allegations, nothing more.",
    "The defendant will be in court on Monday at 9 a.m.",
    "Un cargo no prueba la culpa.",
    "Una mujer fue detenida y acusada de robo en una tienda.",
)
SPANISH = ("La policía", "El culpable", "Un cargo", "Una mujer")


def decided(pack, text: str, **answers: str) -> Decision:
    spanish = {"language": "Spanish", "meaning": "About an arrest."} if text.startswith(SPANISH) else {}
    facts = Facts(category="arrest", text=text, today=TODAY, answers={**ANSWERS, **answers}, **spanish)
    return judge(pack=pack, facts=facts)


def about_guilt(decision: Decision) -> set[str]:
    return {one.level for one in decision.findings if one.rule == "guilt"}


def test_there_are_forty_sentences_half_of_them_fair():
    assert len({*ASKED, *PASSES}) == 40 and len(ASKED) == len(PASSES) == 20


@pytest.mark.parametrize("text", ASKED)
def test_who_is_guilty_or_innocent_is_asked_about_cpd_sm_iii_c_4_b(chicago, text):
    decision = decided(chicago, text)
    assert about_guilt(decision) == {"must_fix"} and "says_guilt" in {one.key for one in decision.questions}


@pytest.mark.parametrize("text", ASKED)
def test_it_stays_stopped_on_yes_and_goes_on_with_a_reason_that_is_shown_cpd_sm_iii_c_4_b(chicago, text):
    stopped = decided(chicago, text, says_guilt="yes")
    assert "guilt-declared" in {one.rule for one in stopped.at(level="must_fix")}
    gone_on = decided(chicago, text, says_guilt="no", guilt_reason="It is what the court said.")
    assert about_guilt(gone_on) == {"needs_somebody"}


@pytest.mark.parametrize("text", PASSES)
def test_a_charge_told_fairly_passes_untouched_cpd_sm_iii_c_4_b(chicago, text):
    assert not about_guilt(decided(chicago, text))
    assert not [one for one in read(text=text, written_on=TODAY).of("guilt") if one.sure]


def test_most_of_them_are_noticed_by_the_check_alone_cpd_sm_iii_c_4_b():
    """The rule's own words find the others: the two together miss none."""
    noticed = [text for text in ASKED if read(text=text, written_on=TODAY).of("guilt")]
    assert len(noticed) >= 16, sorted(set(ASKED) - set(noticed))
