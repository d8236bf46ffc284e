"""The pages about members: signing in, their authority, what is asked of them, and the administration."""

from playwright.sync_api import Page, expect

from tests.browser.house import House
from tests.browser.pages import Place, at, first, then, unfold
from tests.browser.pages_around import ROSTER, follow

PERSONNEL = (
    "Unit,Last name,First name,Rank,Star,Employee no.,Log-on ID,E-mail\n"
    "014,Ames,Ruth,Ofc.,90311,E90311,E90311,ames90311@chicago.example\n"
    "999,Bell,Omar,Ofc.,90312,E90312,E90312,bell90312@chicago.example\n"
)
"""A newcomer, and one of a unit that nobody knows."""


def _checked(house: House, page: Page) -> None:
    """A personnel file, checked row by row; nothing of it is written."""
    page.goto("/imports/personnel/")
    page.get_by_label("Choose a file").set_input_files(
        {"name": "personnel.csv", "mimeType": "text/csv", "buffer": PERSONNEL.encode()}
    )
    page.get_by_role("button", name="Check the table").click()
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()


def _permission_asked(house: House, page: Page) -> None:
    """The page of a permission that the member has just asked for."""
    page.goto("/permissions/")
    page.get_by_label("What it is for").select_option("marks")
    page.get_by_label("What exactly").fill("The star on a flyer for the open house.")
    page.get_by_role("button", name="Ask for permission").click()
    expect(page.get_by_role("heading", name="Letter")).to_be_visible()


def _kept_by_hand(house: House, page: Page) -> None:
    """The page of an account on a network that the portal does not publish on; registered the first time."""
    page.goto("/accounts/?after=cpdneighbor")
    if page.get_by_role("link", name="@cpdneighbors").count() == 0:
        page.goto("/accounts/propose/")
        page.get_by_label("Unit").select_option(index=1)
        page.get_by_label("Network", exact=True).select_option("nextdoor")
        page.get_by_label("Handle").fill("cpdneighbors")
        page.get_by_label("Address of its page").fill("https://nextdoor.com/agency/cpd-neighbors")
        page.get_by_label("Name shown on the network").fill("Chicago Police, Neighborhoods")
        page.get_by_label("What it is for").fill("Neighbors who are not on X.")
        page.get_by_role("button", name="Propose account").click()
        page.get_by_role("heading", name="@cpdneighbors").wait_for()
        approver = house.person("admin")
        approver.goto(page.url)
        approver.get_by_role("button", name="Approve account").click()
        approver.get_by_text("is approved.").first.wait_for()
        page.goto("/accounts/?after=cpdneighbor")
    page.get_by_role("link", name="@cpdneighbors").click()
    expect(page.get_by_text("The portal does not publish here.")).to_be_visible()


def _follows(page: Page) -> None:
    """Somebody is followed, and somebody asks to unfollow it."""
    follow("Whom it follows")(page)
    if page.get_by_role("button", name="It is unfollowed").count() == 0:
        page.get_by_label("Handle").fill("@cityparks")
        page.get_by_label("Why we follow it").fill("Events in the parks of the district.")
        page.locator("label", has_text="No").last.click()
        page.get_by_role("button", name="Add to the list").click()
        # The page that answers has the same address: it is there once it tells of whom was typed into the form.
        page.get_by_text("@cityparks").first.wait_for(state="attached")
        page.wait_for_load_state("load")
    unfold(page)


def _open_what_waits(page: Page) -> None:
    """The notice to the whole department that nobody has approved."""
    page.get_by_role("listitem").filter(has_text="Waits for approval").get_by_role("link").first.click()
    expect(page.get_by_role("button", name="Approve and send notice")).to_be_visible()


ACCOUNT = first("/accounts/", r"/accounts/\d+/")
UNIT = first("/administration/", r"/administration/units/\d+/")
MEMBER = then(first("/people/", r"/people/members/\d+/"), unfold)
ENTRY = first("/library/", r"/library/\d+/")
NOTICE = first("/library/notices/", r"/library/notices/\d+/")
READY = first("/write/ready/", r"/write/ready/\d+/")
IDEA = first("/ideas/?show=waiting", r"/ideas/\d+/")
ON_BOARD = first("/ideas/", r"/ideas/\d+/")
INQUIRY = first("/inquiries/", r"/inquiries/\d+/")
STORY = first("/stories/", r"/stories/\d+/")

