"""Authority that follows the day: a tour that goes on, a sergeant who stands in, a newcomer who practises."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from governance.cast import PASSWORD
from tests.browser import writing
from tests.browser.house import DESK, PHONE, House, eventually, go_off_duty, go_on_duty, sign_in_first
from tests.browser.test_journey import published
from tests.browser.test_pages import findings, too_wide

IN_THE_HAND: dict[str, Any] = {"size": PHONE, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize(("key", "size"), [("ortega", DESK), ("hale", PHONE)], ids=["desk", "phone"])
def test_a_tour_is_begun_and_goes_on_for_two_hours_by_one_tap_that_says_why(
    house: House, key: str, size: dict[str, int]
) -> None:
    page = house.person(key, size=size)
    page.goto("/duty/")
    go_off_duty(page)
    go_on_duty(page)
    before = page.locator("summary.duty--on").inner_text()

    page.locator("summary.duty--on").click()
    assert findings(page) == []
    assert too_wide(page) == []
    page.get_by_role("button", name="Relief is late").click()

    expect(page.locator("summary.duty--on")).not_to_have_text(before)
    own = page.locator("section[aria-labelledby=own] li").first
    expect(own).to_contain_text("Now")
    expect(own).to_contain_text("Extended: Relief is late.")


def test_a_commander_names_from_a_phone_who_acts_while_both_sergeants_are_away_and_five_posts_wait(
    house: House,
) -> None:
    piece = writing.tip()
    post = writing.hand_in(house.on_duty("reyes"), piece)
    for sergeant in ("whitfield", "brody"):
        house.on_duty(sergeant, duty=False)

    commander = house.on_duty("okafor", **IN_THE_HAND)
    commander.goto("/people/")
    commander.locator("tr").filter(has_text="Sgt. Per Lindqvist").locator("[value=acting_sergeant]").tap()
    if commander.get_by_label("Your password").count():
        commander.get_by_label("Your password").fill(PASSWORD)
        commander.get_by_role("button", name="Name acting sergeant").tap()
    expect(commander.get_by_text("Sgt. Per Lindqvist holds the role")).to_be_visible()
    assert too_wide(commander) == []

    acting = house.on_duty("lindqvist", **IN_THE_HAND)
    acting.goto("/review/")
    assert findings(acting) == []
    assert int(acting.locator("h1").inner_text().split()[0]) >= len("five!")
    writing.approve(acting, post)
    published(house, acting, post, piece.text)
    acting.locator("dt:text-is('Record') + dd a").click()
    expect(acting.locator(".story")).to_contain_text("Per Lindqvist approved")
    for sergeant in ("whitfield", "brody"):
        house.on_duty(sergeant)


def test_whoever_is_in_training_takes_a_post_the_whole_way_to_the_training_network(house: House) -> None:
    piece = writing.tip()
    author = house.screen()
    sign_in_first(author, "vasquez")
    go_on_duty(author)
    post = writing.hand_in(author, piece)
    expect(author.get_by_text("@practice_014").first).to_be_visible()
    looks_right(author)

    writing.approve(house.on_duty("whitfield", **IN_THE_HAND), post)
    eventually(author, lambda: len(house.accepted(piece.text)) == 1)
    resident = house.screen()
    resident.goto(f"{house.training}/practice_014")
    expect(resident.get_by_text(piece.text)).to_be_visible()

    coordinator = house.person("washington", **IN_THE_HAND)
    coordinator.goto("/training/practice/")
    row = coordinator.locator("tr").filter(has_text=piece.text)
    expect(row).to_contain_text("Irene Vasquez")
    expect(row).to_contain_text("Published")
    looks_right(coordinator)


def looks_right(page: Page) -> None:
    """No finding of axe, and nothing wider than the screen it stands on."""
    assert findings(page) == []
    assert too_wide(page) == []
