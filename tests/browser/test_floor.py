"""The floor stands still when it is told to, and needs no script."""

from playwright.sync_api import expect

from tests.browser.house import House

LONGER_THAN_TWO_ASKINGS = 4_500


def test_a_paused_floor_asks_nothing_until_it_follows_again(house: House) -> None:
    page = house.person("washington")
    page.goto("/floor/")
    expect(page.get_by_text("Live, ")).to_be_visible()
    asked: list[str] = []

    page.get_by_role("button", name="Pause").click()
    page.wait_for_timeout(500)
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(LONGER_THAN_TWO_ASKINGS)

    assert asked == []
    expect(page.get_by_text("Paused at ")).to_be_visible()
    page.get_by_role("button", name="Follow again").click()
    expect(page.get_by_text("Live, ")).to_be_visible()


def test_without_script_the_floor_is_read_by_its_links(house: House) -> None:
    signed_in = house.person("washington").context.storage_state()
    page = house.screen(storage_state=signed_in, java_script_enabled=False)
    page.goto("/floor/")

    expect(page.get_by_role("button", name="Pause")).to_be_hidden()
    page.get_by_role("link", name="Show what is new").click()
    page.get_by_role("link", name="Stopped and ended").click()
    expect(page.get_by_role("heading", name="Stopped and ended")).to_be_visible()
    page.get_by_role("link", name="018").click()
    expect(page.get_by_role("link", name="Show all units")).to_be_visible()
