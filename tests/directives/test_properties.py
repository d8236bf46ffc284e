"""What holds for any draft whatever: found by looking for a counterexample."""

import ast
import inspect
import re
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directives.decision import LEVELS, Decision
from directives.engine import judge
from directives.facts import Earlier, Facts
from directives.model import PermissionKey, Shown
from directives.pack import PACKS as PACK_FILES
from directives.pack import PackErrors, parse_pack
from directives.permits import Permits
from directives.rules import ListedCategory
from directives.word_rules import Advice, WordsAsk
from directives.wording import listing, marks
from tests.directives import drawing
from tests.directives.drawing import ALLOWED, ASKS, DAYS, PACKS, PHRASES, drafts, packs, readings


def asked_of(decision: Decision) -> set[str]:
    """Who must decide, what they must say and answer in words, who must be told, what must be permitted."""
    reasons = [(step.key, reason) for step in decision.route for reason in step.reasons]
    said = {reason.authorisation for _, reason in reasons}
    said |= {f"{key} answers {reason.guidance}" for key, reason in reasons if reason.guidance}
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
    read, at = list(facts.readings or ()), 1 + facts.pictures
    more = replace(
        facts,
        text=f"{facts.text} . {words}",
        pictures=at,
        alt_texts=(*facts.alt_texts, words),
        picture_words=(*facts.picture_words, ""),
        media=(*facts.media, ALLOWED),
        readings=(*read[:at], data.draw(readings(words)), *read[at:]),
    )
    before = judge(pack=PACKS[name], facts=replace(facts, text=facts.text or "."))
    assert not looser(before=before, after=judge(pack=PACKS[name], facts=more))


@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
@settings(max_examples=50, deadline=None)
def test_what_is_said_of_a_picture_more_never_loosens(name: str, data: st.DataObject):
    """CPD-SM.III.C.4.c, CPD-SM.III.C.4.d: who is in it, what is lacking, what has ended."""
    facts = data.draw(drafts(name).filter(lambda one: one.media))
    first, *others = facts.media
    worse: list[dict[str, object]] = [
        {"owner": ""},
        {"licence": False},
        {"document": False},
        {"ends_on": date(2019, 12, 31)},
        {"shown": None},
        {"under_cover": "may"},
        {"music": "not_allowed"},
        {"restricted": True},
    ]
    if first.shown is not None:
        worse += [{"shown": (*first.shown, one)} for one in get_args(Shown)]
    if first.consent == "given":
        worse += [{"consent": ""}, {"consent": "not_given"}]
    said = replace(first, **data.draw(st.sampled_from(worse)))
    before = judge(pack=PACKS[name], facts=facts)
    after = judge(pack=PACKS[name], facts=replace(facts, media=(said, *others)))
    assert not looser(before=before, after=after)


@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_a_permission_less_and_an_earlier_post_more_never_loosen(name: str, data: st.DataObject):
    """CPD-SM.II.C.2, CPD-SM.III.D, CPD-TW.IV.F"""
    facts = data.draw(drafts(name))
    gone = data.draw(st.sampled_from(get_args(PermissionKey)))
    before = judge(pack=PACKS[name], facts=replace(facts, permissions=facts.permissions | {gone}))
    after = judge(pack=PACKS[name], facts=replace(facts, permissions=facts.permissions - {gone}))
    assert not looser(before=before, after=after)
    same = Earlier(post=7, text=facts.text, on=facts.today - timedelta(days=1), out=True)
    again = replace(facts, recent=(same, *(facts.recent or ())))
    assert not looser(before=judge(pack=PACKS[name], facts=facts), after=judge(pack=PACKS[name], facts=again))


@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_who_asks_for_the_press_never_loosens(name: str, data: st.DataObject):
    """CPD-TW.IV.A.2"""
    facts = replace(data.draw(drafts(name)), reposts=False)
    who = data.draw(st.sampled_from(ASKS))
    before = judge(pack=PACKS[name], facts=facts)
    after = judge(pack=PACKS[name], facts=replace(facts, inquirers=(facts.inquirers or frozenset()) | {who}))
    assert not looser(before=before, after=after)


