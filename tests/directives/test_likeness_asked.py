"""What the checks noticed becomes one question for one reason, or an advice, and brings no office by likeness alone."""

from dataclasses import replace

import pytest

from directives.pack import Pack, load_pack
from directives.repeat_rules import Repeats
from directives.rules import Rule
from directives.texts import Sighting, read
from directives.word_rules import Advice, WordRule, WordsAsk
from tests.directives.drafts import PLAIN_KINDS, TODAY, Look, noticed

PACKS = {name: load_pack(name) for name in ("chicago", "alsip")}
LIKENESS = [
    (name, rule)
    for name, pack in PACKS.items()
    for rule in pack.rules
    if isinstance(rule, WordRule) and rule.seen == "likely"
]


@pytest.mark.parametrize(("name", "rule"), LIKENESS, ids=[f"{name}-{rule.id}" for name, rule in LIKENESS])
def test_what_only_reads_alike_asks_or_advises_by_choice_and_brings_no_office(
    look: Look, name: str, rule: WordRule
) -> None:
    """CPD-TW.IV.H, APD-1021.5.e: a likeness alone routes nothing and stops nothing that a reason does not let go on."""
    assert rule.basis in ("choice", "reading") and "{words}" not in rule.sentence
    agrees = "communications" if rule.id == "force-hinted" and name == "chicago" else "author"
    assert not isinstance(rule, WordsAsk) or (rule.strength, rule.set_aside_by) == ("advises", agrees)
    text = "Come and see us tonight."
    decision = look(PLAIN_KINDS[name], text, pack=PACKS[name], readings=noticed(text, rule=rule))
    assert rule.id in {one.rule for one in decision.findings}
    assert decision.may_submit and "communications" not in decision.step_keys()


def test_where_a_version_lets_likeness_to_force_ask_a_reasoned_no_goes_to_communications(look: Look) -> None:
    """CPD-TW.IV.H"""
    chicago = PACKS["chicago"]
    rule = next(one for one in LIKENESS if one[1].id == "force-hinted" and one[0] == "chicago")[1]
    asks = replace(rule, strength="asks")
    pack = replace(chicago, rules=tuple(asks if one is rule else one for one in chicago.rules))
    text, given = "Come and see us tonight.", {"use_of_force": "no"}
    read = noticed(text, rule=rule)
    assert not look(PLAIN_KINDS["chicago"], text, pack=pack, readings=read, answers=given).may_submit
    given["hinted_reason"] = "It tells of a hockey game."
    decision = look(PLAIN_KINDS["chicago"], text, pack=pack, readings=read, answers=given)
    assert decision.may_submit and "communications" in decision.step_keys()


ADVISING = [
    (name, rule)
    for name, pack in PACKS.items()
    for rule in pack.rules
    if isinstance(rule, Advice | WordsAsk | Repeats)
]


@pytest.mark.parametrize(("name", "rule"), ADVISING, ids=[f"{name}-{rule.id}" for name, rule in ADVISING])
def test_no_advice_asks_what_has_no_answer_and_what_asks_says_so(name: str, rule: Rule) -> None:
    """A rule about words has both sentences, since a version makes advice of a question and turns it back.

    What to do about it can be done: the words changed, another kind chosen, or the question ticked by oneself.
    """
    said = replace(rule, strength="advises").says if isinstance(rule, WordsAsk) else rule.sentence
    assert "?" not in said and "say whether" not in said.lower() and "say why" not in said.lower()
    if isinstance(rule, WordsAsk):
        asks = replace(rule, strength="asks").says
        assert rule.sentence_as_advice and asks == rule.sentence
        assert any(words in asks for words in ("Say whether", "Say who", "say why"))
        assert ("{words}" in said) == ("{words}" in asks)
        question = PACKS[name].question(key=rule.question)
        assert question and (question.declared or ("say so" not in said and "say that" not in said))


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
@pytest.mark.parametrize(
    ("criticism", "against_people"),
    [
        ("The police are thugs in uniform.", "These thugs live on Elm Street."),
        ("Cops are thugs with badges, one caller wrote.", "A thug in a hoodie."),
        ("A judge called the officers savages with badges.", "They are savages over there."),
        ("Call us thugs in blue if you like.", "Those people are thugs in uniform."),
    ],
)
def test_criticism_of_the_police_puts_nobody_down_and_the_same_words_of_people_are_asked_about(
    look: Look, pack: Pack, criticism: str, against_people: str
) -> None:
    """CPD-SM.II.C.3, APD-1021.5.a"""
    kind = PLAIN_KINDS[pack.slug]
    said = look(kind, criticism, pack=pack, readings=None)
    assert said.may_submit and "disparaging" not in {one.key for one in said.questions}
    assert "respect-suspected" in {
        one.rule for one in look(kind, against_people, pack=pack, readings=None).findings
    }


