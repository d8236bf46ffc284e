"""The floor: who sees it, what stands where, and what it costs."""

import html
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Authorisation, OutletAccount
from bench import rows
from governance.cast import Cast
from posts import lapsing, stopping
from posts.models import Post, Status
from tests import people
from tests.watch import floors
from watch import cards, lanes, units
from watch.lanes import LANES

pytestmark = pytest.mark.usefixtures("now")


def _words(written: Any, number: int) -> Any:
    from posts.drafting import Written

    return Written(**{**written.__dict__, "text": f"{number}. {written.text}"})


@pytest.mark.parametrize(
    ("key", "status"),
    [
        ("natarajan", 200),
        ("washington", 200),
        ("admin", 200),
        ("reyes", 404),
        ("whitfield", 404),
        ("okafor", 404),
        ("marsh", 404),
    ],
)
def test_the_floor_exists_for_those_it_serves(chicago: Cast, client: Client, key: str, status: int) -> None:
    """CPD-TW.V.E.3"""
    client.force_login(chicago.people[key])

    assert client.get("/floor/").status_code == status
    assert client.get("/floor/changes/", {"after": "-1"}).status_code == (204 if status == 200 else 404)


def test_another_agency_has_its_own_floor(chicago: Cast, alsip: Cast, client: Client, at: datetime) -> None:
    people.submitted(engaged=chicago, at=at)

    page = floors.page(client, alsip, "petrov")

    assert "garage side door" not in page
    assert "014" not in page


def test_an_arrest_needs_communications_after_its_sergeant(
    chicago: Cast, client: Client, at: datetime
) -> None:
    post = people.submitted(engaged=chicago, written=people.ARREST, at=at)
    assert "Your approval" not in floors.page(client, chicago)

    people.approve(post=post, by=chicago.whitfield, at=at)

    assert "Your approval" in floors.page(client, chicago)
    assert "Your approval" not in floors.page(client, chicago, "washington")
    assert "Waits for Communications" in floors.page(client, chicago, "washington", lane="review")
    assert "Waits for Communications" in floors.page(client, chicago, "admin")


@pytest.mark.parametrize("lane", [lane for lane in LANES.values() if not lane.by_time])
def test_each_status_stands_in_a_lane_of_its_own_page(
    chicago: Cast, client: Client, at: datetime, lane: lanes.Lane
) -> None:
    post = people.drafted(engaged=chicago, at=at)
    if lane.statuses[0] != Status.DRAFT:
        post = people.submitted(engaged=chicago, at=at)
        Post.objects.filter(pk=post.pk).update(status=lane.statuses[0])

    assert f"/post/{post.pk}/" in floors.page(client, chicago, lane=lane.key)


def test_every_status_has_its_lane() -> None:
    assert {status for lane in LANES.values() for status in lane.statuses} == set(Status)


def test_an_approved_post_says_when_it_goes_out(chicago: Cast, client: Client, at: datetime) -> None:
    people.approved(engaged=chicago, at=at)

    page = floors.page(client, chicago)

    assert "goes out" in page
    assert "Approved" in page


def test_a_unit_narrows_every_lane(chicago: Cast, client: Client, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)

    assert f"/post/{post.pk}/" in floors.page(client, chicago, unit="014")
    assert f"/post/{post.pk}/" not in floors.page(client, chicago, unit="018")
    assert f"/post/{post.pk}/" not in floors.page(client, chicago, unit="999")


def test_a_unit_whose_account_is_refused_is_in_trouble(chicago: Cast, client: Client, at: datetime) -> None:
    OutletAccount.objects.filter(handle="example_018").update(
        trouble="Your account is suspended.", health="suspended"
    )

    page = floors.page(client, chicago)

    assert "@example_018</a>: suspended. The network says: Your account is suspended." in page
    assert {one.unit.number: one.health for one in units.seen(agency_id=chicago.agency.pk, at=at)} == {
        "001": "quiet",
        "014": "quiet",
        "018": "trouble",
    }


def test_a_unit_that_published_lately_is_fine(chicago: Cast, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)
    Post.objects.filter(pk=post.pk).update(status=Status.PUBLISHED, changed_at=at - timedelta(days=6))

    seen = {one.unit.number: one for one in units.seen(agency_id=chicago.agency.pk, at=at)}

    assert seen["014"].health == "fine"
    assert seen["014"].last_at == at - timedelta(days=6)


