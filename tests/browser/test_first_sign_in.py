"""A newcomer's first sign-in, at a desk and on a phone: password, setting up a phone, recovery codes, work."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import DESK, PHONE, House, code_said, give_password
from tests.browser.test_pages import findings, too_wide


@pytest.mark.parametrize(("key", "size"), [("corrigan", DESK), ("oyelaran", PHONE)], ids=["desk", "phone"])
def test_a_newcomer_sets_up_a_phone_at_the_first_sign_in(
    house: House, key: str, size: dict[str, int]
) -> None:
    page = house.screen(size=size)
    page.goto("/messages/")
    give_password(page, key)

    expect(page.get_by_role("heading", name="One more step to sign in")).to_be_visible()
    _sound(page)
    page.get_by_role("link", name="Set up your phone").click()
    expect(page.get_by_role("img", name="The square that your app reads")).to_be_visible()
    _sound(page)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Set up phone").click()
    expect(page.get_by_text("Your phone is not set up yet.")).to_be_visible()
    _sound(page)
    page.get_by_label("Code").fill(code_said(page))
    page.get_by_role("button", name="Set up phone").click()

    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    _sound(page)
    code = page.locator(".codes code").first.inner_text()
    page.get_by_role("link", name="I have kept them, go on").click()
    expect(page.get_by_role("heading", name="Messages")).to_be_visible()
    page.goto("/account/second-step/")
    _sound(page)

    again = house.screen(size=size)
    again.goto("/messages/")
    give_password(again, key)
    expect(again.get_by_label("Code")).to_be_visible()
    _sound(again)
    again.get_by_label("Code").fill(code)
    again.get_by_role("button", name="Go on").click()
    expect(again.get_by_role("heading", name="Messages")).to_be_visible()


def _sound(page: Page) -> None:
    assert findings(page) == []
    assert too_wide(page) == []
