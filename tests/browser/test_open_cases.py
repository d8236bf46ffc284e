"""What Communications must allow in so many words: an open case, and a position of the department."""

from playwright.sync_api import expect

from tests.browser import writing
from tests.browser.house import House
from tests.browser.sensitive import begun, kept, seen
from tests.browser.test_day import IN_THE_HAND


def test_an_open_case_goes_out_once_communications_allowed_it_in_writing(house: House) -> None:
    """CPD-TW.V.D.11"""
    piece = writing.tip()
    text = f"The fire on Oak is under investigation. {piece.text}"
    author, sergeant = house.on_duty("reyes", **IN_THE_HAND), house.on_duty("whitfield")
    office = house.on_duty("natarajan", **IN_THE_HAND)
    begun(author, piece.kind, text)
    expect(author.locator("#questions")).to_contain_text("Is this about a case that is still open?")
    writing.choose(author, "answer-open_case-yes")
    writing.settle(author, {**piece.answers, "open_case": "yes"})
    expect(author.locator("#findings")).to_contain_text("It goes out only if Communications allows it.")
    seen(author, "case-ready")
    post = writing.submit(author)
    writing.approve(sergeant, post)
    office.goto(writing.desk_of(post))
    expect(office.locator("#attest")).to_contain_text("Communications allows this post about an open case.")
    seen(office, "case-desk")
    house.expected.append("422")
    office.get_by_role("button", name="Approve post").click()
    expect(office.get_by_text("Tick every box, or return the post.")).to_be_visible()
    writing.approve(office, post)
    kept(house, author, post, text, says="permitted it in writing: an open case")
    seen(author, "case-record")


def test_a_position_for_the_department_goes_out_only_with_the_word_of_communications(house: House) -> None:
    """CPD-TW.V.E.1"""
    piece = writing.tip()
    text = f"We urge lawmakers to pass the bill on carjackings. {piece.text}"
    author, sergeant = house.on_duty("reyes"), house.on_duty("whitfield", **IN_THE_HAND)
    office = house.on_duty("natarajan")
    begun(author, piece.kind, text)
    writing.choose(author, "answer-takes_position-yes")
    writing.settle(author, {**piece.answers, "takes_position": "yes"})
    expect(author.locator("#findings")).to_contain_text("Communications says who speaks for it.")
    seen(author, "position-ready")
    post = writing.submit(author)
    sergeant.goto(writing.desk_of(post))
    seen(sergeant, "position-desk-sergeant")
    writing.approve(sergeant, post)
    office.goto(writing.desk_of(post))
    expect(office.locator("#attest")).to_contain_text("lets this account say this for the department.")
    seen(office, "position-desk")
    writing.approve(office, post)
    kept(house, author, post, text, says="Communications lets this account say this for the department.")
