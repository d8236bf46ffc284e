"""What the pictures of the guide show of sensitive posts, of pictures and of the rules, and how a person gets there."""

from dataclasses import replace

from playwright.sync_api import FilePayload, Page, expect

from governance.demonstration.drawing.album import Drawing, draw
from tests.browser import pages, pages_of_rules, writing
from tests.browser.house import House
from tests.browser.pages import Place, Way

EVIDENCE = "Nine bicycles were found in a garage near Palmer Square. Bring the serial number of yours to the station."
NOTABLE = "Detectives hold a press conference at the station today at 3 p.m. Parking on California is closed until 5."
MEMBER = (
    "A man is charged with robbery on Palmer Street. An off-duty officer was the one who was robbed. "
    "He is presumed innocent."
)
CASE = "The fire on Oak is under investigation. Call us if you saw smoke before 9 p.m."
POSITION = "We urge lawmakers to pass the bill on stolen catalytic converters."
LAW = "It is about a law, and names no candidate and no party."
TASER = "The district lends no taser for school projects. The library has books on how they work."
NONE_LENT = "It says that nobody lends one. No officer used one."
CONFIDENTIAL = "The training bulletin says how we plan the escort of a parade."
DEATH = "The procession for Officer Lee passes Fullerton at 10 a.m. tomorrow. The road is closed until noon."


def _evidence(house: House, page: Page) -> None:
    """With nothing left to fix: both offices decide side by side."""
    writing.begin(page)
    writing.write(page, replace(writing.evidence(), text=EVIDENCE), ready=False)
    writing.settle(page, {})


def _arrest(house: House, page: Page) -> None:
    """The charge, its day and the document that shows it."""
    piece = writing.arrest()
    writing.begin(page)
    writing.write(page, piece, ready=False)
    writing.settle(page, piece.answers)


def _member(house: House, page: Page) -> None:
    """An arrest of which a department member is part."""
    piece = writing.arrest()
    piece = replace(piece, text=MEMBER, answers={**piece.answers, "member_involved": "yes"})
    writing.begin(page)
    writing.write(page, piece, ready=False)
    writing.settle(page, piece.answers)
    expect(page.locator("main")).to_contain_text("A department member is part of this.")


def _notable(house: House, page: Page) -> None:
    """Which offices are told before it goes out."""
    writing.begin(page)
    writing.write(page, replace(writing.tip(), text=NOTABLE, answers={}), ready=False)
    writing.settle(page, {"notable": "yes", "source": "Area Five detectives"})
    expect(page.locator("#route")).to_contain_text("Told before it goes out")


def _told(text: str, **answers: str) -> Way:
    """A tip with these words, each question answered: as given, else no."""

    def way(house: House, page: Page) -> None:
        writing.begin(page)
        writing.write(page, replace(writing.tip(), text=text, answers={}), ready=False)
        writing.settle(page, {"source": "Area Five detectives", **answers})

    return way


def _lacking(house: House, page: Page) -> None:
    """Something confidential, and no permission for it yet."""
    writing.begin(page)
    writing.write(page, replace(writing.tip(), text=CONFIDENTIAL, answers={}), ready=False)
    writing.choose(page, "answer-confidential-yes")
    expect(page.locator("#question-confidential_permission")).to_be_attached()
    page.locator("#answer-source").fill("Training bulletin of May")
    writing.stored(page)


def _death(house: House, page: Page) -> None:
    """Communications on a unit's account."""
    page.goto("/write/")
    page.get_by_text("Write from a unit's account").click()
    account = page.get_by_label("From which account")
    account.select_option(account.locator("option", has_text="@example_014").get_attribute("value"))
    page.get_by_role("button", name="Write for this unit").click()
    writing.choose(page, "kind-duty_death")
    page.locator("#text").fill(DEATH)
    writing.settle(page, {"family_told": "yes", "source": "Office of the superintendent"})


def _drawn(page: Page) -> None:
    """A draft with a drawing of cars, of which nothing is said yet."""
    made: Drawing = draw(scene="car_lot", seed=writing.picture_words())
    writing.begin(page)
    file: FilePayload = {"name": made.name, "mimeType": "image/png", "buffer": made.content}
    page.locator("#picture-files").set_input_files(file)
    page.locator("#picture-1 textarea").fill("Drawing: cars in a lot.")
    writing.stored(page)


