"""What is sent in a form or an address that is not the sender's: foreign ids, numbers of nothing, ways elsewhere."""

from collections import defaultdict
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from tests.governance.doors import scene as scenes
from tests.governance.doors import table
from tests.governance.doors.asking import PASSING, Heard, undone, unsafe_headers
from tests.governance.doors.fields import BUTTONS, ELSEWHERE, FIELDS, NONSENSE
from tests.governance.doors.house import TRIED, House, sees_nothing
from tests.governance.doors.people import BY_KEY
from tests.governance.doors.scene import Thing
from tests.governance.doors.trying import Field

pytestmark = pytest.mark.xdist_group("other doors")


def send(house: House, field: Field, value: str) -> Heard:
    """One value in one field, everything else as it should be."""
    person = BY_KEY[field.by]
    unit = person.home if person.home in scenes.UNITS else "014"
    thing = house.scene.things[field.about][unit] if field.about else Thing(kwargs={}, unit="")
    door = table.BY_NAME[field.door]
    address = reverse(door.name, kwargs={**door.kwargs, **thing.kwargs})
    method = "GET" if field.form is None else "POST"
    form = (field.form(house.scene, thing) if field.form else {}) | {field.name: value}
    with undone():
        return house.visitors[field.by].ask(method, address, form)
    raise AssertionError


@pytest.mark.parametrize("field", [field for field in FIELDS if field.carries], ids=lambda field: field.words)
def test_a_foreign_id_in_a_field_is_as_one_that_nothing_has_and_changes_nothing(
    house: House, field: Field
) -> None:
    looks = defaultdict(list)
    for place, thing in house.scene.things[field.carries].items():
        if not sees_nothing(BY_KEY[field.by], thing):
            continue
        value = field.value(house.scene, thing)
        heard = send(house, field, value)
        assert heard.status == field.status, (place, heard.status, heard.raised)
        assert heard.written <= PASSING | field.writes, (place, heard.written)
        assert not unsafe_headers(heard.response)
        assert not house.shows_too_much(BY_KEY[field.by], heard)
        looks[heard.looks(typed=str(value) if field.echoed else "")].append(place)
        TRIED["foreign ids in fields"] += 1
    assert len(looks) == 1, list(looks.values())


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.words)
def test_what_is_no_id_breaks_no_page(house: House, field: Field) -> None:
    for nonsense in NONSENSE[: field.nonsense]:
        heard = send(house, field, nonsense)
        assert heard.status < 500, (nonsense[:40], heard.raised)
        assert not unsafe_headers(heard.response)
        TRIED["nonsense in fields"] += 1


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: "-".join(button))
@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_no_button_of_the_composer_tells_a_stranger_that_there_is_a_draft(
    house: House, button: dict[str, str], htmx: bool
) -> None:
    door = table.BY_NAME["check_draft"]
    looks = defaultdict(list)
    for key in ("tran", "kowalczyk", "vance"):
        for place, thing in house.scene.things["draft"].items():
            if not sees_nothing(BY_KEY[key], thing):
                continue
            form = door.asks[0].form(house.scene, thing) | button
            with undone():
                heard = house.visitors[key].ask(
                    "POST", reverse(door.name, kwargs=thing.kwargs), form, htmx=htmx
                )
            assert (heard.status, heard.written - PASSING) == (404, set()), (key, place, heard.raised)
            looks[key, heard.looks()].append(place)
            TRIED["buttons of strangers"] += 1
    assert len(looks) == 3, list(looks.values())


UNNUMBERED = ("", "account", "record", "clause", "upload", "import", "table")
NUMBERED = [door.name for door in table.DOORS if any(ask.about not in UNNUMBERED for ask in door.asks)]


@pytest.mark.parametrize("name", NUMBERED)
@pytest.mark.parametrize("number", [0, 2**53, 2**63, 10**30])
def test_a_number_that_no_row_has_is_nothing(house: House, name: str, number: int) -> None:
    ask = next(ask for ask in table.BY_NAME[name].asks if ask.about)
    example = house.scene.things[ask.about]["014"]
    thing = Thing(kwargs=dict.fromkeys(example.kwargs, number), unit="", id=number)
    for key in ("reyes", "admin"):
        with undone():
            form = ask.form(house.scene, thing) if ask.method == "POST" else {}
            heard = house.visitors[key].ask(
                ask.method, reverse(name, kwargs={**table.BY_NAME[name].kwargs, **thing.kwargs}), form
            )
        assert heard.status == 404, (key, heard.status, heard.raised)
        TRIED["numbers of no row"] += 1


@pytest.mark.parametrize("name", ["duty_start", "duty_extend", "duty_end", "account_login", "account_logout"])
@pytest.mark.parametrize("way", ["GET", "POST"])
def test_nobody_is_sent_to_another_site(house: House, name: str, way: str) -> None:
    for key in ("", "reyes"):
        for elsewhere in ELSEWHERE:
            with undone():
                heard = house.visitors[key].ask(way, reverse(name), {"next": elsewhere})
            location = heard.response.headers.get("Location", "/")
            assert heard.status < 500, (elsewhere, heard.raised)
            assert url_has_allowed_host_and_scheme(location, allowed_hosts=None), (elsewhere, location)
            assert urlsplit(location).netloc == "", (elsewhere, location)
            assert "stolen" not in heard.response.cookies
            TRIED["ways to another site"] += 1
