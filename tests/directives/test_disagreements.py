"""CPD-TW.VI: where two directives disagree, one stands, and both are shown."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from directives.engine import judge
from directives.facts import Facts
from directives.model import Directive
from directives.pack import Pack, parse_pack
from tests.directives.drafts import TODAY, Look
from tests.directives.small_pack import PACK

RANKED = """
[[directive]]
id = "S"
title = "Small orders"
precedence = 20

[[directive]]
id = "T"
title = "Other orders"
precedence = 10
ranked_by = "T.6"

[[clause]]
id = "T.6"
directive = "T"
title = "These orders go first"
summary = "Where two orders disagree, these stand."

[[clause]]"""
RULES = """
[[rule]]
id = "no-charges"
kind = "answer_blocks"
title = "Nothing about charges"
clause = "S.1"
basis = "clause"
sentence = "Nothing is said about charges."
question = "charged"
values = ["yes"]
matter = "charges"

[[rule]]
id = "charges-told"
kind = "permits"
title = "Charges are told"
clause = "T.6"
basis = "clause"
sentence = "Charges are told once they are final."
loosens = ["no-charges"]
matter = "charges"
"""


def pack_with(**ranks: int) -> Pack:
    """The small pack with two directives that disagree on charges, T before S unless they are ranked otherwise."""
    source = PACK.replace('directive = "Small orders"', 'directive = "S"').replace("\n[[clause]]", RANKED, 1)
    pack = parse_pack(file="small.toml", source=source.replace("precedence = 1\n", "", 1) + RULES)
    ranked = tuple(replace(one, precedence=ranks.get(one.id, one.precedence)) for one in pack.directives)
    return replace(pack, directives=ranked)


def facts(charged: str = "yes") -> Facts:
    text = "A man was charged."
    return Facts(category="tip", text=text, today=TODAY, answers={"source": "Desk", "charged": charged})


def test_the_permission_of_the_directive_that_goes_first_stands_and_both_are_shown():
    """CPD-TW.VI"""
    decision = judge(pack=pack_with(), facts=facts())
    assert decision.may_submit
    (found,) = decision.set_aside
    assert (found.winner.rule, found.winner.directive) == ("charges-told", "Other orders")
    assert (found.loser.rule, found.loser.directive) == ("no-charges", "Small orders")
    assert (found.matter, found.clause) == ("charges", "T.6")
    assert found.why == "“Other orders” goes before “Small orders”."
    assert not {"charges-told", "no-charges"} & {check.rule for check in decision.clear}


def test_the_permission_of_a_lower_directive_loosens_nothing_and_both_are_shown():
    """CPD-TW.VI"""
    decision = judge(pack=pack_with(T=30), facts=facts())
    assert [one.rule for one in decision.at(level="must_fix")] == ["no-charges"]
    assert [(one.winner.rule, one.loser.rule) for one in decision.set_aside] == [
        ("no-charges", "charges-told")
    ]


def test_state_law_stands_above_every_directive():
    """ILCS-5-140-2.15"""
    law = Directive(id="S", title="Law", precedence=99, law=True)
    pack = pack_with()
    pack = replace(pack, directives=(law, *(one for one in pack.directives if one.id == "T")))
    decision = judge(pack=pack, facts=facts())
    assert not decision.may_submit
    assert decision.set_aside[0].why == "State law goes before every directive."


def test_the_booking_photograph_of_a_small_offense_stays_away_whatever_a_directive_permits(look: Look):
    """ILCS-5-140-2.15, CPD-TW.V.D.9, CPD-TW.VI"""
    decision = look(
        "arrest",
        "A man is charged. He is presumed innocent.",
        answers={"charge_level": "petty", "booking_photo": "yes", "shows_evidence": "no"},
        pictures=1,
        alt_texts=("A man looks at the camera.",),
    )
    assert [one.rule for one in decision.at(level="must_fix")] == ["booking-photo"]
    assert [(one.winner.rule, one.loser.rule, one.clause) for one in decision.set_aside] == [
        ("booking-photo", "arrest-told", None),
        ("arrest-told", "pending-case", "CPD-TW.VI"),
    ]


def test_where_nothing_is_stopped_nobody_disagrees():
    assert judge(pack=pack_with(), facts=facts("no")).set_aside == ()


@pytest.mark.parametrize(
    ("begins", "ends", "stands"),
    [
        (None, None, True),
        (0, None, True),
        (1, None, False),
        (None, 0, True),
        (None, -1, False),
        (-3, 3, True),
    ],
)
def test_a_rule_stands_from_its_first_day_through_its_last(begins, ends, stands):
    def day(away: int | None) -> date | None:
        return None if away is None else TODAY + timedelta(days=away)

    pack = pack_with(T=30)
    dated = tuple(
        replace(one, from_on=day(begins), until_on=day(ends)) if one.id == "no-charges" else one
        for one in pack.rules
    )
    assert judge(pack=replace(pack, rules=dated), facts=facts()).may_submit is not stands


def test_a_rule_that_begins_while_a_post_waits_for_its_time_counts():
    pack, tomorrow = pack_with(T=30), TODAY + timedelta(days=1)
    dated = tuple(replace(one, from_on=tomorrow) if one.id == "no-charges" else one for one in pack.rules)
    assert not judge(pack=replace(pack, rules=dated), facts=replace(facts(), send_on=tomorrow)).may_submit
