"""The pages of disposal, as two records officers walk them from what is due to what is gone."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Member, Unit
from governance.cast import PASSWORD
from records import certificates, disposing, tasks
from records.models import Certificate, Outcome, Record
from tests.records.conftest import make_member, make_unit
from tests.records.disposal import DISPOSAL, DRAWN, SENT, Office
from tests.records.test_holding import held

SignIn = Callable[[Member], Any]


@pytest.fixture
def office(unit: Unit) -> Office:
    found = Office(unit)
    for member in (found.helen, found.ruth):
        member.set_password(PASSWORD)
        member.save()
    return found


@pytest.fixture
def record(office: Office) -> Record:
    return office.kept()


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def step(client: Any, name: str, certificate: Certificate, **typed: Any) -> str:
    return said(client.post(reverse(name, args=[certificate.pk]), typed, follow=True))


def page(client: Any, certificate: Certificate) -> str:
    return said(client.get(reverse("certificate", args=[certificate.pk])))


def test_from_due_to_disposed_and_what_is_on_hold_stays_cpd_sm_iii_c_3_b(
    office: Office, record: Record, signed_in: SignIn
) -> None:
    stays = office.kept(external_id="2", post_id=8, text="Another")
    helen = signed_in(office.helen)
    assert reverse("draw_up_certificate") in said(helen.get(reverse("due_records")))
    typed = {"series": [office.series.pk], "commission": "cook"}
    shown = said(helen.post(reverse("draw_up_certificate"), typed, follow=True))
    assert "names 2 records. Print it and send it." in shown
    assert "2 records</td>" in shown
    step(helen, "end_certificate", Certificate.objects.get(), how="withdrawn")
    made = office.drawn()  # Long enough ago that its disposal date has come.
    sent = {"sent_on": SENT, "disposal_on": DISPOSAL}
    assert "It is entered on certificate" in step(helen, "send_certificate", made, **sent)
    back = {"approved_on": SENT, "copy": "Cook 24-117"}
    assert "kept as Cook 24-117" in step(helen, "approve_certificate", made, **back)
    assert "You drew this certificate up." in page(helen, made)
    refused = step(helen, "carry_out_certificate", made, password=PASSWORD)
    assert "Another records officer has it carried out." in refused
    ruth = signed_in(office.ruth)
    assert "This is not your password." in step(ruth, "carry_out_certificate", made, password="wrong")
    held(office.helen, numbers=(stays.number,))
    assert "is being carried out." in step(ruth, "carry_out_certificate", made, password=PASSWORD)
    part = said(ruth.get(reverse("certificate", args=[made.pk]), headers={"HX-Request": "true"}))
    assert "0 of 2 records" in part
    assert "<html" not in part
    tasks.carry_out(made.pk)
    shown = page(ruth, made)
    assert "1 disposed of, 1 kept" in shown
    assert "It is on hold: Doe v. City, 2026 CV 104." in shown
    record.refresh_from_db()
    assert record.disposed
    assert "disposed of under certificate" in said(ruth.get(reverse("record", args=[record.number])))
    assert "Carried out" in said(ruth.get(reverse("certificates")))


def test_a_worker_goes_on_with_what_another_left(office: Office, record: Record, monkeypatch: Any) -> None:
    asked: list[int] = []
    monkeypatch.setattr(tasks.carry_out, "delay", asked.append)
    certificate = office.begun()
    tasks.take_up()
    assert asked == [certificate.pk]
    disposing.carry_out(certificate_id=certificate.pk, at=DRAWN)
    asked.clear()
    tasks.take_up()
    assert asked == []


def test_a_page_says_when_it_stands_still(office: Office, record: Record, signed_in: SignIn) -> None:
    shown = page(signed_in(office.ruth), office.begun())
    assert "It has not come further for a minute." in shown


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            {"sent_on": "2025-12-15", "disposal_on": "2026-01-13"},
            "14 January 2026 or later (44 Ill. Adm. Code",
        ),
        ({"sent_on": "2025-12-14", "disposal_on": "2026-03-01"}, "It was drawn up on 15 December 2025."),
        ({"sent_on": "", "disposal_on": "2024-04-30"}, "Choose a day."),
        ({"sent_on": "soon", "disposal_on": "2024-04-30"}, "Choose a day, such as 3/12/2024."),
        (
            {"sent_on": "2199-01-01", "disposal_on": "2199-06-01"},
            "Enter the day on which it was sent once it is",
        ),
    ],
)
def test_a_day_that_cannot_be_is_not_entered_and_nothing_typed_is_lost(
    office: Office, record: Record, signed_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    made = office.drawn()
    shown = step(signed_in(office.helen), "send_certificate", made, **typed)
    assert sentence in shown
    assert "Nothing was entered yet." in shown
    assert f'value="{typed["disposal_on"]}"' in shown
    made.refresh_from_db()
    assert made.state == "drafted"


def test_a_step_that_somebody_took_before_is_told(office: Office, record: Record, signed_in: SignIn) -> None:
    made = office.sent()
    typed = {"sent_on": "2024-04-01", "disposal_on": "2024-05-01"}
    shown = step(signed_in(office.helen), "send_certificate", made, **typed)
    assert "has moved on: sent to the commission." in shown
    assert "An approved" not in shown
    wrong = step(signed_in(office.helen), "approve_certificate", made, approved_on="2024-03-01", copy="x")
    assert "The approved copy carries a day from 15 December 2025" in wrong
    assert "Say where the approved copy is" in step(
        signed_in(office.helen), "approve_certificate", made, approved_on="2024-04-20", copy=" "
    )


@pytest.mark.parametrize(
    ("how", "state"), [("refused", "Refused by the commission"), ("withdrawn", "Withdrawn")]
)
def test_a_certificate_of_which_nothing_comes(
    office: Office, record: Record, signed_in: SignIn, how: str, state: str
) -> None:
    made = office.sent()
    client = signed_in(office.ruth)
    assert "Choose one of these." in step(client, "end_certificate", made, how="burnt")
    shown = step(client, "end_certificate", made, how=how)
    assert "Its records are due as before." in shown
    assert state in shown
    again = step(client, "end_certificate", made, how=how)
    assert "has moved on" in again
    assert record.number not in said(client.get(reverse("draw_up_certificate")))
    assert "1 record," in said(client.get(reverse("draw_up_certificate")))


def test_before_its_date_it_is_not_carried_out(office: Office, record: Record, signed_in: SignIn) -> None:
    later = certificates.approve(
        certificate_id=office.sent(disposal_on=date(2199, 1, 1)).pk,
        approved_on=SENT,
        copy="Cook 24-117",
        actor=office.helen,
        zone=office.zone,
        at=DRAWN,
    )
    client = signed_in(office.ruth)
    shown = page(client, later)
    assert "It can be carried out from its disposal date on: 1 January 2199." in shown
    assert "Its disposal date has not come yet." in step(
        client, "carry_out_certificate", later, password=PASSWORD
    )


def test_what_is_on_hold_is_named_when_one_is_drawn_up(
    office: Office, record: Record, signed_in: SignIn
) -> None:
    held(office.helen, numbers=(record.number,))
    client = signed_in(office.helen)
    shown = said(client.get(reverse("draw_up_certificate")))
    assert "Nothing is due for a certificate" in shown
    assert "on hold" in shown
    assert record.number in shown
    office.kept(external_id="2", post_id=8, text="Another")
    for typed in (
        {},
        {"series": ["0"], "commission": "cook"},
        {"series": [office.series.pk], "commission": "x"},
    ):
        answer = said(client.post(reverse("draw_up_certificate"), typed))
        assert "No certificate was drawn up yet." in answer
    assert not Certificate.objects.exists()


def test_many_on_hold_do_not_hide_what_is_due_behind_them_and_what_is_left_for_the_next_is_told(
    office: Office, record: Record, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certificates, "MOST", 1)
    monkeypatch.setattr(certificates, "HELD", 1)
    other = office.kept(external_id="2", post_id=8, text="Another")
    held(office.helen, numbers=(record.number, other.number))
    client = signed_in(office.helen)
    for number in range(2):
        later = DRAWN.replace(year=2020, day=1 + number)
        office.kept(external_id=f"3{number}", post_id=30 + number, text=f"Text {number}", published_at=later)
    shown = said(client.get(reverse("draw_up_certificate")))
    assert "1 record, and more for the next certificate" in shown
    assert '<span class="meta">1, and more</span>' in shown
    typed = {"series": [office.series.pk], "commission": "cook"}
    first = said(client.post(reverse("draw_up_certificate"), typed, follow=True))
    assert "names 1 record. Print it and send it. More is due for the next one." in first
    second = said(client.post(reverse("draw_up_certificate"), typed, follow=True))
    assert "names 1 record. Print it and send it." in second
    assert "More is due" not in second


def test_another_agency_has_no_such_certificate(office: Office, record: Record, signed_in: SignIn) -> None:
    made = office.approved()
    theirs = make_member(unit=make_unit(slug="alsip", number="PAT", name="Patrol"))
    client = signed_in(theirs)
    assert client.get(reverse("certificate", args=[made.pk])).status_code == 404
    for name in ("send_certificate", "approve_certificate", "end_certificate", "carry_out_certificate"):
        assert client.post(reverse(name, args=[made.pk])).status_code == 404
    assert "No certificate was drawn up yet" in said(client.get(reverse("certificates")))


def test_the_pages_ask_no_more_for_more_records(office: Office, record: Record, signed_in: SignIn) -> None:
    client = signed_in(office.ruth)
    one = office.begun()
    disposing.carry_out(certificate_id=one.pk, at=DRAWN)
    for number in range(5):
        office.kept(external_id=f"3{number}", post_id=30 + number, text=f"Text {number}")
    many = office.begun()
    disposing.carry_out(certificate_id=many.pk, at=DRAWN)
    assert Outcome.objects.count() == 6
    counts = []
    for made in (one, one, many):
        with CaptureQueriesContext(connection) as asked:
            page(client, made)
        counts.append(len(asked))
    assert counts[2] <= counts[1] <= 11


def test_a_certificate_whose_date_has_come_awaits_the_officer_who_did_not_draw_it_up(
    office: Office, record: Record, signed_in: SignIn
) -> None:
    made, words = office.approved(), "its disposal date has come"
    assert f"Certificate {made.number}: {words}" in said(signed_in(office.ruth).get(reverse("home")))
    assert words not in said(signed_in(office.helen).get(reverse("home")))


def test_a_certificate_whose_date_is_to_come_awaits_nobody(
    office: Office, record: Record, signed_in: SignIn
) -> None:
    made = office.sent(disposal_on=date(2999, 1, 2))
    certificates.approve(
        certificate_id=made.pk,
        approved_on=SENT,
        copy="Cook 24-117",
        actor=office.helen,
        zone=office.zone,
        at=DRAWN,
    )
    assert "Nothing awaits you" in said(signed_in(office.ruth).get(reverse("home")))


def test_what_is_due_names_the_open_certificate_that_a_record_is_on_and_offers_none_twice(
    office: Office, record: Record, signed_in: SignIn
) -> None:
    made, helen = office.drawn(), signed_in(office.helen)
    mark = f'<a href="{reverse("certificate", args=[made.pk])}">On certificate {made.number}<'
    for address in (reverse("due_records"), reverse("due_of", args=[office.series.pk])):
        assert mark in said(helen.get(address))
    draws = reverse("draw_up_certificate")
    assert f'href="{draws}"' not in said(helen.get(reverse("due_records")))
    office.kept(external_id="2", post_id=8, text="Another")
    shown = said(helen.get(reverse("due_records")))
    assert f'href="{draws}"' in shown and shown.count("On certificate") == 1
    step(helen, "end_certificate", made, how="withdrawn")
    assert "On certificate" not in said(helen.get(reverse("due_records")))
