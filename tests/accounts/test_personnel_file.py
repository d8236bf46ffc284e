"""The personnel file: checked first, written when confirmed, members come, change, move and go by it."""

from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.authority import load
from accounts.models import Member, TableImport
from audit.models import Event
from governance import cast

pytestmark = pytest.mark.django_db
HEAD = "Log-on ID,Last name,First name,Rank,Unit,Department e-mail"
REYES = "reyes,Reyes,Dana,Ofc.,{unit},reyes@chicago.example"
QUINN = "quinn,Quinn,Ada,Ofc.,018,quinn@chicago.example"


@pytest.fixture
def at() -> datetime:
    return timezone.now()


@pytest.fixture
def admin(chicago: cast.Cast) -> Client:
    cache.clear()  # the counts of tries per minute
    client = Client()
    client.force_login(chicago.admin)
    return client


def checked(admin: Client, *rows: str, head: str = HEAD) -> Any:
    file = SimpleUploadedFile("personnel.csv", "\n".join((head, *rows)).encode())
    return admin.post(reverse("imports", args=["personnel"]), {"file": file}, follow=True)


def confirmed(admin: Client, **said: str) -> Any:
    made = TableImport.objects.latest("begun_at")
    typed = {"password": cast.PASSWORD, **said}
    return admin.post(reverse("confirm_table", args=[made.pk]), typed, follow=True)


def test_members_come_change_and_move_once_it_is_confirmed(chicago: cast.Cast, admin: Client) -> None:
    shown = checked(
        admin,
        REYES.format(unit="18").replace("Ofc.", "Det."),
        "ORTEGA,Ortega,Luis,Ofc.,14,ortega@chicago.example",
        QUINN,
    ).text
    assert "Moves from the 014th District to the 018th District: old roles end" in shown
    assert "Rank: Ofc. becomes Det." in shown
    assert "Write 2 rows" in shown
    assert load(member=chicago.reyes, at=timezone.now()).roles, "the dry run wrote something"
    assert not Member.objects.filter(log_on_id="quinn").exists()

    assert "2 rows changed something." in confirmed(admin).text
    reyes = Member.objects.get(pk=chicago.reyes.pk)
    assert (reyes.unit, reyes.rank) == (chicago.units["018"], "Det.")
    assert load(member=reyes, at=timezone.now()).roles == frozenset()
    assert Member.objects.get(log_on_id="quinn").unit == chicago.units["018"]
    assert Member.objects.get(pk=chicago.whitfield.pk).is_active
    assert Event.objects.get(verb="table.imported").actor_id == chicago.admin.pk
    assert "This table is written already." in confirmed(admin).text


def test_who_is_not_in_it_goes_only_where_that_is_said_and_never_the_reader(
    chicago: cast.Cast, admin: Client
) -> None:
    checked(admin, REYES.format(unit="014"))
    confirmed(admin, left_too="on")
    staying = Member.objects.filter(agency=chicago.agency, is_active=True)
    assert set(staying.values_list("log_on_id", flat=True)) == {"reyes", "admin"}


def test_what_is_wrong_with_a_row_is_said_and_it_is_left_out(chicago: cast.Cast, admin: Client) -> None:
    shown = checked(
        admin,
        QUINN.replace("018", "099"),
        "tran,Tran,,Ofc.,001,reyes@chicago.example",
        REYES.format(unit="014"),
        REYES.format(unit="001"),
    ).text
    for sentence in (
        "There is no unit 099 here",
        "First name is missing",
        "Another member has this e-mail address",
        "Row 4 is the same member",
        "Not written",
    ):
        assert sentence in shown


def test_a_change_since_the_check_asks_for_another_check(chicago: cast.Cast, admin: Client) -> None:
    checked(admin, REYES.format(unit="018"))
    Member.objects.filter(pk=chicago.reyes.pk).update(rank="Sgt.")
    assert "The portal changed since the table was checked." in confirmed(admin).text
    assert Member.objects.get(pk=chicago.reyes.pk).unit == chicago.units["014"]


def test_a_password_is_asked_before_many_members_change(chicago: cast.Cast, admin: Client) -> None:
    checked(admin, QUINN)
    assert "This is not your password." in confirmed(admin, password="wrong").text
    assert not Member.objects.filter(log_on_id="quinn").exists()


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ("Log-on ID,Name", "Missing: Last name, First name, Unit, Department e-mail."),
        (f"{HEAD},Unit", "Two columns are headed “Unit”."),
    ],
)
def test_a_table_without_its_columns_is_not_read(
    chicago: cast.Cast, admin: Client, head: str, sentence: str
) -> None:
    answer = checked(admin, QUINN, head=head)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_nobody_sees_the_table_of_somebody_else(chicago: cast.Cast, admin: Client) -> None:
    checked(admin, QUINN)
    made = TableImport.objects.get()
    other = Client()
    other.force_login(chicago.okafor)
    assert other.get(reverse("table_import", args=[made.pk])).status_code == 404
    assert other.get(reverse("imports", args=["personnel"])).status_code == 403
