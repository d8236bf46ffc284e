"""What needs a written permission: asked for from the composer, given by Communications, named in the post, kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser import writing
from tests.browser.house import House
from tests.browser.sensitive import begun, kept, seen
from tests.browser.test_day import IN_THE_HAND


@dataclass(frozen=True, kw_only=True)
class Permitted:
    """A sentence that asks, the question and the permission that settles it."""

    words: str
    question: str
    named_by: str
    kind: str
    in_the_hand: bool
    """Whether its author holds a phone and Communications sits at a desk, or the other way round."""


CASES = {
    "CPD-SM.II.C.2": Permitted(
        words="The training bulletin says how.",
        question="confidential",
        named_by="confidential_permission",
        kind="Confidential material",
        in_the_hand=True,
    ),
    "CPD-SM.III.D, marks": Permitted(
        words="Our logo stands on the shirts of the run.",
        question="lends_marks",
        named_by="marks_permission",
        kind="Marks of the department",
        in_the_hand=False,
    ),
    "CPD-SM.III.D, spokesperson": Permitted(
        words="Sgt. Whitfield talks on behalf of the department at noon.",
        question="speaks_for_all",
        named_by="spokesperson_permission",
        kind="Speaking for the department",
        in_the_hand=True,
    ),
}


@pytest.mark.parametrize("clause", CASES)
def test_what_needs_a_written_permission_waits_for_it_names_it_and_is_kept_with_it(
    house: House, clause: str
) -> None:
    """CPD-SM.II.C.2, CPD-SM.III.D"""
    case, piece = CASES[clause], writing.tip()
    name, text = case.question, f"{case.words} {piece.text}"
    phone, desk = (IN_THE_HAND, {}) if case.in_the_hand else ({}, IN_THE_HAND)
    author, sergeant = house.on_duty("reyes", **phone), house.on_duty("whitfield", **desk)
    office = house.on_duty("natarajan", **desk)
    begun(author, piece.kind, text)
    writing.choose(author, f"answer-{case.question}-yes")
    expect(author.locator(f"#question-{case.named_by}")).to_be_attached()
    writing.stored(author)
    seen(author, f"{name}-asked")
    draft = author.url
    author.locator(f"#question-{case.named_by}").get_by_role("link", name="Ask for a permission").click()
    asked = _asked(author, case)
    seen(author, f"{name}-waits")
    office.goto(asked)
    _given(office)
    seen(office, f"{name}-given")

    author.goto(draft)
    chosen = author.locator(f"#answer-{case.named_by}")
    number = asked.rstrip("/").rpartition("/")[2]
    chosen.select_option(number)
    writing.settle(author, piece.answers)
    seen(author, f"{name}-named")
    post = writing.submit(author)
    sergeant.goto(writing.desk_of(post))
    expect(sergeant.locator("main")).to_contain_text(f"ermission {number}")
    seen(sergeant, f"{name}-desk")
    writing.approve(sergeant, post)
    kept(house, author, post, text, says=f"{case.kind[0].lower()}{case.kind[1:]}, given by")
    seen(author, f"{name}-record")


def _asked(author: Page, case: Permitted) -> str:
    """The page of a permission that nobody has decided about yet."""
    author.get_by_label("What it is for").select_option(label=case.kind)
    author.get_by_label("What exactly").fill(f"{case.words} In one post of the district.")
    author.get_by_role("button", name="Ask for permission").click()
    expect(author.get_by_role("heading", name=case.kind)).to_be_visible()
    return author.url.partition("?")[0]


def _given(office: Page) -> None:
    """For a week, with a word why."""
    until = datetime.now(writing.CHICAGO) + timedelta(days=7)
    office.get_by_label("Last day").fill(until.date().isoformat())
    office.get_by_label("Reason").fill("It serves the district.")
    office.get_by_role("button", name="Permit until that day").click()
    expect(office.locator("#letter + .meta, .permission__words").last).to_be_visible()
