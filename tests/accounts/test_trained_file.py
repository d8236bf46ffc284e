"""Training and confirmations from before the portal: checked first, written when confirmed, once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import training
from accounts.imports.trained import day_of
from accounts.models import Acknowledgement, TableImport, TrainingResult
from governance import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(chicago_lately: cast.Cast) -> Client:
    client = Client()
    client.force_login(chicago_lately.admin)
    return client


def checked(admin: Client, kind: str, *lines: str) -> str:
    file = SimpleUploadedFile("table.csv", "\n".join(lines).encode())
    return str(admin.post(reverse("imports", args=[kind]), {"file": file}, follow=True).text)


def confirmed(admin: Client) -> str:
    made: Any = TableImport.objects.latest("begun_at")
    typed = {"password": cast.PASSWORD}
    return str(admin.post(reverse("confirm_table", args=[made.pk]), typed, follow=True).text)


def test_what_was_passed_before_is_written_with_the_day_until_which_it_holds(
    chicago_lately: cast.Cast, admin: Client
) -> None:
    chicago, at = chicago_lately, timezone.now()
    training.make_course(
        agency=chicago.agency, name="Academy", topics=["portal"], valid_months=12, actor=None, at=at
    )
    day = (at - timedelta(days=40)).date()
    lines = (
        "Log-on ID,Course,Passed on",
        f"REYES,academy,{day:%m/%d/%Y}",
        f"ortega,Academy,{day}",
        f"nobody,Academy,{day}",
        f"tran,Bakery,{day}",
        "whitfield,Academy,yesterday",
        f"murphy,Academy,{(at + timedelta(days=9)).date()}",
        f"reyes,Academy,{day}",
    )
    shown = checked(admin, "training", *lines)
    for sentence in (
        "Passed “Academy” on",
        "There is no member nobody here",
        "There is no course “Bakery” here",
        "The day is not written as",
        "The day is still to come",
        "Row 2 says the same",
    ):
        assert sentence in shown
    assert not TrainingResult.objects.filter(course__name="Academy").exists()

    assert "2 rows changed something." in confirmed(admin)
    result = TrainingResult.objects.get(member=chicago.reyes, course__name="Academy")
    assert (result.passed_at.astimezone(chicago.agency.tzinfo).date(), result.recorded_by) == (
        day,
        chicago.admin,
    )
    assert result.expires_at is not None
    assert "Passed “Academy” on" not in checked(admin, "training", *lines[:3])


def test_who_confirmed_the_rules_on_paper_need_not_do_so_again(
    chicago_lately: cast.Cast, admin: Client
) -> None:
    policy = chicago_lately.agency.policy_at(at=timezone.now())
    lines = ("Log-on ID,Version,Confirmed on", f"reyes,{policy.version},2026-01-15", "ortega,1999,2026-01-15")
    assert "There is no version “1999” here" in checked(admin, "acknowledgements", *lines)
    assert "1 row changed something." in confirmed(admin)
    said = Acknowledgement.objects.get()
    assert (said.member, said.said_digest) == (chicago_lately.reyes, "")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2025-10-08", (2025, 10, 8)),
        ("10/08/2025", (2025, 10, 8)),
        ("2025-10-08 00:00:00", (2025, 10, 8)),
        ("2025-02-30", None),
        ("", None),
        ("8 Oct", None),
    ],
)
def test_a_day_is_read_as_it_is_written(said: str, day: tuple[int, int, int] | None) -> None:
    assert day_of(said) == (datetime(*day).date() if day else None)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("kind", "page"),
    [
        ("personnel", "administration"),
        ("tours", "tours"),
        ("training", "training"),
        ("acknowledgements", "training"),
        ("permissions", "devices"),
    ],
)
def test_each_table_leads_back_to_the_page_it_is_imported_from(admin: Client, kind: str, page: str) -> None:
    shown = checked(admin, kind, "")
    assert "It needs a header row, and at least one row below it." in shown
    assert f'<p class="crumbs"><a href="{reverse(page)}">' in shown