PLACES = (
    Place(name="sign out", page="account_logout", who="reyes", way=at("/account/logout/")),
    Place(name="log-on ID closed", page="account_inactive", who="", way=at("/account/inactive/")),
    Place(
        name="letter sent",
        page="account_reset_password_done",
        who="",
        way=at("/account/password/reset/done/"),
    ),
    Place(
        name="letter too old",
        page="account_reset_password_from_key",
        who="",
        way=at("/account/password/reset/key/1-c-0123456789abcdef/"),
    ),
    Place(
        name="password set",
        page="account_reset_password_from_key_done",
        who="",
        way=at("/account/password/reset/key/done/"),
    ),
    Place(name="how one signs in", page="second_factor", who="whitfield", way=at("/account/second-step/")),
    Place(
        name="password asked again",
        page="account_reauthenticate",
        who="whitfield",
        way=at("/account/again/?next=/messages/"),
    ),
    Place(name="sessions", page="sessions", who="whitfield", way=at("/account/sessions/")),
    Place(name="own authority", page="my_authority", who="whitfield", way=then(at("/people/me/"), unfold)),
    Place(name="member", page="member", who="okafor", way=MEMBER),
    Place(name="member to be moved", page="member", who="admin", way=MEMBER),
    Place(name="who may do what", page="who_may", who="reyes", way=then(at("/guide/who-may/"), unfold)),
    Place(name="conditions of a unit", page="conditions", who="okafor", way=at("/conditions/")),
    Place(name="conditions of the agency", page="conditions", who="admin", way=at("/conditions/")),
    Place(name="own tours", page="tours", who="reyes", way=at("/duty/"), on_duty=True),
    Place(name="tours of a unit", page="tours", who="whitfield", way=at("/duty/"), on_duty=True),
    Place(name="attempts", page="attempts", who="okafor", way=at("/duty/attempts/")),
    Place(name="own attempts", page="attempts", who="reyes", way=at("/duty/attempts/")),
    Place(name="own devices", page="devices", who="reyes", way=at("/devices/")),
    Place(name="devices of a unit", page="devices", who="okafor", way=at("/devices/")),
    Place(name="permissions", page="permissions_asked", who="natarajan", way=at("/permissions/")),
    Place(name="permission that waits", page="permission", who="reyes", way=_permission_asked),
    Place(name="access", page="access", who="okafor", way=at("/access/")),
    Place(name="own training", page="training", who="bell", way=at("/training/")),
    Place(name="practice", page="practice", who="washington", way=at("/training/practice/")),
    Place(name="offered drafts", page="offered_drafts", who="reyes", way=at("/write/offered/")),
    Place(name="library", page="library", who="reyes", way=at("/library/")),
    Place(name="library searched in vain", page="library", who="reyes", way=at("/library/?q=zeppelin")),
    Place(name="entry of the library", page="library_entry", who="reyes", way=ENTRY),
    Place(name="entry not yet written", page="write_guidance", who="washington", way=at("/library/write/")),
    Place(
        name="new version of an entry",
        page="rewrite_guidance",
        who="washington",
        way=then(ENTRY, follow("Write a new version")),
    ),
    Place(name="notices", page="notices", who="washington", way=at("/library/notices/")),
    Place(name="notice to acknowledge", page="notice", who="reyes", way=NOTICE),
    Place(name="notice and who has not", page="notice", who="washington", way=NOTICE),
    Place(
        name="notice to everybody that waits",
        page="notice",
        who="washington",
        way=then(at("/library/notices/"), _open_what_waits),
    ),
    Place(name="notice not yet sent", page="send_notice", who="washington", way=at("/library/notices/send/")),
    Place(name="ready drafts", page="ready_drafts", who="reyes", way=at("/write/ready/")),
    Place(name="ready draft", page="ready_draft", who="natarajan", way=READY),
    Place(name="words not yet ready", page="offer_ready", who="natarajan", way=at("/write/ready/offer/")),
    Place(
        name="crime alert not yet offered", page="offer_alert", who="natarajan", way=at("/write/ready/alert/")
    ),
    Place(
        name="what waits in the units",
        page="coordination",
        who="washington",
        way=at("/library/coordination/"),
    ),
    Place(name="ideas", page="contributions", who="lindqvist", way=at("/ideas/")),
    Place(name="idea to be passed on", page="idea", who="whitfield", way=then(IDEA, unfold)),
    Place(name="idea to be drafted", page="idea", who="reyes", way=then(ON_BOARD, unfold)),
    Place(name="idea not yet suggested", page="suggest_idea", who="reyes", way=at("/ideas/suggest/")),
    Place(name="to be corrected", page="to_correct", who="reyes", way=at("/post/to-correct/")),
    Place(name="questions that wait", page="inquiries", who="natarajan", way=at("/inquiries/")),
    Place(name="questions closed", page="inquiries", who="reyes", way=at("/inquiries/?show=done")),
    Place(name="question to be closed", page="inquiry", who="natarajan", way=INQUIRY),
    Place(name="question that waits", page="inquiry", who="reyes", way=INQUIRY),
    Place(
        name="question not yet sent on",
        page="send_on_inquiry",
        who="reyes",
        way=first("/inquiries/", r"/inquiries/send-on/\d+/"),
    ),
    Place(name="stories decided", page="stories", who="whitfield", way=at("/stories/?show=decided")),
    Place(name="story to be decided", page="story", who="natarajan", way=STORY),
    Place(name="story to be withdrawn", page="story", who="reyes", way=then(STORY, unfold)),
    Place(
        name="story not yet forwarded",
        page="forward_story",
        who="reyes",
        way=first("/stories/", r"/stories/forward/\d+/"),
    ),
    Place(
        name="how regularly units post",
        page="cadence",
        who="okafor",
        way=then(at("/insights/cadence/"), unfold),
    ),
    Place(name="administration", page="administration", who="admin", way=at("/administration/?q=whit")),
    Place(name="department", page="change_agency", who="admin", way=at("/administration/department/")),
    Place(name="new unit", page="make_unit", who="admin", way=at("/administration/units/new/")),
    Place(name="unit to be changed", page="change_unit", who="admin", way=then(UNIT, unfold)),
    Place(name="new member", page="make_member", who="admin", way=then(UNIT, follow("Add a member"))),
    Place(
        name="member to be changed",
        page="change_member",
        who="admin",
        way=then(first("/administration/?q=whitfield", r"/administration/members/\d+/"), unfold),
    ),
    *(
        Place(name=f"import of {kind}", page="imports", who="admin", way=at(f"/imports/{kind}/"))
        for kind in ("personnel", "training", "acknowledgements")
    ),
    Place(name="table checked", page="table_import", who="admin", way=_checked),
    Place(name="account proposed", page="propose_account", who="okafor", way=at("/accounts/propose/")),
    Place(
        name="districts without an account",
        page="missing_accounts",
        who="natarajan",
        way=at("/accounts/missing/"),
    ),
    Place(name="account kept by hand", page="account", who="natarajan", way=_kept_by_hand),
    *(
        Place(
            name=f"task of an account: {kind}",
            page="account_task",
            who="natarajan",
            way=then(_kept_by_hand, follow(kind)),
        )
        for kind in ("What its page must say", "A look at what stands there", "Its own archive")
    ),
    Place(
        name="whom an account follows", page="following", who="natarajan", way=then(_kept_by_hand, _follows)
    ),
    Place(
        name="whom accounts follow", page="follows_doubted", who="natarajan", way=at("/accounts/following/")
    ),
    Place(
        name="password on the network",
        page="passwords",
        who="admin",
        way=then(ACCOUNT, follow("Who knows its password on the network")),
    ),
    Place(
        name="roster to be sent",
        page="submit_roster",
        who="okafor",
        way=then(ROSTER, follow("See what is sent")),
    ),
)
