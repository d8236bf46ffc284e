"""What holds for any draft when one thing about it turns: sharing, language, days, account. Less is asked only where a
rule says so (CPD-TW.VI)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directives.blank_rules import Unfilled
from directives.decision import Decision
from directives.engine import judge
from directives.facts import Facts
from directives.inquiry_rules import AnswersInquiry
from directives.limits import FLOORS
from directives.line_rules import MustSay
from directives.pack import Pack
from directives.permits import Permits
from directives.repeat_rules import Repeats
from directives.rules import Approval, Rule
from tests.directives.drawing import (
    HANDLES,
    NOTHING,
    PACKS,
    PHRASES,
    SOME,
    WINDOWS,
    drafts,
    packs,
    readings,
)
from tests.directives.test_properties import looser

OF_OWN_WORDS = (AnswersInquiry, Repeats, MustSay, Unfilled)
"""What speaks of the account's own words, and so not of those that it shares."""


def asked_by_rule(decision: Decision) -> set[tuple[str, str]]:
    """What stops it, what is shown to somebody and who decides or is told, each with the rule."""
    found = {(one.rule, one.level) for one in decision.findings if one.level != "think"}
    steps = {(reason.rule, step.key) for step in decision.route for reason in step.reasons}
    told = {(one.key.removesuffix(f"-{one.office}"), one.office) for one in decision.notices}
    return found | steps | told


def lost(
    pack: Pack, before: Decision, after: Decision, *, but: tuple[type[Rule], ...]
) -> set[tuple[str, str]]:
    """What is not asked any more, but for what rules of these kinds asked."""
    spared = {rule.id for rule in pack.rules if isinstance(rule, but)}
    return {one for one in asked_by_rule(before) - asked_by_rule(after) if one[0] not in spared}


def read_once_more(facts: Facts, words: str, data: st.DataObject) -> Facts:
    """In another language, with what it means, and what the checks notice in that."""
    read = facts.readings or ()
    told = data.draw(readings(words)) if words else NOTHING
    return replace(facts, language="Spanish", meaning=words, recognised="", readings=(*read, told))


@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_that_it_shares_the_words_of_another_loosens_only_what_speaks_of_own_words(
    name: str, data: st.DataObject
):
    """CPD-TW.IV.K: a repost is asked for all that a post is, and for the warning besides."""
    facts = data.draw(drafts(name).filter(lambda one: not one.parts))
    own = replace(facts, reposts=False, reposts_statement=False, reposts_alert=False)
    before, after = (judge(pack=PACKS[name], facts=one) for one in (own, replace(own, reposts=True)))
    gone = lost(PACKS[name], before, after, but=(*OF_OWN_WORDS, Approval))
    assert gone <= {("network-length", "must_fix")}


@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_that_it_is_in_another_language_loosens_only_what_is_asked_of_the_departments_own(
    name: str, data: st.DataObject
):
    """CPD-TW.IV.F: words count wherever residents meet them, in whichever language."""
    # A text that reads as another language asks to say so; that ends with saying so, and so does what followed.
    own = replace(data.draw(drafts(name).filter(lambda one: not one.language)), recognised="")
    turned = read_once_more(own, data.draw(st.sampled_from(["", *PHRASES])), data)
    before, after = (judge(pack=PACKS[name], facts=one) for one in (own, turned))
    assert not lost(PACKS[name], before, after, but=(MustSay,))


@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_more_words_in_what_it_means_never_loosen_and_no_meaning_stops_it(name: str, data: st.DataObject):
    """CPD-TW.IV.F"""
    facts = data.draw(drafts(name).filter(lambda one: not one.language))
    meant = read_once_more(facts, "Lock your car.", data)
    words = data.draw(st.sampled_from(PHRASES))
    more = replace(
        meant,
        meaning=f"{meant.meaning} . {words}",
        readings=(*(meant.readings or ())[:-1], data.draw(readings(words))),
    )
    quiet = replace(meant, readings=(*(meant.readings or ())[:-1], NOTHING))
    before = judge(pack=PACKS[name], facts=quiet)
    assert not looser(before=before, after=judge(pack=PACKS[name], facts=more))
    assert not judge(pack=PACKS[name], facts=replace(quiet, meaning=" ")).may_submit


@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_more_days_on_which_it_may_go_out_never_loosen(name: str, data: st.DataObject):
    """CPD-TW.III.G, CPD-SM.III.C.4.c: of elections, of rights that end, and of rules that begin and end."""
    pack, facts = data.draw(packs(name)), data.draw(drafts(name))
    first = max(facts.today, facts.send_on or facts.today)
    last = max(first, facts.send_until or first)
    earlier = facts.today + timedelta(days=data.draw(st.integers(0, (first - facts.today).days)))
    longer = replace(facts, send_on=earlier, send_until=last + timedelta(days=data.draw(st.integers(0, 400))))
    before, after = (judge(pack=pack, facts=one) for one in (facts, longer))
    assert not looser(before=before, after=after)


@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_rule_with_days_is_there_on_them_and_not_there_on_others(name: str, data: st.DataObject):
    """CPD-TW.VI: as one that is always there, or as none; a permission only if it stands on each of the days."""
    pack, facts = PACKS[name], data.draw(drafts(name))
    rule = data.draw(st.sampled_from([one for one in pack.rules if not isinstance(one, FLOORS)]))
    begins, ends = data.draw(WINDOWS)
    days = _days(facts)

    def judged(*rules: Rule) -> Decision:
        others = (one for one in pack.rules if one != rule)
        return judge(pack=replace(pack, rules=(*others, *rules)), facts=facts)

    among = [(begins or date.min) <= day <= (ends or date.max) for day in days]
    inside = (begins or date.min) <= days[-1] and days[0] <= (ends or date.max)
    counts = all(among) if isinstance(rule, Permits) else inside
    dated = judged(replace(rule, from_on=begins, until_on=ends))
    assert dated == (judged(replace(rule, from_on=None, until_on=None)) if counts else judged())


def _days(facts: Facts) -> tuple[date, date]:
    """The first and the last day for which the days of rules are counted."""
    first = max(facts.today, facts.send_on or facts.today, facts.judged_on or facts.today)
    return first, max(first, facts.send_until or first)


@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_where_no_rule_names_an_account_all_are_judged_alike(name: str, data: st.DataObject):
    facts = data.draw(drafts(name))
    other = replace(facts, account=data.draw(st.sampled_from(["", *HANDLES])))
    assert judge(pack=PACKS[name], facts=facts) == judge(pack=PACKS[name], facts=other)


@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
@settings(max_examples=120, deadline=None)
def test_what_a_rule_says_of_some_accounts_never_reaches_another(name: str, data: st.DataObject):
    """For its accounts it is as if it named none, for every other as if it were not there."""
    pack, facts = PACKS[name], data.draw(drafts(name))
    rule = data.draw(st.sampled_from([one for one in pack.rules if not isinstance(one, FLOORS)]))
    named = data.draw(SOME)
    key = data.draw(st.sampled_from(["accounts", "not_accounts"]))

    def judged(*rules: Rule) -> Decision:
        others = (one for one in pack.rules if one != rule)
        return judge(pack=replace(pack, rules=(*others, *rules)), facts=facts)

    among = facts.account.lower() in {handle.lower() for handle in named}
    counts = among if key == "accounts" else not among
    assert judged(replace(rule, **{key: named})) == (judged(rule) if counts else judged())
