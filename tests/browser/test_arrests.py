"""Arrests as somebody new meets them: from a question that the words bring up to the record."""

from playwright.sync_api import expect

from tests.browser import writing
from tests.browser.house import House
from tests.browser.sensitive import begun, kept, seen
from tests.browser.test_day import IN_THE_HAND


def test_words_about_an_arrest_lead_to_its_kind_its_charge_both_desks_and_the_record(house: House) -> None:
    """CPD-TW.V.D.9"""
    piece = writing.arrest()
    text = piece.text.replace("A man is charged", "A man was arrested and charged")
    author, sergeant = house.on_duty("reyes", **IN_THE_HAND), house.on_duty("whitfield")
    office = house.on_duty("natarajan", **IN_THE_HAND)
    begun(author, "good_news", text)
    writing.choose(author, "answer-tells_arrest-yes")
    expect(author.locator("#questions")).to_contain_text("Choose the kind “Arrest”.")
    author.get_by_role("link", name="Go to the kinds").click()
    writing.choose(author, "kind-arrest")
    writing.stored(author)
    writing.choose(author, "answer-charge_level-not_charged")
    expect(author.locator("#questions")).to_contain_text("An arrest waits until the charges are final.")
    seen(author, "arrest-asked")
    writing.choose(author, "answer-charge_level-felony")
    writing.settle(author, piece.answers)
    seen(author, "arrest-ready")
    post = writing.submit(author)
    for who, page in (("sergeant", sergeant), ("communications", office)):
        page.goto(writing.desk_of(post))
        expect(page.locator("main")).to_contain_text("JG-441-207")
        seen(page, f"arrest-desk-{who}")
        writing.approve(page, post)
    kept(house, author, post, text, says="Priya Natarajan approved")
    seen(author, "arrest-record")


def test_an_arrest_with_a_member_in_it_goes_out_as_communications_says_in_words(house: House) -> None:
    """CPD-TW.V.D.9.NOTE"""
    piece = writing.arrest()
    text = f"{piece.text} An off-duty officer stopped him."
    author, sergeant = house.on_duty("reyes"), house.on_duty("whitfield", **IN_THE_HAND)
    office = house.on_duty("natarajan")
    begun(author, piece.kind, text)
    writing.settle(author, {**piece.answers, "member_involved": "yes"})
    expect(author.locator("main")).to_contain_text("A department member is part of this.")
    seen(author, "member-ready")
    post = writing.submit(author)
    sergeant.goto(writing.desk_of(post))
    expect(sergeant.locator(".desk__findings")).to_contain_text("A department member is part of this.")
    seen(sergeant, "member-desk-sergeant")
    writing.approve(sergeant, post)

    office.goto(writing.desk_of(post))
    for box in office.locator("#attest label").all():
        box.click()
    ticked = office.locator("#attest input:checked").count()
    office.get_by_role("button", name="Approve post").click()
    expect(office.locator(".decide")).to_contain_text("Write your guidance in a sentence.")
    assert office.locator("#attest input:checked").count() == ticked
    expect(office.get_by_label("How is it told that a member is part of it?").first).to_be_visible()
    seen(office, "member-desk-communications")
    writing.approve(office, post, guidance="Leave out where he works.")
    kept(house, author, post, text, says="Priya Natarajan approved")
    expect(author.locator(".story")).to_contain_text("Leave out where he works.")


def test_in_another_kind_a_member_brings_communications_in_and_the_authors_answer_takes_it_out_again(
    house: House,
) -> None:
    """CPD-TW.V.D.9.NOTE"""
    piece = writing.tip()
    author = house.on_duty("reyes", **IN_THE_HAND)
    begun(author, piece.kind, f"An off-duty officer was robbed at the gate last night. {piece.text}")
    writing.choose(author, "answer-member_involved-yes")
    writing.settle(author, {**piece.answers, "member_involved": "yes"})
    expect(author.locator("#route")).to_contain_text("A department member is part of it")
    seen(author, "member-elsewhere")
    no = {"member_involved": "no", "member_reason": "He was a passer-by, and no officer."}
    writing.choose(author, "answer-member_involved-no")
    writing.settle(author, no)
    expect(author.locator("#route")).not_to_contain_text("A department member is part of it")
