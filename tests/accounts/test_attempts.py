"""What was missing is shown to the member, counted by unit, and named for the unit's commander alone."""

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts import authority, conditions, notes
from accounts.models import Condition, Outcome
from governance.cast import Cast
from tests import people

PAGE = "attempts"


@pytest.fixture
def tried(chicago: Cast, at: datetime) -> Cast:
    """Two of the 14th have tried to submit without having read the rules, one of them twice and on two posts."""
    people.enforce(engaged=chicago, condition=Condition.ACKNOWLEDGEMENT, at=at)
    lack = conditions.Lack(condition=Condition.ACKNOWLEDGEMENT, words="", clause="CPD-TW.IV.B")
    for who, posts in (("reyes", (11, 11, 12)), ("ortega", (11,))):
        for post_id in posts:
            notes.write(
                lacks=[lack],
                outcome=Outcome.REFUSED,
                authority=authority.load(member=chicago.people[who], at=at),
                unit_id=chicago.units["014"].pk,
                act="submit",
                post_id=post_id,
            )
    return chicago


def shown_to(engaged: Cast, who: str, at: datetime) -> str:
    client = Client()
    with time_machine.travel(at, tick=False):
        client.force_login(engaged.people[who])
        page: str = client.get(reverse(PAGE)).content.decode()
    return page.split('class="page-head"')[1]


@pytest.mark.parametrize(
    ("who", "numbers", "names", "own"),
    [
        ("reyes", False, False, 2),
        ("ortega", False, False, 1),
        ("whitfield", True, False, 0),
        ("okafor", True, True, 0),
        ("admin", True, False, 0),
        ("natarajan", False, False, 0),
        ("murphy", False, False, 0),
        ("salazar", False, False, 0),
    ],
)
def test_numbers_are_the_units_and_names_the_commanders(
    tried: Cast, at: datetime, who: str, numbers: bool, names: bool, own: int
) -> None:
    page = shown_to(tried, who, at)
    assert ('data-label="Refused">3<' in page) is numbers
    assert ("Ofc. Luis Ortega" in page) is names
    assert page.split('id="own"')[1].count(">Refused<") == own


def test_what_was_tried_stands_in_the_order_of_time_and_costs_few_statements(
    tried: Cast, at: datetime, django_assert_max_num_queries: Any
) -> None:
    client = Client()
    with time_machine.travel(at, tick=False):
        client.force_login(tried.okafor)
        with django_assert_max_num_queries(12):
            page = client.get(reverse(PAGE)).content.decode()
    assert page.index("Ofc. Luis Ortega") < page.index("Ofc. Dana Reyes")
