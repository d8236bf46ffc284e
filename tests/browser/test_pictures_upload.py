"""Pictures from a phone to the network: large, lying on their side, over a bad line, and some that are none."""

import re

import pytest
from playwright.sync_api import CDPSession, FilePayload, Locator, Page, expect

from tests import drawn
from tests.browser import writing
from tests.browser.house import DESK, PHONE, House
from tests.browser.test_composer import OFFLINE, save_line
from tests.browser.test_journey import published
from tests.browser.test_pages import findings, too_wide
from tests.filmed import CAPTIONS, mp4

FIFTY_KILOBITS = 50_000 / 8
"""Bytes a second."""
COLOURS = ("green", "red", "blue", "purple")


@pytest.fixture
def composer(house: House) -> Page:
    """A fresh draft in front of its author, its kind and text written."""
    page = house.on_duty("reyes")
    writing.begin(page)
    return page


def file(content: bytes, *, name: str = "coats.jpg", kind: str = "image/jpeg") -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": content}


def choose(page: Page, *files: FilePayload) -> None:
    page.locator("#picture-files").set_input_files(list(files))


def words(page: Page, number: int) -> Locator:
    """The field that says what a picture shows; it is there once the picture is."""
    return page.locator(f"#picture-{number} textarea")


def described(page: Page, number: int, text: str) -> None:
    expect(words(page, number)).to_be_visible()
    words(page, number).fill(text)
    rights = page.locator(f"#picture-{number} [data-rights-own]")
    if rights.count():
        writing.own(page, number)


def row(page: Page) -> Locator:
    return page.locator("#arriving [data-arriving]")


def percent(page: Page) -> int:
    """How much of the one upload has arrived."""
    return int(row(page).get_attribute("data-percent") or 0)


def slow(page: Page) -> CDPSession:
    """A line of 50 kbit/s each way; whoever cuts it does so by the same session."""
    session = page.context.new_cdp_session(page)
    cut(session, False)
    return session


def cut(session: CDPSession, offline: bool) -> None:
    """The line away, or there again, as slow as before."""
    speed = {"downloadThroughput": FIFTY_KILOBITS, "uploadThroughput": FIFTY_KILOBITS}
    session.send("Network.emulateNetworkConditions", {"offline": offline, "latency": 100} | speed)


def four(page: Page) -> None:
    """As many pictures as a post can hold, each described."""
    choose(page, *(file(drawn.png(colour=one), name=f"{one}.png", kind="image/png") for one in COLOURS))
    for number, colour in enumerate(COLOURS, start=1):
        described(page, number, f"A wall painted {colour}")
    writing.stored(page)


def test_a_picture_of_twelve_megapixels_on_its_side_goes_from_a_phone_to_residents(house: House) -> None:
    piece = writing.tip()
    author, sergeant = house.on_duty("reyes", size=PHONE), house.on_duty("whitfield")
    writing.begin(author)
    choose(author, file(drawn.from_a_phone()))
    described(author, 1, "Nothing but noise")
    writing.write(author, piece)
    thumb = author.locator("#picture-1 img")
    assert int(thumb.get_attribute("height") or 0) > int(thumb.get_attribute("width") or 0)
    author.get_by_text("As residents will see it").click()
    expect(author.locator("#preview").get_by_role("img", name="Nothing but noise")).to_be_visible()
    post = writing.submit(author)

    sergeant.goto(writing.desk_of(post))
    expect(sergeant.get_by_role("img", name="Nothing but noise")).to_be_visible()
    expect(sergeant.locator("figcaption")).to_contain_text("Nothing but noise")
    writing.approve(sergeant, post)

    published(house, author, post, piece.text)
    resident = house.screen()
    resident.goto(f"{house.training}/example_014")
    expect(resident.get_by_role("img", name="Nothing but noise")).to_be_visible()
    author.locator("dt:text-is('Record') + dd a").click()
    expect(author.get_by_role("img", name="Nothing but noise")).to_be_visible()


def test_an_upload_over_a_bad_line_that_is_cut_goes_on_where_it_was(house: House, composer: Page) -> None:
    house.expected += OFFLINE
    content = drawn.octets(drawn.noise(230, 230), "JPEG", quality=90)
    line = slow(composer)
    choose(composer, file(content))
    composer.wait_for_function("() => Number(document.querySelector('[data-arriving]').dataset.percent) > 20")
    cut(line, True)
    expect(row(composer)).to_contain_text("The line is cut.")
    there = percent(composer)
    composer.locator("#text").fill("Typed while the line was away")
    composer.wait_for_timeout(1500)
    cut(line, False)
    expect(row(composer)).to_contain_text("sent.")
    assert percent(composer) >= there > 0
    described(composer, 1, "Noise in color")
    expect(row(composer)).to_have_count(0)
    writing.stored(composer)
    composer.reload()
    expect(words(composer, 1)).to_have_value("Noise in color")
    expect(composer.locator("#text")).to_have_value("Typed while the line was away")


def test_an_upload_goes_on_by_itself_after_a_reload(composer: Page) -> None:
    slow(composer)
    choose(composer, file(drawn.octets(drawn.noise(200, 200), "JPEG", quality=90)))
    composer.wait_for_function("() => Number(document.querySelector('[data-arriving]').dataset.percent) > 20")
    composer.reload()
    composer.wait_for_function(
        "() => Number(document.querySelector('[data-arriving]')?.dataset.percent) > 20"
    )
    expect(words(composer, 1)).to_be_visible()