def test_a_lane_turns_its_pages_by_keyset(chicago: Cast, at: datetime) -> None:
    for number in range(5):
        post = people.drafted(engaged=chicago, at=at + timedelta(minutes=number))
        Post.objects.filter(pk=post.pk).update(changed_at=at + timedelta(minutes=number))
    lane, scope = LANES["writing"], floors.scope(chicago, at)

    first = scope.page(lane=lane, size=3)
    second = scope.page(lane=lane, after=first.next_after, size=3)

    seen = [post.pk for post in (*first.rows, *second.rows)]
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 5
    assert second.next_after is None


def test_every_post_that_is_counted_as_going_out_soon_is_reached(
    chicago: Cast, client: Client, at: datetime
) -> None:
    rows.approved(
        engaged=chicago,
        unit="014",
        by="reyes",
        sergeant="whitfield",
        how_many=120,
        at=at + timedelta(hours=1),
    )
    assert floors.scope(chicago, at).counts()["soon"] == 120

    seen: list[int] = []
    address = "/floor/?lane=soon"
    client.force_login(chicago.natarajan)
    while address:
        drawn = client.get(address).context["board"]
        seen += [card.post.pk for column in drawn.columns for card in column.rows]
        address = drawn.older

    assert "Soonest" in floors.page(client, chicago, lane="soon", after=f"{at.isoformat()}_1")
    assert len(seen) == len(set(seen)) == 120
    assert set(seen) == set(Post.objects.filter(status=Status.APPROVED).values_list("pk", flat=True))
    due = dict(Post.objects.values_list("pk", "due_at"))
    assert [(due[pk], pk) for pk in seen] == sorted((due[pk], pk) for pk in seen)


def test_the_counts_are_those_of_the_lanes(chicago: Cast, at: datetime) -> None:
    people.submitted(engaged=chicago, at=at)
    arrest = people.submitted(engaged=chicago, written=people.ARREST, at=at)
    people.approve(post=arrest, by=chicago.whitfield, at=at)
    people.approved(engaged=chicago, unit="018", by="kowalczyk", sergeant="murphy", at=at)

    counted = floors.scope(chicago, at).counts()

    assert counted == {"trouble": 0, "needs": 1, "soon": 1, "review": 2, "published": 0, "held": 0}


def test_the_page_costs_the_same_however_many_posts_there_are(
    chicago: Cast, client: Client, at: datetime
) -> None:
    client.force_login(chicago.natarajan)
    costs = []
    for count in (2, 12):
        for number in range(count):
            people.submitted(engaged=chicago, written=_words(people.TIP, number), at=at)
            arrest = people.submitted(engaged=chicago, written=_words(people.ARREST, number), at=at)
            people.approve(post=arrest, by=chicago.whitfield, at=at)
            people.approved(engaged=chicago, at=at)
        costs.append(floors.queries(client, "/floor/"))

    assert costs[0] == costs[1] <= floors.MOST_QUERIES
    for lane in LANES:
        assert floors.queries(client, f"/floor/?lane={lane}&unit=014") <= floors.MOST_QUERIES


def test_a_card_tells_what_stands_in_the_way(chicago: Cast, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)
    post.publications.update(waiting_for="The account is not connected.")

    (card,) = cards.of(
        [Post.objects.select_related("unit", "author", "revision", "draft").get(pk=post.pk)],
        scope=floors.scope(chicago, at),
    ).values()

    assert card.why == "The account is not connected."
    assert card.at_word == "goes out"


def test_a_card_says_that_a_post_is_a_correction(chicago: Cast, client: Client, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    assert "· correction" not in floors.page(client, chicago, lane="review")

    wrong = people.submitted(engaged=chicago, at=at)
    Post.objects.filter(pk=post.pk).update(correction="reply", corrects=wrong)

    assert "· correction" in floors.page(client, chicago, lane="review")


def test_an_old_post_is_told_with_its_day(chicago: Cast, client: Client, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)
    stopping.stop(post_id=post.pk, actor=chicago.whitfield, reason="Wait", at=at - timedelta(days=3))

    page = floors.page(client, chicago, lane="ended")

    assert "Wed 18 Nov" in page
    assert timezone.now() == at


def test_a_post_that_waits_to_be_kept_says_so_among_those_that_go_out_soon(
    chicago: Cast, client: Client, at: datetime
) -> None:
    written = replace(people.TIP, send_at=at + timedelta(hours=3))
    post = people.submitted(engaged=chicago, written=written, at=at)
    people.approve(post=post, by=chicago.whitfield, at=at)
    assert cards.UNKEPT not in floors.page(client, chicago, lane="soon")

    Authorisation.objects.filter(member=chicago.reyes).update(ends_at=at + timedelta(hours=2))
    lapsing.tell(post_id=post.pk, at=at)

    assert cards.UNKEPT in html.unescape(floors.page(client, chicago, lane="soon"))
