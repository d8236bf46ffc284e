"""The wall: the same posts, large, with nothing to press; and what followers are sent."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.test import Client

from accounts.models import AccountStatus, Network, OutletAccount, Unit
from accounts.models.agency import UnitKind
from audit import sequencer
from governance.cast import Cast
from posts import stopping
from posts.models import Post, Status
from tests import people
from tests.watch import floors
from watch.board import TILES

pytestmark = pytest.mark.usefixtures("now")


def _wall(client: Client, cast: Cast, key: str = "natarajan", **query: str) -> str:
    return floors.page(client, cast, key, at="/floor/wall/", **query)


def _more_units(cast: Cast, how_many: int) -> None:
    for number in range(how_many):
        unit = Unit.objects.create(
            agency=cast.agency, number=f"B{number:03}", name=f"Beat {number}", kind=UnitKind.DISTRICT
        )
        OutletAccount.objects.create(
            agency=cast.agency,
            unit=unit,
            network=Network.TRAINING,
            handle=f"beat_{number}",
            display_name=unit.name,
            external_id=f"99{number}",
            status=AccountStatus.ACTIVE,
        )


def test_the_wall_has_nothing_to_press(chicago: Cast, client: Client, at: datetime) -> None:
    people.approved(engaged=chicago, at=at)

    wall = _wall(client, chicago)

    assert "garage side door" in wall
    assert "<button" not in wall.split("<main")[1]
    assert "<form" not in wall.split("<main")[1]
    assert "Sign out" not in wall


def test_a_stop_for_the_department_is_red_on_the_wall_and_lifted_from_the_floor(
    chicago: Cast, client: Client, at: datetime
) -> None:
    assert "strip--stop" not in _wall(client, chicago)
    assert "Stop publishing" in floors.page(client, chicago)

    stop = stopping.place_by_portal(agency=chicago.agency, reason="Not ours.", at=at)

    assert "Publishing is stopped for the whole department" in _wall(client, chicago)
    assert f'href="/stops/{stop.pk}/lift/"' in floors.page(client, chicago)


def test_trouble_stands_above_what_needs_us(chicago: Cast, client: Client, at: datetime) -> None:
    arrest = people.submitted(engaged=chicago, written=people.ARREST, at=at)
    people.approve(post=arrest, by=chicago.whitfield, at=at)
    lost = people.approved(engaged=chicago, at=at)
    Post.objects.filter(pk=lost.pk).update(status=Status.REFUSED)

    lane = _wall(client, chicago).split('id="wall-needs"')[1].split("</section>")[0]

    assert lane.index(f'data-post="{lost.pk}"') < lane.index(f'data-post="{arrest.pk}"')


def test_another_agency_never_hangs_on_the_wall(
    chicago: Cast, alsip: Cast, client: Client, at: datetime
) -> None:
    people.approved(engaged=chicago, at=at)

    wall = _wall(client, alsip, "petrov")

    assert "garage side door" not in wall
    assert "Shakespeare" not in wall


def test_a_fourth_post_waits_for_its_turn(chicago: Cast, client: Client, at: datetime) -> None:
    for number in range(4):
        people.approved(engaged=chicago, at=at + timedelta(minutes=number))

    wall = _wall(client, chicago)

    assert wall.count("data-waits") == 1
    assert wall.split('id="wall-soon"')[1].split("</h2>")[0].count("1 more") == 1


def test_many_units_show_those_that_need_a_look_first(chicago: Cast, client: Client, at: datetime) -> None:
    _more_units(chicago, TILES)
    OutletAccount.objects.filter(handle="beat_65").update(trouble="Suspended.", health="suspended")

    wall, floor = _wall(client, chicago), floors.page(client, chicago)

    assert wall.index("B065") < wall.index("B000")
    assert wall.count('class="wall-unit ') == 21
    assert f"{TILES + 3 - 21} more" in wall
    assert floor.count('class="unit ') == TILES
    assert "3 more: find a unit under Filter posts." in floor


def test_a_unit_that_is_chosen_keeps_its_tile(chicago: Cast, client: Client) -> None:
    _more_units(chicago, TILES + 20)

    assert 'aria-current="true"><span class="unit__name">' in floors.page(client, chicago, unit="B080")


def test_the_wall_costs_no_more_than_a_page(chicago: Cast, client: Client, at: datetime) -> None:
    people.approved(engaged=chicago, at=at)
    client.force_login(chicago.natarajan)
    floors.queries(client, "/floor/wall/")

    assert floors.queries(client, "/floor/wall/") <= floors.MOST_QUERIES


def test_a_wall_that_is_looked_at_stays_signed_in(chicago: Cast, client: Client, at: datetime) -> None:
    _wall(client, chicago)
    for hour in range(0, 40, 4):
        with time_machine.travel(at + timedelta(hours=hour), tick=False):
            assert client.get("/floor/wall/").status_code == 200
    with time_machine.travel(at + timedelta(hours=36, seconds=settings.SESSION_COOKIE_AGE + 1), tick=False):
        assert client.get("/floor/wall/").status_code == 302


def test_followers_share_one_drawing_until_something_happens(
    chicago: Cast, client: Client, at: datetime
) -> None:
    def told() -> tuple[str, int]:
        address = "/floor/?lane=all"
        count = floors.queries(client, address, **{"HX-Request": "true"})
        return client.get(address, headers={"HX-Request": "true"}).content.decode(), count

    key = Ed25519PrivateKey.generate()
    client.force_login(chicago.natarajan)
    _, first = told()
    drawn, again = told()
    assert again < first
    assert again <= 5
    assert "<html" not in drawn
    assert 'id="floor"' in drawn

    post = people.approved(engaged=chicago, at=at)
    sequencer.catch_up(key=key, at=at)

    assert f'data-post="{post.pk}"' in told()[0]


def test_no_office_is_sent_the_drawing_of_another(
    chicago: Cast, alsip: Cast, client: Client, at: datetime
) -> None:
    arrest = people.submitted(engaged=chicago, written=people.ARREST, at=at)
    people.approve(post=arrest, by=chicago.whitfield, at=at)

    def drawn(cast: Cast, key: str) -> Any:
        client.force_login(cast.people[key])
        return client.get("/floor/?lane=all", headers={"HX-Request": "true"}).content.decode()

    assert "Your approval" in drawn(chicago, "natarajan")
    assert "Your approval" not in drawn(chicago, "washington")
    assert "Your approval" not in drawn(chicago, "admin")
    assert "Shakespeare" not in drawn(alsip, "petrov")
