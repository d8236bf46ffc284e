"""The pages of series, holds and what is due, as a records officer walks them, and the words on a record's page."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Member
from governance.cast import Cast
from records import holding
from records.due import PAGE
from records.models import LegalHold, Record, Series
from tests.records.conftest import kept

SignIn = Callable[[Member], Any]
YEARS_BACK = timedelta(days=4 * 366)
SERIES = {
    "item": "120.04",
    "title": "Posts on social media",
    "application": "14:063",
    "approved_on": "2020-03-12",
    "classes": ["community-information"],
    "trigger": "published",
    "years": "3",
    "months": "6",
}
HOLD = {"kind": "litigation", "name": "Doe v. City, 2026 CV 104", "reason": "Asked by the law department."}
READING = ("retention", "holds", "due_records")


@pytest.fixture
def record(chicago: Cast, at: datetime) -> Record:
    return kept(unit=chicago.units["014"], published_at=at - YEARS_BACK, at=at)


@pytest.fixture
def marsh(chicago: Cast, signed_in: SignIn) -> Any:
    return signed_in(chicago.people["marsh"])


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def named(record: Record) -> dict[str, Any]:
    return HOLD | {"covers": "named", "numbers": f"{record.number},"}


def test_from_an_approved_series_to_what_is_due_and_held_cpd_sm_iii_c_3_b(marsh: Any, record: Record) -> None:
    assert "No series is entered" in said(marsh.get(reverse("due_records")))
    assert "No end is set: no approved series" in said(marsh.get(reverse("record", args=[record.number])))

    shown = said(marsh.post(reverse("enter_series"), SERIES, follow=True))
    assert "Item 120.04 is entered in version 1." in shown
    assert "<b>3 years and 6 months</b> from the day it was published" in shown
    due = said(marsh.get(reverse("due_records")))
    assert record.number in due
    assert "On hold" not in due

    placed = said(marsh.post(reverse("place_hold"), named(record), follow=True))
    assert "is placed. It is on 1 record today." in placed
    assert "On hold" in said(marsh.get(reverse("due_records")))
    page = said(marsh.get(reverse("record", args=[record.number])))
    assert "<dt>Series</dt><dd>120.04, Posts on social media</dd>" in page
    assert "<dt>Period</dt><dd>3 years and 6 months from the day it was published</dd>" in page
    assert "At least until" in page
    assert "<b>Doe v. City, 2026 CV 104</b>" in page

    hold = reverse("hold", args=[LegalHold.objects.get().pk])
    lifted = said(marsh.post(hold, {"reason": "The case is closed."}, follow=True))
    assert "is lifted. What it was on is kept as its series says." in lifted
    assert "The case is closed." in lifted
    assert "On hold" not in said(marsh.get(reverse("due_records")))


def test_a_new_version_begins_with_what_stands_and_the_earlier_one_stays_on_the_page(marsh: Any) -> None:
    marsh.post(reverse("enter_series"), SERIES)
    address = reverse("renew_series", args=[Series.objects.get().pk])
    form = marsh.get(address).context["form"]
    assert (form["title"].value(), form["years"].value(), form["months"].value()) == (SERIES["title"], 3, 6)
    shown = said(marsh.post(address, SERIES | {"years": "7", "months": ""}, follow=True))
    assert "Item 120.04 is entered in version 2." in shown
    assert "<b>7 years</b>" in shown
    assert "<h3>Version 1</h3>" in shown
    overtaken = said(marsh.post(address, SERIES))
    assert "stands in version 2 already. Compare it" in overtaken
    assert Series.objects.count() == 2


def test_a_series_ends_by_a_version_without_a_class(marsh: Any, record: Record) -> None:
    marsh.post(reverse("enter_series"), SERIES)
    address = reverse("renew_series", args=[Series.objects.get().pk])
    shown = said(marsh.post(address, SERIES | {"classes": []}, follow=True))
    assert "Ended" in shown
    assert "Nothing is due" in said(marsh.get(reverse("due_records")))
    assert "no approved series covers this class" in said(marsh.get(reverse("record", args=[record.number])))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"item": ""}, "Enter the number of the item in the application."),
        ({"application": " "}, "Enter the number on the approved copy."),
        ({"approved_on": "soon"}, "Choose a day, such as 3/12/2024."),
        ({"approved_on": "2199-01-01"}, "This day is still to come."),
        ({"classes": []}, "Choose at least one class."),
        ({"classes": ["secrets"]}, "Choose from these classes."),
        ({"years": "", "months": ""}, "Enter the period of the approved application, or choose for ever."),
        ({"permanent": "on"}, "Choose a period or for ever, not both."),
        ({"months": "12"}, "Ensure this value is less than or equal to 11."),
        ({"trigger": "never"}, "Choose with what the period begins."),
    ],
)
def test_a_series_with_a_fault_is_not_entered_and_nothing_typed_is_lost(
    marsh: Any, wrong: dict[str, Any], sentence: str
) -> None:
    answer = marsh.post(reverse("enter_series"), SERIES | wrong)
    assert answer.status_code == 200
    assert sentence in said(answer)
    assert "Nothing was entered yet. What you typed is still here." in said(answer)
    assert f'value="{SERIES["title"]}"' in answer.content.decode()
    assert not Series.objects.exists()


def test_a_class_of_another_item_is_said_at_the_classes(marsh: Any) -> None:
    marsh.post(reverse("enter_series"), SERIES)
    assert "item 120.04 covers it" in said(marsh.get(reverse("enter_series")))
    answer = marsh.post(reverse("enter_series"), SERIES | {"item": "7"})
    assert "Item 120.04 covers community information already." in said(answer)
    assert answer.context["form"].errors.keys() == {"classes"}


def test_classes_without_a_series_are_named_by_their_words(marsh: Any) -> None:
    assert {"Arrest information", "Community information"} <= set(
        marsh.get(reverse("retention")).context["uncovered"]
    )
    marsh.post(reverse("enter_series"), SERIES)
    left = marsh.get(reverse("retention")).context["uncovered"]
    assert "Community information" not in left
    assert "Arrest information" in left


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            {"covers": "named", "numbers": "2026-014-77777 2026-014-00001"},
            "There is no record 2026-014-77777.",
        ),
        ({"covers": "named"}, "Enter at least one number, or choose every record that fits."),
        ({}, "Choose what the hold is on."),
        ({"covers": "named", "numbers": " ".join(map(str, range(101)))}, "A hold names 100 records at most."),
        (
            {"covers": "named", "numbers": "1", "first_on": "2026-01-01"},
            "Leave this out for records with numbers",
        ),
        ({"covers": "fitting", "numbers": "2026-014-00001"}, "Leave the numbers out"),
        (
            {"covers": "fitting", "first_on": "2026-02-02", "last_on": "2026-02-01"},
            "This is before the first day.",
        ),
        ({"covers": "fitting", "unit": "0"}, "Choose one of these units."),
        ({"covers": "fitting", "name": ""}, "Name the case, the request or the audit."),
        ({"covers": "fitting", "reason": ""}, "Say who asked for the hold, and why."),
    ],
)
def test_a_hold_with_a_fault_is_not_placed_and_nothing_typed_is_lost(
    marsh: Any, typed: dict[str, Any], sentence: str
) -> None:
    answer = marsh.post(reverse("place_hold"), HOLD | typed)
    assert answer.status_code == 200
    assert sentence in said(answer)
    assert "No hold was placed yet." in said(answer)
    assert typed.get("numbers", "") in answer.content.decode()
    assert not LegalHold.objects.exists()


def test_a_hold_on_all_that_fit_says_on_how_many_it_is_and_on_what(
    chicago: Cast, marsh: Any, record: Record, at: datetime
) -> None:
    unit = chicago.units["014"]
    day = (at - YEARS_BACK).astimezone(chicago.agency.tzinfo).date()
    typed = {"covers": "fitting", "unit": unit.pk, "record_class": "community-information"}
    days = {"first_on": day.isoformat(), "last_on": day.isoformat()}
    shown = said(marsh.post(reverse("place_hold"), HOLD | typed | days, follow=True))
    assert "It is on 1 record today, and on those to come that fit." in shown
    told = f"{day.day} {day:%B %Y}"
    assert (
        f"Every record of the {unit.full_name} of the class community information published from {told} until {told}"
        in shown
    )
    assert record.number in shown
    assert holding.on(record=record) == [LegalHold.objects.get()]


def test_a_hold_stays_without_a_reason_and_is_lifted_once(marsh: Any, record: Record) -> None:
    marsh.post(reverse("place_hold"), named(record))
    address = reverse("hold", args=[LegalHold.objects.get().pk])
    assert "Say who released the hold, and why." in said(marsh.post(address, {"reason": " "}))
    marsh.post(address, {"reason": "Closed."})
    again = said(marsh.post(address, {"reason": "Closed again."}, follow=True))
    assert "was lifted before. Nothing was changed." in again
    assert "Closed again." not in again
    listed = marsh.get(reverse("holds")).context
    assert (len(listed["in_force"]), len(listed["lifted"])) == (0, 1)


@pytest.mark.parametrize("key", ["natarajan", "washington", "admin"])
def test_whoever_sees_all_records_reads_along_and_is_told_who_acts(
    chicago: Cast, marsh: Any, record: Record, signed_in: SignIn, key: str
) -> None:
    marsh.post(reverse("enter_series"), SERIES)
    marsh.post(reverse("place_hold"), named(record))
    hold, series = LegalHold.objects.get().pk, Series.objects.get().pk
    client = signed_in(chicago.people[key])
    for name, args in [*((name, []) for name in READING), ("hold", [hold]), ("due_of", [series])]:
        shown = client.get(reverse(name, args=args))
        assert shown.status_code == 200
        assert "<form" not in said(shown).partition("<main")[2].partition("</main")[0]
        assert HOLD["reason"] not in said(shown)
    for name, args in (("enter_series", []), ("renew_series", [series]), ("place_hold", [])):
        answer = client.get(reverse(name, args=args))
        assert (answer.status_code, "Records officers look after" in said(answer)) == (403, True)
    assert client.post(reverse("hold", args=[hold]), {"reason": "No."}).status_code == 403
    assert LegalHold.objects.get().lifted_at is None


@pytest.mark.parametrize("key", ["reyes", "whitfield", "okafor", "lindqvist"])
def test_for_whoever_does_not_see_all_records_there_is_no_such_page(
    chicago: Cast, marsh: Any, record: Record, signed_in: SignIn, key: str
) -> None:
    marsh.post(reverse("enter_series"), SERIES)
    marsh.post(reverse("place_hold"), named(record))
    hold, series = LegalHold.objects.get().pk, Series.objects.get().pk
    client = signed_in(chicago.people[key])
    paths = [reverse(name) for name in (*READING, "enter_series", "place_hold")]
    paths += [
        reverse("hold", args=[hold]),
        reverse("renew_series", args=[series]),
        reverse("due_of", args=[series]),
    ]
    assert {client.get(path).status_code for path in paths} == {404}
    assert "On hold for" in said(client.get(reverse("record", args=[record.number])))


def test_another_agency_reads_its_own(marsh: Any, alsip: Cast, record: Record, signed_in: SignIn) -> None:
    marsh.post(reverse("enter_series"), SERIES)
    marsh.post(reverse("place_hold"), named(record))
    client = signed_in(alsip.people["petrov"])
    assert "No series is entered" in said(client.get(reverse("retention")))
    assert "Nothing is on hold" in said(client.get(reverse("holds")))
    assert client.get(reverse("hold", args=[LegalHold.objects.get().pk])).status_code == 404
    assert client.get(reverse("renew_series", args=[Series.objects.get().pk])).status_code == 404
    assert client.get(reverse("due_of", args=[Series.objects.get().pk])).status_code == 404


def test_due_records_turn_page_by_page(chicago: Cast, marsh: Any, at: datetime) -> None:
    rows = [
        kept(unit=chicago.units["014"], external_id=str(n), published_at=at - YEARS_BACK + timedelta(hours=n))
        for n in range(PAGE + 1)
    ]
    marsh.post(reverse("enter_series"), SERIES)
    assert "Show all that is due" in said(marsh.get(reverse("due_records")))
    address = reverse("due_of", args=[Series.objects.get().pk])
    first = marsh.get(address).context["page"]
    rest = marsh.get(address, {"after": first.next_after}).context["page"]
    assert [one.pk for one in (*first.records, *rest.records)] == [one.pk for one in rows]
    assert (len(rest.records), rest.next_after) == (1, None)
    assert marsh.get(address, {"after": "x"}).status_code == 200


@pytest.mark.parametrize(("name", "most"), [("retention", 9), ("holds", 8), ("due_records", 10)])
def test_the_pages_ask_no_more_for_more_rows(
    chicago: Cast, marsh: Any, record: Record, name: str, most: int
) -> None:
    marsh.post(reverse("enter_series"), SERIES)
    marsh.post(reverse("place_hold"), named(record))
    marsh.get(reverse(name))
    with CaptureQueriesContext(connection) as asked:
        marsh.get(reverse(name))
    before = len(asked)
    for n in range(3):
        kept(unit=chicago.units["014"], external_id=f"9{n}", published_at=record.published_at)
        marsh.post(reverse("place_hold"), HOLD | {"covers": "fitting", "unit": chicago.units["018"].pk})
    with CaptureQueriesContext(connection) as asked:
        marsh.get(reverse(name))
    assert len(asked) <= before + (name == "holds")
    assert len(asked) <= most, [one["sql"][:100] for one in asked]
