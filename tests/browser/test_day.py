"""A department's day: evidence that two offices guide, a wrong picture off duty, two people at one post."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import writing
from tests.browser.house import PHONE, House, eventually, go_off_duty, reload_until_shown
from tests.browser.test_journey import is_gone, published
from tests.browser.test_pages import findings, too_wide

IN_THE_HAND: dict[str, Any] = {"size": PHONE, "has_touch": True, "is_mobile": True}
GUIDANCE = {
    "natarajan": "Name no street until the owners came.",
    "washington": "Tell the beat meeting on Thursday, too.",
}


def looks_right(page: Page) -> None:
    """No finding of axe, and nothing wider than the screen it stands on."""
    assert findings(page) == []
    assert too_wide(page) == []


def hand_in(author: Page, piece: writing.Piece, words: str) -> str:
    """Written with one picture and submitted; the address of the post's own page."""
    writing.begin(author)
    writing.add_picture(author, words)
    writing.write(author, piece)
    looks_right(author)
    return writing.submit(author)


def test_evidence_waits_for_the_guidance_of_both_offices_and_the_second_reads_what_the_first_said(
    house: House,
) -> None:
    piece, words = writing.evidence(), writing.picture_words()
    author, sergeant = house.on_duty("reyes"), house.on_duty("whitfield")
    post = hand_in(author, piece, words)
    writing.approve(sergeant, post)

    ahead, behind = house.on_duty("natarajan"), house.on_duty("washington", **IN_THE_HAND)
    writing.approve(ahead, post, guidance=GUIDANCE["natarajan"])
    author.goto(post)
    looks_right(author)
    assert house.accepted(piece.text) == []

    behind.goto(writing.desk_of(post))
    expect(behind.locator(".course__guidance")).to_contain_text(GUIDANCE["natarajan"])
    expect(behind.get_by_role("img", name=words)).to_be_visible()
    looks_right(behind)
    writing.approve(behind, post, guidance=GUIDANCE["washington"])

    published(house, author, post, piece.text)
    resident = house.screen()
    resident.goto(f"{house.training}/example_014")
    expect(resident.get_by_role("img", name=words)).to_be_visible()
    author.locator("dt:text-is('Record') + dd a").click()
    for name in ("Marcus Whitfield", "Priya Natarajan", "Renee Washington"):
        expect(author.locator(".story")).to_contain_text(f"{name} approved")
    looks_right(author)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_wrong_picture_is_taken_down_from_a_phone_off_duty_and_the_record_keeps_it(
    house: House, script: bool
) -> None:
    piece, words = writing.tip(), writing.picture_words()
    author, sergeant = house.on_duty("reyes"), house.on_duty("whitfield")
    post = hand_in(author, piece, words)
    writing.approve(sergeant, post)
    published(house, author, post, piece.text)
    live = author.get_by_role("link", name="See it on").get_attribute("href") or ""
    resident = house.screen()
    resident.goto(live)
    expect(resident.get_by_role("img", name=words)).to_be_visible()

    go_off_duty_at(house.person("brody"))
    phone = house.person("brody", java_script_enabled=script, **IN_THE_HAND)
    phone.goto(post)
    phone.get_by_role("link", name="Take down").click()
    phone.locator("#take-down textarea").fill("The picture shows a house number.")
    assert too_wide(phone) == []
    # Axe waits for timers, which a page without script does not have.
    assert not script or findings(phone) == []
    phone.locator("#take-down").get_by_role("button", name="Take down").click()

    house.expected.append("404")
    eventually(resident, lambda: bool(resident.goto(live)) and is_gone(resident))
    expect(resident.get_by_role("img", name=words)).to_have_count(0)
    reload_until_shown(phone, "Taken down")
    author.goto(post)
    author.locator("dt:text-is('Record') + dd a").click()
    expect(author.get_by_role("img", name=words)).to_be_visible()
    expect(author.locator(".story")).to_contain_text("Aileen Brody")


def go_off_duty_at(page: Page) -> None:
    page.goto("/messages/")
    go_off_duty(page)


def test_two_sergeants_at_one_desk_decide_once_and_the_second_is_told_who_and_when(house: House) -> None:
    piece = writing.tip()
    first, second = house.on_duty("whitfield"), house.on_duty("brody", size=PHONE)
    author = house.on_duty("reyes")
    post = writing.hand_in(author, piece)
    for page in (first, second):
        page.goto(writing.desk_of(post))
        expect(page.locator(".exact__text")).to_have_text(piece.text)

    first.get_by_role("button", name="Approve post").click()
    expect(first.get_by_role("status").get_by_text("Approved. It goes out now.")).to_be_visible()
    second.get_by_role("button", name="Approve post").click()

    expect(second.get_by_text("Sgt. Marcus Whitfield approved this post on")).to_be_visible()
    looks_right(second)
    published(house, author, post, piece.text)


def test_two_of_communications_stop_one_post_and_the_second_is_told_who_and_when(house: House) -> None:
    author, sergeant = house.on_duty("reyes"), house.on_duty("whitfield")
    writing.begin(author)
    writing.write(author, writing.tip())
    writing.choose_slot(author, after=timedelta(hours=30))
    writing.saved(author)
    post = writing.submit(author)
    writing.approve(sergeant, post)
    first, second = house.on_duty("natarajan"), house.on_duty("foster", size=PHONE)
    address = f"/floor{post}?act=stop&next=/floor/%3Fstatus%3Dstopped"
    for page in (first, second):
        page.goto(address)
        page.get_by_label("Reason").fill("The lock is sold out.")
    looks_right(second)

    first.get_by_role("button", name="Stop post").click()
    expect(first.get_by_text("Stopped. It will not go out until it is released.")).to_be_visible()
    second.get_by_role("button", name="Stop post").click()

    told = re.compile(r"Priya Natarajan .*stopped .+ at \d\d:\d\d C[SD]T")
    expect(second.locator("#notes")).to_contain_text(told)
