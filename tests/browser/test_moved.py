"""A member is moved to another unit while they write: what they do next is refused, and told to them."""

from playwright.sync_api import expect

from tests.browser import writing
from tests.browser.house import PHONE, House, sign_in


def test_whoever_is_moved_while_writing_hands_in_nothing_for_the_old_unit_and_reads_why(house: House) -> None:
    author = house.on_duty("dabrowski")
    piece = writing.tip()
    writing.begin(author)
    writing.write(author, piece)
    draft = author.url

    admin = house.screen(size=PHONE)
    sign_in(admin, "admin")
    admin.goto("/people/")
    admin.get_by_role("navigation", name="Units").get_by_role("link", name="001st District").click()
    admin.get_by_role("link", name="Ofc. Ewa Dabrowski").first.click()
    admin.get_by_label("New unit").select_option(label="018th District, Near North")
    admin.get_by_role("textbox", name="Reason").fill("Order 26-120")
    admin.get_by_role("button", name="Move member").click()
    expect(admin.get_by_role("status").get_by_text("is of the 018th District now")).to_be_visible()

    house.expected.append("404")
    answer = author.goto(draft)
    assert answer is not None
    assert answer.status == 404
    author.goto("/people/me/")
    expect(author.get_by_text("No role now.")).to_be_visible()
    author.goto("/messages/")
    expect(author.get_by_text("You are of the 018th District now")).to_be_visible()
    house.expected.remove("404")
