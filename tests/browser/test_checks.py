"""What the checks noticed in a harmless text: answered with a reason, read by a sergeant, published, and counted."""

from playwright.sync_api import Page, expect

from tests.browser import writing
from tests.browser.house import DESK, PHONE, House
from tests.browser.test_day import IN_THE_HAND, looks_right
from tests.browser.test_journey import published

REASONS = {
    "guilt_reason": "The thief is a puppet.",
    "arrest_reason": "Children play it, nobody is held.",
    "evidence_reason": "It is a jar of cookies.",
}


def _seen(page: Page) -> None:
    used = page.viewport_size or DESK
    for size in (DESK if used == PHONE else PHONE, used):
        page.set_viewport_size(size)
        looks_right(page)


def test_three_findings_are_answered_with_reasons_read_at_the_desk_and_the_post_goes_out(
    house: House,
) -> None:
    """CPD-TW.V.D.9, CPD-TW.V.D.10, CPD-SM.III.C.4.b"""
    piece = writing.tip()
    text = f"In our puppet play the cookie thief was arrested, and the fingerprints on the jar match. {piece.text}"
    author, sergeant = house.on_duty("reyes", **IN_THE_HAND), house.on_duty("whitfield")
    writing.begin(author)
    writing.choose(author, f"kind-{piece.kind}")
    author.locator("#text").fill(text)
    writing.stored(author)
    for words in ("thief was arrested", "arrested", "fingerprints on the jar match"):
        expect(author.locator("#findings")).to_contain_text(f"“{words}” can")
    expect(author.locator("mark").get_by_text("fingerprints on the jar match", exact=True)).to_be_attached()
    _seen(author)
    writing.settle(author, {**piece.answers, **REASONS})
    _seen(author)
    post = writing.submit(author)

    sergeant.goto(writing.desk_of(post))
    for reason in REASONS.values():
        expect(sergeant.locator(".desk__findings")).to_contain_text(f"“{reason}”")
    _seen(sergeant)
    writing.approve(sergeant, post)
    published(house, author, post, text)
