"""What the journeys of sensitive posts share: how they begin, how each page is looked at, and the record at the end."""

import os

from playwright.sync_api import Page, expect

from tests.browser import writing
from tests.browser.house import DESK, PHONE, House
from tests.browser.test_day import looks_right
from tests.browser.test_journey import published


def seen(page: Page, name: str) -> None:
    """Nothing for axe to find and no sideways scroll, at a desk and on a phone."""
    used = page.viewport_size or DESK
    for size in (DESK if used == PHONE else PHONE, used):
        page.set_viewport_size(size)
        # At its end a page lies beside its bar; above, the bar may cover half of what is to be touched.
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        looks_right(page)
        if folder := os.environ.get("SENSITIVE_PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)


def begun(page: Page, kind: str, text: str) -> None:
    """A draft of a kind with a text, checked once."""
    writing.begin(page)
    writing.choose(page, f"kind-{kind}")
    page.locator("#text").fill(text)
    writing.stored(page)


def record(author: Page) -> None:
    author.locator("dt:text-is('Record') + dd a").click()
    expect(author.get_by_role("heading", name="Record")).to_be_visible()


def kept(house: House, author: Page, post: str, text: str, *, says: str) -> None:
    """It went out once, and its record says so."""
    published(house, author, post, text)
    record(author)
    expect(author.locator(".story")).to_contain_text(says)
