"""The pictures of the guide and of the README: `PICTURES=1 pytest tests/browser/test_pictures.py` takes them.

They come from here alone. Without it the same pages are only opened, so that a picture never shows what no longer is.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import pages, scenes, writing
from tests.browser.house import House, check_seal
from tests.browser.pages import Place

FOLDER = Path(__file__).resolve().parents[2] / "static" / "portal" / "guide"
SIZES = {"": {"width": 1280, "height": 900}, "-phone": {"width": 390, "height": 844}}
LARGEST = 250_000


def _at_work(house: House, page: Page) -> None:
    """An event half written: some words are marked, one answer is still owed."""
    writing.begin(page)
    writing.choose(page, "kind-community_event")
    page.locator("#text").fill(
        "Coffee with your beat officers this Wednesday from 9 to 11 a.m. in the fieldhouse at Humboldt Park. "
        "Our CAPS office brings the cups, you bring the questions. Everybody is welcome."
    )
    writing.choose(page, "answer-run_by-by_department")
    page.locator("#answer-source").fill("Community policing calendar")
    expect(page.locator("#bar-fix")).to_contain_text("1 thing to fix")
    expect(page.locator("#marks mark").first).to_be_attached()


SPANISH = (
    "Cierre con llave esta noche la puerta lateral de su garaje. Llame al 911 si ve a alguien junto al suyo."
)


def _in_two_languages(house: House, page: Page) -> None:
    """A tip in English and Spanish, with what the Spanish says."""
    writing.begin(page)
    writing.choose(page, "kind-safety_tip")
    page.locator("#text").fill("Lock your garage side door tonight. Call 911 if you see somebody at yours.")
    page.locator("#answer-source").fill("Beat 1413 report")
    writing.saved(page)
    page.get_by_text("Write it in two languages").click()
    page.get_by_role("button", name="Begin the second post").click()
    page.locator("#text").fill(SPANISH)
    writing.saved(page)


def _desk_of_a_pair(house: House, page: Page) -> None:
    page.goto("/review/")
    page.get_by_role("link", name="Two were opened on Palmer Street").first.click()
    expect(page.locator("#other-half")).to_contain_text("Its pair, in Spanish")


PICTURES = (
    Place(name="sign-in", who="", way=pages.at("/account/login/")),
    Place(name="queue", who="whitfield", way=pages.at("/review/"), on_duty=True),
    Place(name="desk", who="whitfield", way=pages.DESK, on_duty=True),
    Place(name="record", who="marsh", way=pages.then(pages.RECORD, check_seal)),
    Place(name="floor", who="natarajan", way=pages.at("/floor/"), on_duty=True),
    Place(name="write", who="reyes", way=_at_work, on_duty=True),
    Place(name="write-pair", who="reyes", way=_in_two_languages, on_duty=True),
    Place(name="desk-pair", who="whitfield", way=_desk_of_a_pair, on_duty=True),
    Place(name="home", who="whitfield", way=pages.at("/"), on_duty=True),
    Place(name="calendar", who="natarajan", way=pages.at("/calendar/"), on_duty=True),
    Place(name="roster", who="okafor", way=pages.at("/roster/"), on_duty=True),
    Place(name="stop", who="natarajan", way=pages.at("/stops/publishing/"), on_duty=True),
    Place(name="authority", who="reyes", way=pages.at("/people/me/"), on_duty=True),
    Place(name="people", who="okafor", way=pages.at("/people/"), on_duty=True),
    Place(name="practice", who="washington", way=pages.at("/training/practice/"), on_duty=True),
    Place(name="administration", who="admin", way=pages.at("/administration/"), on_duty=True),
    Place(name="insights", who="natarajan", way=pages.at("/insights/"), on_duty=True),
    *scenes.PLACES,
)


@pytest.mark.parametrize("place", PICTURES, ids=lambda place: place.name)
def test_a_picture_of_the_readme_shows_a_page_that_is_there(house: House, place: Place) -> None:
    taken = os.environ.get("PICTURES")
    for ending, size in SIZES.items() if taken else [("", SIZES[""])]:
        page = place.opened(house, size=size)
        expect(page.locator("main h1").first).to_be_attached()
        if taken:
            _take(page, FOLDER / f"{place.name}{ending}.png")


def _take(page: Page, path: Path) -> None:
    """On a palette where pngquant is installed, else as the browser gives it."""
    begins = scenes.TITLES.get(path.stem)
    page.evaluate("document.fonts.ready")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    if begins:
        page.locator(begins).first.evaluate("(title) => title.scrollIntoView()")
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, animations="disabled", caret="hide")
    if program := shutil.which("pngquant"):
        subprocess.run([program, "--force", "--ext", ".png", "256", path], check=True)
    assert path.stat().st_size < LARGEST
