"""What the composer's script promises: nothing typed is lost, nothing goes out by itself, words can be put back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import writing
from tests.browser.house import House
from tests.browser.test_day import IN_THE_HAND
from tests.browser.test_pages import too_wide

OFFLINE = ["ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest"]


@pytest.fixture
def composer(house: House) -> Page:
    """A fresh draft in front of its author."""
    page = house.on_duty("reyes")
    writing.begin(page)
    return page


def save_line(page: Page, words: str) -> None:
    expect(page.locator("#saved")).to_contain_text(words)


def test_a_wording_replaces_its_words_and_can_be_undone(composer: Page) -> None:
    writing.choose(composer, "kind-safety_tip")
    text = composer.locator("#text")
    text.fill("🧥 Ask the CAPS office. Ask twice.")
    composer.get_by_role("button", name="Use this").click()
    expect(text).to_have_value("🧥 Ask the community policing office. Ask twice.")
    expect(composer.locator("#findings")).not_to_contain_text("CAPS")
    composer.get_by_role("button", name=re.compile("Undo")).click()
    expect(text).to_have_value("🧥 Ask the CAPS office. Ask twice.")
    expect(composer.locator("#findings")).to_contain_text("CAPS office")


def test_the_line_that_an_arrest_lacks_is_added_by_one_press_and_taken_out_again(composer: Page) -> None:
    told = "A man is charged with burglary after garages near Palmer Square were entered."
    writing.choose(composer, "kind-arrest")
    text = composer.locator("#text")
    text.fill(told)
    composer.get_by_role("button", name="Add this").click()
    expect(text).to_have_value(re.compile(f"^{told} .+"))
    expect(composer.locator("#undo")).to_contain_text("Added.")
    expect(composer.get_by_role("button", name="Add this")).to_have_count(0)
    composer.get_by_role("button", name=re.compile("Undo")).click()
    expect(text).to_have_value(told)
    expect(composer.get_by_role("button", name="Add this")).to_be_visible()


def test_marks_stay_on_their_words_while_somebody_types_before_them(composer: Page) -> None:
    text = composer.locator("#text")
    text.fill("Ask the CAPS office.")
    mark = composer.locator("#marks mark")
    expect(mark).to_have_text("CAPS office")
    text.press("Control+Home")
    text.press_sequentially("Hello. ")
    expect(mark).to_have_text("CAPS office")
    expect(composer.locator("#marks")).to_have_text("Hello. Ask the CAPS office.")


def test_an_answer_is_typed_on_while_checks_arrive(composer: Page) -> None:
    writing.choose(composer, "kind-safety_tip")
    source = composer.locator("#answer-source")
    source.press_sequentially("Community policing office, sheet 26-118", delay=40)
    expect(source).to_have_value("Community policing office, sheet 26-118")
    expect(source).to_be_focused()


def test_submit_without_a_network_keeps_the_text_and_nothing_is_submitted_later(
    house: House, composer: Page
) -> None:
    house.expected += OFFLINE
    writing.write(composer, writing.tip())
    composer.context.set_offline(True)
    composer.locator("#note").fill("Typed on the stairs")
    save_line(composer, "Not saved yet. It is kept on this device.")
    composer.locator("#submit").click()
    composer.context.set_offline(False)
    writing.stored(composer)
    composer.reload()
    expect(composer.get_by_role("heading", name="Write a post")).to_be_visible()
    expect(composer.locator("#note")).to_have_value("Typed on the stairs")


def test_text_that_never_reached_the_server_is_offered_again(house: House, composer: Page) -> None:
    house.expected += OFFLINE
    address = composer.url
    writing.choose(composer, "kind-safety_tip")
    writing.stored(composer)
    composer.context.set_offline(True)
    composer.locator("#text").fill("Only on this device")
    save_line(composer, "Not saved yet")
    # Closed while offline: a page that is only left behind still saves when the network comes back.
    composer.close()
    composer.context.set_offline(False)
    again = composer.context.new_page()
    again.goto(address)
    expect(again.locator("#device")).to_contain_text("Only on this device")
    again.get_by_role("button", name="Use it").click()
    expect(again.locator("#text")).to_have_value("Only on this device")
    writing.stored(again)


def test_two_who_write_at_once_choose_between_both_texts(house: House, composer: Page) -> None:
    composer.locator("#text").fill("Bring a coat on Saturday.")
    writing.stored(composer)
    other = house.on_duty("ortega")
    other.goto(composer.url)
    other.locator("#text").fill("Bring a clean coat on Saturday.")
    writing.stored(other)
    expect(other.locator("#notices")).to_contain_text("has this open too")
    composer.locator("#text").fill("Bring a warm coat on Saturday.")
    expect(composer.locator("#conflict-diff")).to_have_text("Bring a cleanwarm coat on Saturday.")
    composer.get_by_role("button", name="Keep mine").click()
    expect(composer.locator("#text")).to_have_value("Bring a warm coat on Saturday.")
    expect(composer.locator(".write-conflict")).to_have_count(0)


def test_submit_with_something_left_moves_to_the_first_thing(composer: Page) -> None:
    writing.choose(composer, "kind-safety_tip")
    composer.locator("#text").fill("Lock the garage.")
    composer.locator("#submit").click()
    expect(composer.locator("#notices")).to_contain_text("1 thing to fix first.")
    expect(composer.locator("#answer-source")).to_be_focused()


def test_a_rule_opens_beside_the_post_and_closes_by_escape(composer: Page) -> None:
    composer.get_by_role("link", name="CPD-TW.V.B.2").first.click()
    panel = composer.get_by_role("dialog")
    expect(panel).to_contain_text("A sergeant reviews")
    composer.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_without_script_the_same_form_checks_replaces_and_submits(house: House) -> None:
    page = house.person("reyes", java_script_enabled=False)
    writing.begin(page)
    writing.choose(page, "kind-safety_tip")
    page.locator("#text").fill("Ask the CAPS office about side doors.")
    page.get_by_role("button", name="Check the post").last.click()
    page.get_by_role("button", name="Use this").click()
    expect(page.locator("#text")).to_have_value("Ask the community policing office about side doors.")
    page.locator("#answer-source").fill("Beat 1413")
    page.locator("#submit").click()
    expect(page).to_have_url(re.compile(r"/post/\d+/$"))


@pytest.mark.parametrize("script", [True, False])
def test_what_sending_declares_stands_at_the_button_on_a_phone_and_without_script_cpd_tw_iv_c(
    house: House, script: bool
) -> None:
    phone = house.person("reyes", java_script_enabled=script, **IN_THE_HAND)
    writing.begin(phone)
    said = phone.locator("#bar-says")
    expect(said).to_have_text("By sending it, you say this is about your own district. CPD-TW.IV.C")
    expect(said).to_be_in_viewport()
    expect(phone.get_by_role("button", name="Submit")).to_be_in_viewport()
    assert too_wide(phone) == []
