"""Every address with every kind of person: who is let in, who is told why not, and to whom nothing is there.

An address that the table in tests/governance/doors does not know fails the first test.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

import pytest
from _pytest.mark.structures import ParameterSet
from django.core.cache import cache

from accounts.models import Member
from tests.governance.doors import lacking, table
from tests.governance.doors.answers import Answer, Door
from tests.governance.doors.asking import undone, unsafe_headers
from tests.governance.doors.chosen import carries_no_id
from tests.governance.doors.fields import FIELDS
from tests.governance.doors.house import TRIED, House, differs, listed, wrote_too_much
from tests.governance.doors.people import ANONYMOUS, BY_KEY, INSIDERS, PEOPLE
from tests.governance.doors.table import Case

HALVES = ("doors", "other doors")
"""Each kept by one worker, which builds the scene once."""
NAMES = [door.name for door in table.DOORS]


def shared_out(names: list[str]) -> list[ParameterSet]:
    """All that is tried at one door stays together; every second door is the other half's."""
    return [
        pytest.param(name, id=name, marks=pytest.mark.xdist_group(HALVES[NAMES.index(name) % 2]))
        for name in names
    ]


def named(door: Callable[[Door], bool]) -> list[ParameterSet]:
    """Such doors."""
    return shared_out([one.name for one in table.DOORS if door(one)])


@pytest.mark.xdist_group(HALVES[0])
def test_every_address_stands_in_the_table_and_every_row_has_its_address() -> None:
    assert set(table.addresses()) == set(NAMES)
    assert len(NAMES) == len(set(NAMES))


@pytest.mark.parametrize("name", shared_out(NAMES[:2]))
def test_one_worker_keeps_half_of_all_doors(
    request: pytest.FixtureRequest, worker_id: str, name: str
) -> None:
    """Each worker that had a share would build the scene again; a version of pytest once scattered the groups."""
    half = HALVES[NAMES.index(name) % 2]
    assert worker_id == "master" or request.node.nodeid.endswith(f"@{half}")


@pytest.mark.parametrize("name", shared_out(NAMES))
def test_whoever_comes_is_answered_as_the_table_says(house: House, name: str) -> None:
    faults = [(told.case, fault) for told in house.told(name) for fault in told.faults]
    assert not faults, listed(faults)


@pytest.mark.parametrize("name", shared_out(NAMES))
def test_every_name_that_a_page_reads_is_tried_with_what_is_not_theirs_or_names_no_row(
    house: House, name: str
) -> None:
    house.told(name)
    tried = {field.name for field in FIELDS if field.door == name}
    forgotten = sorted(key for key in house.read[name] - tried if not carries_no_id(key))
    assert not forgotten, f"add to FIELDS, or to what carries no id: {forgotten}"


@pytest.mark.xdist_group(HALVES[0])
def test_every_address_that_names_a_row_is_tried_with_the_rows_of_others() -> None:
    """Those of the scene, or with one that nobody has where the scene has none."""
    named = {name for name, route in table.addresses().items() if "<int:" in route or "<uuid:" in route}
    tried = {door.name for door in table.DOORS if door.kwargs or any(ask.about for ask in door.asks)}
    assert not named - tried


