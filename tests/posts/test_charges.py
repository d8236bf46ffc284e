"""What a post costs is said before it is sent, and the ledger counts what each unit spent."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.cast import Cast
from posts import charges, sending
from posts.drafting import Written
from posts.models import Publication
from tests import people


@pytest.mark.parametrize(
    ("network", "texts", "said"),
    [
        ("x", ["Coffee with a cop."], "$0.015 for this post."),
        ("x", ["See chicago.gov/police."], "$0.20 for this post, because of its link."),
        ("x", ["One.", "Two: chicago.gov"], "$0.215 for this post, because of its link."),
        (
            "training",
            ["See chicago.gov."],
            "Nothing: the training ground is free. On X it would be $0.20, because",
        ),
    ],
)
def test_the_price_of_a_post_is_said_before_it_is_sent(network: str, texts: list[str], said: str) -> None:
    assert charges.words(network=network, texts=texts).startswith(said)


@pytest.fixture
def sent(out: tuple[Cast, Any], early: datetime) -> Callable[[str], Publication]:
    def send(text: str) -> Publication:
        written = Written(**{**people.TIP.__dict__, "text": f"{text} {people.a_word()}"})
        post = people.submitted(engaged=out[0], written=written, at=early)
        people.approve(post=post, by=out[0].whitfield, at=early)
        publication = Publication.objects.get(post=post)
        sending.send(publication_id=publication.pk)
        return publication

    return send


def test_the_ledger_counts_what_the_network_accepted(
    out: tuple[Cast, Any], sent: Callable[[str], Publication]
) -> None:
    engaged, ground = out
    fault = {"match": {"text": "Refused"}, "times": 1, "effect": {"name": "duplicate_403"}}
    ground.control("POST", "faults", fault)
    for text in ("Coffee with a cop.", "See chicago.gov", "Refused"):
        sent(text)

    zone, today = engaged.agency.tzinfo, timezone.now().astimezone(engaged.agency.tzinfo).date()
    month = charges.month_of(asked="", today=today)
    [one] = charges.by_unit(units=list(engaged.units.values()), month=month, zone=zone)
    assert (one.unit, one.posts, one.with_link, one.dollars) == (engaged.units["014"], 2, 1, Decimal("0.215"))
    assert not one.charged
    assert not charges.by_unit(units=[engaged.units["018"]], month=month, zone=zone)
    before = charges.month_of(asked="2026-01", today=today)
    assert not charges.by_unit(units=list(engaged.units.values()), month=before, zone=zone)


@pytest.mark.parametrize(
    ("calls", "says"),
    [
        (0, ""),
        (1, "One post or deletion of this month is from before"),
        (2, "2 posts and deletions of this month"),
    ],
)
def test_calls_from_before_the_price_list_are_told_beside_the_figures(
    out: tuple[Cast, Any],
    sent: Callable[[str], Publication],
    client: Client,
    calls: int,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("posts.charges.micros", lambda **_: None)  # as the release before wrote the ledger
    for _ in range(calls):
        sent("Coffee with a cop.")
    client.force_login(out[0].okafor)
    page = client.get(reverse("spend")).content.decode()
    assert says in page
    assert ("before the portal noted prices" in page) == bool(calls)


def test_a_commander_sees_what_the_unit_spent_and_a_month_that_never_was_is_this_one(
    out: tuple[Cast, Any], sent: Callable[[str], Publication], client: Client
) -> None:
    sent("See chicago.gov")
    client.force_login(out[0].okafor)
    for asked in ("", "2026-13", "9999-01", "x"):
        page = client.get(reverse("spend"), {"month": asked}).content.decode()
        assert "0.200" in page
        assert "014th" in page
    client.force_login(out[0].salazar)
    assert "0.200" not in client.get(reverse("spend")).content.decode()
