"""The pages of the records room: who sees what, in how many queries, with which words."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Member
from governance.cast import Cast
from records.keeping import Addition, note
from records.models import Record, SealCheck
from records.reading import PAGE
from tests.records.conftest import kept, sign

SignIn = Callable[[Member], Any]
MOST_QUERIES = 20


@pytest.fixture
def record(chicago: Cast, at: datetime) -> Record:
    return kept(unit=chicago.units["014"], published_at=at - timedelta(days=2), at=at - timedelta(days=2))


def page(name: str, record: Record) -> str:
    return reverse(name, args=[record.number])


@pytest.mark.parametrize("name", ["record", "export_record"])
@pytest.mark.parametrize("key", ["marsh", "admin", "natarajan", "whitfield", "reyes", "okafor"])
def test_whoever_sees_the_unit_reads_its_records(
    chicago: Cast, record: Record, signed_in: SignIn, key: str, name: str
) -> None:
    assert signed_in(chicago.people[key]).get(page(name, record)).status_code == 200


@pytest.mark.parametrize("key", ["tran", "hale"])
def test_for_members_of_other_units_there_is_no_record(
    chicago: Cast, record: Record, signed_in: SignIn, key: str
) -> None:
    client = signed_in(chicago.people[key])
    assert client.get(page("record", record)).status_code == 404
    assert client.get(page("export_record", record)).status_code == 404
    assert client.post(page("check_seal", record)).status_code == 404
    assert record.number not in client.get(reverse("records")).content.decode()


def test_another_agency_has_no_such_record(
    chicago: Cast, alsip: Cast, record: Record, signed_in: SignIn
) -> None:
    client = signed_in(alsip.people["petrov"])
    assert client.get(page("record", record)).status_code == 404
    assert client.get(page("export_record", record)).status_code == 404
    assert client.post(page("check_seal", record)).status_code == 404
    assert client.get(reverse("records"), {"unit": record.unit_id}).status_code == 404
    assert "No record has been kept yet" in client.get(reverse("records")).content.decode()
    assert not SealCheck.objects.exists()


def test_nobody_reads_without_signing_in(client: Any, record: Record) -> None:
    assert client.get(page("record", record)).status_code == 302


def test_acts_are_never_done_by_following_a_link(chicago: Cast, record: Record, signed_in: SignIn) -> None:
    assert signed_in(chicago.people["marsh"]).get(page("check_seal", record)).status_code == 405


def test_the_page_tells_the_story_without_the_noise(
    chicago: Cast, record: Record, signed_in: SignIn, at: datetime
) -> None:
    with transaction.atomic():
        note(
            entry=Addition(kind="taken_down", actor="Lt. Daniel Foster", sentence="Taken down from X"),
            at=at,
            agency_id=record.agency_id,
            record_id=record.pk,
        )
    shown = signed_in(chicago.people["marsh"]).get(page("record", record)).content.decode()
    story, entries = shown.split('id="all-entries"')
    assert "Ofc. Dana Reyes began a draft" in story
    assert "Since then" in story
    assert "Taken down from X" in story
    assert "Show all 7 entries" in story
    assert "<b>Saved</b>" not in story
    assert "<b>Saved</b>" in entries
    assert all(group in story for group in record.fingerprint_groups)


def test_checking_the_seal_shows_what_was_found(
    chicago: Cast, record: Record, signed_in: SignIn, at: datetime
) -> None:
    client = signed_in(chicago.people["marsh"])
    assert "Sealed, not checked yet" in client.get(page("record", record)).content.decode()
    waiting = client.post(page("check_seal", record), follow=True).content.decode()
    assert "signature on its way" in waiting
    sign(at=at)
    sealed = client.post(page("check_seal", record), follow=True).content.decode()
    assert "Sealed and unchanged" in sealed
    assert "nothing has changed" in sealed
    assert "verified" in client.get(reverse("records")).content.decode()


def test_text_of_a_post_is_never_markup(chicago: Cast, signed_in: SignIn, at: datetime) -> None:
    record = kept(unit=chicago.units["014"], text="<script>alert(1)</script> & more", published_at=at)
    shown = signed_in(chicago.people["marsh"]).get(page("record", record)).content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in shown


def test_a_record_without_an_answer_says_so(chicago: Cast, signed_in: SignIn, at: datetime) -> None:
    record = kept(unit=chicago.units["014"], exchange_digest="", published_at=at)
    shown = signed_in(chicago.people["marsh"]).get(page("record", record)).content.decode()
    assert "No answer was had" in shown


def test_the_list_turns_page_by_page_and_misses_nothing(
    chicago: Cast, signed_in: SignIn, at: datetime
) -> None:
    moments = [at - timedelta(hours=turn // 2) for turn in range(PAGE * 2 + 3)]
    for turn, moment in enumerate(moments):
        kept(unit=chicago.units["014"], external_id=str(turn), published_at=moment, at=at)
    client, seen, address = signed_in(chicago.people["marsh"]), [], reverse("records")
    for _ in range(3):
        answer = client.get(address)
        seen += [row.record.pk for row in answer.context["rows"]]
        address = answer.context["older"]
    assert address == ""
    assert seen == list(Record.objects.order_by("-published_at", "-pk").values_list("pk", flat=True))


def test_the_list_of_one_unit_shows_that_unit_alone(
    chicago: Cast, record: Record, signed_in: SignIn, at: datetime
) -> None:
    other = kept(unit=chicago.units["018"], external_id="9", published_at=at)
    client = signed_in(chicago.people["marsh"])
    rows = client.get(reverse("records"), {"unit": other.unit_id}).context["rows"]
    assert [row.record for row in rows] == [other]
    assert len(client.get(reverse("records")).context["rows"]) == 2
    assert [
        row.record for row in signed_in(chicago.people["whitfield"]).get(reverse("records")).context["rows"]
    ] == [record]


@pytest.mark.parametrize(
    "query", [{"after": "x"}, {"after": "2026-11-21T20:05:00~1"}, {"unit": "x"}, {"unit": "0"}]
)
def test_an_address_made_by_hand_is_answered_as_unknown(
    chicago: Cast, signed_in: SignIn, query: dict[str, str]
) -> None:
    assert signed_in(chicago.people["marsh"]).get(reverse("records"), query).status_code == 404


def test_a_page_costs_the_same_however_much_is_kept(chicago: Cast, signed_in: SignIn, at: datetime) -> None:
    client = signed_in(chicago.people["marsh"])
    costs = {}
    for name in ("records", "record"):
        for kept_before in range(2):
            for turn in range(1 + 9 * kept_before):
                record = kept(
                    unit=chicago.units["014"],
                    external_id=f"{name}{kept_before}{turn}",
                    published_at=at,
                    at=at,
                )
            address = reverse("records") if name == "records" else page("record", record)
            client.get(address)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(address).status_code == 200
            costs[name, kept_before] = len(queries)
    assert costs["records", 0] == costs["records", 1] <= MOST_QUERIES
    assert costs["record", 0] == costs["record", 1] <= MOST_QUERIES
