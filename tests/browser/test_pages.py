"""Every page as each person sees it: nothing for axe to find, a silent console, no sideways scroll."""

from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Page

from tests.browser import pages, pages_around, pages_of_people, pages_of_records, pages_of_rules
from tests.browser.house import DESK, PHONE, House
from tests.browser.pages import Place
from tests.governance.doors import table

AXE = Path(__file__).resolve().parents[2] / "var" / "test-assets" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
NARROWEST = {"width": 320, "height": 700}


PLACES = (
    *pages.PLACES,
    *pages_around.PLACES,
    *pages_of_people.PLACES,
    *pages_of_records.PLACES,
    *pages_of_rules.PLACES,
)
LEFT_OUT = {
    "health_live": "a word for machines",
    "picture": "a file",
    "roster_paper": "a file",
    "export_record": "a file",
    "version_file": "a file",
    "proposal_file": "a file",
    "permission_paper": "a file",
    "cadence_file": "a file",
    "insights_file": "a file",
    "asides_file": "a file",
    "withheld_file": "a file",
    "not_acknowledged": "a file",
    "upload": "numbers for the composer's script",
    "floor_changes": "a part of the floor's page",
    "certificate": "looked at with records that are due, in test_disposal.py",
    "lift_stop": "looked at while a stop is in force, in test_stops.py",
}
"""Addresses that answer a GET and have no row, with the reason."""


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_a_page_is_accessible_silent_and_never_wider_than_its_screen(tour: House, place: Place) -> None:
    tour.expected = [pages.EXPECTED[place.name]] if place.name in pages.EXPECTED else []
    tour.heard.clear()
    page = place.opened(tour, size=DESK)
    assert findings(page) == []
    for size in (DESK, PHONE, NARROWEST):
        page.set_viewport_size(size)
        assert too_wide(page) == []
    page.set_viewport_size(PHONE)
    assert findings(page) == []
    assert not place.page or resolve(urlsplit(page.url).path).url_name == place.page
    page.close()
    assert tour.heard == []


def test_no_page_is_without_a_row() -> None:
    shown = {
        door.name
        for door in table.DOORS
        for ask in door.asks
        if ask.method == "GET" and any(answer.status == HTTPStatus.OK for answer in ask.answers.values())
    }
    assert shown - {place.page for place in PLACES} == set(LEFT_OUT)


def findings(page: Page) -> list[str]:
    """What axe-core says against the page as it stands, one line for each place."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(
        """async (rules) => {
            // What passed is counted only: to say where each such element stands takes longer than to check it.
            const told = await axe.run(document, {
                runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'], preload: false,
            });
            return told.violations.flatMap((rule) =>
                rule.nodes.map((node) => `${rule.id}: ${JSON.stringify(node.target)} ${node.failureSummary}`));
        }""",
        RULES,
    )
    return found


def too_wide(page: Page) -> list[str]:
    """The elements that make the page scroll sideways; none when it does not."""
    return list(
        page.evaluate(
            """() => {
                const room = document.documentElement.clientWidth;
                if (document.documentElement.scrollWidth <= room) return [];
                return [...document.querySelectorAll('body *')]
                    .filter((one) => one.getBoundingClientRect().right > room + 1)
                    .map((one) => `${innerWidth}: ${one.tagName}.${one.className}`)
                    .slice(0, 5).concat([`${document.documentElement.scrollWidth} in ${room}`]);
            }"""
        )
    )
