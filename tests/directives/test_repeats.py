"""What residents have read already is said again only on purpose (CPD-TW.IV.F)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.decision import Finding
from directives.engine import judge
from directives.facts import Earlier, Facts
from directives.pack import Pack
from directives.repeat_rules import Repeats
from directives.texts.alike import likeness
from tests.directives.drafts import COMPLETE, TODAY

TEXT = (
    "Lock your garage side door tonight. Most of last week's break-ins came through one that was left open."
)
RULE = Repeats(
    id="repeats",
    title="Said lately",
    clause="CPD-TW.IV.F",
    basis="reading",
    sentence="This says almost the same as a post {when}.",
    days=14,
    percent=60,
)


def found(pack: Pack, *earlier: Earlier, text: str = TEXT, **facts: Any) -> list[Finding]:
    rules = tuple(one for one in pack.rules if not isinstance(one, Repeats))
    decision = judge(
        pack=replace(pack, rules=(*rules, RULE)),
        facts=Facts(
            category="safety_tip",
            text=text,
            today=TODAY,
            answers=COMPLETE["safety_tip"],
            **{"recent": earlier, **facts},
        ),
    )
    return [one for one in decision.findings if one.rule == "repeats"]


def said(text: str = TEXT, *, days_ago: int = 3, post: int = 7, out: bool = True) -> Earlier:
    return Earlier(post=post, text=text, on=TODAY - timedelta(days=days_ago), out=out)


def test_almost_the_same_is_advice_that_leads_to_the_other_post(chicago: Pack) -> None:
    (finding,) = found(chicago, said())
    assert (finding.level, finding.post) == ("think", 7)
    assert finding.sentence == "This says almost the same as a post that went out on Wed 18 Nov."


def test_both_departments_chose_it_under_a_clause_of_their_own(chicago: Pack, alsip: Pack) -> None:
    """CPD-TW.IV.F, APD-1021.4"""
    for pack, clause in ((chicago, "CPD-TW.IV.F"), (alsip, "APD-1021.4")):
        (rule,) = (one for one in pack.rules if isinstance(one, Repeats))
        assert (rule.clause, rule.basis, rule.on) == (clause, "choice", True)
        facts = Facts(category="safety_tip", text=TEXT, today=TODAY, recent=(said(),))
        (finding,) = (one for one in judge(pack=pack, facts=facts).findings if one.rule == rule.id)
        assert (finding.level, finding.post) == ("think", 7)


def test_what_waits_counts_too_and_the_likest_is_named(chicago: Pack) -> None:
    (finding,) = found(chicago, said(TEXT + " Really.", post=8), said(post=9, out=False))
    assert finding.post == 9
    assert finding.sentence == "This says almost the same as a post that waits since Wed 18 Nov."


@pytest.mark.parametrize(
    "other",
    [
        TEXT.replace("tonight", "on Saturday, Dec. 5, at 9 p.m."),
        TEXT + " https://example.gov/garages",
        TEXT.upper(),
        TEXT.replace("o", "о"),  # noqa: RUF001
        "\u200b".join(TEXT),
        TEXT.replace("garage side door", "garage's side door") + " #StaySafe",
    ],
    ids=["a day", "a link", "capitals", "look-alikes", "without width", "small words"],
)
def test_another_day_link_or_spelling_makes_it_no_other_text(chicago: Pack, other: str) -> None:
    assert found(chicago, said(other))


@pytest.mark.parametrize(
    "other",
    [
        "Coffee with us at the library on Milwaukee, Saturday at nine. Bring your questions.",
        "Lock your bicycle to the rack and not to the fence. Most that were taken last week were not locked at all.",
        "",
        "https://example.gov/garages",
    ],
)
def test_another_thing_is_another_thing(chicago: Pack, other: str) -> None:
    assert not found(chicago, said(other))


def test_the_same_kind_of_event_at_another_place_is_no_repetition() -> None:
    one = "Coffee with a cop this Saturday at Dunkin on Clark, 9 to 11 a.m."
    assert likeness(one, "Coffee with a cop next Tuesday at the library on Ashland, 10 a.m.") < RULE.percent


def test_spanish_days_do_not_count_either() -> None:
    one = "Cierre la puerta lateral de su garaje esta noche, el lunes y el martes."
    assert likeness(one, one.replace("lunes", "sábado").replace("martes", "domingo 6 de diciembre")) >= 75


def test_greetings_are_too_short_to_repeat_anything(chicago: Pack) -> None:
    assert not found(chicago, said("Good morning, Logan Square!"), text="Good morning, Logan Square!")


def test_what_was_said_long_ago_may_be_said_again(chicago: Pack) -> None:
    assert found(chicago, said(days_ago=14))
    assert not found(chicago, said(days_ago=15))


def test_where_nobody_looked_it_is_not_said_to_be_in_order(chicago: Pack) -> None:
    assert not found(chicago, recent=None)
    assert not found(chicago, said(), reposts=True)
    facts = Facts(category="safety_tip", text=TEXT, today=date(2026, 11, 21), answers=COMPLETE["safety_tip"])
    pack = replace(chicago, rules=(*chicago.rules, replace(RULE, id="said-lately")))
    clear = {one.rule for one in judge(pack=pack, facts=facts).clear}
    looked = {one.rule for one in judge(pack=pack, facts=replace(facts, recent=())).clear}
    assert looked - clear >= {"said-lately"}


@given(one=st.text(max_size=300), other=st.text(max_size=300))
def test_any_two_texts_are_laid_side_by_side_either_way(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) == likeness(other, one) <= 100
    assert likeness(one, one) in (0, 100)
