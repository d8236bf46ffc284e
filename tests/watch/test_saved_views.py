"""Views of the floor under a name: each member's own, as many as twenty, without script."""

import threading
from datetime import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from governance import cast
from governance.cast import Cast
from tests import people
from tests.watch import floors
from watch import choosing, saved
from watch.models import SavedView

TROUBLE = choosing.read_text("lane=trouble&unit=014")


def _kept(cast: Cast, name: str, at: datetime, key: str = "natarajan") -> SavedView:
    return saved.keep(member=cast.people[key], name=name, choice=TROUBLE, at=at)


def test_a_view_is_kept_under_a_name_and_found_again(chicago: Cast, client: Client, at: datetime) -> None:
    client.force_login(chicago.natarajan)
    answer = client.post(
        reverse("keep_view"), {"name": " West side ", "choice": "lane=trouble&unit=014&junk=1"}, follow=True
    )

    assert answer.redirect_chain == [("/floor/?lane=trouble&unit=014", 302)]
    assert "Kept as West side." in answer.content.decode()
    assert '<a href="/floor/?lane=trouble&amp;unit=014">West side</a>' in floors.page(client, chicago)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Give the view a name"),
        ("\u200b", "Give the view a name"),
        ("x" * 41, "40 letters fit"),
    ],
)
def test_a_view_needs_a_name_and_what_was_chosen_is_not_lost(
    chicago: Cast, client: Client, name: str, said: str
) -> None:
    client.force_login(chicago.natarajan)
    shown = client.post(reverse("keep_view"), {"name": name, "choice": "lane=trouble"}).content.decode()

    assert said in shown
    assert 'value="lane=trouble"' in shown
    assert not SavedView.objects.exists()


def test_filters_longer_than_any_the_page_offers_are_refused_in_a_sentence(
    chicago: Cast, client: Client
) -> None:
    client.force_login(chicago.natarajan)
    long = {"name": "West", "choice": f"unit={'%25' * 60}&kind={'%25' * 60}"}
    assert "too long to keep" in client.post(reverse("keep_view"), long).content.decode()
    assert not SavedView.objects.exists()


def test_a_name_that_is_used_means_the_newest_choice(chicago: Cast, at: datetime) -> None:
    _kept(chicago, "West", at)
    saved.keep(member=chicago.natarajan, name="West", choice=choosing.read_text("lane=soon"), at=at)

    assert [view.choice for view in saved.of(member=chicago.natarajan)] == ["lane=soon"]


def test_the_twenty_first_view_is_refused_in_a_sentence(chicago: Cast, client: Client, at: datetime) -> None:
    for number in range(saved.MOST):
        _kept(chicago, f"View {number}", at)
    client.force_login(chicago.natarajan)
    shown = client.post(reverse("keep_view"), {"name": "One more", "choice": "lane=soon"}).content.decode()

    assert "You have 20 views, which is as many as fit. Delete one first." in shown
    assert len(saved.of(member=chicago.natarajan)) == saved.MOST


def test_two_windows_never_make_a_twenty_first(committed_db: str, at: datetime) -> None:
    chicago = people.engage_on_duty(house=cast.CHICAGO, at=at)
    for number in range(saved.MOST - 1):
        _kept(chicago, f"View {number}", at)
    refused: list[str] = []

    def keep(name: str) -> None:
        try:
            _kept(chicago, name, at)
        except saved.NotKept as fault:
            refused.append(str(fault))
        finally:
            connection.close()

    windows = [threading.Thread(target=keep, args=(name,)) for name in ("Left", "Right")]
    for window in windows:
        window.start()
    for window in windows:
        window.join()

    assert len(refused) == 1
    assert len(saved.of(member=chicago.natarajan)) == saved.MOST


def test_a_view_is_renamed_but_never_to_a_name_that_is_used(
    chicago: Cast, client: Client, at: datetime
) -> None:
    west, east = _kept(chicago, "West", at), _kept(chicago, "East", at)
    client.force_login(chicago.natarajan)

    client.post(reverse("rename_view", args=[west.pk]), {"name": "Far west"})
    shown = client.post(reverse("rename_view", args=[east.pk]), {"name": "Far west"}).content.decode()

    assert "You have another view named Far west." in shown
    assert {view.name for view in saved.of(member=chicago.natarajan)} == {"East", "Far west"}


def test_the_floor_opens_with_the_first_view_and_everything_stays_in_reach(
    chicago: Cast, client: Client, at: datetime
) -> None:
    west, east = _kept(chicago, "West", at), _kept(chicago, "East", at)
    client.force_login(chicago.natarajan)
    client.post(reverse("open_with_view", args=[east.pk]))
    client.post(reverse("open_with_view", args=[west.pk]))

    assert client.get("/floor/").headers["Location"] == TROUBLE.address
    assert client.get("/floor/?lane=all").status_code == 200
    assert [view.name for view in saved.of(member=chicago.natarajan)] == ["West", "East"]

    client.post(reverse("open_with_view", args=[west.pk]))
    assert client.get("/floor/").status_code == 200


def test_a_deleted_view_is_gone(chicago: Cast, client: Client, at: datetime) -> None:
    west = _kept(chicago, "West", at)
    client.force_login(chicago.natarajan)

    assert client.post(reverse("delete_view", args=[west.pk])).status_code == 302
    assert saved.of(member=chicago.natarajan) == []
    assert client.post(reverse("delete_view", args=[west.pk])).status_code == 404


@pytest.mark.parametrize("name", ["rename_view", "delete_view", "open_with_view"])
def test_to_another_member_there_is_no_such_view(
    chicago: Cast, client: Client, at: datetime, name: str
) -> None:
    west = _kept(chicago, "West", at)
    client.force_login(chicago.people["washington"])

    assert client.post(reverse(name, args=[west.pk]), {"name": "Mine"}).status_code == 404
    assert "West" not in client.get(reverse("views_of_the_floor")).content.decode()
    west.refresh_from_db()
    assert (west.name, west.first) == ("West", False)


def test_the_database_lets_the_floor_open_with_one_view(chicago: Cast, at: datetime) -> None:
    _kept(chicago, "West", at), _kept(chicago, "East", at)

    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.update(first=True)


def test_the_list_says_how_to_begin(chicago: Cast, client: Client) -> None:
    shown = floors.page(client, chicago, at=reverse("views_of_the_floor"))

    assert "You have no views yet" in shown
    assert "Go to the floor" in shown
