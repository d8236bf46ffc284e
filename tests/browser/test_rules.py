"""A rule is changed by one person and adopted by another, and a post that was planned already is judged again."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser import pages, writing
from tests.browser.house import DESK, PHONE, House, reload_until_shown
from tests.browser.test_pages import findings, too_wide

SENTENCE = "“{words}” can give evidence away. Say whether it does."


def planned(house: House, piece: writing.Piece) -> tuple[Page, str]:
    """A post that a sergeant approved for the day after tomorrow: its author's screen, and the address of its page."""
    author, sergeant = house.on_duty("reyes"), house.on_duty("whitfield")
    writing.begin(author)
    writing.write(author, piece)
    writing.choose_slot(author, after=timedelta(hours=50))
    writing.saved(author)
    post = writing.submit(author)
    writing.approve(sergeant, post)
    return author, post


def looks_right(page: Page) -> None:
    """No finding of axe and nothing wider than the screen, at a desk and in the hand."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert findings(page) == []
        assert too_wide(page) == []


def tried_on_past_posts(page: Page) -> None:
    """From a proposal to what its rules would have decided otherwise, by unit and by rule."""
    page.get_by_role("link", name="Try it on all past posts").click()
    page.get_by_role("button", name="Try it on all past posts").click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="Show the result").click()
    expect(page.get_by_role("heading", name="Which units would feel it?")).to_be_visible()
    expect(page.get_by_role("link", name="Words about evidence")).to_be_visible()
    looks_right(page)


def printed_whole(page: Page) -> None:
    """On paper the directive at work and the insights show each table that their pages fold away, without script."""
    for address in ("/directive/", "/insights/", "/insights/cadence/"):
        page.goto(address)
        tables, folds = page.locator(".insight__table table"), page.locator(".insight__table > summary")
        expect(tables.first).to_be_hidden()
        page.emulate_media(media="print")
        for table, fold in zip(tables.all(), folds.all(), strict=True):
            expect(table).to_be_visible()
            expect(fold).to_be_hidden()
        page.emulate_media(media="screen")


ON_PAPER = (
    ".directive-clause h3",
    ".directive-clause__counts .meta",
    ".directive-rules tbody th",
    ".directive-rules tbody td",
    ".directive-clause__kept",
    ".directive-asides tbody td",
    ".directive-asides td[data-label='Given by']",
)
"""Each clause, its counts, each rule with what it did, what keeps it, and what was set aside with who gave it."""
UNSEEN = """all => all.filter(one => !one.checkVisibility({visibilityProperty: true, opacityProperty: true})
    || !one.getClientRects().length || !one.textContent.trim()).map(one => one.outerHTML)"""


def directive_on_paper(page: Page) -> None:
    """What whoever answers for the directive hands on: all of it is printed, also where every fold was shut."""
    page.goto("/directive/")
    page.evaluate("document.querySelectorAll('main details').forEach((fold) => { fold.open = false })")
    page.emulate_media(media="print")
    for part in ON_PAPER:
        assert page.locator(part).count() > 0, part
        assert page.locator(part).evaluate_all(UNSEEN) == [], part
    page.emulate_media(media="screen")


def test_a_rule_is_changed_read_by_another_and_a_planned_post_goes_back_to_its_author_who_is_told(
    house: House,
) -> None:
    """CPD-TW.I, VI"""
    piece = writing.tip()
    watched = re.search(r"lock [^.]+", piece.text)
    assert watched is not None
    author, post = planned(house, piece)

    writer = house.person("natarajan", size=PHONE)
    writer.goto("/directive/versions/")
    writer.get_by_role("button", name="Change the present rules").click()
    writer.wait_for_url("**/directive/proposals/*/")
    pages.unfold(writer)
    writer.get_by_role("link", name="Change its words or days : Words about evidence").click()
    looks_right(writer)
    writer.get_by_label("It says").fill(SENTENCE)
    words = writer.get_by_label("Words it looks for")
    words.fill(f"{words.input_value()}\n{watched.group()}")
    writer.get_by_role("button", name="Save words").click()
    expect(writer.locator("ins").get_by_text(SENTENCE)).to_be_visible()
    expect(writer.locator("ins").get_by_text(f"“{watched.group()}”")).to_be_visible()
    looks_right(writer)
    writer.locator("#id_why").fill("What a lock looks like can give a case away.")
    writer.get_by_role("button", name="Hand in for review").click()
    expect(writer.get_by_text("Handed in.")).to_be_visible()
    expect(writer.get_by_role("button", name="Adopt these rules")).to_have_count(0)

    reviewer = house.person("admin")
    reviewer.goto(writer.url)
    expect(reviewer.locator("ins").get_by_text(SENTENCE)).to_be_visible()
    reviewer.get_by_role("link", name="See which would go back").click()
    expect(reviewer.locator(f'a[href="{post}"]')).to_be_visible()
    reviewer.go_back()
    looks_right(reviewer)
    proposal = reviewer.url
    tried_on_past_posts(reviewer)
    reviewer.goto(proposal)
    reviewer.get_by_role("button", name="Adopt these rules").click()
    expect(reviewer.get_by_text("is adopted.")).to_be_visible()
    looks_right(reviewer)
    printed_whole(reviewer)
    directive_on_paper(reviewer)

    author.goto(post)
    reload_until_shown(author, f"“{watched.group()}” can give evidence away.", seconds=90)
    expect(author.locator("main")).to_contain_text("Returned")
    author.goto("/messages/")
    expect(author.get_by_text("New rules ask for more on a post of the 014th District").first).to_be_visible()
    assert house.accepted(piece.text) == []
