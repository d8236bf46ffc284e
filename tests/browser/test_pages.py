"""Every page as each person sees it: nothing for axe to find, a silent console, no sideways scroll."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import pages, pages_around
from tests.browser.house import DESK, PHONE, House
from tests.browser.pages import Place

AXE = Path(__file__).resolve().parents[2] / "var" / "test-assets" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
NARROWEST = {"width": 320, "height": 700}


@pytest.mark.parametrize("place", (*pages.PLACES, *pages_around.PLACES), ids=lambda place: place.name)
def test_a_page_is_accessible_silent_and_never_wider_than_its_screen(house: House, place: Place) -> None:
    if refusal := pages.EXPECTED.get(place.name):
        house.expected.append(refusal)
    page = place.opened(house, size=DESK)
    assert findings(page) == []
    for size in (PHONE, NARROWEST):
        page.set_viewport_size(size)
        assert too_wide(page) == []
    page.set_viewport_size(PHONE)
    assert findings(page) == []


def findings(page: Page) -> list[str]:
    """What axe-core says against the page as it stands, one line for each place."""
    page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate(
        "(rules) => axe.run(document, { runOnly: { type: 'tag', values: rules }, preload: false })", RULES
    )
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


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
