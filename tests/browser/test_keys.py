"""Security keys at a desk and on a phone, with a key that Chromium plays: added, shown at the sign-in, removed."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from governance.cast import PASSWORD
from tests.browser.house import DESK, PHONE, House
from tests.browser.test_pages import findings, too_wide

OLD_BROWSER = """
delete PublicKeyCredential.parseCreationOptionsFromJSON;
delete PublicKeyCredential.parseRequestOptionsFromJSON;
delete PublicKeyCredential.prototype.toJSON;
"""


@pytest.mark.parametrize(
    ("who", "newcomer", "size", "old"),
    [("kessler", True, DESK, False), ("whitfield", False, PHONE, True)],
    ids=["desk", "phone, old browser"],
)
def test_a_member_adds_a_key_signs_in_with_it_and_asks_that_it_counts_as_a_device(
    house: House, who: str, newcomer: bool, size: dict[str, int], old: bool
) -> None:
    page = house.screen(size=size)
    if old:
        page.context.add_init_script(OLD_BROWSER)
    _plug_in_a_key(page)
    _password(house, page, who)
    if newcomer:
        page.get_by_role("link", name="Use a security key instead").click()
    else:
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("heading", name="Messages")).to_be_visible()
        page.goto(f"{_local(house)}/account/second-step/key/")
    expect(page.get_by_role("button", name="Add this key")).to_be_visible()
    _sound(page)
    page.get_by_label("Name of the key").fill("Ring")
    page.get_by_role("button", name="Add this key").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.get_by_role("link", name="I have kept them, go on").click()
    expect(page.get_by_role("heading", name="Messages")).to_be_visible()
    page.goto(f"{_local(house)}/account/second-step/")
    expect(page.get_by_role("link", name="Rename Ring")).to_be_visible()
    _sound(page)
    page.goto(f"{_local(house)}/account/second-step/key/")
    page.get_by_role("button", name="Add this key").click()
    expect(page.get_by_text("This key is on your list already.")).to_be_visible()

    page.get_by_role("link", name="Back to how you sign in").click()
    page.get_by_role("link", name="Ask that one counts as a device").click()
    expect(page.get_by_role("heading", name="Ask for a device")).to_be_visible()
    page.get_by_label("Name of the device").fill("Laptop 7")
    page.get_by_role("button", name="Ask for approval").click()
    expect(page.get_by_text("“Laptop 7” counts once it is approved")).to_be_visible()
    _sound(page)

    page.context.clear_cookies()
    _password(house, page, who)
    expect(page.get_by_role("heading", name="Show your second step")).to_be_visible()
    _sound(page)
    page.get_by_role("button", name="Use a security key").click()
    expect(page.get_by_role("heading", name="Messages")).to_be_visible()


def test_without_script_or_at_a_number_the_page_says_what_works(house: House) -> None:
    page = house.screen(java_script_enabled=False)
    _password(house, page, "okafor")
    page.get_by_role("button", name="Go on").click()
    page.goto(f"{_local(house)}/account/second-step/key/")
    expect(page.get_by_text("A security key needs script")).to_be_visible()
    expect(page.get_by_role("button", name="Add this key")).to_be_hidden()


def _plug_in_a_key(page: Page) -> None:
    """One that Chromium plays, and that is touched whenever it is asked for."""
    line: Any = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    line.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def _local(house: House) -> str:
    """The portal by a name: keys know none by a number."""
    return house.address.replace("127.0.0.1", "localhost")


def _password(house: House, page: Page, who: str) -> None:
    page.goto(f"{_local(house)}/account/login/?next=/messages/")
    page.get_by_label("Log-on ID").fill(who)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def _sound(page: Page) -> None:
    assert findings(page) == []
    assert too_wide(page) == []
