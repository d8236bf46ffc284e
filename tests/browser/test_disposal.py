"""Disposal in a browser: a certificate that a records officer draws up, and one that is carried out while they look."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from governance.cast import PASSWORD
from governance.portal import Portal
from tests.browser.conftest import ROOT
from tests.browser.house import PHONE, House
from tests.browser.pages_of_records import series
from tests.browser.test_pages import findings
from tests.browser.test_stops import looks_right

_OLD_RECORDS = """
import django
django.setup()
from datetime import UTC, date, datetime
from accounts.models import Member, Unit
from records.models import Certificate, CertificateLine, Series
from tests.records.conftest import kept

unit = Unit.objects.get(agency__slug="chicago", number="014")
rows = [
    kept(unit=unit, external_id=f"77{n}", post_id=770000 + n, published_at=datetime(2019, 3, 4 + n, 15, tzinfo=UTC),
         text=f"Coat drive at the station, number {n}.", at=datetime(2019, 3, 4 + n, 16, tzinfo=UTC))
    for n in range(3)
]
by = Member.objects.get(log_on_id="natarajan")
made = Certificate.objects.create(
    agency=unit.agency, number="2020-001", commission="cook", notice_days=30, records=1, drawn_by=by,
    notice_source="44 Ill. Adm. Code 4500.40(c)", drawn_at=datetime(2020, 1, 2, 15, tzinfo=UTC),
)
series = Series.objects.filter(item="120.04").latest("pk")
CertificateLine.objects.create(certificate=made, record=rows[0], series=series)
here = Certificate.objects.filter(pk=made.pk)
here.update(state="sent", sent_on=date(2020, 1, 3), disposal_on=date(2020, 2, 3), sent_by=by)
here.update(state="approved", approved_on=date(2020, 1, 20), approved_copy="Cook 20-017", approval_by=by)
print(made.pk)
"""
"""Nothing of the demonstration may be disposed of yet: three records of 2019, one on a certificate of somebody else."""


def _old_records(portal: Portal) -> str:
    """The id of the certificate that may be carried out."""
    environment = {
        **portal.environment,
        "DJANGO_SETTINGS_MODULE": "governance.settings",
        "PATH": os.environ["PATH"],
    }
    ran = subprocess.run(
        [sys.executable, "-c", _OLD_RECORDS],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.split()[-1]


def _shot(page: Page, name: str) -> None:
    if folder := os.environ.get("DISPOSAL_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
        page.set_viewport_size(PHONE)
        page.screenshot(path=Path(folder) / f"{name}-phone.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})


def _looked_at(page: Page, name: str) -> None:
    _shot(page, name)
    looks_right(page)


def test_a_certificate_is_drawn_up_sent_and_approved_and_another_is_carried_out(
    house: House, portal: Portal
) -> None:
    officer = house.person("marsh")
    series(house, officer)
    approved = _old_records(portal)

    officer.goto("/records/disposal/draw-up/")
    officer.get_by_role("button", name="Draw up certificate").click()
    expect(officer.get_by_text("No certificate was drawn up yet.")).to_be_visible()
    _looked_at(officer, "draw-up")
    officer.locator("label", has_text="120.04").click()
    officer.locator("label", has_text="Cook County").click()
    officer.get_by_role("button", name="Draw up certificate").click()
    # With the one of the demonstration that is due since its own certificate.
    expect(officer.get_by_text("names 3 records.")).to_be_visible()
    _looked_at(officer, "drawn-up")
    today = datetime.now(ZoneInfo("America/Chicago")).date()
    officer.get_by_label("Sent on").fill(today.isoformat())
    officer.get_by_label("Disposal date").fill((today + timedelta(days=8)).isoformat())
    officer.get_by_role("button", name="Enter as sent").click()
    expect(officer.get_by_text("days after the certificate is sent").first).to_be_visible()
    _looked_at(officer, "too-soon")
    officer.get_by_label("Disposal date").fill((today + timedelta(days=40)).isoformat())
    officer.get_by_role("button", name="Enter as sent").click()
    _looked_at(officer, "sent")
    officer.get_by_label("Day on the approved copy").fill(today.isoformat())
    officer.get_by_label("Where the copy is kept").fill("Cook 20-117")
    officer.get_by_role("button", name="Enter approved copy").click()
    expect(officer.get_by_text("You drew this certificate up.")).to_be_visible()

    officer.goto(f"/records/disposal/{approved}/")
    _looked_at(officer, "approved")
    if officer.get_by_label("Your password").count():
        officer.get_by_label("Your password").fill(PASSWORD)
    officer.get_by_role("button", name="Carry out").click()
    expect(officer.get_by_text("1 disposed of, 0 kept")).to_be_visible()
    officer.goto(f"/records/disposal/{approved}/")
    expect(officer.get_by_text("Disposed of", exact=True)).to_be_visible()
    _looked_at(officer, "carried-out")
    officer.locator("main .lines a").first.click()
    expect(officer.get_by_role("heading", name="Disposed of")).to_be_visible()
    _looked_at(officer, "disposed")
    officer.goto("/records/disposal/")
    _looked_at(officer, "certificates")
    officer.emulate_media(media="print")
    officer.goto(f"/records/disposal/{approved}/")
    _shot(officer, "printed")
    assert findings(officer) == []
