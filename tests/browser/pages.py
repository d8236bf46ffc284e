"""The pages of the portal, who stands before each, and how a person gets there in the demonstration."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser import writing
from tests.browser.house import House

Way = Callable[[House, Page], None]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A page, reached by somebody; `who` is empty for a page that everybody sees."""

    name: str
    who: str
    way: Way
    page: str = ""
    """The name of its address; empty where none of the portal's answers."""
    on_duty: bool | None = None
    """None for a page that looks the same either way."""

    def opened(self, house: House, **screen: object) -> Page:
        """The page on a screen of that person's."""
        if not self.who:
            page = house.screen(**screen)
        elif self.on_duty is None:
            page = house.person(self.who, **screen)
        else:
            page = house.on_duty(self.who, duty=self.on_duty, **screen)
        self.way(house, page)
        page.wait_for_load_state("load")
        return page


def at(address: str) -> Way:
    """Straight to an address."""

    def way(house: House, page: Page) -> None:
        page.goto(address)

    return way


def first(start: str, address: str) -> Way:
    """By the first link of a page that leads to such an address."""

    def way(house: House, page: Page) -> None:
        page.goto(start)
        pattern = re.compile(address)
        links = page.locator("main a").evaluate_all(
            "(links) => links.map((link) => link.getAttribute('href'))"
        )
        page.goto(next(link for link in links if link and pattern.fullmatch(link)))

    return way


def then(way: Way, *acts: Callable[[Page], None]) -> Way:
    """And something opened on it."""

    def whole(house: House, page: Page) -> None:
        way(house, page)
        for act in acts:
            act(page)

    return whole


def _write(house: House, page: Page) -> None:
    writing.begin(page)


def _write_half(house: House, page: Page) -> None:
    """With something left to fix, so that findings of each level may stand there."""
    writing.begin(page)
    writing.choose(page, "kind-community_event")
    page.locator("#text").fill(
        "COFFEE WITH A COP this Saturday at 9 a.m., hosted by Bean House. See https://example.org/coffee"
    )
    expect(page.locator("#bar-fix")).to_contain_text("to fix")


def _pictured(page: Page) -> None:
    """A draft with one picture that is described."""
    writing.begin(page)
    writing.add_picture(page, writing.picture_words())
    writing.stored(page)


def _rights(house: House, page: Page) -> None:
    """Whose a picture is and who is in it."""
    _pictured(page)
    page.get_by_role("button", name="Change rights").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Whose it is, and who is in it")
    for said in ("Somebody else", "Other people"):
        page.locator("label", has_text=said).click()


def _blurring(house: House, page: Page) -> None:
    """A picture under the tool, with a box on it."""
    _pictured(page)
    page.get_by_role("link", name="Blur faces and plates").click()
    page.get_by_role("button", name="Add a box").click()
    page.keyboard.press("ArrowRight")


def _pictures_again(page: Page) -> None:
    """The unit's pictures as a page of their own."""
    page.goto(page.get_by_role("link", name="Use a picture of the unit again").get_attribute("href") or "")


def _write_wrong(house: House, page: Page) -> None:
    """Submitted too early."""
    _write_half(house, page)
    page.locator("#submit").click()
    expect(page.locator("#not-ready")).to_be_visible()


def _training(house: House, page: Page) -> None:
    page.goto(house.training)


def _training_account(house: House, page: Page) -> None:
    page.goto(f"{house.training}/example_014")


def _wrong_password(house: House, page: Page) -> None:
    page.goto("/account/login/")
    page.get_by_label("Log-on ID").fill("nobody-at-all")
    page.get_by_label("Password").fill("not the word")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()


