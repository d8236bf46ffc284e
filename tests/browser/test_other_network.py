"""An account on a network that the portal does not publish on: proposed by a commander, decided, and seen by others."""

import os
import secrets

from playwright.sync_api import Page, expect

from tests.browser.house import DESK, PHONE, House
from tests.browser.test_day import looks_right


def _seen(page: Page, name: str) -> None:
    used = page.viewport_size or DESK
    for size in (DESK if used == PHONE else PHONE, used):
        page.set_viewport_size(size)
        looks_right(page)
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)


def test_an_account_elsewhere_is_proposed_decided_and_followed_from_cpd_sm_ii_b_and_ii_d(
    house: House,
) -> None:
    handle = f"neighbors{secrets.token_hex(3)}"
    commander, office, decides = house.person("okafor"), house.person("natarajan"), house.person("admin")
    commander.goto("/accounts/propose/")
    expect(commander.get_by_label("Unit").locator("option:checked")).to_have_text(
        "014th District, Shakespeare"
    )
    commander.get_by_label("Network", exact=True).select_option("nextdoor")
    commander.get_by_label("Handle").fill(handle)
    commander.get_by_label("Address of its page").fill(f"https://nextdoor.com/agency/{handle}")
    commander.get_by_label("Name shown on the network").fill("Shakespeare District, Neighbors")
    commander.get_by_label("What it is for").fill("Neighbors who are not on X.")
    commander.get_by_role("button", name="Propose account").click()
    expect(commander.get_by_role("heading", name=f"@{handle}")).to_be_visible()
    account = commander.url

    office.goto(account)
    expect(office.get_by_role("button", name="Approve account")).to_have_count(0)
    expect(office.locator(".card--needs")).to_contain_text("The head of the department")
    _seen(office, "proposed")

    decides.goto(account)
    decides.get_by_role("button", name="Approve account").click()
    expect(decides.get_by_text(f"@{handle} is approved.").first).to_be_visible()

    commander.goto(account)
    expect(commander.get_by_text("The portal does not publish here.")).to_be_visible()
    _seen(commander, "approved")
    commander.get_by_role("link", name="Whom it follows").click()
    for name in ("cityparks", "chilibrary"):
        commander.get_by_label("Handle").fill(f"@{name}")
        commander.get_by_label("Why we follow it").fill("Events in the district.")
        commander.locator("label", has_text="No").last.click()
        commander.get_by_role("button", name="Add to the list").click()
    asked = commander.get_by_role("listitem").filter(has_text="@cityparks")
    asked.locator("summary").click()
    asked.get_by_label("Why it should be unfollowed").fill("It shares sales.")
    asked.get_by_role("button", name="Ask to unfollow").click()
    expect(commander.get_by_role("heading", name="To be unfollowed")).to_be_visible()
    _seen(commander, "follows")
