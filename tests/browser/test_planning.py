"""The calendar in a browser: a post is moved to another day of the window it was approved for."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import writing
from tests.browser.house import DESK, PHONE, House
from tests.browser.test_pages import findings, too_wide

DAYS = 3
OPENS = timedelta(hours=26)
"""The window opens tomorrow: today is full of other posts, and a drag would have to scroll."""
TALL = {"width": 1280, "height": 2000}


def planned(house: House) -> str:
    """An approved post that may go out from tomorrow on, for three days; the address of its page."""
    author, sergeant = house.on_duty("reyes"), house.on_duty("whitfield")
    writing.begin(author)
    writing.write(author, writing.tip())
    writing.choose_slot(author, after=OPENS)
    author.get_by_text("Add a latest time").click()
    last = datetime.now(writing.CHICAGO) + OPENS + timedelta(days=DAYS)
    author.get_by_label("No later than, day").fill(last.date().isoformat())
    author.locator("#until_clock").fill(f"{last:%H:%M}")
    writing.saved(author)
    expect(author.locator("#until-said time")).to_be_visible()
    assert findings(author) == []
    post = writing.submit(author)
    writing.approve(sergeant, post)
    return post


def day(days: int) -> str:
    """The day so many days after the one on which the window opens."""
    opens = datetime.now(writing.CHICAGO) + OPENS
    return (opens.date() + timedelta(days=days)).isoformat()


def column(page: Page, days: int) -> Locator:
    """That day of the calendar."""
    return page.locator(f'[data-day="{day(days)}"]:not(option)')


def card(page: Page, post: str) -> Locator:
    """A post's card on the calendar."""
    return page.locator(".plan__entry").filter(has=page.locator(f'a[href="{post}"]'))


def drag(page: Page, post: str, days: int) -> None:
    """The card is let go over the heading of that day once the day takes it; a hand that missed tries again."""
    for _ in range(5):
        if carry(page, post, days):
            break
        let_go_outside(page)
    page.mouse.up()


def let_go_outside(page: Page) -> None:
    """What is held is let go where no day is."""
    page.locator("h1").hover()
    page.mouse.up()


def carry(page: Page, post: str, days: int) -> bool:
    """The card is picked up and held over that day; whether the day shows, soon, that it takes it."""
    heading = column(page, days).locator("h2")
    card(page, post).locator(".plan__time").hover()
    page.mouse.down()
    heading.hover()
    heading.hover(position={"x": 8, "y": 8})
    try:
        expect(column(page, days)).to_have_class(re.compile("plan__day--over"), timeout=2_000)
    except AssertionError:
        return False
    return True


def moved(page: Page, post: str, days: int) -> None:
    """The card stands on that day, and the page says so."""
    expect(page.get_by_text("Moved. It stays approved as it is.")).to_be_visible()
    expect(column(page, days).locator(f'a[href="{post}"]')).to_be_visible()


def looks_right(page: Page) -> None:
    """No finding of axe, and nothing wider than the screen, on the desk and in the hand."""
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        assert too_wide(page) == []
        assert findings(page) == []
    page.set_viewport_size(DESK)


def test_the_slider_moves_a_post_to_another_day_by_keys(house: House) -> None:
    post = planned(house)
    page = house.on_duty("reyes")
    page.goto("/calendar/")
    summary = card(page, post).locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    slide = card(page, post).get_by_role("slider", name="Goes out")
    slide.focus()
    page.keyboard.press("End")
    chosen = card(page, post).locator("option:checked")
    assert chosen.get_attribute("data-day") == day(DAYS)
    assert slide.get_attribute("aria-valuetext") == chosen.inner_text()
    for _ in range(60):
        if chosen.get_attribute("data-day") == day(1):
            break
        page.keyboard.press("ArrowLeft")
    looks_right(page)
    card(page, post).get_by_role("button", name="Move post").focus()
    page.keyboard.press("Enter")
    moved(page, post, 1)
    looks_right(page)
    page.goto(post)
    expect(page.get_by_text(re.compile("moved it to")).first).to_be_visible()
    expect(page.get_by_text(re.compile("Between")).first).to_be_visible()


def test_a_card_is_dragged_to_another_day_and_not_out_of_its_window(house: House) -> None:
    post = planned(house)
    page = house.on_duty("reyes", size=TALL)
    page.goto("/calendar/")
    assert not carry(page, post, DAYS + 1)
    page.mouse.up()
    expect(column(page, 0).locator(f'a[href="{post}"]')).to_be_visible()
    drag(page, post, 2)
    moved(page, post, 2)


@pytest.mark.parametrize(
    ("clock", "said"), [("", "comes twice"), ("23:58", "The nearest time of that day is 23:58")]
)
def test_a_drop_on_a_time_that_comes_twice_or_not_at_all_asks(house: House, clock: str, said: str) -> None:
    post = planned(house)
    page = house.on_duty("reyes", size=TALL)
    page.goto("/calendar/")
    # That day as it is when clocks change: its hour once more, or not at all.
    card(page, post).evaluate(
        """(card, [day, clock]) => {
            const chosen = card.querySelector("option:checked").textContent;
            const wanted = chosen.match(/(\\d\\d):(\\d\\d)/)[0];
            const same = [...card.querySelectorAll(`option[data-day="${day}"]`)];
            for (const one of same.filter((one) => !one.textContent.includes(wanted))) one.remove();
            const kept = same.find((one) => one.isConnected);
            if (clock) kept.textContent = kept.textContent.replace(wanted, clock);
            else kept.after(kept.cloneNode(true));
        }""",
        [day(2), clock],
    )
    drag(page, post, 2)
    expect(card(page, post).get_by_role("status")).to_contain_text(said)
    expect(card(page, post).get_by_label("Goes out").first).to_be_focused()
    expect(column(page, 0).locator(f'a[href="{post}"]')).to_be_visible()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_without_script_a_post_is_moved_by_its_list_of_times(house: House, size: dict[str, int]) -> None:
    post = planned(house)
    signed = house.on_duty("reyes")
    page = house.person("reyes", size=size, java_script_enabled=False)
    page.goto("/calendar/")
    card(page, post).locator("summary").click()
    offered = card(page, post).locator(f'option[data-day="{day(2)}"]').first
    card(page, post).get_by_label("Goes out").select_option(offered.get_attribute("value"))
    card(page, post).get_by_role("button", name="Move post").click()
    moved(page, post, 2)
    signed.goto(post)
    expect(signed.get_by_text(re.compile("moved it to")).first).to_be_visible()
