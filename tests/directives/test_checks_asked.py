"""Each check through engine and pack: a draft that a rule finds by it, and a neighbor of it that nothing finds."""

import pytest

from directives.pack import Pack, load_pack
from directives.texts import CHECKS
from directives.word_rules import WordRule
from tests.directives.drafts import by_check

PACKS = {name: load_pack(name) for name in ("chicago", "alsip")}


FOUND_AND_LEFT = [
    (
        "use_of_force",
        "CPD-TW.IV.H",
        "Officers used a taser on a man near the bus stop.",
        "Flu shots in our lobby on Friday.",
    ),
    (
        "arrest",
        "CPD-TW.V.D.9",
        "A man was taken into custody after the robbery.",
        "Our lot is a safe place for custody exchanges.",
    ),
    (
        "member_involved",
        "CPD-TW.V.D.9.NOTE",
        "An officer was hurt when a car struck her squad.",
        "Officer Vega read to the first grade.",
    ),
    (
        "guilt",
        "CPD-SM.III.C.4.b",
        "We got the guy who did it.",
        "Guilty pleasure: a second donut at Coffee with a Cop.",
    ),
    (
        "evidence",
        "CPD-TW.V.D.10",
        "Officers recovered a handgun from the car.",
        "Write down the serial number of your bike.",
    ),
    (
        "notable_incident",
        "CPD-TW.IV.A.1",
        "Three people were killed in a fire on Elm Street.",
        "Murder mystery dinner for our Explorers on Friday.",
    ),
    (
        "investigation",
        "CPD-TW.V.D.11",
        "Detectives are looking for a silver car.",
        "Looking for volunteers for the garden.",
    ),
    (
        "operational_safety",
        "CPD-SM.II.C.2",
        "Undercover officers will be at the fair on Saturday.",
        "The traffic light at 5th and Oak is out.",
    ),
    (
        "private_information",
        "CPD-SM.III.C.4.d",
        "The victim is Ana Morales, 34, of 2418 W. Fenwick Ave.",
        "Call the district office at 312-555-0100.",
    ),
    (
        "political",
        "CPD-TW.III.G",
        "Vote for Dana Pruitt on Tuesday.",
        "Polls are open until 7 p.m. Check where yours is.",
    ),
    (
        "advertising",
        "CPD-TW.IV.E",
        "20% off tires if you mention our page.",
        "Free child seat checks on Saturday at the station.",
    ),
    (
        "engagement_endorsement",
        "CPD-TW.IV.K",
        "Follow @northsidemike for the real story.",
        "Streets and San cleared 40 trees last night.",
    ),
    ("jargon", "CPD-TW.IV.F", "The offender fled, see RD number.", "The report number is on your receipt."),
    (
        "stale",
        "CPD-TW.IV.F",
        "Join us for coffee on November 2 at 9 a.m.",
        "Thank you to everyone who came on November 2.",
    ),
    (
        "hashtags",
        "CPD-TW.IV.F",
        "Come by tonight #nationalnightoutchicago",
        "Come by tonight #NationalNightOut #chicago",
    ),
    ("readability", "CPD-TW.IV.F", CHECKS["readability"].finds[0], CHECKS["readability"].leaves[0]),
    (
        "private_information",
        "APD-1021.5.b",
        "The victim is Ana Morales, 34, of 2418 W. Fenwick Ave.",
        "Call the front desk at 708-555-0100.",
    ),
    (
        "guilt",
        "APD-1021.5.b",
        "We got the guy who did it.",
        "Guilty pleasure: a second donut at Coffee with a Cop.",
    ),
    (
        "use_of_force",
        "APD-1021.5.e",
        "Officers used a taser on a man near the bus stop.",
        "Flu shots in our lobby on Friday.",
    ),
    (
        "operational_safety",
        "APD-1021.5.e",
        "Undercover officers will be at the fair on Saturday.",
        "The traffic light at 5th and Oak is out.",
    ),
    (
        "investigation",
        "APD-1021.5.c",
        "Detectives are looking for a silver car.",
        "Looking for volunteers for the garden.",
    ),
    (
        "evidence",
        "APD-1021.5.c",
        "Officers recovered a handgun from the car.",
        "Write down the serial number of your bike.",
    ),
    (
        "disparaging",
        "APD-1021.5.a",
        "Those people on the corner never work a day.",
        "Happy Eid to all who celebrate in our village.",
    ),
    ("jargon", "APD-1021.4", "The offender fled, see RD number.", "The report number is on your receipt."),
    (
        "stale",
        "APD-1021.4",
        "Join us for coffee on November 2 at 9 a.m.",
        "Thank you to everyone who came on November 2.",
    ),
    ("hashtags", "APD-1021.4", "Come by tonight #nationalnightoutalsip", "Come by tonight #NationalNightOut"),
    ("readability", "APD-1021.4", CHECKS["readability"].finds[0], CHECKS["readability"].leaves[0]),
]


@pytest.mark.parametrize(
    ("check", "clause", "found", "left"), FOUND_AND_LEFT, ids=[f"{one[1]}-{one[0]}" for one in FOUND_AND_LEFT]
)
def test_a_rule_finds_by_its_check_what_it_should_and_leaves_its_neighbor(
    check: str, clause: str, found: str, left: str
) -> None:
    """CPD-TW.IV.H, CPD-TW.V.D.9, CPD-TW.V.D.9.NOTE, CPD-SM.III.C.4.b, CPD-TW.V.D.10, CPD-TW.IV.A.1, CPD-TW.V.D.11,
    CPD-SM.II.C.2, CPD-SM.III.C.4.d, CPD-TW.III.G, CPD-TW.IV.E, CPD-TW.IV.K, CPD-TW.IV.F, APD-1021.5.a, APD-1021.5.b,
    APD-1021.5.c, APD-1021.5.e, APD-1021.4"""
    pack = "alsip" if clause.startswith("APD") else "chicago"
    said = by_check(PACKS[pack], check, found)
    assert {one.clause for one in said} == {clause}
    assert all(found[slice(*one.span)] for one in said if one.span)
    assert by_check(PACKS[pack], check, left) == []


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_every_check_that_a_pack_asks_has_its_row(pack: Pack) -> None:
    asked = {(rule.check, rule.clause) for rule in pack.rules if isinstance(rule, WordRule) and rule.check}
    rows = {(check, clause) for check, clause, _, _ in FOUND_AND_LEFT} | {("disparaging", "CPD-SM.II.C.3")}
    assert asked <= rows
    assert {check for check, _ in asked} == set(CHECKS) or pack.slug == "alsip"
