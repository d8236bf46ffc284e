"""Posts on their way from a browser through gunicorn, PostgreSQL, Celery, tweepy and the network to the records."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser import writing
from tests.browser.house import PHONE, House, check_seal, eventually, go_off_duty, reload_until_shown


def published(house: House, page: Page, post: str, text: str) -> None:
    """The network took it exactly once, and the post's page says so and leads to its record."""
    eventually(page, lambda: len(house.accepted(text)) == 1)
    page.goto(post)
    reload_until_shown(page, "and its record is kept")
    assert len(house.accepted(text)) == 1


def out(house: House, piece: writing.Piece) -> tuple[Page, Page, str]:
    """A plain post by Reyes, approved by Whitfield and published: both people and the post's address."""
    author, sergeant = house.on_duty("reyes"), house.on_duty("whitfield")
    post = writing.hand_in(author, piece)
    writing.approve(sergeant, post)
    published(house, author, post, piece.text)
    return author, sergeant, post


def test_a_plain_post_goes_from_its_author_through_a_sergeant_onto_the_network_and_into_the_records(
    house: House,
) -> None:
    piece = writing.coffee()
    author, sergeant = house.on_duty("reyes"), house.on_duty("whitfield")
    floor = house.person("natarajan")
    floor.goto("/floor/?lane=all")

    writing.begin(author)
    expect(author.locator("#bar-fix")).not_to_contain_text("Ready")
    writing.write(author, piece)
    expect(author.locator("#count")).to_contain_text("characters left")
    expect(author.locator("#route")).to_contain_text("Sergeant")
    expect(author.locator("#preview")).to_contain_text(piece.text)
    post = writing.submit(author)

    sergeant.goto("/review/")
    sergeant.get_by_role("link", name=piece.text).click()
    expect(sergeant.locator(".exact__text")).to_have_text(piece.text)
    sergeant.keyboard.press("a")
    expect(sergeant.get_by_role("button", name="Approve post")).to_be_focused()
    sergeant.keyboard.press("Enter")
    expect(sergeant.get_by_role("status").get_by_text("Approved. It goes out now.")).to_be_visible()

    published(house, author, post, piece.text)
    resident = house.screen()
    resident.goto(f"{house.training}/example_014")
    expect(resident.get_by_text(piece.text)).to_have_count(1)
    expect(floor.locator("section[aria-labelledby=lane-published]").get_by_text(piece.text)).to_be_visible()

    author.locator("dt:text-is('Record') + dd a").click()
    expect(author.get_by_role("heading", name="Record")).to_be_visible()
    story = author.locator(".story")
    expect(story).to_contain_text("Dana Reyes")
    expect(story).to_contain_text("Marcus Whitfield approved")
    check_seal(author)


def test_an_arrest_needs_a_sergeant_and_then_communications_who_tick_four_boxes(house: House) -> None:
    piece = writing.arrest()
    author, sergeant = house.on_duty("reyes"), house.on_duty("whitfield")
    communications = house.on_duty("natarajan")
    post = writing.hand_in(author, piece)

    writing.approve(sergeant, post)
    expect(sergeant.get_by_text("Approved. It waits for Communications").first).to_be_visible()
    author.goto(post)
    expect(author.locator(".where__sentence")).to_contain_text("Communications")
    assert house.accepted(piece.text) == []

    communications.goto(writing.desk_of(post))
    house.expected.append("422")
    communications.get_by_role("button", name="Approve post").click()
    expect(communications.get_by_text("Tick every box, or return the post.")).to_be_visible()
    expect(communications.locator("#attest input")).to_have_count(4)
    writing.approve(communications, post)

    published(house, author, post, piece.text)
    author.locator("dt:text-is('Record') + dd a").click()
    expect(author.locator(".story")).to_contain_text("Marcus Whitfield approved")
    expect(author.locator(".story")).to_contain_text("Priya Natarajan approved")


