"""Whatever serves the commander of a unit serves whoever acts for them (CPD-TW.V.B)."""

import pytest

from accounts import grants
from accounts.models import Role
from governance import frame, guide, home
from posts import permissions
from watch.views import insights

TABLES = {
    **{f"the section {word}": roles for word, _, roles in frame.SECTIONS},
    **{f"the start {one.words}": tuple(one.roles) for one in home.STARTS},
    **{f"the chapter {one.slug}": tuple(one.roles) for one in guide.CHAPTERS},
    "stopping": permissions.LEADS,
    "insights": insights.LEADERS,
}


@pytest.mark.parametrize("roles", TABLES.values(), ids=TABLES)
def test_cpd_tw_v_b_an_acting_commander_is_served_where_the_commander_is(roles: tuple[str, ...]) -> None:
    assert (Role.COMMANDER in roles) == (Role.ACTING_COMMANDER in roles)


def test_cpd_tw_v_b_an_acting_commander_has_the_permissions_of_the_commander() -> None:
    assert grants.PERMISSIONS[Role.ACTING_COMMANDER] == grants.PERMISSIONS[Role.COMMANDER]
