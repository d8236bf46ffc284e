"""What a rule stops goes on with a reason, by the word of the role the rule names."""

from dataclasses import replace

import pytest

from directives.election_rules import ElectionWordsAsk
from directives.engine import judge
from directives.facts import Facts
from directives.pack import Pack, load_pack, parse_pack
from directives.word_rules import WordsAsk
from tests.directives.drafts import TODAY, noticed
from tests.directives.small_pack import PACK

WHY = """
[[question]]
key = "why"
label = "Why is there no source?"
short = "No source"
kind = "text"
required = false

[[category]]"""
STEP = """
[[step]]
key = "communications"
title = "Communications"
role = "communications"
scope = "department"
position = 2

[[rule]]"""

ASKS = 'sentence = "“{words}” asks."'
SETTLED = '\nsentence_when_settled = "“{words}” is denied."'


def pack_with(*, by: str, rule: str = 'sentence = "Name the source."') -> Pack:
    """The small pack, one of whose rules may be set aside by a role."""
    source = PACK.replace(ASKS, ASKS + SETTLED).replace(
        rule, f'{rule}\nset_aside_by = "{by}"\nset_aside_for = "why"'
    )
    source = source.replace("\n[[category]]", WHY, 1).replace("\n[[rule]]", STEP, 1)
    return parse_pack(file="small.toml", source=source)


def facts(text: str = "Lock your car.", **answers: str) -> Facts:
    return Facts(category="tip", text=text, today=TODAY, answers=answers)


def test_what_may_be_set_aside_stops_and_says_how_to_go_on():
    decision = judge(pack=pack_with(by="sergeant"), facts=facts())
    (finding,) = decision.at(level="must_fix")
    assert (finding.rule, finding.way_on, finding.reason) == ("source", "why", None)
    assert "why" in [question.key for question in decision.questions]
    assert not decision.may_submit and decision.asides == ()


@pytest.mark.parametrize(
    ("by", "agrees"), [("author", None), ("sergeant", "sergeant"), ("communications", "communications")]
)
def test_with_a_reason_it_goes_on_by_the_word_of_whom_the_rule_names(by, agrees):
    decision = judge(pack=pack_with(by=by), facts=facts(why="A tip of our own."))
    (finding,) = decision.at(level="needs_somebody")
    assert (finding.rule, finding.way_on, finding.reason) == ("source", None, "A tip of our own.")
    (aside,) = decision.asides
    assert (aside.rule, aside.clause, aside.reason, aside.by) == ("source", "S.1", "A tip of our own.", by)
    said = {step.key: [one.authorisation for one in step.reasons] for step in decision.route}
    assert ["“Source” may be set aside for the reason given." in words for words in said.values()] == [
        key == agrees for key in said
    ]
    assert decision.may_submit and "sergeant" in said and set(said) == {"sergeant", agrees or "sergeant"}


def test_a_reason_for_what_stops_nothing_changes_nothing():
    pack = pack_with(by="communications")
    decision = judge(pack=pack, facts=facts(source="Beat office", why="Old."))
    assert decision == judge(pack=pack, facts=facts(source="Beat office"))


@pytest.mark.parametrize("blank", ["", "  ", "\u200b"])
def test_a_blank_reason_is_none(blank):
    assert not judge(pack=pack_with(by="author"), facts=facts(why=blank)).may_submit


def test_words_that_ask_want_their_answer_first_and_a_reason_beside_it():
    pack, text = pack_with(by="communications", rule=ASKS), "He was charged."
    unanswered = judge(pack=pack, facts=facts(text, source="Desk", why="A phone."))
    assert [one.sentence for one in unanswered.at(level="must_fix")] == ["“charged” asks."]
    denied = judge(pack=pack, facts=facts(text, source="Desk", charged="no"))
    assert [(one.sentence, one.way_on) for one in denied.at(level="must_fix")] == [
        ("“charged” is denied.", "why")
    ]
    reasoned = judge(pack=pack, facts=facts(text, source="Desk", charged="no", why="A phone."))
    assert reasoned.may_submit and reasoned.step_keys() == ("sergeant", "communications")
    assert [one.reason for one in reasoned.at(level="needs_somebody")] == ["A phone."]


SUSPICIONS = [
    (pack, rule)
    for pack in (load_pack("chicago"), load_pack("alsip"))
    for rule in pack.rules
    if isinstance(rule, WordsAsk) and rule.settled_by and rule.strength == "asks"
]


@pytest.mark.parametrize(
    ("pack", "rule"), SUSPICIONS, ids=[f"{rule.clause}-{rule.id}" for _, rule in SUSPICIONS]
)
def test_what_is_only_suspected_goes_on_with_a_reasoned_no_and_stays_shown(
    pack: Pack, rule: WordsAsk
) -> None:
    """CPD-TW.III.F, CPD-TW.III.G, CPD-TW.IV.A.1, CPD-TW.IV.H, CPD-TW.V.D.9, CPD-TW.V.D.10, CPD-TW.V.D.11,
    APD-1021.5.a, APD-1021.5.c, APD-1021.5.e"""
    text = rule.terms[0].words.replace("*", "") if rule.terms else "Lock your car."
    alone = replace(pack, rules=tuple(one for one in pack.rules if one is rule))
    draft = replace(
        facts(text, **{rule.question: "no"}), category="announcement", readings=noticed(text, rule=rule)
    )
    if isinstance(rule, ElectionWordsAsk):
        draft = replace(draft, today=rule.election_days[0])
    stopped = judge(pack=alone, facts=draft)
    assert {(one.rule, one.way_on) for one in stopped.at(level="must_fix")} == {(rule.id, rule.set_aside_for)}
    reasoned = replace(draft, answers={**draft.answers, rule.set_aside_for: "It is a book."})
    decision = judge(pack=alone, facts=reasoned)
    assert {(one.rule, one.reason) for one in decision.findings} == {(rule.id, "It is a book.")}
    assert [aside.by for aside in decision.asides] == [rule.set_aside_by]
    agrees = () if rule.set_aside_by == "author" else (rule.set_aside_by,)
    assert decision.step_keys() == agrees
    office = (pack.slug, rule.id) == ("chicago", "force-suspected")
    assert office == (agrees == ("communications",)), "a use of force alone goes to Communications"