def test_a_returned_post_is_edited_and_the_reviewer_sees_what_changed(house: House) -> None:
    piece = writing.tip()
    author, sergeant = house.on_duty("reyes"), house.on_duty("whitfield")
    post = writing.hand_in(author, piece)

    sergeant.goto(writing.desk_of(post))
    sergeant.keyboard.press("r")
    sergeant.locator("#return").get_by_label("Sent back for").select_option("facts")
    sergeant.get_by_label("Reason").and_(sergeant.locator("#return textarea")).fill(
        "Say tomorrow, not tonight."
    )
    sergeant.locator("#return").get_by_role("button", name="Return").click()
    expect(sergeant.get_by_role("status").get_by_text("Returned to Ofc. Dana Reyes.")).to_be_visible()

    author.goto("/write/")
    expect(author.get_by_text("Say tomorrow, not tonight.").first).to_be_visible()
    author.goto(post.replace("/post/", "/write/"))
    better = piece.text.replace("tonight", "tomorrow")
    author.locator("#text").fill(better)
    writing.saved(author)
    writing.submit(author)

    sergeant.goto(writing.desk_of(post))
    expect(sergeant.locator(".desk__changed del")).to_contain_text("tonight")
    expect(sergeant.locator(".desk__changed ins")).to_contain_text("tomorrow")
    writing.approve(sergeant, post)

    published(house, author, post, better)
    assert house.accepted(piece.text) == []


def test_a_post_stopped_before_its_slot_stays_in_until_it_is_released(house: House) -> None:
    piece = writing.tip()
    author, sergeant = house.on_duty("reyes"), house.on_duty("whitfield")
    writing.begin(author)
    writing.write(author, piece)
    writing.choose_slot(author, after=timedelta(hours=26))
    writing.saved(author)
    post = writing.submit(author)
    writing.approve(sergeant, post)

    sergeant.goto(post)
    sergeant.get_by_role("link", name="Stop post").click()
    sergeant.locator("#stop textarea").fill("The event may be cancelled.")
    sergeant.locator("#stop").get_by_role("button", name="Stop post").click()
    reload_until_shown(author_at(author, post), "Stopped")
    expect(author.locator("main")).to_contain_text("The event may be cancelled.")

    sergeant.goto(post)
    sergeant.get_by_role("button", name="Release post").click()
    reload_until_shown(author_at(author, post), "Approved")
    expect(author.locator("dt:text-is('Goes out')")).to_be_visible()
    assert house.accepted(piece.text) == []


def author_at(page: Page, post: str) -> Page:
    page.goto(post)
    return page


def test_a_sergeant_off_duty_takes_a_post_down_from_a_phone_and_the_record_stays(house: House) -> None:
    piece = writing.tip()
    author, _, post = out(house, piece)
    live = author.get_by_role("link", name="See it on").get_attribute("href")
    phone = house.person("brody", size=PHONE, has_touch=True, is_mobile=True)
    phone.goto(post)
    go_off_duty(phone)

    phone.goto(post)
    phone.get_by_role("link", name="Take down").click()
    phone.locator("#take-down textarea").fill("The lock is sold out.")
    phone.locator("#take-down").get_by_role("button", name="Take down").click()

    assert live is not None
    resident = house.screen()
    house.expected.append("404")
    eventually(resident, lambda: (resident.goto(live) or resident).url == live and is_gone(resident))
    reload_until_shown(phone, "Taken down")
    author.goto(post)
    author.locator("dt:text-is('Record') + dd a").click()
    expect(author.locator(".record")).to_contain_text(piece.text)
    expect(author.locator(".story")).to_contain_text("Aileen Brody")


def is_gone(page: Page) -> bool:
    return page.get_by_text("This post was taken down").is_visible()


