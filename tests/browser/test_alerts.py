"""A crime alert at everybody's screens: offered, reposted as it stands with one press, approved, out, withdrawn."""

import re
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from tests.browser import writing
from tests.browser.house import House, reload_until_shown
from tests.browser.sensitive import record, seen
from tests.browser.test_day import IN_THE_HAND
from tests.browser.test_journey import out


def _offered(house: House, office: Page, address: str) -> str:
    """Offered for an hour; the address of its page."""
    now = datetime.now(writing.CHICAGO)
    office.goto("/write/ready/")
    office.get_by_role("link", name="Offer a crime alert").click()
    office.get_by_label("Address of the post").fill(address)
    office.get_by_label("Name", exact=True).fill("Garages")
    office.get_by_label("From which detectives").fill("Bureau of Detectives, Area Five")
    office.get_by_label("Who approved it there").fill("Lt. Ann Moore")
    office.get_by_label("Day of that approval").fill(f"{now:%Y-%m-%d}")
    office.get_by_label("Holds until").fill(f"{now + timedelta(hours=1):%Y-%m-%dT%H:%M}")
    office.get_by_role("button", name="Offer to units").click()
    expect(office.get_by_role("status")).to_contain_text("It is offered.")
    return office.url


def test_an_alert_is_reposted_with_one_press_goes_out_and_what_is_live_is_listed_when_it_ends_cpd_tw_v_b_3(
    house: House,
) -> None:
    piece = writing.tip()
    out(house, piece)
    [there] = house.accepted(piece.text)
    address = f"{house.training}/example_014/status/{there['id']}"
    office = house.on_duty("natarajan")
    writer, sergeant = house.on_duty("kowalczyk", **IN_THE_HAND), house.on_duty("murphy")
    alert = _offered(house, office, address)

    writer.goto("/write/ready/")
    expect(writer.locator(".ready__text").first).to_have_text(piece.text)
    seen(writer, "alert-to-take")
    expect(writer.locator(".ready__says").first).to_contain_text(
        re.compile("Say that you have read this. CPD-TW.IV.K By reposting it you say: “I have read this")
    )
    writer.get_by_role("button", name="Repost as is from @example_018").first.click()
    expect(writer.get_by_role("status")).to_contain_text("Submitted. It is with")
    repost = writer.url
    writing.approve(sergeant, repost)
    reload_until_shown(writer, "and its record is kept")
    record(writer)
    expect(writer.locator(".story")).to_contain_text("Sean Murphy approved")

    office.goto(alert)
    office.get_by_role("textbox", name="Why").fill("They were caught.")
    office.get_by_role("button", name="Withdraw alert").click()
    expect(office.get_by_role("link", name=re.compile("^Take down post"))).to_be_visible()
    seen(office, "alert-over")
    sergeant.goto("/write/ready/")
    expect(sergeant.get_by_role("heading", name="Take down: their alert is over")).to_be_visible()
