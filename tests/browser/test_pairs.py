"""A post in English and Spanish: written side by side, approved by one button, out as two posts with two records."""

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
        if folder := os.environ.get("PAIR_PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)


def test_a_post_in_two_languages_goes_from_one_composer_over_one_desk_to_residents_and_two_records(
    house: House,
) -> None:
    piece = writing.tip()
    spanish = f"Cierre esta noche la puerta de su garaje: {piece.text.rsplit(' ', 1)[1]}"
    author, sergeant = house.on_duty("reyes"), house.on_duty("whitfield", size=PHONE)
    writing.begin(author)
    writing.write(author, piece)
    author.get_by_text("Write it in two languages").click()
    author.get_by_role("button", name="Begin the second post").click()
    expect(author.locator("#other_text")).to_have_value(piece.text)
    expect(author.locator("#meaning")).to_have_value(piece.text)
    author.locator("#text").fill(spanish)
    english = f"{piece.text} Both of them."
    author.locator("#other_text").fill(english)
    writing.saved(author)
    expect(author.locator("#other-said")).to_contain_text("Nothing to fix in it")
    _seen(author, "write")
    post = writing.submit(author)
    _seen(author, "submitted")

    sergeant.goto(writing.desk_of(post))
    expect(sergeant.locator(".exact__text").first).to_have_text(english)
    expect(sergeant.locator("#other-half")).to_contain_text(spanish)
    expect(sergeant.locator("#other-half")).to_contain_text("Its pair, in Spanish")
    _seen(sergeant, "desk")
    sergeant.get_by_role("button", name="Approve both posts").click()
    expect(sergeant.get_by_role("status").get_by_text("pproved").first).to_be_visible()

    eventually(author, lambda: [len(house.accepted(text)) for text in (english, spanish)] == [1, 1])
    author.goto(post)
    reload_until_shown(author, "and its record is kept")
    expect(author.locator("main")).to_contain_text("The same in English")
    _seen(author, "post")
    author.locator("dt:text-is('Record') + dd a").click()
    expect(author.locator("main")).to_contain_text(spanish)
    expect(author.locator("main")).to_contain_text(piece.text)
    _seen(author, "record")
