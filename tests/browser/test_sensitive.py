"""Each sensitive kind as somebody new meets it: from the question that the words bring up to the record."""

import os
import re
from typing import Any

from playwright.sync_api import Page, expect

from tests import drawn
from tests.browser import writing
from tests.browser.house import House
from tests.browser.sensitive import begun, kept, record, seen
from tests.browser.test_day import IN_THE_HAND
from tests.browser.test_journey import published


def test_words_about_a_find_lead_to_the_kind_evidence_to_both_offices_and_into_the_record(
    house: House,
) -> None:
    """CPD-TW.V.D.10"""
    piece = writing.evidence()
    text = f"Stolen property waits for its owners. {piece.text}"
    author, sergeant = house.on_duty("reyes"), house.on_duty("whitfield", **IN_THE_HAND)
    begun(author, "good_news", text)
    writing.choose(author, "answer-shows_evidence-yes")
    expect(author.locator("#questions")).to_contain_text("Choose the kind “Evidence”.")
    seen(author, "evidence-asked")
    author.get_by_role("link", name="Go to the kinds").click()
    expect(author.locator("#kind")).to_be_in_viewport()
    writing.choose(author, "kind-evidence")
    writing.stored(author)
    writing.settle(author, piece.answers)
    expect(author.locator("#route")).to_contain_text("In any order, both decide")
    seen(author, "evidence-ready")
    post = writing.submit(author)
    writing.approve(sergeant, post)
    for key, screen in (("washington", IN_THE_HAND), ("natarajan", {})):
        office = house.on_duty(key, **screen)
        office.goto(writing.desk_of(post))
        seen(office, f"evidence-desk-{key}")
        writing.approve(office, post, guidance="Name no street until the owners came.")
    published(house, author, post, text)
    record(author)
    for name in ("Marcus Whitfield", "Renee Washington", "Priya Natarajan"):
        expect(author.locator(".story")).to_contain_text(f"{name} approved")
    seen(author, "evidence-record")


def test_a_notable_incident_says_whom_it_waits_for_until_both_offices_have_been_told(house: House) -> None:
    """CPD-TW.IV.A.1"""
    piece = writing.tip()
    text = f"Press conference at 3 p.m. at the station. Parking is closed. {piece.text}"
    author, sergeant = house.on_duty("reyes", **IN_THE_HAND), house.on_duty("whitfield")
    begun(author, piece.kind, text)
    writing.choose(author, "answer-notable-yes")
    writing.settle(author, piece.answers)
    seen(author, "notable-ready")
    post = writing.submit(author)
    expect(author.locator("main")).to_contain_text("It goes on by itself once the messages have arrived.")
    seen(author, "notable-submitted")
    sergeant.goto(writing.desk_of(post))
    expect(sergeant.locator(".desk__findings")).to_contain_text("A notable incident.")
    writing.approve(sergeant, post)
    published(house, author, post, text)
    record(author)
    expect(author.locator(".story")).to_contain_text("Communications had been told")
    expect(author.locator(".story")).to_contain_text("Community Policing had been told")
    seen(author, "notable-record")


def test_a_death_on_duty_is_no_units_to_tell_and_communications_tells_it_from_the_units_account(
    house: House,
) -> None:
    """CPD-TW.IV.H"""
    tip = writing.tip().text.rpartition(" ")[2]
    text = (
        f"The procession for Officer Lee, killed in the line of duty, passes gate {tip} Fullerton is closed."
    )
    author, office, second = house.on_duty("reyes"), house.on_duty("natarajan"), house.on_duty("foster")
    begun(author, "safety_tip", text)
    writing.choose(author, "answer-use_of_force-yes")
    expect(author.locator("#findings")).to_contain_text("tell Communications: a member there")
    expect(author.locator("#findings")).to_contain_text("The directive says")
    seen(author, "death-unit")
    author.locator("#answer-source").fill("The desk sergeant")
    writing.stored(author)
    author.locator("#submit").click()
    expect(author.locator("#notices")).to_contain_text("to fix first")
    expect(author.locator("#kind-duty_death")).to_have_count(0)

    office.goto("/write/")
    office.get_by_text("Write from a unit's account").click()
    account = office.get_by_label("From which account")
    account.select_option(account.locator("option", has_text="@example_014").get_attribute("value"))
    office.get_by_role("button", name="Write for this unit").click()
    writing.choose(office, "kind-duty_death")
    office.locator("#text").fill(text)
    writing.stored(office)
    writing.settle(
        office, {"use_of_force": "yes", "family_told": "yes", "source": "Office of the superintendent"}
    )
    seen(office, "death-ready")
    post = writing.submit(office)
    expect(office.locator(".course")).to_contain_text("Another member of Communications")
    second.goto(writing.desk_of(post))
    seen(second, "death-desk")
    writing.approve(second, post)
    published(house, office, post, text)
    record(office)
    expect(office.locator(".story")).to_contain_text("Daniel Foster approved")
    seen(office, "death-record")


