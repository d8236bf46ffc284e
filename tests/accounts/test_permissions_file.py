"""Permissions for personal devices from paper: what is taken over, and that only a shown key makes them count."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.imports import carrying
from accounts.imports.kinds import Row
from accounts.imports.permissions import PERMISSIONS
from accounts.models import Condition, Device, Message
from accounts.permitted import without_key
from governance import cast
from governance.cast import Cast
from tests import people
from tests.accounts.test_devices import key_of, signed_in, slugs
from tests.accounts.test_trained_file import checked, confirmed

HEAD = "Log-on ID,Device,Permitted by,Permitted on,Last day,Reason"
PHONE = "vance,Phone 7,keane,2026-10-01,2026-12-31,Order 26-201"


@pytest.fixture
def admin(alsip: Cast, at: datetime) -> Client:
    client = Client()
    with time_machine.travel(at, tick=False):
        client.force_login(alsip.petrov)
    return client


def test_a_paper_permission_counts_once_its_key_is_shown_and_until_its_day_apd_1021_3(
    alsip: Cast, at: datetime, admin: Client
) -> None:
    people.enforce(engaged=alsip, condition=Condition.DEVICE, at=at)
    with time_machine.travel(at, tick=False):
        assert "May use “Phone 7” to 31 Dec 2026, once its key is shown" in checked(
            admin, "permissions", HEAD, PHONE
        )
        assert "1 row changed something." in confirmed(admin)
        assert "No row would change anything." in checked(admin, "permissions", HEAD, PHONE)
    device = Device.objects.get()
    assert (device.member, device.approved_by, device.key) == (alsip.vance, alsip.keane, None)
    key, other = key_of(alsip.vance), key_of(alsip.ibarra)
    assert slugs(alsip.vance, key_id=key.pk, at=at) == ["wrong_device"]

    client = signed_in(alsip.vance, at=at)
    with time_machine.travel(at, tick=False):
        assert "Permitted, no key yet" in client.get(reverse("devices")).text
        typed: dict[str, Any] = {"key": other.pk, "permission": device.pk, "kind": "personal"}
        assert "Choose one of these keys." in client.post(reverse("enrol_device"), typed).text
        page = client.post(reverse("enrol_device"), typed | {"key": key.pk}, follow=True).text
    assert "“Phone 7” counts when you sign in with this key." in page
    assert Message.objects.filter(to=alsip.keane, kind="device-known").exists()
    assert slugs(alsip.vance, key_id=key.pk, at=at) == []
    assert slugs(alsip.vance, key_id=key.pk, at=at + timedelta(days=42)) == ["wrong_device"]
    assert not without_key(member=alsip.vance, at=at).exists()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (PHONE.replace("keane", "vance"), "Permitted by: nobody permits their own device"),
        (PHONE.replace("keane", "nobody"), "Permitted by: there is no member nobody here"),
        (PHONE.replace("2026-12-31", "2026-11-20"), "Last day: it has passed"),
        (PHONE.replace("2026-12-31", "2027-12-31"), "Last day: a permission lasts a year at most"),
        (PHONE.replace("2026-10-01", "2026-12-01"), "Permitted on: the day is not written as"),
        (PHONE.replace("Order 26-201", ""), "Reason is missing"),
        (PHONE.replace("Phone 7", "P" * 61), "Device has more than 60 characters"),
    ],
)
def test_what_is_wrong_with_a_permission_is_named_with_its_column(
    alsip: Cast, at: datetime, admin: Client, row: str, words: str
) -> None:
    with time_machine.travel(at, tick=False):
        shown = checked(admin, "permissions", HEAD, row)
    assert words in shown
    assert "No row would change anything." in shown


def test_where_only_the_departments_devices_count_none_is_taken_over(chicago: Cast, at: datetime) -> None:
    client = Client()
    with time_machine.travel(at, tick=False):
        client.force_login(chicago.admin)
        row = PHONE.replace("vance", "reyes").replace("keane", "okafor")
        assert "the rules in force let nobody permit a personal one" in checked(
            client, "permissions", HEAD, row
        )


def test_the_same_table_written_twice_in_one_instant_is_taken_over_once(
    committed_db: str, at: datetime
) -> None:
    alsip = people.engage_on_duty(house=cast.ALSIP, at=at)
    names = ("log_on_id", "device", "by", "given", "last", "reason")
    said = {"employee_number": ""} | dict(zip(names, PHONE.split(","), strict=True))
    first, second = (
        carrying.begin(
            kind=PERMISSIONS, rows=[Row(number=2, said=said)], name="paper.csv", actor=alsip.petrov, at=at
        )
        for _ in range(2)
    )
    refused = list[carrying.NotReady]()

    def beside() -> None:
        try:
            carrying.confirm(kind=PERMISSIONS, import_id=second.pk, left_too=False, actor=alsip.petrov, at=at)
        except carrying.NotReady as fault:
            refused.append(fault)
        finally:
            connection.close()

    another = threading.Thread(target=beside)
    with transaction.atomic():
        carrying.confirm(kind=PERMISSIONS, import_id=first.pk, left_too=False, actor=alsip.petrov, at=at)
        another.start()
        another.join(timeout=1)
    another.join()

    assert Device.objects.count() == 1
    assert len(refused) == 1
