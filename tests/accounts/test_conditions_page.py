"""The page of the conditions: how each is taken, whom it would stop, and setting a rule from a day on."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts import authority, enforcing
from accounts.models import Condition, ConditionRule, TrainingResult
from audit.models import Event
from governance.cast import Cast
from posts.workflow import Refused
from tests import people


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
    assert "Make a rule stricter" in page


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


def _said(chicago: Cast, client: Client, force: str, at: datetime, **more: str) -> str:
    said = {"condition": "training", "force": force, "reason": "Two mistakes this month", **more}
    with time_machine.travel(at, tick=False):
        client.force_login(chicago.okafor)
        return client.post(reverse("set_condition"), said, follow=True).content.decode()


def _taken(chicago: Cast, unit: str, at: datetime) -> str:
    taken = enforcing.standing(agency=chicago.agency, unit=chicago.units[unit], at=at)
    return {one.condition: one.force.value for one in taken}[Condition.TRAINING]


def test_a_commander_makes_a_rule_stricter_for_the_own_unit_and_takes_it_back(
    chicago: Cast, client: Client, at: datetime
) -> None:
    people.enforce(engaged=chicago, condition=Condition.TRAINING, force="observed", at=at)
    TrainingResult.objects.filter(member=chicago.reyes).delete()
    refused = _said(chicago, client, "observed", at)
    assert "It is observed for your unit already. A commander can only make it stricter." in refused
    assert "Two mistakes this month" in refused
    assert "Select a valid choice" in _said(chicago, client, "off", at)
    other = {"unit": str(chicago.units["018"].pk)}
    assert "Two mistakes" not in _said(chicago, client, "enforced", at, **other)

    page = _said(chicago, client, "enforced", at)

    assert "The department: observed.</b> Since" in page
    assert "The unit's commander: enforced.</b> Since" in page
    assert (_taken(chicago, "014", at), _taken(chicago, "018", at)) == ("enforced", "observed")
    with pytest.raises(Refused, match="Your training in posting for a unit is missing"):
        people.drafted(engaged=chicago, at=at + timedelta(minutes=1))
    later = at + timedelta(hours=1)
    assert "The unit's commander: enforced" not in _said(chicago, client, "", later)
    assert _taken(chicago, "014", later) == "observed"
    people.drafted(engaged=chicago, at=later)
    assert "There is no stricter rule of yours to take back." in _said(chicago, client, "", later)


def test_what_a_commander_asked_for_never_loosens_what_the_department_asks_later(
    chicago: Cast, client: Client, at: datetime
) -> None:
    _said(chicago, client, "observed", at)
    later = at + timedelta(days=2)
    people.enforce(engaged=chicago, condition=Condition.TRAINING, at=later)
    assert (_taken(chicago, "014", at), _taken(chicago, "014", later)) == ("observed", "enforced")
    held = authority.load(member=chicago.reyes, at=later)
    assert {one.condition: one.enforced for one in held.lacks(unit_id=chicago.units["014"].pk)} == {
        Condition.DUTY: True
    }
    _said(chicago, client, "", later)
    assert _taken(chicago, "014", later) == "enforced"
