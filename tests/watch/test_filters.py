"""What the floor is narrowed to stands in its address, and a link that is sent shows the same."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from governance.cast import Cast
from posts.models import Post, Status
from tests import people
from tests.watch import floors
from watch import choosing
from watch.choosing import Choice, Filters
from watch.lanes import LANES

pytestmark = pytest.mark.usefixtures("now")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "lane=all"),
        ("lane=needs", "lane=needs"),
        ("lane=nowhere", "lane=all"),
        (
            "unit=014&kind=arrest&account=example_014&sensitive=1",
            "lane=all&unit=014&kind=arrest&account=example_014&sensitive=1",
        ),
        ("status=stopped", "lane=ended&status=stopped"),
        ("status=in_review", "lane=review&status=in_review"),
        ("lane=published&status=stopped", "lane=published"),
        ("lane=ended&status=stopped", "lane=ended&status=stopped"),
        ("status=nonsense&sensitive=yes", "lane=all"),
        ("unit=%00014", "lane=all&unit=014"),
        ("kind=" + "x" * 400, "lane=all&kind=" + "x" * 60),
    ],
)
def test_an_address_says_what_is_shown_and_nothing_else(query: str, told: str) -> None:
    choice = choosing.read_text(query)

    assert choice.query == told
    assert choosing.read_text(choice.query) == choice


def test_a_lane_drops_the_status_it_does_not_hold() -> None:
    stopped = choosing.read_text("status=stopped&unit=014")

    assert stopped.in_lane(LANES["soon"]) == Choice(lane=LANES["soon"], filters=Filters(unit="014"))
    assert stopped.in_lane(None).query == "lane=all&unit=014"


@pytest.mark.parametrize(
    ("chosen", "arrest", "tip"),
    [
        ({}, True, True),
        ({"unit": "014"}, True, True),
        ({"unit": "018"}, False, False),
        ({"unit": "999"}, False, False),
        ({"kind": "arrest"}, True, False),
        ({"kind": "safety_tip"}, False, True),
        ({"account": "example_014"}, True, True),
        ({"account": "example_018"}, False, False),
        ({"status": "in_review"}, True, True),
        ({"sensitive": "1"}, True, False),
        ({"sensitive": "1", "kind": "safety_tip"}, False, False),
    ],
)
def test_filters_narrow_the_lanes_the_counts_and_the_news(
    chicago: Cast, client: Client, at: datetime, chosen: dict[str, str], arrest: bool, tip: bool
) -> None:
    charged = people.submitted(engaged=chicago, written=people.ARREST, at=at)
    plain = people.submitted(engaged=chicago, at=at)

    shown = floors.page(client, chicago, lane="review", **chosen)
    counted = floors.scope(
        chicago, at, **{name: word == "1" if name == "sensitive" else word for name, word in chosen.items()}
    ).counts()

    assert (f'href="/post/{charged.pk}/"' in shown, f'href="/post/{plain.pk}/"' in shown) == (arrest, tip)
    assert counted["review"] == arrest + tip


def test_filters_never_reach_another_agency(chicago: Cast, alsip: Cast, client: Client, at: datetime) -> None:
    people.approved(engaged=chicago, at=at)

    for chosen in ({"unit": "014"}, {"account": "example_014"}, {"kind": "safety_tip"}, {"lane": "soon"}):
        assert "garage side door" not in floors.page(client, alsip, "petrov", **chosen)


def test_each_filter_is_told_in_words_and_can_be_taken_away(chicago: Cast, client: Client) -> None:
    shown = floors.page(
        client, chicago, lane="published", unit="014", kind="arrest", account="example_014", sensitive="1"
    )

    for words in ("Unit 014", "Arrest", "@example_014", "Only sensitive"):
        assert f'">{words}<svg' in shown
    assert "Nothing passes these filters." in shown
    assert 'href="/floor/?lane=published&amp;unit=014&amp;kind=arrest&amp;account=example_014"' in shown


def test_what_was_published_reaches_back_a_month(chicago: Cast, client: Client, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)
    for days, there in ((30, True), (32, False)):
        Post.objects.filter(pk=post.pk).update(status=Status.PUBLISHED, changed_at=at - timedelta(days=days))
        assert (f'href="/post/{post.pk}/"' in floors.page(client, chicago, lane="published")) == there


def test_community_policing_has_a_lane_of_its_own_turn(chicago: Cast, client: Client, at: datetime) -> None:
    arrest = people.submitted(engaged=chicago, written=people.ARREST, at=at)
    people.approve(post=arrest, by=chicago.whitfield, at=at)

    assert f'href="/post/{arrest.pk}/"' in floors.page(client, chicago, lane="needs")
    assert f'href="/post/{arrest.pk}/"' not in floors.page(client, chicago, "washington", lane="needs")
