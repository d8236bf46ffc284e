"""The kill switch in a browser: by keyboard, a wrong password first, until the held post is out again."""

from playwright.sync_api import Page, expect

from governance.cast import PASSWORD
from tests.browser import writing
from tests.browser.house import PHONE, House, eventually, reload_until_shown
from tests.browser.test_pages import findings, too_wide

REASON = "Active incident. No posts until the public information officer says so."
STRIP = "Publishing is stopped for the whole department"


def looks_right(page: Page) -> None:
    """No finding of axe, and nothing wider than the screen, on the desk and in the hand."""
    before = page.viewport_size
    assert findings(page) == []
    page.set_viewport_size(PHONE)
    assert too_wide(page) == []
    assert findings(page) == []
    if before:
        page.set_viewport_size(before)


def give(page: Page, reason: str, password: str) -> None:
    """Reason and password by keyboard alone, from where the focus starts."""
    expect(page.get_by_label("Reason")).to_be_focused()
    page.keyboard.type(reason)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def test_everything_is_stopped_by_keyboard_and_what_was_held_is_released_by_a_press(house: House) -> None:
    piece = writing.coffee()
    office, sergeant = house.on_duty("natarajan"), house.on_duty("whitfield")
    post = writing.hand_in(house.on_duty("reyes"), piece)

    office.goto("/stops/publishing/")
    looks_right(office)
    office.keyboard.press("Escape")
    expect(office.get_by_role("heading", name="Stops")).to_be_visible()
    office.goto("/stops/publishing/")
    expect(office.get_by_role("button", name="Stop the whole department")).to_be_visible()
    give(office, REASON, "not this")
    expect(office.get_by_text("This is not your password.")).to_be_visible()
    expect(office.get_by_label("Reason")).to_have_value(REASON)
    expect(office.get_by_label("Your password")).to_be_focused()
    office.keyboard.type(PASSWORD)
    office.keyboard.press("Enter")
    try:
        expect(office.get_by_text(STRIP).first).to_be_visible()
        looks_right(office)

        writing.approve(sergeant, post)
        sergeant.goto(post)
        expect(sergeant.get_by_text(STRIP).first).to_be_visible()
        expect(sergeant.locator("h1 + *").get_by_text("Stopped")).to_be_visible()
        assert house.accepted(piece.text) == []
    finally:
        office.goto("/stops/")
        office.get_by_role("link", name="Lift the stop for the whole department").press("Enter")
        looks_right(office)
        office.keyboard.type("The incident is over.")
        office.get_by_role("button", name="Lift the stop for the whole department").press("Enter")

    expect(office.get_by_role("heading", name="Posts held")).to_be_visible()
    expect(office.get_by_text(STRIP)).to_have_count(0)
    looks_right(office)
    sergeant.goto("/stops/held/")
    row = sergeant.locator(".held__row").filter(has_text=piece.text.splitlines()[0])
    row.get_by_role("button", name="Release post").press("Enter")
    expect(sergeant.get_by_role("heading", name="Posts held")).to_be_visible()
    eventually(sergeant, lambda: len(house.accepted(piece.text)) == 1)
    sergeant.goto(post)
    reload_until_shown(sergeant, "Published")


def test_a_unit_is_stopped_and_let_go_again_without_script(house: House) -> None:
    house.on_duty("okafor")
    page = house.person("okafor", java_script_enabled=False)
    page.goto("/stops/")
    page.get_by_label("A unit").check()
    page.get_by_label("Unit", exact=True).select_option(label="014th District, Shakespeare")
    page.get_by_label("Reason").fill("Wait for the commander.")
    page.get_by_role("button", name="Stop publishing there").click()
    expect(page.get_by_text("Publishing is stopped for the 014th District").first).to_be_visible()

    page.get_by_role("link", name="Lift the stop for the 014th District").click()
    page.get_by_label("Reason").fill("The commander has seen it.")
    page.get_by_role("button", name="Lift the stop for the 014th District").click()
    expect(page.get_by_role("heading", name="Posts held")).to_be_visible()
