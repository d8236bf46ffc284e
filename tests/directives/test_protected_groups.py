"""CPD-SM.II.C.3: a row for each group that the directive protects, against it and friendly to it."""

import tomllib

import pytest

from directives.pack import Pack
from directives.texts import read
from directives.texts.matching import FAMILIES
from tests.directives.drafts import TODAY, Look, by_check

CLASSES = [
    ("race", "Black people are criminals.", "Asian American heritage night at the library on Friday."),
    (
        "color",
        "Dark-skinned people are criminals.",
        "Skin color does not matter to our mentors. Sign up for the program.",
    ),
    ("sex", "Women drivers are hopeless in the snow.", "Women's self-defense class on Saturday at 10."),
    (
        "gender_identity",
        "Trans people are freaks.",
        "Trans Day of Remembrance: we stand with our neighbors at 6 p.m.",
    ),
    ("age", "Old people are senile and can't drive.", "Senior bingo is back on Tuesday. Lunch is free."),
    (
        "religion",
        "Those Muslims are all terrorists and should go home.",
        "Happy Eid to all who celebrate in our district.",
    ),
    (
        "disability",
        "Retards like that should stay home.",
        "Wheelchair users: the ramp on Clark Street is open again.",
    ),
    (
        "national_origin",
        "Mexicans are lazy.",
        "Mexican Independence Day: the parade begins at noon on 26th Street.",
    ),
    (
        "ancestry",
        "Bad blood in that family: they are all criminals.",
        "Families of every ancestry cook at our potluck on Sunday.",
    ),
    ("sexual_orientation", "Gay people are perverts.", "Happy Pride from the 14th District."),
    (
        "marital_status",
        "Divorced women are bitter.",
        "Parents, married or single: the child seat check is on Saturday.",
    ),
    (
        "parental_status",
        "Teen moms are stupid and irresponsible.",
        "Single parents are welcome at family night on Thursday.",
    ),
    (
        "military_status",
        "Veterans are dangerous and unstable.",
        "Free coffee for veterans on Tuesday morning. Thank you.",
    ),
    (
        "source_of_income",
        "Homeless people are bums.",
        "Warming centers are open tonight for everybody who needs one.",
    ),
    (
        "credit_history",
        "People with bad credit are deadbeats.",
        "Free credit counseling at the library on Monday.",
    ),
    (
        "criminal_history",
        "Ex-cons are trash, every one of them.",
        "Record sealing clinic on Saturday. Lawyers help for free.",
    ),
]


@pytest.mark.parametrize(("group", "found", "left"), CLASSES, ids=[one[0] for one in CLASSES])
def test_words_against_a_protected_group_ask_and_a_friendly_word_does_not(
    chicago: Pack, group: str, found: str, left: str
) -> None:
    """CPD-SM.II.C.3"""
    asked = by_check(chicago, "disparaging", found)
    assert [(one.rule, one.clause, one.question) for one in asked[:1]] == [
        ("respect-suspected", "CPD-SM.II.C.3", "disparaging")
    ]
    assert group in {one.why for one in read(text=found, written_on=TODAY).of("disparaging")}
    assert by_check(chicago, "disparaging", left) == []


def test_every_protected_group_of_the_families_has_its_row() -> None:
    """CPD-SM.II.C.3"""
    families = tomllib.loads((FAMILIES / "disparaging.toml").read_text(encoding="utf-8"))
    assert [one[0] for one in CLASSES] == families["each"]["classes"]
    assert len(CLASSES) == 16


@pytest.mark.parametrize("where", ["alt_texts", "picture_words"])
def test_words_against_a_group_are_asked_about_wherever_a_picture_carries_them(
    look: Look, where: str
) -> None:
    """CPD-TW.III.F, CPD-SM.II.C.3: in what is said of it, and in what stands in it."""
    shown = {"alt_texts": ("A poster on a wall.",), where: ("Mexicans are lazy.",)}
    decision = look("good_news", "Thank you, neighbors.", pictures=1, readings=None, **shown)
    (asked,) = (one for one in decision.at(level="must_fix") if one.rule == "respect-suspected")
    assert (asked.picture, asked.question) == (1, "disparaging")
    refused = look(
        "good_news",
        "Thank you, neighbors.",
        pictures=1,
        readings=None,
        answers={"disparaging": "yes"},
        **shown,
    )
    assert not refused.may_submit
