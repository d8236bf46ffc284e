"""The pages of the retention schedule: series, holds and what is due."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.house import House
from tests.browser.pages import Place, at, then, unfold

RETENTION, HOLDS = "/records/retention/", "/records/holds/"


def _enter(page: Page, item: str) -> None:
    page.goto(f"{RETENTION}enter/")
    page.locator("#id_item").fill(item)
    page.get_by_label("Title of the series").fill("Posts on social media, with who wrote and approved them")
    page.get_by_label("Number of the approved application").fill("14:063")
    page.get_by_label("Approved on").fill("2024-03-12")
    page.locator("label", has_text="Community information").click()
    page.get_by_label("Months").fill("1")
    page.get_by_role("button", name="Enter series").click()


def series(house: House, page: Page) -> None:
    """A series in its second version; entered the first time."""
    page.goto(RETENTION)
    if page.get_by_role("link", name="Enter a new version").count() == 0:
        _enter(page, "120.04")
        page.get_by_role("link", name="Enter a new version").click()
        page.get_by_role("button", name="Enter new version").click()
    expect(page.get_by_text("Earlier versions")).to_be_visible()


def _entered_twice(house: House, page: Page) -> None:
    """An item that stands already, with a class that it covers already."""
    series(house, page)
    _enter(page, "120.04")
    expect(page.get_by_text("Nothing was entered yet.")).to_be_visible()


def hold(house: House, page: Page) -> None:
    """A hold on a record by its number, and one on a unit; placed the first time."""
    page.goto(HOLDS)
    if page.get_by_role("link", name="Doe v. City").count() == 0:
        number = _a_number(page)
        _placed(
            page, "Doe v. City, 2026 CV 104", lambda: page.get_by_label("Numbers of records").fill(number)
        )
        _placed(page, "Audit of the fall", lambda: _of_a_unit(page))
    page.goto(HOLDS)
    page.get_by_role("link", name="Doe v. City").first.click()
    expect(page.get_by_role("heading", name="About this hold")).to_be_visible()


def _a_number(page: Page) -> str:
    page.goto("/records/")
    number = page.locator(".record-row__place b").first.inner_text()
    page.goto(HOLDS)
    return number


def _placed(page: Page, name: str, covers: Callable[[], None]) -> None:
    page.goto(f"{HOLDS}place/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Reason").fill("The law department asked for it in writing.")
    covers()
    page.get_by_role("button", name="Place hold").click()
    expect(page.get_by_text("is placed. It is on")).to_be_visible()


def _of_a_unit(page: Page) -> None:
    page.locator("label", has_text="Every record that fits").click()
    page.get_by_label("Unit").select_option(index=1)


def _unknown_number(house: House, page: Page) -> None:
    """A hold on a record that nobody has."""
    page.goto(f"{HOLDS}place/")
    page.get_by_label("Numbers of records").fill("2026-014-99999")
    page.get_by_role("button", name="Place hold").click()
    expect(page.get_by_text("No hold was placed yet.")).to_be_visible()


def _due_of(page: Page) -> str:
    """Below what is due, the series whose page is open to be renewed."""
    link = page.get_by_role("link", name="Enter a new version").first.get_attribute("href") or ""
    return link.replace(RETENTION, f"{RETENTION}due/")


def _held_record(page: Page) -> str:
    return page.locator("main .lines a").first.get_attribute("href") or ""


DUE = then(series, lambda page: page.goto("/records/retention/due/") and None)
PLACES = (
    Place(name="series of records", page="retention", who="marsh", way=then(series, unfold)),
    Place(name="series to be entered", page="enter_series", who="marsh", way=at(f"{RETENTION}enter/")),
    Place(name="series entered twice", page="enter_series", who="marsh", way=_entered_twice),
    Place(
        name="new version of a series",
        page="renew_series",
        who="marsh",
        way=then(series, lambda page: page.get_by_role("link", name="Enter a new version").first.click()),
    ),
    Place(name="holds", page="holds", who="marsh", way=then(hold, lambda page: page.goto(HOLDS) and None)),
    Place(name="hold to be placed", page="place_hold", who="marsh", way=_unknown_number),
    Place(name="a hold", page="hold", who="marsh", way=hold),
    Place(name="what is due", page="due_records", who="marsh", way=DUE),
    Place(
        name="what is due under a series",
        page="due_of",
        who="marsh",
        way=then(series, lambda page: page.goto(_due_of(page)) and None),
    ),
    Place(name="certificates", page="certificates", who="marsh", way=at("/records/disposal/")),
    Place(
        name="certificate to be drawn up",
        page="draw_up_certificate",
        who="marsh",
        way=at("/records/disposal/draw-up/"),
    ),
    Place(
        name="record on hold",
        page="record",
        who="marsh",
        way=then(hold, lambda page: page.goto(_held_record(page)) and None),
    ),
)