def test_nothing_is_submitted_while_a_picture_is_on_its_way(composer: Page) -> None:
    writing.write(composer, writing.tip())
    slow(composer)
    choose(composer, file(drawn.octets(drawn.noise(200, 200), "JPEG", quality=90)))
    expect(row(composer)).to_contain_text("sent.")
    composer.locator("#submit").click()
    expect(composer.locator("#picture-undo")).to_contain_text(
        "1 picture still on the way. Nothing was submitted."
    )
    composer.get_by_role("button", name="Remove coats.jpg").click()
    expect(row(composer)).to_have_count(0)
    writing.submit(composer)


def test_a_bomb_and_a_file_that_is_no_picture_are_refused_with_what_to_do(composer: Page) -> None:
    choose(composer, file(drawn.bomb(), name="bomb.png", kind="image/png"))
    expect(row(composer)).to_contain_text("more than 50 million pixels. Make it smaller and add it again.")
    composer.reload()
    expect(row(composer)).to_contain_text("more than 50 million pixels")
    composer.get_by_role("button", name="Remove bomb.png").click()
    expect(row(composer)).to_have_count(0)
    choose(composer, file(b"#!/bin/sh", name="run.sh", kind="text/x-sh"))
    expect(row(composer)).to_contain_text("This is no picture.")


def test_pictures_are_put_in_order_taken_out_and_put_back_by_the_keyboard(composer: Page) -> None:
    four(composer)
    expect(composer.locator("#picture-full")).to_be_visible()
    expect(composer.locator("#picture-add")).to_be_hidden()
    later = composer.get_by_role("button", name="Later picture 1")
    later.focus()
    later.press("Enter")
    expect(words(composer, 2)).to_have_value("A wall painted green")
    expect(composer.get_by_role("button", name="Later picture 2")).to_be_focused()
    composer.get_by_role("button", name="Remove picture 3").press("Enter")
    expect(composer.locator("#picture-list > li")).to_have_count(3)
    expect(composer.get_by_role("button", name="Undo: put it back")).to_be_focused()
    composer.keyboard.press("Enter")
    expect(words(composer, 3)).to_be_focused()
    writing.stored(composer)
    composer.reload()
    kept = [words(composer, number).input_value() for number in range(1, 5)]
    assert kept == [f"A wall painted {one}" for one in ("red", "green", "blue", "purple")]


def test_a_picture_of_the_unit_is_chosen_again_in_a_dialog(composer: Page) -> None:
    choose(composer, file(drawn.png(colour="orange"), name="orange.png", kind="image/png"))
    described(composer, 1, "A wall painted orange")
    writing.stored(composer)
    composer.locator("#text").fill("So that the next one is another draft")
    writing.stored(composer)
    writing.begin(composer)
    composer.get_by_role("link", name="Use a picture of the unit again").click()
    dialog = composer.get_by_role("dialog")
    expect(dialog.get_by_role("img", name="A wall painted orange")).to_be_visible()
    assert findings(composer) == []
    dialog.get_by_role("button", name=re.compile("Use this picture A wall painted orange")).click()
    expect(words(composer, 1)).to_have_value("A wall painted orange")
    expect(words(composer, 1)).to_be_focused()


def test_the_language_of_captions_comes_back_from_the_device_with_its_video(
    house: House, composer: Page
) -> None:
    house.expected += OFFLINE
    address = composer.url
    choose(composer, file(mp4(played_bytes=5_003), name="talk.mp4", kind="video/mp4"))
    described(composer, 1, CAPTIONS)
    writing.stored(composer)
    composer.get_by_role("button", name="Remove picture 1").click()
    writing.stored(composer)
    composer.context.set_offline(True)
    composer.get_by_role("button", name="Undo: put it back").click()
    composer.get_by_label("Language of the captions").select_option("es")
    save_line(composer, "Not saved yet")
    composer.close()
    composer.context.set_offline(False)
    again = composer.context.new_page()
    again.goto(address)
    again.get_by_role("button", name="Use it").click()
    expect(again.get_by_label("Language of the captions")).to_have_value("es")
    expect(words(again, 1)).to_have_value(CAPTIONS)
    writing.stored(again)
    again.reload()
    expect(again.get_by_label("Language of the captions")).to_have_value("es")


def test_without_script_the_form_alone_brings_the_picture(house: House) -> None:
    page = house.person("reyes", java_script_enabled=False)
    writing.begin(page)
    writing.choose(page, "kind-safety_tip")
    page.locator("#text").fill("Typed before the picture")
    choose(page, file(drawn.png(colour="teal"), name="teal.png", kind="image/png"))
    page.get_by_role("button", name="Add pictures").click()
    expect(page.get_by_text("Your picture has arrived.")).to_be_visible()
    for _ in range(40):
        if words(page, 1).count():
            break
        page.wait_for_timeout(500)
        page.reload()
    words(page, 1).fill("A wall painted teal")
    page.get_by_role("button", name="Check the post").last.click()
    expect(words(page, 1)).to_have_value("A wall painted teal")
    expect(page.locator("#text")).to_have_value("Typed before the picture")
    page.get_by_role("button", name="Remove picture 1").click()
    page.get_by_role("button", name="Undo: put it back").click()
    expect(words(page, 1)).to_have_value("A wall painted teal")


def test_four_pictures_are_accessible_and_fit_wherever_they_are_seen(house: House, composer: Page) -> None:
    four(composer)
    writing.write(composer, writing.tip())
    accessible(composer)
    post = writing.submit(composer)
    accessible(composer)
    sergeant = house.on_duty("whitfield")
    for address in (writing.desk_of(post), "/review/"):
        sergeant.goto(address)
        expect(sergeant.locator('img[src^="/pictures/"]').first).to_be_visible()
        accessible(sergeant)


def accessible(page: Page) -> None:
    """Nothing for axe to find and no sideways scroll, at a desk and on a phone."""
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        assert findings(page) == []
        assert too_wide(page) == []
    page.set_viewport_size(DESK)