def _rights(house: House, page: Page) -> None:
    """A picture that somebody else made."""
    _drawn(page)
    page.get_by_role("button", name="Somebody else").click()
    page.locator("label", has_text="Somebody else").click()
    page.get_by_label("What allows us to use it?").fill("The owner of the lot gave leave by e-mail.")
    page.get_by_label("Which document says so?").fill("E-mail of 3 November")
    page.locator("label", has_text="A plate or an address").click()


def _blurred(house: House, page: Page) -> None:
    """A box over a part of it."""
    _drawn(page)
    page.get_by_role("link", name="Blur faces and plates").click()
    page.get_by_role("button", name="Add a box").click()
    for key, times in (("Shift+ArrowLeft", 6), ("ArrowLeft", 15)):
        for _ in range(times):
            page.keyboard.press(key)


def _tried(house: House, page: Page) -> None:
    page.goto("/directive/try/")
    page.get_by_label("Kind of post").select_option("arrest")
    page.get_by_label("Text", exact=True).fill("We caught the burglar of Palmer Square.")
    page.get_by_role("button", name="Try the rules").click()
    expect(page.get_by_role("heading", name="Who would decide")).to_be_visible()


def _back_tested(house: House, page: Page) -> None:
    """What a rule would say of past posts if it watched for one word more."""
    page.goto(pages_of_rules.VERSIONS)
    page.get_by_role("button", name="Change the present rules").click()
    page.wait_for_url("**/directive/proposals/*/")
    pages.unfold(page)
    page.get_by_role("link", name="Change its words or days : Words about evidence").click()
    words = page.get_by_label("Words it looks for")
    words.fill(f"{words.input_value()}\nstreet")
    page.get_by_role("button", name="Save words").click()
    page.get_by_role("link", name="Try it on all past posts").click()
    page.get_by_role("button", name="Try it on all past posts").click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="Show the result").click()
    expect(page.get_by_role("heading", name="The posts")).to_be_visible()


def _compared(house: House, page: Page) -> None:
    """One of these posts under both versions."""
    _back_tested(house, page)
    page.goto(f"{page.locator('main a[href*=versions][href*=right]').first.get_attribute('href')}")


TITLES = {
    "arrest": "#questions-title",
    "arrest-phone": "#questions-title",
    "evidence-phone": "#questions-title",
    "notable-phone": "#questions-title",
    "death-phone": "#questions-title",
    "member-phone": "#questions-title",
    "case-phone": "#questions-title",
    "position-phone": "#questions-title",
    "reason": "#questions-title",
    "reason-phone": "#questions-title",
    "permission": "#questions-title",
    "permission-phone": "#questions-title",
}
"""What stands at the top of a picture, where that is not the top of the page."""
PLACES = (
    Place(name="evidence", who="reyes", way=_evidence, on_duty=True),
    Place(name="arrest", who="reyes", way=_arrest, on_duty=True),
    Place(name="notable", who="reyes", way=_notable, on_duty=True),
    Place(name="member", who="reyes", way=_member, on_duty=True),
    Place(name="case", who="reyes", way=_told(CASE, open_case="yes"), on_duty=True),
    Place(
        name="position",
        who="reyes",
        way=_told(POSITION, takes_position="yes", political_reason=LAW),
        on_duty=True,
    ),
    Place(name="reason", who="reyes", way=_told(TASER, use_of_force_reason=NONE_LENT), on_duty=True),
    Place(name="permission", who="reyes", way=_lacking, on_duty=True),
    Place(name="death", who="natarajan", way=_death, on_duty=True),
    Place(name="rights", who="reyes", way=_rights, on_duty=True),
    Place(name="blur", who="reyes", way=_blurred, on_duty=True),
    Place(name="versions", who="natarajan", way=pages.at(pages_of_rules.VERSIONS)),
    Place(name="proposal", who="admin", way=pages_of_rules.HANDED_IN),
    Place(name="comparison", who="natarajan", way=_compared, on_duty=True),
    Place(name="directive", who="natarajan", way=pages.at("/directive/")),
    Place(name="try", who="natarajan", way=_tried),
    Place(name="back-test", who="natarajan", way=_back_tested),
)
