"""The floor follows along, stands still when it is told to, is worked by keyboard, and needs no script."""

import re

from playwright.sync_api import Page, expect

from tests.browser.house import House

LONGER_THAN_TWO_ASKINGS = 4_500
WIDE = {"width": 1920, "height": 1080}


def _live(page: Page, address: str = "/floor/?lane=all") -> None:
    page.goto(address)
    expect(page.get_by_text("Live, ")).to_be_visible()


def test_a_paused_floor_asks_nothing_until_it_goes_on(house: House) -> None:
    page = house.person("washington")
    _live(page)
    asked: list[str] = []

    page.get_by_role("button", name="Pause").click()
    page.wait_for_timeout(500)
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(LONGER_THAN_TWO_ASKINGS)

    assert asked == []
    expect(page.get_by_text("Paused at ")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Live, ")).to_be_visible()


def test_what_happens_arrives_at_the_top_and_waits_for_who_reads_on(house: House) -> None:
    """Stopping and releasing one post moves it out of a lane and back."""
    at_the_top, further_down = house.person("washington"), house.person("admin")
    for page in (at_the_top, further_down):
        _live(page)
    further_down.mouse.wheel(0, 600)
    lead = house.on_duty("natarajan")
    _live(lead, "/floor/?lane=soon")
    card = lead.locator("[data-post]").last
    number = card.get_attribute("data-post")

    card.locator(".card-menu summary").click()
    card.get_by_role("link", name="Stop post").click()
    lead.get_by_role("dialog").get_by_label("Reason").fill("We look at it once more.")
    lead.get_by_role("dialog").get_by_role("button", name="Stop post").click()

    expect(lead.get_by_text("Stopped. It will not go out until it is released.")).to_be_visible()
    assert "/floor/?lane=soon" in lead.url
    expect(at_the_top.locator(f"#post-{number}")).to_have_count(0)
    expect(further_down.get_by_role("button", name=re.compile(r"\d+ new"))).to_be_visible()

    _live(lead, "/floor/?status=stopped")
    lead.locator(f"#post-{number} .card-menu summary").click()
    lead.get_by_role("button", name="Release post").click()
    expect(lead.get_by_text("Released.")).to_be_visible()
    further_down.get_by_role("button", name=re.compile(r"\d+ new")).click()
    expect(further_down.locator(f"#post-{number}")).to_be_visible()


def test_posts_are_filtered_and_the_view_is_kept_by_keyboard(house: House) -> None:
    page = house.person("natarajan")
    page.goto("/floor/?lane=published")

    page.locator("summary", has_text="Filter posts").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Kind of post").focus()
    page.keyboard.type("Safety")
    page.keyboard.press("Enter")
    if "kind=" not in page.url:
        page.get_by_role("button", name="Show these posts").press("Enter")
    expect(page).to_have_url(re.compile("kind=safety_tip"))

    page.locator("summary", has_text="Your views").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Name").fill("Tips that went out")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kept as Tips that went out.")).to_be_visible()
    page.goto("/floor/views/")
    page.get_by_role("button", name="Delete view Tips that went out").press("Enter")
    expect(page.get_by_text("No post was touched.")).to_be_visible()


def test_the_menu_of_a_card_opens_and_closes_by_keyboard(house: House) -> None:
    page = house.person("natarajan")
    page.goto("/floor/?lane=soon")
    menu = page.locator(".card-menu").first

    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="Stop post")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="Stop post")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_nothing_shifts_while_the_floor_is_drawn_and_follows(house: House) -> None:
    page = house.person("washington")
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) "
        "if (!one.hadRecentInput) window.shift += one.value; }).observe({ type: 'layout-shift', buffered: true });"
    )
    _live(page)
    page.wait_for_timeout(LONGER_THAN_TWO_ASKINGS)

    assert page.evaluate("window.shift") < 0.02


def test_the_wall_fits_its_screen_and_leads_back(house: House) -> None:
    page = house.person("washington", size=WIDE)
    page.goto("/floor/wall/")

    tall = page.evaluate("document.documentElement.scrollHeight")
    assert tall <= WIDE["height"]
    for lane in page.locator(".wall__lane").all():
        assert lane.locator(".wall-card:visible").count() <= 3
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("/floor/[?]lane=all"))


def test_without_script_the_floor_is_read_and_worked_by_its_links(house: House) -> None:
    signed_in = house.person("washington").context.storage_state()
    page = house.screen(storage_state=signed_in, java_script_enabled=False)
    page.goto("/floor/")

    expect(page.get_by_role("button", name="Pause")).to_be_hidden()
    page.get_by_role("link", name="Show what is new").click()
    page.locator(".card-menu summary").first.click()
    page.get_by_role("link", name="Stop, take down or ask").first.click()
    expect(page.get_by_role("heading", name="What to do with this post")).to_be_visible()
    page.get_by_role("link", name="Back to the floor").click()
    page.get_by_role("link", name="Stopped and ended").click()
    expect(page.get_by_role("heading", name="Stopped and ended")).to_be_visible()
    page.get_by_role("link", name="018").click()
    expect(page.get_by_role("link", name="Show all units")).to_be_visible()