def test_a_no_with_a_reason_goes_on_and_communications_reads_both_the_words_and_the_reason(
    house: House,
) -> None:
    """CPD-TW.IV.H"""
    piece, why = writing.tip(), "It says that nobody here lends one. No officer used one."
    text = f"The district lends no taser. {piece.text}"
    author, sergeant = house.on_duty("reyes", **IN_THE_HAND), house.on_duty("whitfield")
    office = house.on_duty("natarajan")
    begun(author, piece.kind, text)
    writing.choose(author, "answer-use_of_force-no")
    expect(author.get_by_role("link", name="Go on with a reason")).to_be_visible()
    seen(author, "reason-asked")
    author.get_by_role("link", name="Go on with a reason").click()
    expect(author.locator("#question-use_of_force_reason")).to_be_in_viewport()
    writing.settle(author, {**piece.answers, "use_of_force_reason": why})
    seen(author, "reason-given")
    post = writing.submit(author)
    for who, page in (("sergeant", sergeant), ("communications", office)):
        page.goto(writing.desk_of(post))
        expect(page.locator(".desk__findings")).to_contain_text("“taser” can tell of an officer using force")
        expect(page.locator(".desk__findings")).to_contain_text(f"“{why}”")
        seen(page, f"reason-desk-{who}")
        writing.approve(page, post)
    kept(house, author, post, text, says="Priya Natarajan approved")
    expect(author.locator("main")).to_contain_text(f"“{why}”")
    seen(author, "reason-record")


# --------------------------------------------------------------------------------------------- pictures


def _chosen(page: Page, *names: str) -> None:
    """Pictures that nobody has seen before, one after the other, after those that are there."""
    there = page.locator("#picture-list > li").count()
    for number, name in enumerate(names[there:], start=there + 1):
        wall = drawn.png(width=640, height=480, colour=f"#{os.urandom(3).hex()}")
        file = {"name": "wall.png", "mimeType": "image/png", "buffer": wall}
        page.locator("#picture-files").set_input_files(file)
        page.locator(f"#picture-{number} textarea").fill(name)
        writing.stored(page)


def test_a_plate_is_blurred_by_a_finger_and_the_picture_as_it_was_is_shut_away(house: House) -> None:
    """CPD-SM.III.C.4.d"""
    words = writing.picture_words()
    phone, office = house.on_duty("reyes", **IN_THE_HAND), house.on_duty("natarajan")
    writing.begin(phone)
    _chosen(phone, words)
    phone.locator("#picture-1").get_by_role("link", name="Blur faces and plates").click()
    original = phone.url.split("/")[-3]
    canvas = phone.locator("[data-stage] canvas")
    expect(canvas).to_be_visible()
    _drag(phone, canvas.bounding_box())
    expect(phone.get_by_role("button", name=re.compile(r"^Box 1, \d{2,} by \d{2,}"))).to_be_visible()
    seen(phone, "blur-box")
    phone.get_by_role("button", name="Use the blurred picture").click()
    expect(phone.get_by_role("status")).to_contain_text("The blurred picture stands in the post.")
    seen(phone, "blur-rights")
    for said in ("The department", "Nobody, and nothing of these"):
        phone.locator("label", has_text=re.compile(f"^{said}$")).click()
    phone.get_by_role("button", name="Save rights").click()
    expect(phone.locator("#picture-1 textarea")).to_have_value(words)
    seen(phone, "blur-done")
    phone.goto(f"/pictures/{original}/rights/")
    expect(phone.locator("main")).to_contain_text("blurred this picture")
    expect(phone.get_by_role("button", name="Allow it as it was")).to_have_count(0)
    office.goto(f"/pictures/{original}/rights/")
    expect(office.get_by_role("button", name="Allow it as it was")).to_be_visible()
    seen(office, "blur-restricted")


