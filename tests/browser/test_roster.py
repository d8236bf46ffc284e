"""A commander's roster: carried over, written like a spreadsheet, corrected, submitted, delivered with its PDF."""

import email
import re
from email import policy

import pytest
from playwright.sync_api import Locator, Page, expect

from governance.portal import Portal
from tests.browser.house import DESK, PHONE, House, eventually
from tests.browser.test_pages import findings, too_wide

UNITS = {"desk": ("salazar", DESK), "phone": ("novak", PHONE)}


def open_roster(page: Page) -> None:
    """The roster that is asked for next, started where nobody has."""
    page.goto("/roster/")
    page.get_by_role("navigation", name="Police periods").get_by_role("link").last.click()
    if page.get_by_role("button", name="Start the roster").count():
        page.get_by_role("button", name="Start the roster").click()
    if page.get_by_role("button", name="Correct this roster").count():
        page.get_by_role("button", name="Correct this roster").first.click()
    expect(page.get_by_role("button", name="Add a member")).to_be_visible()


def fill_new_line(page: Page, *, log_on_id: str, phone: str) -> None:
    """The last line of the table, field by field, as Tab goes."""
    page.get_by_role("button", name="Add a member").click()
    line = page.locator("tr.line--new").last
    expect(line.locator("textarea").first).to_be_focused()
    values = ("Osei, Samuel", "Ofc.", log_on_id[-5:], f"E{log_on_id[-5:]}", log_on_id, phone)
    for value in (*values, f"{log_on_id}@chicago.example"):
        page.keyboard.type(value)
        page.keyboard.press("Tab")


def has_arrived(portal: Portal, subject: str) -> bool:
    """Whether both offices have the letter with a PDF that says what it is."""
    letters = [
        email.message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in (portal.folder / "mail").glob("*")
    ]
    found = [letter for letter in letters if subject in str(letter["subject"])]
    pdfs = [part.get_content() for letter in found for part in letter.iter_attachments()]
    return len(found) >= 2 and any(pdf.startswith(b"%PDF-1.7") for pdf in pdfs if isinstance(pdf, bytes))


@pytest.mark.parametrize("screen", UNITS)
def test_a_roster_goes_from_the_last_one_to_the_mailbox_of_both_offices(
    house: House, portal: Portal, screen: str
) -> None:
    key, size = UNITS[screen]
    page = house.person(key, size=size)
    open_roster(page)
    fill_new_line(page, log_on_id=f"osei{screen}77{len(screen):03}", phone="312-555-01")
    expect(page.locator("#faults")).to_contain_text("Phone needs 10 digits, this has 8")
    assert (findings(page), too_wide(page)) == ([], [])

    page.get_by_role("button", name=re.compile("Submit roster|Send correction")).click()
    expect(page.locator("main")).to_contain_text("Nothing was sent")
    page.locator("#faults a").first.click()
    phone = page.locator("tr.line--new input[id$=unit_phone]").last
    phone.fill("312-555-0148")
    phone.press("Enter")
    expect(page.locator("#faults .note")).to_have_count(0)

    page.get_by_role("link", name="See what is sent").click()
    expect(page.get_by_role("cell", name="312-555-0148").first).to_be_visible()
    assert (findings(page), too_wide(page)) == ([], [])
    page.get_by_role("button", name=re.compile("Submit roster|Send correction")).click()
    expect(page.locator("main")).to_contain_text("The roster is locked")
    number = "018" if key == "salazar" else "001"
    eventually(page, lambda: has_arrived(portal, f"oster of the {number}"))
    eventually(page, lambda: bool(page.reload()) and page.get_by_text("Delivered").count() >= 2)
    assert (findings(page), too_wide(page)) == ([], [])


def type_over(cell: Locator, words: str) -> None:
    """As a hand does it: filling would count as leaving the cell, which keeps it."""
    cell.focus()
    cell.press("ControlOrMeta+a")
    cell.press_sequentially(words)


def test_escape_restores_a_cell_enter_goes_down_and_the_last_change_is_undone(house: House) -> None:
    page = house.person("okafor")
    open_roster(page)
    ranks = page.locator("tr:not(.line--left) input[id$=-rank]")
    first = ranks.first
    before = first.input_value()
    type_over(first, "Chief")
    first.press("Escape")
    expect(first).to_have_value(before)
    type_over(first, "Sgt.")
    first.press("Enter")
    expect(ranks.nth(1)).to_be_focused()
    undo = page.get_by_role("button", name="Undo the last change")
    undo.click()
    expect(page.locator("#told")).to_have_text("The last change is undone.")
    expect(first).to_have_value(before)
    page.reload()
    expect(first).to_have_value(before)


def test_without_script_a_roster_is_a_plain_form(house: House) -> None:
    signed_in = house.person("okafor").context.storage_state()
    page = house.screen(storage_state=signed_in, java_script_enabled=False)
    open_roster(page)
    phone = page.locator("input[id$=unit_phone]").first
    before = phone.input_value()
    phone.fill("312 555 0177")
    page.get_by_role("button", name="Keep changes").click()
    expect(page.locator("main")).to_contain_text("Your changes are kept.")
    expect(page.locator("input[id$=unit_phone]").first).to_have_value("312-555-0177")
    page.locator("input[id$=unit_phone]").first.fill(before)
    page.get_by_role("button", name="Keep changes").click()
    expect(page.locator("input[id$=unit_phone]").first).to_have_value(before)
