"""The portal as `make run` starts it, once for all browser tests, and people who sit in front of it.

Everything lives as long as this package's tests: Playwright keeps an event loop in the thread, and Django
would refuse the database to whatever test came after it.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect, sync_playwright

from governance.embedded import ports, temporary
from governance.installation import without_settings
from governance.portal import Portal
from tests import chromium
from tests.browser.house import House
from tests.conftest import _clone, _drop

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20_000
"""Milliseconds until something that must appear has not: two cores also run the other tests."""
ROLES = {"DATABASE_URL": "TEST_APP_URL", "DATABASE_OWNER_URL": "TEST_OWNER_URL"}
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
    "--force-color-profile=srgb",
    "--disable-features="
    # Half of what a new screen costs: two pages of the address bar's own, which nobody sees without a window.
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,PreloadTopChromeWebUI,"
    # The last list counts alone: what Playwright switches off stays off.
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,"
    "HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,"
    "AvoidCorsURLLoaderRestartOnRedirect,OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in this folder needs a browser, and one worker, so that one portal serves all.

    What changes the rules for everybody comes last: nobody writes under new ones before they have confirmed them.
    """
    places = [n for n, item in enumerate(items) if Path(__file__).parent in item.path.parents]
    ours = sorted((items[n] for n in places), key=lambda item: item.path.name == "test_rules.py")
    for place, item in zip(places, ours, strict=True):
        items[place] = item
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="package")
def portal() -> Iterator[Portal]:
    """Valkey, sandbox, sequencer, worker, beat and web in a folder of their own, and a database of their own.

    It is a clone of the template: that a portal makes one and migrates it, tests/governance/test_run.py tries.
    """
    folder = temporary.folder(base=ROOT / "var" / "tests")
    name = f"portal_{folder.name}"
    _clone(name)
    at_home = {setting: f"{os.environ[role].rpartition('/')[0]}/{name}" for setting, role in ROLES.items()}
    at_home["INSTALLATION_ID"] = settings.INSTALLATION_ID
    made = Portal(
        folder=folder / "portal",
        port=ports.free_port(),
        demonstration=True,
        short=True,
        given=without_settings(os.environ) | at_home,
    )
    try:
        with made.running():
            yield made
    finally:
        _drop(name)
        temporary.remove(path=folder)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The installed Chromium; a sandbox of its own is not to be had as root."""
    arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else list(QUIET)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium.path(), args=arguments)
        yield started
        started.close()


@pytest.fixture(scope="package")
def signed_in() -> dict[str, dict[str, object]]:
    """The cookies of people who signed in during an earlier test."""
    return {}


@pytest.fixture
def house(browser: Browser, portal: Portal, signed_in: dict[str, dict[str, object]]) -> Iterator[House]:
    """The people of the demonstration at their screens. No page may say a word to the console."""
    opened = _house(browser, portal, signed_in)
    yield opened
    opened.close()
    assert opened.heard == []


@pytest.fixture(scope="module")
def tour(browser: Browser, portal: Portal, signed_in: dict[str, dict[str, object]]) -> Iterator[House]:
    """The same people, who keep their seats while one page after the other is opened."""
    opened = _house(browser, portal, signed_in, stays=True)
    yield opened
    opened.close()


def _house(browser: Browser, portal: Portal, cookies: dict[str, Any], *, stays: bool = False) -> House:
    return House(
        browser=browser,
        address=portal.public_url,
        training=portal.training_url,
        patience=PATIENCE,
        cookies=cookies,
        stays=stays,
    )