def _open(selector: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.locator(selector).first.click()

    return act


def _press(key: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.keyboard.press(key)

    return act


def unfold(page: Page) -> None:
    """Every fold of the page's own part open."""
    page.evaluate("document.querySelectorAll('main details').forEach((fold) => { fold.open = true })")


DESK = first("/review/", r"/review/\d+/")
RECORD = first("/records/", r"/records/\d{4}-[^/?#]+/")

PLACES = (
    Place(name="sign in", page="account_login", who="", way=at("/account/login/")),
    Place(name="sign in refused", page="account_login", who="", way=_wrong_password),
    Place(
        name="password forgotten", page="account_reset_password", who="", way=at("/account/password/reset/")
    ),
    Place(name="not found", who="reyes", way=at("/nowhere/")),
    Place(name="for forms alone", who="reyes", way=at("/permissions/ask/")),
    Place(name="refused", page="people", who="reyes", way=at("/people/")),
    Place(name="messages", page="messages", who="reyes", way=at("/messages/")),
    Place(
        name="menu of duty", page="messages", who="reyes", way=then(at("/messages/"), _open("summary.duty"))
    ),
    Place(
        name="menu of the account",
        page="messages",
        who="reyes",
        way=then(at("/messages/"), _open("summary.me")),
    ),
    Place(
        name="change password",
        page="account_change_password",
        who="reyes",
        way=at("/account/password/change/"),
    ),
    Place(name="own posts", page="own_posts", who="reyes", way=then(at("/write/"), unfold)),
    Place(name="composer", page="composer", who="reyes", way=_write, on_duty=True),
    Place(name="composer at work", page="composer", who="reyes", way=then(_write_half, unfold), on_duty=True),
    Place(
        name="composer submitted too early", page="submit_post", who="reyes", way=_write_wrong, on_duty=True
    ),
    Place(
        name="pictures of the unit",
        page="reuse_pictures",
        who="reyes",
        way=then(_write, _pictures_again),
        on_duty=True,
    ),
    Place(name="rights of a picture", page="media_rights", who="reyes", way=_rights, on_duty=True),
    Place(name="blurring a picture", page="blur_picture", who="reyes", way=_blurring, on_duty=True),
    Place(name="rights that ended", page="expired_rights", who="natarajan", way=at("/pictures/rights/")),
    Place(name="rule", page="rule", who="reyes", way=at("/rules/CPD-TW.V.B.2/")),
    Place(
        name="composer off duty",
        page="composer",
        who="tran",
        way=first("/write/", r"/write/\d+/"),
        on_duty=False,
    ),
    Place(name="queue", page="queue", who="whitfield", way=at("/review/"), on_duty=True),
    Place(name="queue's keys", page="queue", who="whitfield", way=then(at("/review/"), _press("?"))),
    Place(name="empty queue", page="queue", who="reyes", way=at("/review/")),
    Place(name="desk", page="desk", who="whitfield", way=then(DESK, unfold), on_duty=True),
    Place(
        name="desk with a reason to give",
        page="desk",
        who="whitfield",
        way=then(DESK, _press("r")),
        on_duty=True,
    ),
    Place(name="desk of Communications", page="desk", who="natarajan", way=then(DESK, unfold), on_duty=True),
    Place(name="desk off duty", page="desk", who="brody", way=DESK, on_duty=False),
    Place(name="post", page="post", who="reyes", way=then(first("/write/", r"/post/\d+/"), unfold)),
    Place(name="floor", page="floor", who="natarajan", way=then(at("/floor/"), unfold), on_duty=True),
    Place(
        name="lane of the floor",
        page="floor",
        who="natarajan",
        way=first("/floor/", r"/floor/\?lane=published"),
    ),
    Place(
        name="unit on the floor",
        page="floor",
        who="natarajan",
        way=first("/floor/", r"/floor/\?lane=all&unit=\w+"),
    ),
    Place(
        name="menu of a card",
        page="floor",
        who="natarajan",
        way=then(at("/floor/?lane=soon"), _open(".card-menu summary")),
    ),
    Place(
        name="filters of the floor",
        page="floor",
        who="natarajan",
        way=then(at("/floor/"), _open(".floor-tool summary")),
    ),
    Place(
        name="acts on a post",
        page="floor_acts",
        who="natarajan",
        way=first("/floor/?lane=soon", r"/floor/post/\d+/.*"),
    ),
    Place(name="views of the floor", page="views_of_the_floor", who="natarajan", way=at("/floor/views/")),
    Place(name="wall", page="wall", who="natarajan", way=at("/floor/wall/")),
    Place(
        name="lane of trouble", page="floor", who="natarajan", way=first("/floor/", r"/floor/\?lane=trouble")
    ),
    Place(
        name="post in trouble",
        page="post",
        who="natarajan",
        way=then(first("/floor/?lane=trouble", r"/post/\d+/"), unfold),
    ),
    Place(
        name="post to be stopped",
        page="post",
        who="natarajan",
        way=then(first("/floor/?lane=soon", r"/post/\d+/"), _open("[data-open=stop]")),
    ),
    Place(name="records", page="records", who="marsh", way=at("/records/")),
    Place(name="record", page="record", who="marsh", way=then(RECORD, unfold)),
    Place(name="roster", page="roster", who="okafor", way=then(at("/roster/"), unfold)),
    Place(
        name="board of rosters", page="roster_board", who="washington", way=then(at("/roster/board/"), unfold)
    ),
    Place(name="calendar of periods", page="period_calendar", who="admin", way=at("/roster/calendar/")),
    Place(name="import of rosters", page="import_rosters", who="admin", way=at("/roster/import/")),
    Place(name="people", page="people", who="okafor", way=at("/people/"), on_duty=True),
    Place(name="undelivered", page="undelivered", who="natarajan", way=at("/messages/undelivered/")),
    Place(name="training network", who="", way=_training),
    Place(name="account on the training network", who="", way=_training_account),
)
EXPECTED = {
    "not found": "404",
    "for forms alone": "405",
    "refused": "403",
    "sign in refused": "",
    "composer submitted too early": "422",
}
"""What a browser says by itself about answers that are refusals."""
