"""What a template leaves open for its author is filled in before a post goes on."""

from dataclasses import replace

import pytest

from directives.engine import judge
from directives.facts import Facts
from directives.pack import Pack, load_pack
from tests.directives.drafts import TODAY

PACKS = {name: load_pack(name) for name in ("chicago", "alsip")}
TIP = Facts(category="safety_tip", text="Lock your car.", today=TODAY, answers={"source": "The beat office"})


def told(facts: Facts, pack: Pack = PACKS["chicago"]) -> list[str]:
    decision = judge(pack=pack, facts=facts)
    return [one.sentence for one in decision.at(level="must_fix") if one.rule == "blanks-filled"]


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
@pytest.mark.parametrize("blank", ["[street]", "[fecha]", "[ day and time ]", "[]", "[____]"])
def test_a_blank_that_is_left_must_be_fixed_and_is_marked(blank: str, pack: Pack) -> None:
    """CPD-TW.IV.F"""
    facts = replace(TIP, text=f"Lock your car on {blank} tonight.")
    decision = judge(pack=pack, facts=facts)
    (finding,) = (one for one in decision.at(level="must_fix") if one.rule == "blanks-filled")
    assert finding.sentence == f"“{blank}” is a blank of a template. Fill it in, or take it out."
    assert finding.span is not None and facts.text[slice(*finding.span)] == blank
    assert (finding.basis, finding.way_on) == ("choice", "blank_reason")
    assert not decision.may_submit


@pytest.mark.parametrize("fair", ["He said “I seen [sic] it”.", "Rules [1] and [2].", "Cut […] here [...]."])
def test_brackets_that_writers_use_are_none(fair: str) -> None:
    assert told(replace(TIP, text=fair)) == []


def test_every_text_is_looked_at_and_what_is_shared_is_not_the_authors_to_fill() -> None:
    sentence = "“[street]” is a blank of a template. Fill it in, or take it out."
    pictured = replace(TIP, pictures=2, alt_texts=("A car.", "A car on [street]."))
    assert told(pictured) == [f"Description of picture 2: {sentence}"]
    spoken = replace(TIP, text="Cierre su auto.", language="Spanish", meaning="Lock it on [street].")
    assert told(spoken) == [f"In the meaning: {sentence}"]
    assert told(replace(TIP, text="Lock it on [street].", reposts=True)) == []


def test_the_brackets_of_captions_name_a_sound() -> None:
    played = replace(TIP, pictures=1, moving=(1,), alt_texts=("WEBVTT [horn]",), captions=((1, ""),))
    assert told(played) == []


def test_brackets_that_are_meant_go_on_with_a_reason_that_is_shown() -> None:
    answers = {**TIP.answers, "blank_reason": "It is the name of the play."}
    text = "Come to see [title of show] at the library on Saturday."
    decision = judge(pack=PACKS["chicago"], facts=replace(TIP, text=text, answers=answers))
    assert decision.may_submit
    assert [(one.rule, one.reason) for one in decision.findings] == [
        ("blanks-filled", "It is the name of the play.")
    ]


def test_a_long_text_of_brackets_is_read_at_once() -> None:
    assert told(replace(TIP, text="[a" * 12_000)) == []
