"""A thread in the hand and at the desk: written in parts, decided once, seen out part by part with their records."""

import os

from playwright.sync_api import Page, expect

from tests.browser import writing
from tests.browser.house import DESK, PHONE, House, eventually, reload_until_shown
from tests.browser.test_day import looks_right


def _seen(page: Page, name: str) -> None:
    """Nothing for axe to find where it was used, nor at the other width."""
    used = page.viewport_size or DESK
    for size in (DESK if used == PHONE else PHONE, used):
        page.set_viewport_size(size)
        looks_right(page)
        if folder := os.environ.get("THREAD_PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)


def _append(page: Page, number: int, text: str) -> None:
    page.get_by_role("button", name="Add a part").click()
    page.locator(f"#text-{number}").fill(text)
    expect(page.locator("#preview")).to_contain_text(text)


def test_a_thread_goes_from_a_phone_over_the_desk_to_residents_part_by_part(house: House) -> None:
    piece = writing.tip()
    texts = [piece.text, f"Second. {piece.text}", f"Third. {piece.text}"]
    author, sergeant = house.on_duty("reyes", size=PHONE), house.on_duty("whitfield")
    writing.begin(author)
    writing.write(author, piece)
    for number in (2, 3):
        _append(author, number, texts[number - 1])
    writing.saved(author)
    _seen(author, "write")
    post = writing.submit(author)

    sergeant.goto(writing.desk_of(post))
    for text in texts:
        expect(sergeant.locator(".exact")).to_contain_text(text)
    _seen(sergeant, "desk")
    writing.approve(sergeant, post)
    eventually(author, lambda: [len(house.accepted(text)) for text in texts] == [1, 1, 1])
    author.goto(post)
    reload_until_shown(author, "3 of 3 parts are out.")
    expect(author.locator(".chain-standing").get_by_role("link", name="Record")).to_have_count(3)
    _seen(author, "published")
    sergeant.goto("/records/")
    expect(sergeant.locator("main")).to_contain_text("part 3 of 3 of a thread")
    _seen(sergeant, "records")