@pytest.mark.parametrize("name", named(lambda door: any(ask.about for ask in door.asks)))
def test_a_stranger_cannot_tell_what_is_elsewhere_from_what_is_nowhere(house: House, name: str) -> None:
    looks: dict[tuple[str, str], dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for told in house.told(name):
        if told.case.expected.status == 404:
            looks[told.case.what, told.case.person.words][told.looks].append(told.case.place)
            TRIED["strangers' comparisons"] += 1
    apart = {who: list(seen.values()) for who, seen in looks.items() if len(seen) > 1}
    assert not apart


@pytest.mark.parametrize("name", shared_out(NAMES))
def test_off_duty_what_stops_still_works_and_what_publishes_is_refused_with_a_sentence(
    house: House, name: str
) -> None:
    faults = []
    for case in table.cases_of(table.BY_NAME[name], house.scene):
        if not case.at_home or not (case.ask.method == "POST" or case.ask.writes):
            continue
        gated = not case.expected.closed and case.ask.off_duty is not None
        expected = case.ask.off_duty if gated and case.ask.off_duty else case.expected
        heard = house.try_door(case, without=lacking.tour)
        wrong = differs(expected, heard) + wrote_too_much(case, expected, heard)
        faults += [(case, f"off duty, {one}") for one in wrong]
        TRIED["off duty"] += 1
    assert not faults, listed(faults)


def some_case(house: House, door: Door, key: str) -> Case:
    return next(
        case
        for case in table.cases_of(door, house.scene)
        if case.person.key == key and case.place in ("", "014")
    )


@pytest.mark.parametrize("name", shared_out(NAMES))
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_a_method_that_an_address_does_not_take_is_refused_and_changes_nothing(
    house: House, name: str, method: str
) -> None:
    door = table.BY_NAME[name]
    if any(ask.method == method for ask in door.asks) or door.any_method:
        return
    faults = []
    for key in ("reyes", "natarajan"):
        case = some_case(house, door, key)
        with undone():
            heard = house.visitors[key].ask(method, case.address, {})
        wanted = Answer(status=405)
        if method == "GET" and door.by_link:
            wanted = Answer(status=302, to=door.by_link)
        wrong = differs(wanted, heard) + unsafe_headers(heard.response)
        if heard.written:
            wrong.append(f"wrote to {sorted(heard.written)}")
        faults += [(case, f"{method}: {one}") for one in wrong]
        TRIED["methods"] += 1
    assert not faults, listed(faults)


@pytest.mark.parametrize("name", named(lambda door: door.asks[-1].method == "POST"))
def test_a_form_from_elsewhere_is_refused(house: House, name: str) -> None:
    door = table.BY_NAME[name]
    for key in ("", "reyes", "whitfield", "admin"):
        case = next(
            case
            for case in table.cases_of(door, house.scene)
            if case.person.key == key and case.ask.method == "POST" and case.place in ("", "014")
        )
        form = case.ask.form(house.scene, case.thing)
        with undone():
            heard = house.visitors[key].ask("POST", case.address, form, csrf=True)
        assert (heard.status, heard.written) == (403, set()), (key, heard.status, heard.written)
        assert "This page was open too long" in heard.said
        TRIED["forms from elsewhere"] += 1


@pytest.mark.xdist_group(HALVES[0])
def test_everybody_who_may_see_a_thing_is_among_those_who_come() -> None:
    come = {relation for person in PEOPLE for unit in ("014", "018") for relation in person.relations(unit)}
    assert set(INSIDERS) <= come


@pytest.mark.xdist_group(HALVES[0])
@pytest.mark.parametrize(
    "address", ["/nowhere/", "/admin/", "/account/signup/", "/account/email/", "/write/x/", "/%00/"]
)
def test_what_is_no_address_is_nothing_for_everybody(house: House, address: str) -> None:
    for key in ("", "reyes", "admin"):
        with undone():
            heard = house.visitors[key].ask("GET", address, {})
        assert heard.status == 404
        assert heard.written == set()
        assert not unsafe_headers(heard.response)
        TRIED["no addresses"] += 1


@pytest.mark.parametrize("name", shared_out(NAMES))
def test_somebody_who_was_struck_off_is_nobody_from_that_moment_on(house: House, name: str) -> None:
    for case in table.cases_of(table.BY_NAME[name], house.scene):
        if case.person.key != "reyes" or case.place not in ("", "014"):
            continue
        nobody = replace(case, person=BY_KEY[""], expected=case.ask.answers[ANONYMOUS])
        form = case.ask.form(house.scene, case.thing) if case.ask.method == "POST" else {}
        cache.clear()
        with undone():
            Member.objects.filter(log_on_id="reyes").update(is_active=False)
            heard = house.visitors["reyes"].ask(case.ask.method, case.address, form)
        assert not differs(nobody.expected, heard), listed(
            [(nobody, one) for one in differs(nobody.expected, heard)]
        )
        TRIED["struck off"] += 1
