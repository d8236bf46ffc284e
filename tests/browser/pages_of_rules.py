"""The pages on which rules are proposed, read and compared."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.house import House
from tests.browser.pages import Place, at, first, then, unfold
from tests.browser.pages_around import PUBLISHED


def _below(path: str) -> Callable[[Page], None]:
    """A page under the one that is open."""

    def act(page: Page) -> None:
        page.goto(f"{page.url}{path}")
        page.wait_for_load_state("load")

    return act


def _writing(house: House, page: Page) -> None:
    """A proposal with one choice switched off."""
    page.goto("/directive/versions/")
    page.get_by_role("button", name="Change the present rules").click()
    page.wait_for_url("**/directive/proposals/*/")
    page.get_by_role("button", name="Switch off : Plain words").click()
    expect(page.get_by_text("is switched off in this proposal")).to_be_visible()
    page.wait_for_load_state("load")


def _tried_on_past_posts(house: House, page: Page) -> None:
    """What it would have decided otherwise, the table of the picture open."""
    HANDED_IN(house, page)
    page.get_by_role("link", name="Try it on all past posts").click()
    # Whether somebody tried it before is asked of the page that comes, not of the one that is left.
    expect(page.get_by_role("heading", name="Past posts under version")).to_be_visible()
    begins = page.get_by_role("button", name="Try it on all past posts")
    if begins.count():
        begins.click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible(timeout=60_000)
    # The result has the same address as the page that waited for it.
    with page.expect_event("load"):
        page.get_by_role("link", name="Show the result").click()
    unfold(page)


VERSIONS = "/directive/versions/"
HANDED_IN = first(VERSIONS, r"/directive/proposals/\d+/")
PLACES = (
    Place(name="versions of the rules", page="policy_versions", who="natarajan", way=at(VERSIONS)),
    Place(
        name="a version", page="policy_version", who="reyes", way=first(VERSIONS, r"/directive/versions/\d+/")
    ),
    Place(name="a proposal to review", page="proposal", who="admin", way=HANDED_IN),
    Place(
        name="posts of a proposal", page="proposal_posts", who="admin", way=then(HANDED_IN, _below("posts/"))
    ),
    Place(name="a proposal at work", page="proposal", who="natarajan", way=then(_writing, unfold)),
    Place(
        name="words of a rule",
        page="change_rule",
        who="natarajan",
        way=then(_writing, _below("rules/plain-words/")),
    ),
    Place(name="a back-test", page="back_test", who="admin", way=_tried_on_past_posts),
    Place(
        name="settings of a proposal",
        page="change_settings",
        who="natarajan",
        way=then(_writing, _below("settings/")),
    ),
    Place(
        name="minutes of a proposal",
        page="change_minutes",
        who="natarajan",
        way=then(_writing, _below("minutes/")),
    ),
    Place(
        name="a post under two versions",
        page="compare_versions",
        who="natarajan",
        way=then(PUBLISHED, _below("versions/")),
        on_duty=True,
    ),
)