@pytest.mark.parametrize("shares", ["alert", "statement"])
@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_that_it_reposts_an_alert_or_a_statement_loosens_nothing_but_the_kind_that_is_for_them(
    name: str, shares: str, data: st.DataObject
):
    """CPD-TW.V.B.3, CPD-TW.IV.H: a kind that is only for such reposts says so (`of_alert`, `of_statement`), and nothing
    else gives way."""
    facts = replace(data.draw(drafts(name)), reposts_alert=False, reposts_statement=False)
    before = judge(pack=PACKS[name], facts=facts)
    after = judge(pack=PACKS[name], facts=replace(facts, **{f"reposts_{shares}": True}))
    kind = PACKS[name].category(key=facts.category)
    if kind is not None and getattr(kind, f"of_{shares}"):
        listed = {rule.id for rule in PACKS[name].rules if isinstance(rule, ListedCategory)}
        assert {one.rule for one in before.findings} - {one.rule for one in after.findings} <= listed
        assert asked_of(before) <= asked_of(after)
    else:
        assert not looser(before=before, after=after)


def test_every_fact_is_drawn():
    tree = ast.parse(inspect.getsource(drawing))
    calls = [one for one in ast.walk(tree) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)]
    drawn = {word.arg for one in calls if one.func.id in {"Facts", "replace"} for word in one.keywords}
    assert {one.name for one in fields(Facts)} <= drawn


@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_rule_more_never_loosens_unless_it_permits(name: str, data: st.DataObject):
    """CPD-TW.VI: what loosens says so, and names what it loosens."""
    pack, facts = data.draw(packs(name)), data.draw(drafts(name))
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
            # What has a way on is answered by its reason, whatever the rest of the answers.
            question = pack.question(key=finding.question or finding.way_on or "")
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
    pack, facts = data.draw(packs(name)), data.draw(drafts(name))
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
    pack, facts = data.draw(packs(name)), data.draw(drafts(name))
    decision = judge(pack=pack, facts=facts)
    assert judge(pack=pack, facts=facts).digest == decision.digest
    order = [LEVELS.index(finding.level) for finding in decision.findings]
    assert order == sorted(order)
    asked = {question.key for question in decision.questions}
    for finding in decision.findings:
        assert finding.sentence[0].isupper() or finding.sentence.startswith(("“", "@"))
        assert finding.question is None or finding.question in asked
        assert (finding.clause is None) == (finding.basis == "network")
        assert finding.clause is None or pack.clause(id=finding.clause)
        if finding.span:
            start, end = finding.span
            assert 0 <= start <= end <= len(facts.text)
            assert start < end or finding.suggestion, "between letters there is only something to add"
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
    found = marks(text=text, listed=listing((term,)))
    assert [(mark.span, mark.words) for mark in found] == [((len(before), len(before) + len(words)), words)]


@given(start=DAYS, days=st.integers(1, 400))
@settings(deadline=None)
def test_an_arrest_whose_charges_become_final_later_waits(start: date, days: int):
    """CPD-TW.V.D.9"""
    answers = {
        "charge_level": "felony",
        "open_case": "no",
        "known_protected": "no",
        "member_involved": "no",
        "notable": "no",
        "source": "Court",
        "document_reference": "26 CR 1",
        "charging_final_on": (start + timedelta(days=days)).isoformat(),
    }
    facts = Facts(
        category="arrest",
        text="A man is charged. A charge is not proof of guilt.",
        today=start,
        answers=answers,
    )
    assert not judge(pack=PACKS["chicago"], facts=facts).may_submit
    later = replace(facts, today=start + timedelta(days=days))
    assert judge(pack=PACKS["chicago"], facts=later).may_submit
