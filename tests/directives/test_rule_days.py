"""The days of a rule: for which posts it counts, what of them is told, and how they stand in the text of a pack."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from directives import rule_days
from directives.comparison import compare
from directives.editing import Spot, changed
from directives.engine import judge
from directives.facts import Facts
from directives.pack import PackErrors, load_pack, parse_pack
from directives.permits import Permits
from tests.directives.small_pack import PACK

TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)


def source_rule(**days: date | None):
    pack = parse_pack(file="small.toml", source=PACK)
    return replace(
        pack, rules=tuple(replace(one, **days) if one.id == "source" else one for one in pack.rules)
    )


@pytest.mark.parametrize(
    ("sent_on", "until", "judged_on", "counts"),
    [
        (None, None, None, True),
        (5, None, None, True),
        (6, None, None, False),
        (4, 6, None, True),
        (None, 3, None, True),
        (None, None, 6, False),
        (3, None, 4, True),
        (3, 5, 6, False),
    ],
)
def test_a_rule_that_ends_counts_for_what_residents_may_first_read_until_then(
    sent_on, until, judged_on, counts
):
    def day(away):
        return None if away is None else TODAY + away * DAY

    facts = Facts(
        category="tip",
        text="Lock your door.",
        today=TODAY,
        send_on=day(sent_on),
        send_until=day(until),
        judged_on=day(judged_on),
    )
    found = judge(pack=source_rule(until_on=day(5)), facts=facts).findings
    assert ("source" in {one.rule for one in found}) is counts


def test_a_permission_counts_only_where_it_stands_on_every_day_on_which_the_post_may_go_out():
    permits = next(one for one in load_pack("chicago").rules if isinstance(one, Permits))
    dated = replace(permits, from_on=TODAY, until_on=TODAY + 3 * DAY)
    assert dated.stands(first=TODAY, last=TODAY + 3 * DAY)
    assert not dated.stands(first=TODAY, last=TODAY + 4 * DAY)
    assert not dated.stands(first=TODAY - DAY, last=TODAY)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({}, ""),
        ({"from_on": date(2026, 12, 1)}, "Not yet: from 1 December 2026"),
        ({"from_on": TODAY}, "From 21 November 2026"),
        ({"until_on": TODAY}, "Until 21 November 2026"),
        ({"from_on": TODAY - DAY, "until_on": TODAY}, "From 20 November 2026 until 21 November 2026"),
        ({"until_on": TODAY - DAY}, "Ended on 20 November 2026"),
    ],
)
def test_the_days_are_told_in_words(days, said):
    rule = source_rule(**days).rule(id="source")
    assert rule is not None and rule_days.told(rule=rule, today=TODAY) == said


def test_days_are_written_into_the_text_of_a_pack_and_taken_out_again():
    spot = Spot(table="rule", index=2, key="until_on")
    dated = changed(source=PACK, spot=spot, value=date(2026, 12, 31))
    assert "until_on = 2026-12-31" in dated.split("\n")
    before, after = (parse_pack(file="small.toml", source=one) for one in (PACK, dated))
    (part,) = compare(before=before, after=after).parts
    assert [(one.label, one.before, one.after) for one in part.changes[0].lines] == [
        ("Counts until", (), ("31 December 2026",))
    ]
    assert changed(source=dated, spot=spot, value=None) == PACK


@pytest.mark.parametrize(
    "sentence", ['sentence = "Every post"', 'sentence = "This kind is not listed."'], ids=["clause", "floor"]
)
@pytest.mark.parametrize("key", ["from_on", "until_on"])
def test_what_the_directive_itself_says_and_a_floor_have_no_days(sentence, key):
    with pytest.raises(PackErrors) as faults:
        parse_pack(file="small.toml", source=PACK.replace(sentence, f"{sentence}\n{key} = 2026-12-01"))
    (fault,) = faults.value.errors
    assert fault.key.endswith(key) and "only a choice or a reading has days" in fault.message
