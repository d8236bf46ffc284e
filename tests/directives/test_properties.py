"""What holds for any draft whatever: found by looking for a counterexample."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directives.decision import LEVELS, Decision
from directives.engine import judge
from directives.facts import Facts
from directives.pack import PACKS as PACK_FILES
from directives.pack import Pack, PackErrors, load_pack, parse_pack
from directives.permits import Permits
from directives.texts import CHECKS, Reading, Sighting
from directives.word_rules import Advice, WordsAsk
from directives.wording import marks

PACKS = {name: load_pack(name) for name in ("chicago", "alsip")}
PHRASES = [
    "taser",
    "flu shot",
    "arrested",
    "cardiac arrest",
    "the killer",
    "NOT GUILTY",
    "under investigation",
    "those people",
    "vote for",
    "10% off",
    "sponsored by",
    "CAPS office",
    "RD number",
    "10-4",
    "#shakespearedistrict",
    "this Saturday, Dec. 5",
    "Fri, 12/5",
    "tomorrow",
    "https://example.org",
    "{words}",
    "{event}",
    "🎃",
    "İstanbul ŉ ß ﬁ",
    "\u200d\u0301",
    "\ud83c",
]
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))
TEXTS = st.one_of(
    st.text(max_size=400),
    st.lists(st.one_of(st.sampled_from(PHRASES), st.text(max_size=12)), max_size=8).map(" ".join),
)


def answers_for(pack: Pack) -> st.SearchStrategy[dict[str, str]]:
    """Listed values, days, words, and what is none of these."""
    strategies = {}
    for question in pack.questions:
        junk = st.sampled_from(["", " ", "maybe", "2026-13-40", "No taser at all"])
        listed = [st.just(option.value) for option in question.options]
        days = [DAYS.map(date.isoformat)] if question.kind == "date" else []
        strategies[question.key] = st.one_of(junk, *listed, *days)
    return st.fixed_dictionaries({}, optional=strategies)


@st.composite
def readings(draw: st.DrawFn, text: str) -> tuple[Reading, ...]:
    """What checks may have noticed in a text, whatever it says."""
    place = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(
        lambda one: one[0] < one[1]
    )
    seen = [
        Sighting(
            check=check, span=span, words=text[slice(*(span or (0, 0)))], why="", sure=draw(st.booleans())
        )
        for check in draw(st.lists(st.sampled_from(sorted(CHECKS)), max_size=4))
        for span in [draw(st.none() | place) if text else None]
    ]
    return (Reading(language="", checked=True, sightings=tuple(seen)),)


@st.composite
def drafts(draw: st.DrawFn, name: str = "chicago") -> Facts:
    pack, text = PACKS[name], draw(TEXTS)
    return Facts(
        category=draw(st.sampled_from([None, "", "gossip", *(one.key for one in pack.categories)])),
        text=text,
        readings=draw(readings(text)),
        today=draw(DAYS),
        answers=draw(answers_for(pack)),
        remaining=draw(st.none() | st.integers(-300, 280)),
        send_on=draw(st.none() | DAYS),
        unit_kind=draw(st.sampled_from(["district", "office", "elsewhere"])),
        author_role=draw(st.sampled_from(["usmr", "communications", "nobody"])),
    )


def asked_of(decision: Decision) -> set[str]:
    """Who must decide, what they must say, who must be told, what must be permitted."""
    said = {reason.authorisation for step in decision.route for reason in step.reasons}
    told = {notice.key for notice in decision.notices}
    return {*decision.step_keys(), *said, *told, *decision.permissions}


def looser(*, before: Decision, after: Decision) -> bool:
    """A draft that may go on now and could not before, or of which less is asked."""
    if not after.may_submit:
        return False
    return not before.may_submit or not asked_of(before) <= asked_of(after)


@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
@settings(max_examples=120, deadline=None)
def test_turning_a_no_into_a_yes_never_loosens(name: str, data: st.DataObject):
    """CPD-TW.IV.H, CPD-TW.III.F, CPD-TW.III.G, CPD-TW.V.D.9.NOTE, CPD-TW.V.D.11, APD-1021.3.GUIDELINES"""
    facts = data.draw(drafts(name))
    yes = [one.key for one in PACKS[name].questions if any(option.value == "yes" for option in one.options)]
    key = data.draw(st.sampled_from(yes))
    # A bare no is half an answer: what stops there goes on with a reason, and is compared with that.
    denied = (rule for rule in PACKS[name].rules if isinstance(rule, WordsAsk) and rule.question == key)
    why = {rule.set_aside_for: "A book." for rule in denied if rule.set_aside_for}
    no, said = ({**facts.answers, **why, key: value} for value in ("no", "yes"))
    before = judge(pack=PACKS[name], facts=replace(facts, answers=no))
    after = judge(pack=PACKS[name], facts=replace(facts, answers=said))
    assert not looser(before=before, after=after)


@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
@settings(max_examples=120, deadline=None)
def test_a_yes_nobody_asked_for_never_loosens(name: str, data: st.DataObject):
    """CPD-TW.IV.H, CPD-TW.V.D.11, APD-1021.5.c"""
    facts = data.draw(drafts(name))
    before = judge(pack=PACKS[name], facts=facts)
    asked = {question.key for question in before.questions}
    yes = [one.key for one in PACKS[name].questions if any(option.value == "yes" for option in one.options)]
    for key in (key for key in yes if key not in asked):
        after = judge(pack=PACKS[name], facts=replace(facts, answers={**facts.answers, key: "yes"}))
        assert not looser(before=before, after=after)


@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_more_words_and_more_pictures_never_loosen(name: str, data: st.DataObject):
    """CPD-TW.IV.H, CPD-TW.V.D.9, CPD-TW.V.D.10: as long as the checks notice what they noticed before."""
    facts = data.draw(drafts(name))
    words = data.draw(st.sampled_from(PHRASES))
    more = replace(facts, text=f"{facts.text} . {words}", pictures=1, alt_texts=(words,))
    more = replace(more, readings=(*(facts.readings or ()), *data.draw(readings(words))))
    before = judge(pack=PACKS[name], facts=replace(facts, text=facts.text or "."))
    assert not looser(before=before, after=judge(pack=PACKS[name], facts=more))


@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_rule_more_never_loosens_unless_it_permits(name: str, data: st.DataObject):
    """CPD-TW.VI: what loosens says so, and names what it loosens."""
    pack, facts = PACKS[name], data.draw(drafts(name))
    rule = data.draw(st.sampled_from(pack.rules))
    without = judge(pack=replace(pack, rules=tuple(one for one in pack.rules if one != rule)), facts=facts)
    decision = judge(pack=pack, facts=facts)
    if isinstance(rule, Permits):
        gone = {one.rule for one in without.findings} - {one.rule for one in decision.findings}
        assert gone <= set(rule.loosens)
    else:
        assert not looser(before=without, after=decision)


@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_what_words_alone_bring_can_always_be_answered(name: str, data: st.DataObject):
    """Only an answer or a declared kind stops without appeal."""
    pack, facts = PACKS[name], data.draw(drafts(name))
    for finding in judge(pack=pack, facts=facts).at(level="must_fix"):
        rule = pack.rule(id=finding.rule)
        if rule is not None and rule.reads_words:
            question = pack.question(key=finding.question or "")
            assert question is not None
            assert not question.accepts(answer=facts.answers.get(question.key, "").strip())


SOURCES = {name: (PACK_FILES / f"{name}.toml").read_text(encoding="utf-8").splitlines() for name in PACKS}


@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_an_unknown_key_stops_the_load_and_is_named_by_file_key_and_line(name: str, data: st.DataObject):
    rows = SOURCES[name]
    tables = [at for at, row in enumerate(rows) if re.fullmatch(r"\[\[?\w+\]?\]", row)]
    at = data.draw(st.sampled_from(tables))
    key = data.draw(st.from_regex(r"unknown_[a-z]{1,8}", fullmatch=True))
    source = "\n".join([*rows[: at + 1], f"{key} = 1", *rows[at + 1 :]])
    with pytest.raises(PackErrors) as raised:
        parse_pack(file=f"{name}.toml", source=source)
    (error,) = raised.value.errors
    assert (error.file, error.line) == (f"{name}.toml", at + 2)
    assert error.key.endswith(f".{key}") and "is not a key" in error.message


@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_the_order_of_rules_and_steps_in_the_file_does_not_matter(name: str, data: st.DataObject):
    pack, facts = PACKS[name], data.draw(drafts(name))
    shuffled = replace(
        pack,
        rules=tuple(data.draw(st.permutations(pack.rules))),
        steps=tuple(data.draw(st.permutations(pack.steps))),
        categories=tuple(reversed(pack.categories)),
        clauses=tuple(reversed(pack.clauses)),
        directives=tuple(reversed(pack.directives)),
    )
    assert judge(pack=shuffled, facts=facts) == judge(pack=pack, facts=facts)


@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_any_draft_gets_one_well_formed_decision(name: str, data: st.DataObject):
    pack, facts = PACKS[name], data.draw(drafts(name))
    decision = judge(pack=pack, facts=facts)
    assert judge(pack=pack, facts=facts).digest == decision.digest
    order = [LEVELS.index(finding.level) for finding in decision.findings]
    assert order == sorted(order)
    asked = {question.key for question in decision.questions}
    for finding in decision.findings:
        assert finding.sentence[0].isupper() or finding.sentence.startswith("“")
        assert finding.question is None or finding.question in asked
        assert (finding.clause is None) == (finding.basis == "network")
        assert finding.clause is None or pack.clause(id=finding.clause)
        if finding.span:
            assert 0 <= finding.span[0] < finding.span[1] <= len(facts.text)
    places = [step.position for step in decision.route]
    assert places == sorted(places) and set(places) == set(range(1, max(places, default=0) + 1))
    assert {step.key for step in decision.route} | {step.key for step in decision.skipped_steps} == {
        step.key for step in pack.steps
    }
    if pack.settings.approval_mode == "always":
        assert decision.step_keys()[0] == "sergeant"


WORD_RULES = [
    rule
    for pack in PACKS.values()
    for rule in pack.rules
    if isinstance(rule, WordsAsk | Advice) and rule.terms
]


@pytest.mark.parametrize("rule", WORD_RULES, ids=lambda rule: f"{rule.clause}-{rule.id}")
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_mark_covers_exactly_the_words_that_were_found(rule: WordsAsk | Advice, data: st.DataObject):
    """CPD-TW.IV.H, CPD-TW.V.D.9, CPD-TW.V.D.11, CPD-TW.III.F, CPD-TW.III.G, CPD-TW.IV.E, CPD-SM.III.C.4.b"""
    term = data.draw(st.sampled_from(rule.terms))
    words = term.words.replace("*", "")
    before = data.draw(st.sampled_from(["", "🎃 ", "Ärger, ", "“", "(", "İ "]))
    text = f"{before}{words}{data.draw(st.sampled_from(['', '.', '!', '”', ' 🎃']))}"
    found = marks(text=text, terms=(term,))
    assert [(mark.span, mark.words) for mark in found] == [((len(before), len(before) + len(words)), words)]


@given(start=DAYS, days=st.integers(1, 400))
def test_an_arrest_whose_charges_become_final_later_waits(start: date, days: int):
    """CPD-TW.V.D.9"""
    answers = {
        "charge_level": "felony",
        "member_involved": "no",
        "notable": "no",
        "source": "Court",
        "document_reference": "26 CR 1",
        "charging_final_on": (start + timedelta(days=days)).isoformat(),
    }
    facts = Facts(category="arrest", text="A man is charged.", today=start, answers=answers)
    assert not judge(pack=PACKS["chicago"], facts=facts).may_submit
    later = replace(facts, today=start + timedelta(days=days))
    assert judge(pack=PACKS["chicago"], facts=later).may_submit