def test_words_that_say_it_and_what_reads_alike_ask_one_question_for_one_reason(
    look: Look, chicago: Pack
) -> None:
    """CPD-TW.IV.H"""
    sure, likely = (chicago.rule(id=id) for id in ("force-suspected", "force-hinted"))
    assert isinstance(sure, WordRule) and isinstance(likely, WordRule)
    text = "Come and see us tonight."
    (one,), (other,) = (noticed(text, rule=rule) for rule in (sure, likely))
    both = (replace(one, sightings=(*one.sightings, *other.sightings)),)
    decision = look("safety_tip", text, readings=both)
    assert [found.rule for found in decision.findings] == ["force-suspected"]


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_where_a_version_lets_likeness_ask_one_reason_is_enough_for_all_of_it(look: Look, pack: Pack) -> None:
    """CPD-TW.IV.H, APD-1021.5.e"""
    pack = replace(
        pack,
        rules=tuple(
            replace(rule, strength="asks") if isinstance(rule, WordsAsk) else rule for rule in pack.rules
        ),
    )
    hinted = [rule for rule in pack.rules if isinstance(rule, WordsAsk) and rule.seen == "likely"]
    first, second = hinted[0], hinted[-1]
    text = "Come and see us tonight."
    (one,), (other,) = (noticed(text, rule=rule) for rule in (first, second))
    both = (replace(one, sightings=(*one.sightings, *other.sightings)),)
    no = {rule.question: rule.settled_by[0] for rule in (first, second)}
    kind = PLAIN_KINDS[pack.slug]
    assert not look(kind, text, pack=pack, readings=both, answers={**no, "hinted_reason": None}).may_submit
    said = look(kind, text, pack=pack, readings=both, answers={**no, "hinted_reason": "It is a play."})
    assert said.may_submit
    assert {(one.rule, one.reason) for one in said.asides} == {
        (rule.id, "It is a play.") for rule in (first, second)
    }


def test_where_words_say_it_nobody_is_asked_why_it_only_reads_like_it(look: Look, chicago: Pack) -> None:
    """CPD-TW.IV.H"""
    asking = tuple(
        replace(rule, strength="asks") if isinstance(rule, WordsAsk) else rule for rule in chicago.rules
    )
    sure, likely = (chicago.rule(id=id) for id in ("force-suspected", "force-hinted"))
    assert isinstance(sure, WordRule) and isinstance(likely, WordRule)
    text = "Come and see us tonight."
    (one,), (other,) = (noticed(text, rule=rule) for rule in (sure, likely))
    both = (replace(one, sightings=(*one.sightings, *other.sightings)),)
    said = look(
        "safety_tip",
        text,
        pack=replace(chicago, rules=asking),
        readings=both,
        answers={"use_of_force": "no"},
    )
    asked = {question.key for question in said.questions}
    assert "use_of_force_reason" in asked and "hinted_reason" not in asked


def test_a_unit_that_says_it_is_a_use_of_force_or_a_death_on_duty_reads_whom_to_turn_to(look: Look) -> None:
    """CPD-TW.IV.H"""
    decision = look("safety_tip", "Come and see us tonight.", answers={"use_of_force": "yes"})
    (finding,) = decision.at(level="must_fix")
    for words in ("hurt or killed on duty", "tell Communications", "may publish it"):
        assert words in finding.sentence


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_what_a_page_says_of_who_decides_is_true_whoever_writes_and_whoever_reads_it(pack: Pack) -> None:
    said = [*(question.hint for question in pack.questions), *(rule.sentence for rule in pack.rules)]
    said += [value for rule in pack.rules for key, value in vars(rule).items() if key.endswith("_sentence")]
    said += [getattr(rule, "sentence_when_settled", "") for rule in pack.rules]
    assert [one for one in said if "our sergeant" in one or "our supervisor" in one] == []


def test_what_a_check_sees_in_what_is_said_of_a_picture_is_asked_about_too(look: Look) -> None:
    """CPD-TW.V.D.10"""
    decision = look(
        "good_news",
        "Thank you, neighbors.",
        pictures=1,
        alt_texts=("Officers recovered a handgun from the car.",),
        readings=None,
    )
    found = [one for one in decision.findings if one.check == "evidence"]
    assert found and all(
        one.picture == 1 and one.sentence.startswith("Description of picture 1") for one in found
    )


def test_what_is_said_of_a_whole_text_marks_no_word(look: Look) -> None:
    """CPD-TW.IV.F"""
    seen = Sighting(check="readability", span=None, words="", why="grade 17", sure=False)
    reading = replace(read(text="", written_on=TODAY), sightings=(seen,))
    (advice,) = look("safety_tip", "Come and see us tonight.", readings=(reading,)).findings
    assert (advice.rule, advice.level, advice.span) == ("easy-to-read", "think", None)


def test_a_rule_that_only_advises_asks_nothing_and_stops_nothing(look: Look, chicago: Pack) -> None:
    """CPD-TW.IV.H"""
    rule = chicago.rule(id="force-suspected")
    assert isinstance(rule, WordsAsk) and rule.strength == "asks"
    gentler = tuple(replace(rule, strength="advises") if one is rule else one for one in chicago.rules)
    text = "Come and see us tonight."
    decision = look(
        "safety_tip", text, pack=replace(chicago, rules=gentler), readings=noticed(text, rule=rule)
    )
    assert [(one.rule, one.level, one.question) for one in decision.findings] == [
        ("force-suspected", "think", None)
    ]
    assert decision.may_submit and "use_of_force" not in {one.key for one in decision.questions}
