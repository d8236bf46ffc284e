"""The page of the conditions: how each is taken, whom it would stop, and setting a rule from a day on."""

from datetime import datetime, timedelta

import time_machine
from django.test import Client
from django.urls import reverse

from accounts import enforcing
from accounts.models import Condition, ConditionRule, TrainingResult
from audit.models import Event
from governance.cast import Cast


def test_a_new_agency_is_asked_for_a_tour_and_observed_for_the_rest(chicago: Cast, at: datetime) -> None:
    enforcing.begin(agency=chicago.agency, at=at)
    taken = enforcing.standing(agency=chicago.agency, unit=None, at=at)
    assert {one.condition.value: one.force.value for one in taken} == {
        "duty": "enforced",
        "acknowledgement": "observed",
        "training": "observed",
        "device": "off",
        "access": "enforced",
    }


def test_a_commander_reads_who_would_be_stopped_in_the_unit_today(
    chicago: Cast, client: Client, at: datetime
) -> None:
    TrainingResult.objects.filter(member__in=[chicago.reyes, chicago.people["tran"]]).update(
        passed_at=at - timedelta(days=9), expires_at=at
    )
    with time_machine.travel(at, tick=False):
        client.force_login(chicago.okafor)
        page = client.get(reverse("conditions")).content.decode()
    assert "Conditions of the 014th District" in page
    assert "Dana Reyes" in page
    assert str(chicago.people["tran"]) not in page, "of another unit"
    assert "Set a rule" not in page


def test_a_rule_of_a_unit_from_a_later_day_is_shown_and_holds_from_then(
    chicago: Cast, client: Client, at: datetime
) -> None:
    unit = chicago.units["014"]
    said = {"unit": unit.pk, "condition": "training", "force": "enforced", "reason": "Courses are over."}
    with time_machine.travel(at, tick=False):
        client.force_login(chicago.admin)
        past = client.post(reverse("set_condition"), {**said, "starts_on": "2026-11-20"})
        assert "This day has passed. Choose today or a later day." in past.content.decode()
        page = client.post(reverse("set_condition"), {**said, "starts_on": "2026-12-01"}, follow=True)
    assert "Enforced from <time" in page.content.decode()
    rule = ConditionRule.objects.get(unit=unit)
    assert Event.objects.get(verb="condition.set", keys__unit_id=unit.pk).keys["condition"] == "training"
    for moment, force in ((at, "off"), (rule.starts_at, "enforced")):
        taken = enforcing.standing(agency=chicago.agency, unit=unit, at=moment)
        assert {one.condition: one.force for one in taken}[Condition.TRAINING] == force


def test_the_page_costs_the_same_for_one_unit_and_for_the_agency(
    chicago: Cast, client: Client, at: datetime, django_assert_max_num_queries: object
) -> None:
    with time_machine.travel(at, tick=False):
        client.force_login(chicago.admin)
        with django_assert_max_num_queries(12):  # type: ignore[operator]
            client.get(reverse("conditions"))
