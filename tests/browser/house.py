"""People at their screens: who sits where, how wide the screen is, and what its console says."""

import json
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    WebError,
    expect,
)

from governance.cast import PASSWORD

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass
class House:
    """One portal and the screens that look at it."""

    browser: Browser
    address: str
    training: str
    patience: int
    cookies: dict[str, Any]
    heard: list[str] = field(default_factory=list)
    """What the consoles said."""
    expected: list[str] = field(default_factory=list)
    """Words of the console that a test provokes on purpose."""
    stays: bool = False
    """Whether people keep the browser they sat down at, each page in a tab of its own: what it loaded, it has."""
    _contexts: list[BrowserContext] = field(default_factory=list)
    _seats: dict[str, BrowserContext] = field(default_factory=dict)
    _tours: dict[str, bool] = field(default_factory=dict)

    def screen(self, *, size: dict[str, int] = DESK, **choices: Any) -> Page:
        """A browser of its own at which nobody has signed in."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport=size,
            locale="en-US",
            timezone_id="America/Chicago",
            reduced_motion="reduce",
            **choices,
        )
        context.set_default_timeout(self.patience)
        self._contexts.append(context)
        context.on("console", self._hear)
        context.on("weberror", self._hear_error)
        return context.new_page()

    def person(self, key: str, *, size: dict[str, int] = DESK, **choices: Any) -> Page:
        """Somebody at a browser of their own, signed in: by the form the first time, by cookie afterwards."""
        if key in self._seats:
            page = self._seats[key].new_page()
            page.set_viewport_size(ViewportSize(width=size["width"], height=size["height"]))
            return page
        if key in self.cookies:
            page = self.screen(size=size, storage_state=self.cookies[key], **choices)
        else:
            page = self.screen(size=size, **choices)
            sign_in(page, key)
            self.cookies[key] = page.context.storage_state()
        if self.stays:
            self._seats[key] = page.context
        return page

    def on_duty(self, key: str, *, duty: bool = True, **choices: Any) -> Page:
        """Somebody signed in, and on a tour of duty or surely on none."""
        page = self.person(key, **choices)
        if not self.stays or self._tours.get(key) != duty:
            page.goto("/messages/")
            (go_on_duty if duty else go_off_duty)(page)
            self._tours[key] = duty
        return page

    def accepted(self, text: str) -> list[dict[str, Any]]:
        """What the network took, by its own books: the creates with exactly this text."""
        with urllib.request.urlopen(f"{self.training}/_sandbox/accepted") as answer:  # noqa: S310
            return [post for post in json.load(answer)["accepted"] if post["text"] == text]

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        self._note(f"{message.type} at {message.page.url if message.page else '?'}: {message.text}")

    def _hear_error(self, fault: WebError) -> None:
        self._note(f"page error: {fault.error}")

    def _note(self, words: str) -> None:
        if not any(expected in words for expected in self.expected):
            self.heard.append(words)


def sign_in(page: Page, key: str) -> None:
    page.goto("/account/login/?next=/messages/")
    give_password(page, key)
    # The demonstration has filled in the code.
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("link", name="Messages,")).to_be_visible()


def sign_in_first(page: Page, key: str) -> None:
    """A newcomer's first time: a phone is set up, the recovery codes are kept."""
    page.goto("/account/login/?next=/messages/")
    give_password(page, key)
    page.get_by_role("link", name="Set up your phone").click()
    page.get_by_label("Code").fill(code_said(page))
    page.get_by_role("button", name="Set up phone").click()
    page.get_by_role("link", name="I have kept them, go on").click()
    expect(page.get_by_role("link", name="Messages,")).to_be_visible()


def give_password(page: Page, key: str) -> None:
    """The first of the two steps."""
    page.get_by_label("Log-on ID").fill(key)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def code_said(page: Page) -> str:
    """What the demonstration says that the phone shows."""
    return page.locator("#id_code_hint").inner_text().rstrip(".").rpartition(" ")[2]


def go_on_duty(page: Page) -> None:
    """Begin a tour, unless one runs."""
    if page.locator("summary.duty--on").count():
        return
    page.locator("summary.duty").click()
    page.get_by_role("button", name="Go on duty for nine hours").first.click()
    expect(page.locator("summary.duty--on")).to_be_visible()


def go_off_duty(page: Page) -> None:
    """End the tour, if one runs."""
    if not page.locator("summary.duty--on").count():
        return
    page.locator("summary.duty--on").click()
    page.get_by_role("button", name="End your tour now").click()
    expect(page.locator("summary.duty--on")).to_have_count(0)


def eventually(page: Page, holds: Callable[[], bool], *, seconds: float = 30.0) -> None:
    """Ask again until it holds; the page's own clock goes on meanwhile."""
    for _ in range(int(seconds * 4)):
        if holds():
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"Not within {seconds:.0f} seconds, at {page.url}.")


def reload_until_shown(page: Page, words: str, *, within: str = "main", seconds: float = 30.0) -> None:
    """Load the page again and again, as a person would, until it says so."""

    def shown() -> bool:
        page.reload()
        return page.locator(within).get_by_text(words).first.is_visible()

    eventually(page, shown, seconds=seconds)


def check_seal(page: Page) -> None:
    """Check the seal of a record until its newest entries are under a signed checkpoint, too."""

    def sealed() -> bool:
        page.get_by_role("button", name="Check the seal now").click()
        return page.get_by_role("heading", name="Sealed and unchanged").is_visible()

    eventually(page, sealed)