def _drag(page: Page, box: Any) -> None:
    """One finger from the upper left to the lower right, as the touch screen tells it."""
    session = page.context.new_cdp_session(page)
    points = [(box["x"] + box["width"] * far, box["y"] + box["height"] * far) for far in (0.2, 0.4, 0.6)]
    for kind, (x, y) in zip(("touchStart", "touchMove", "touchMove"), points, strict=True):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_rights_of_one_picture_and_of_three_are_said_and_what_ended_is_listed_while_it_is_out(
    house: House,
) -> None:
    """CPD-SM.III.C.4.c"""
    piece, names = writing.tip(), [writing.picture_words() for _ in range(3)]
    author, sergeant = house.on_duty("reyes"), house.on_duty("whitfield")
    writing.begin(author)
    _chosen(author, *names[:1])
    expect(author.locator("#findings")).to_contain_text("Say whose picture 1 is.")
    seen(author, "rights-one")
    _chosen(author, *names)
    for number in (1, 2):
        writing.own(author, number)
    writing.write(author, piece, ready=False)
    expect(author.locator("#findings")).to_contain_text("Say whose picture 3 is.")
    seen(author, "rights-three")
    author.locator("#picture-3").get_by_role("button", name="Somebody else").click()
    author.locator("label", has_text="Somebody else").click()
    author.get_by_label("What allows us to use it?").fill("The photographer gave leave by e-mail.")
    author.get_by_label("Which document says so?").fill("E-mail of 3 May")
    author.locator("label", has_text=re.compile("^Nobody, and nothing of these$")).click()
    seen(author, "rights-borrowed")
    author.get_by_role("button", name="Save rights").click()
    writing.saved(author)
    post = writing.submit(author)
    sergeant.goto(writing.desk_of(post))
    expect(sergeant.locator("main")).to_contain_text("The photographer gave leave by e-mail.")
    seen(sergeant, "rights-desk")
    shown = sergeant.get_by_role("img", name=names[2]).get_attribute("src") or ""
    writing.approve(sergeant, post)
    published(house, author, post, piece.text)

    author.goto(f"{shown.rsplit('/', 2)[0]}/rights/")
    author.get_by_label("Last day it may be shown").fill("2026-01-31")
    author.get_by_role("button", name="Save rights").click()
    expect(author.get_by_role("status")).to_contain_text("Saved.")
    office = house.on_duty("natarajan")
    office.goto("/pictures/rights/")
    row = office.locator(".expired__row", has=office.locator(f'a[href="{post}"]'))
    expect(row).to_contain_text("It could be shown until Sat 31 Jan 2026")
    expect(row.get_by_role("link", name="Take down post")).to_be_visible()
    seen(office, "rights-ended")


def test_what_was_answered_before_the_words_changed_is_confirmed_by_a_tap_each(house: House) -> None:
    """CPD-TW.V.D.10"""
    piece = writing.evidence()
    author = house.on_duty("reyes", **IN_THE_HAND)
    writing.begin(author)
    writing.write(author, piece)
    author.locator("#text").fill(f"{piece.text} Open until 8 p.m.")
    writing.saved(author)
    author.locator("#submit").click()
    asked = author.locator("#older")
    expect(asked.locator("li")).to_have_count(len(piece.answers))
    expect(asked.locator("[type=checkbox]").first).to_be_focused()
    seen(author, "evidence-asked-again")
    for key in piece.answers:
        writing.choose(author, f"still-{key}")
    expect(author.locator("#bar-fix")).to_contain_text("Ready to submit")
    for key in piece.answers:
        expect(author.locator(f"#still-{key}")).to_be_checked()
    writing.submit(author)
