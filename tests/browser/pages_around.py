"""The pages around writing and deciding: home, plans, search, numbers, guide, stops, duty lists and rosters."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from governance.guide import CHAPTERS
from tests import drawn
from tests.browser import writing
from tests.browser.house import House
from tests.browser.pages import RECORD, Place, Way, at, first, then, unfold

TABLE = (
    "Name,Rank,Star,Employee no.,Log-on ID,Unit phone,Department e-mail\n"
    '"Ames, Ruth",Ofc.,90311,E90311,ames90311,312-555-0150,ames90311@chicago.example\n'
    '"Bell, Omar",Ofc.,90312,E90312,bell90312,312-555,bell90312@chicago.example\n'
)
"""A newcomer, and one whose phone lacks digits."""


def _two_pictures(house: House, page: Page) -> None:
    """One described, one still without its words."""
    writing.begin(page)
    page.locator("#picture-files").set_input_files(
        [
            {"name": f"{colour}.png", "mimeType": "image/png", "buffer": drawn.png(colour=colour)}
            for colour in ("navy", "olive")
        ]
    )
    expect(page.locator("#picture-2 textarea")).to_be_visible()
    page.locator("#picture-1 textarea").fill("A wall painted navy")
    writing.stored(page)


def _evidence_desk(house: House, page: Page) -> None:
    """What a sergeant of the unit sees of it; the offices' turn is in the journeys."""
    post = writing.hand_in(house.on_duty("reyes"), writing.evidence())
    page.goto(writing.desk_of(post))
    expect(page.get_by_role("button", name="Approve post")).to_be_visible()


def _unstarted_or_open(page: Page) -> None:
    """The roster that is asked for next, open for changes."""
    page.get_by_role("navigation", name="Police periods").get_by_role("link").last.click()
    page.wait_for_load_state("load")
    for name in ("Start the roster", "Correct this roster"):
        if page.get_by_role("button", name=name).count():
            page.get_by_role("button", name=name).first.click()
    expect(page.get_by_role("link", name="See what is sent")).to_be_visible()
    page.wait_for_load_state("load")


def _dry_run(page: Page) -> None:
    """A table is checked row by row; nothing of it is written."""
    page.get_by_label("Paste a table").fill(TABLE)
    page.get_by_role("button", name="Check the table").click()
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()


def follow(name: str) -> Callable[[Page], None]:
    """The first link of that name."""

    def act(page: Page) -> None:
        page.get_by_role("link", name=name).first.click()
        page.wait_for_load_state("load")

    return act


def _replies(page: Page) -> None:
    """The replies to the post whose page it is."""
    page.goto(f"{page.url}replies/")


def _thread(house: House, page: Page) -> None:
    """A draft in two parts."""
    writing.begin(page)
    page.locator("#text").fill("Lock the side door of your garage tonight.")
    page.get_by_role("button", name="Add a part").click()
    expect(page.locator("#text-2")).to_be_visible()


def _withholding(page: Page) -> None:
    """The form, and one entry that holds."""
    page.get_by_role("link", name="Withhold a part").click()
    page.get_by_label("What is withheld").select_option("approvals")
    page.get_by_label("Ground").select_option("f")
    page.get_by_label("The facts").fill("It says what was thought of before it was decided.")
    page.get_by_role("button", name="Withhold", exact=True).click()
    expect(page.get_by_role("heading", name="Withheld now")).to_be_visible()


def _exported(page: Page) -> None:
    """Of a handful of records it is made at once, unless the newest entries wait for their signature."""
    page.get_by_role("button", name="Export these").click()
    expect(page.get_by_role("heading", name="In it", exact=True)).to_be_visible(timeout=60_000)


def _kept(page: Page) -> None:
    """The words under a name, and the form to keep them under another."""
    page.get_by_text("Keep this search").click()
    page.get_by_label("Name", exact=True).fill("What we said of the long lake shore and")
    page.get_by_role("button", name="Keep search").click()
    expect(page.get_by_role("heading", name="Your searches")).to_be_visible()
    page.get_by_text("Keep this search").click()


def _on_a_text(page: Page) -> None:
    """The rules asked of an arrest that lacks every answer."""
    page.get_by_label("Kind of post").select_option("arrest")
    page.get_by_label("Text", exact=True).fill("The burglar of Palmer Square is caught.")
    page.get_by_role("button", name="Try the rules").click()
    expect(page.get_by_role("heading", name="Who would decide")).to_be_visible()


PUBLISHED = first("/floor/?lane=published", r"/post/\d+/")
COURSE = first("/training/", r"/training/courses/\d+/")
ROSTER: Way = then(at("/roster/"), _unstarted_or_open)
HOMES = ("reyes", "whitfield", "okafor", "natarajan", "washington", "marsh", "admin")

