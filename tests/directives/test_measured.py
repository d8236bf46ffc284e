"""What was measured of the checks of texts, as it is kept for the guide, reaches what is asked of them."""

import pytest

from directives import measured
from directives.texts.measuring import POOLED

NEVER_LEARNT = ("held_back", "other_hand")


@pytest.mark.parametrize("name", NEVER_LEARNT)
def test_of_posts_that_no_check_learnt_from_enough_is_noticed_and_innocent_ones_are_left_alone(name):
    found = getattr(measured.kept(), name)
    assert found.direct.rate >= 0.90
    assert found.indirect.rate >= 0.70
    assert found.clean_with_findings.rate <= 0.08
    assert found.clean_routed.rate <= 0.01


@pytest.mark.parametrize("name", NEVER_LEARNT)
@pytest.mark.parametrize("label", POOLED)
def test_no_label_is_noticed_in_fewer_than_six_of_ten(name, label):
    well = getattr(measured.kept(), name).labels[label]
    assert well.positives >= 60
    assert (well.direct.count + well.indirect.count) / well.positives >= 0.60


def test_friendly_posts_about_each_group_are_left_alone_as_others_are():
    overall = measured.kept().other_hand.clean_with_findings.rate
    groups = measured.kept().groups.by_group
    assert {name: one.of for name, one in groups.items() if one.of < 10} == {}
    assert {name: one.rate for name, one in groups.items() if one.rate > min(0.08, 2 * overall)} == {}
    assert measured.kept().groups.clean_routed.rate <= 0.01
