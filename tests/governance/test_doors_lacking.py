"""Every address for people who lack something: training, the rules read, a device, their roles, a second step."""

from collections.abc import Iterator

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.core.cache import cache

from accounts.middleware import WITHOUT_SECOND_STEP
from tests.governance.doors import lacking, table
from tests.governance.doors.answers import SIGN_IN, Answer
from tests.governance.doors.asking import Visitor, undone
from tests.governance.doors.house import TRIED, House, differs, listed, wrote_too_much
from tests.governance.doors.lacking import LACKING
from tests.governance.doors.people import ANONYMOUS
from tests.governance.doors.table import Case

pytestmark = pytest.mark.xdist_group("other doors")
LEADS_ELSEWHERE = WITHOUT_SECOND_STEP | {"mfa_authenticate"}
"""That one leads home whoever is signed in, and home leads to the second step."""
WHO = frozenset({"reyes", "whitfield", "okafor", "natarajan", "vance", "petrov"})
GATED = [door.name for door in table.DOORS if any(ask.off_duty for ask in door.asks)]
NEVER_GATED = [
    door.name
    for door in table.DOORS
    if any(ask.method == "POST" and ask.off_duty is None for ask in door.asks)
]


def _let_in(house: House, name: str) -> Iterator[Case]:
    """Who is let in at home with nothing missing."""
    for case in table.cases_of(table.BY_NAME[name], house.scene):
        if case.person.key in WHO and case.at_home and not case.expected.closed:
            yield case


@pytest.mark.parametrize("name", GATED)
def test_what_asks_for_a_tour_asks_for_each_condition_with_its_own_sentence(house: House, name: str) -> None:
    faults = []
    for case in _let_in(house, name):
        for missing in LACKING if case.ask.off_duty else ():
            expected = missing.expected(case)
            heard = house.try_door(case, without=missing.take)
            wrong = differs(expected, heard) + wrote_too_much(case, expected, heard)
            faults += [(case, f"{missing.slug}: {one}") for one in wrong]
            TRIED[missing.slug] += 1
    assert not faults, listed(faults)


@pytest.mark.parametrize("name", NEVER_GATED)
def test_what_stops_or_asks_for_no_tour_is_open_to_who_lacks_everything_but_the_role(
    house: House, name: str
) -> None:
    faults = []
    for case in _let_in(house, name):
        if case.ask.method == "POST" and case.ask.off_duty is None:
            expected = lacking.all_enforced(case)
            heard = house.try_door(case, without=lacking.everything)
            faults += [(case, f"lacking everything: {one}") for one in differs(expected, heard)]
            TRIED["lacking everything"] += 1
    assert not faults, listed(faults)


@pytest.mark.parametrize("name", [door.name for door in table.DOORS])
def test_whose_roles_have_ended_is_a_member_like_any_other_from_that_moment_on(
    house: House, name: str
) -> None:
    faults = []
    for case in table.cases_of(table.BY_NAME[name], house.scene):
        # What is somebody's own, such as a view of the floor, is reached through a page that the role opened.
        if case.person.key in ("whitfield", "natarajan") and case.at_home and not case.thing.owner:
            expected = lacking.without_roles(case)
            if expected == case.expected:
                continue  # The role opened nothing: members without one come to every door in test_doors.
            heard = house.try_door(case, without=lacking.roles)
            wrong = differs(expected, heard) + wrote_too_much(case, expected, heard)
            faults += [(case, f"revoked: {one}") for one in wrong]
            TRIED["revoked"] += 1
    assert not faults, listed(faults)


@pytest.fixture(scope="module")
def half_way(house: House) -> Visitor:
    """Somebody of Communications who has given the password and shown no second step."""
    visitor = Visitor(house.member("natarajan"))
    session = visitor.client.session
    del session[AUTHENTICATION_METHODS_SESSION_KEY]
    session.save()
    return visitor


@pytest.mark.parametrize("name", [door.name for door in table.DOORS if door.name not in LEADS_ELSEWHERE])
def test_a_password_alone_opens_nothing_and_changes_nothing(
    house: House, half_way: Visitor, name: str
) -> None:
    faults = []
    for case in table.cases_of(table.BY_NAME[name], house.scene):
        if case.person.key != "natarajan" or case.place not in ("", "014"):
            continue
        if case.ask.answers[ANONYMOUS] != SIGN_IN:
            continue
        form = case.ask.form(house.scene, case.thing) if case.ask.method == "POST" else {}
        cache.clear()
        with undone():
            heard = half_way.ask(case.ask.method, case.address, form, htmx=case.ask.htmx)
        led_on = Answer(status=204) if case.ask.htmx else Answer(status=302, to="second_factor")
        wrong = differs(led_on, heard) + ([f"wrote to {sorted(heard.written)}"] if heard.written else [])
        faults += [(case, f"no second step: {one}") for one in wrong]
        TRIED["no second step"] += 1
    assert not faults, listed(faults)