PLACES = (
    *(Place(name=f"home of {who}", page="home", who=who, way=at("/")) for who in HOMES),
    Place(name="register of accounts", page="accounts_register", who="admin", way=at("/accounts/")),
    Place(name="account", page="account", who="admin", way=first("/accounts/", r"/accounts/\d+/")),
    Place(name="what posting costs", page="spend", who="admin", way=at("/accounts/spend/")),
    Place(name="calendar in days", page="calendar", who="reyes", way=at("/calendar/")),
    Place(name="calendar as a list", page="calendar", who="natarajan", way=at("/calendar/?look=list")),
    Place(name="search not begun", page="search", who="reyes", way=at("/search/")),
    Place(name="search with posts", page="search", who="natarajan", way=at("/search/?q=garage")),
    Place(name="search to be exported", page="search", who="marsh", way=at("/search/?q=garage")),
    Place(name="withheld", page="withheld", who="marsh", way=at("/records/withheld/")),
    Place(name="withholding", page="withhold", who="marsh", way=then(RECORD, _withholding)),
    Place(name="exports", page="exports", who="marsh", way=at("/records/exports/")),
    Place(name="export", page="export", who="marsh", way=then(at("/search/?q=park"), _exported)),
    Place(name="search kept", page="search", who="natarajan", way=then(at("/search/?q=lake"), _kept)),
    Place(name="search with members", page="search", who="natarajan", way=at("/search/?q=whitfield")),
    Place(name="search without a hit", page="search", who="reyes", way=at("/search/?q=zeppelin")),
    Place(name="insights", page="insights", who="natarajan", way=at("/insights/")),
    Place(name="directive at work", page="directive", who="natarajan", way=at("/directive/")),
    Place(
        name="rules tried on a text",
        page="try_directive",
        who="reyes",
        way=then(at("/directive/try/"), _on_a_text),
    ),
    Place(name="guide", page="guide", who="reyes", way=at("/guide/")),
    Place(
        name="checks of a text",
        page="guide_checks",
        who="reyes",
        way=then(at("/guide/checks/"), unfold),
    ),
    Place(
        name="a check of a text",
        page="guide_check",
        who="reyes",
        way=then(at("/guide/checks/arrest/"), unfold),
    ),
    *(
        Place(name=f"guide: {one.slug}", page="guide_chapter", who="reyes", way=at(f"/guide/{one.slug}/"))
        for one in CHAPTERS
    ),
    Place(name="composer with pictures", page="composer", who="reyes", way=_two_pictures, on_duty=True),
    Place(name="desk of evidence", page="desk", who="whitfield", way=_evidence_desk, on_duty=True),
    Place(name="composer with a thread", page="composer", who="reyes", way=_thread, on_duty=True),
    Place(name="what is stuck", page="trouble", who="natarajan", way=then(at("/trouble/"), unfold)),
    Place(
        name="what missed its time", page="missed", who="whitfield", way=then(at("/trouble/missed/"), unfold)
    ),
    Place(
        name="post in doubt",
        page="decide_unknown",
        who="natarajan",
        way=first("/trouble/", r"/trouble/\d+/"),
        on_duty=True,
    ),
    Place(
        name="replies to a post", page="replies", who="natarajan", way=then(PUBLISHED, _replies), on_duty=True
    ),
    Place(name="stops", page="stops", who="natarajan", way=at("/stops/"), on_duty=True),
    Place(
        name="stop for a department",
        page="stop_publishing",
        who="natarajan",
        way=at("/stops/publishing/"),
        on_duty=True,
    ),
    Place(name="posts held", page="held_posts", who="natarajan", way=at("/stops/held/")),
    Place(name="duty list", page="duty_list", who="natarajan", way=first("/review/", r"/offices/\d+/duty/")),
    Place(name="training of the department", page="training", who="washington", way=at("/training/")),
    Place(name="course", page="course", who="washington", way=COURSE),
    Place(
        name="session",
        page="training_session",
        who="washington",
        way=first("/training/", r"/training/sessions/\d+/"),
    ),
    Place(name="rules to confirm", page="policy", who="reyes", way=at("/policy/")),
    Place(name="roster being written", page="roster_of", who="okafor", way=ROSTER),
    Place(
        name="import into a roster",
        page="import_roster",
        who="okafor",
        way=then(ROSTER, follow("Import")),
    ),
    Place(
        name="import of one roster",
        page="roster_import",
        who="okafor",
        way=then(ROSTER, follow("Import"), _dry_run),
    ),
)