def test_two_people_on_one_draft_lose_no_word(house: House) -> None:
    piece = writing.tip()
    first, second = house.on_duty("reyes"), house.on_duty("ortega")
    writing.begin(first)
    writing.write(first, piece)
    second.goto(first.url)
    expect(second.locator("#notices")).to_contain_text("Dana Reyes")

    second.locator("#text").fill(piece.text + " Bring a friend.")
    writing.saved(second)
    first.locator("#text").fill(piece.text + " Ask a neighbor.")

    conflict = first.get_by_role("alert")
    expect(conflict).to_contain_text("Luis Ortega saved another version meanwhile")
    expect(conflict.locator("del")).to_contain_text(["Bring", "friend"])
    expect(first.locator("#text")).to_have_value(piece.text + " Ask a neighbor.")
    conflict.get_by_role("button", name="Keep mine").click()
    expect(first.get_by_role("alert")).to_have_count(0)
    first.reload()
    expect(first.locator("#text")).to_have_value(piece.text + " Ask a neighbor.")


def test_what_was_typed_survives_a_reload_a_lost_network_and_a_closed_window(house: House) -> None:
    author = house.on_duty("reyes")
    writing.begin(author)
    author.locator("#text").fill("Kept on the server.")
    writing.stored(author)
    author.reload()
    expect(author.locator("#text")).to_have_value("Kept on the server.")

    house.expected += ["ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest"]
    author.context.set_offline(True)
    author.locator("#text").fill("Kept on this device.")
    expect(author.locator("#saved")).to_contain_text("It is kept on this device.")
    draft = author.url
    author.close()
    author.context.set_offline(False)

    again = author.context.new_page()
    again.goto(draft)
    expect(again.locator("#text")).to_have_value("Kept on the server.")
    again.get_by_role("button", name="Use it").click()
    expect(again.locator("#text")).to_have_value("Kept on this device.")
    again.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('post-'))")
    again.reload()
    expect(again.locator("#text")).to_have_value("Kept on this device.")


def test_everything_works_without_script(house: House) -> None:
    piece = writing.coffee()
    author = house.on_duty("reyes", java_script_enabled=False)
    sergeant = house.on_duty("whitfield", java_script_enabled=False)

    writing.begin(author)
    writing.choose(author, f"kind-{piece.kind}")
    author.locator("#text").fill(piece.text)
    author.get_by_role("button", name="Check the post").last.click()
    for key, answer in piece.answers.items():
        if key == "run_by":
            writing.choose(author, f"answer-{key}-{answer}")
        else:
            author.locator(f"#answer-{key}").fill(answer)
    author.get_by_role("button", name="Check the post").last.click()
    expect(author.locator("#bar-fix")).to_contain_text("Ready to submit")
    post = writing.submit(author)

    writing.approve(sergeant, post)
    published(house, author, post, piece.text)


def test_a_post_is_written_and_submitted_by_keyboard_alone(house: House) -> None:
    piece = writing.tip()
    page = house.screen()
    page.goto("/account/login/?next=/write/")
    tab_to(page, "#id_login")
    page.keyboard.type("ortega")
    tab_to(page, "#id_password")
    page.keyboard.type(writing.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code")).to_be_visible()
    tab_to(page, "#id_code")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Messages,")).to_be_visible()
    if not page.locator("summary.duty--on").count():
        tab_to(page, "summary.duty")
        page.keyboard.press("Enter")
        tab_to(page, ".menu__panel button")
        page.keyboard.press("Enter")
        expect(page.locator("summary.duty--on")).to_be_visible()

    tab_to(page, "form.begin button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Write a post")).to_be_visible()
    tab_to(page, "[name=category]")
    for _ in range(page.locator("[name=category]").count()):
        if page.locator("#kind-safety_tip").is_checked():
            break
        page.keyboard.press("ArrowRight")
    tab_to(page, "#text")
    page.keyboard.insert_text(piece.text)
    expect(page.locator("#answer-source")).to_be_attached()
    tab_to(page, "#answer-source")
    page.keyboard.type(piece.answers["source"])
    writing.saved(page)
    tab_to(page, "#submit")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_text("Submitted.")).to_be_visible()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there, as far as a patient person would go."""
    for _ in range(80):
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector} at {page.url}.")
