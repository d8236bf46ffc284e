"""The table: the accounts on the networks, and connecting them."""

from typing import Any

from tests.governance.doors.answers import Answer, Ask, Door, everyone, forbidden, page, split, to
from tests.governance.doors.scene import Scene, Thing
from tests.governance.doors.trying import Field

KEEPERS = "commander communications administrator"
OFFICE = "communications administrator"
_NOT_YOURS = forbidden("not_authorised", "Communications, administrators, the commander of the unit")
_NOT_ITS_COST = forbidden("not_authorised", "Communications, administrators and commanders see what posting")
_NO_PROPOSER = forbidden("not_authorised", "Commanders propose accounts for their unit")
_NOT_COUNTED = forbidden("not_authorised", "Communications, administrators and the head of the department")
_OFFICE_ONLY = forbidden("not_authorised", "Communications and administrators say what an account")


def keepers(scene: Scene, thing: Thing) -> dict[str, Any]:
    """Nobody keeps it."""
    return {"custodian": "", "deputy": ""}


def proposal(scene: Scene, thing: Thing) -> dict[str, Any]:
    """All of a proposal but its unit."""
    return {
        "network": "x",
        "handle": "@example_shelter",
        "display_name": "Shelter of the 14th",
        "reason": "Lost animals of the district",
    }


def _reason(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"retire-reason": "The account is not needed any more."}


def _practice(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"practice": "yes", "practice-reason": "For the newcomers of January."}


def _commander(scene: Scene, thing: Thing) -> int:
    unit = thing.unit or "014"
    return int(scene.cast_of(unit).people[{"014": "okafor", "018": "salazar", "PAT": "keane"}[unit]].pk)


def _knower(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"knower-member": _commander(scene, thing), "knower-since_on": "2026-11-20"}


def _since(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"knower-since_on": "2026-11-20"}


def _nothing_more(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {}


def _looked(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"words": "Nine posts, all of them approved."}


def _follow(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"follow-handle": "@cityzoo", "follow-why": "Animals", "follow-puts_down": "no"}


def _doubt(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"why": "It mocks a religion."}


def _changed(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"changed-knows": _commander(scene, thing)}


def _door(
    name: str,
    yes: Answer,
    *,
    method: str = "POST",
    about: str = "registered",
    form: Any = None,
    **others: Answer,
) -> Door:
    more = {"form": form} if form else {}
    answers = split(KEEPERS, yes, _NOT_YOURS, **others)
    return Door(name=name, asks=(Ask(method=method, about=about, answers=answers, **more),))


def _leaders(yes: Answer, no: Answer, roles: str = KEEPERS) -> Any:
    return everyone(no, **dict.fromkeys(roles.split(), yes))


FIELDS = (
    Field(door="propose_account", name="unit", by="okafor", carries="unit", form=proposal, status=200),
    Field(door="propose_account", name="unit", by="admin", carries="unit", form=proposal, status=200),
    Field(
        door="note_password",
        name="knower-member",
        by="okafor",
        carries="member",
        about="registered",
        form=_since,
        status=200,
    ),
    Field(
        door="rotated",
        name="changed-knows",
        by="okafor",
        carries="member",
        about="registered",
        form=_nothing_more,
        status=200,
    ),
)
DOORS = (
    Door(
        name="accounts_register",
        asks=(Ask(answers=everyone(_NOT_YOURS, **dict.fromkeys(KEEPERS.split(), page("Accounts")))),),
    ),
    Door(
        name="spend",
        asks=(Ask(answers=everyone(_NOT_ITS_COST, **dict.fromkeys(KEEPERS.split(), page("posting costs")))),),
    ),
    _door("account", page("Health"), method="GET"),
    Door(
        name="propose_account",
        asks=(
            Ask(answers=_leaders(page("Propose an account"), _NO_PROPOSER)),
            Ask(method="POST", form=proposal, answers=_leaders(page("not proposed yet"), _NO_PROPOSER)),
        ),
    ),
    _door(
        "approve_account",
        forbidden("not_authorised", "The head of the department"),
        about="proposed",
        administrator=to("account", "is approved."),
    ),
    _door("retire_account", to("account", "is out of use."), form=_reason),
    _door(
        "change_practice",
        page("on the way. Wait until nothing is"),
        form=_practice,
        commander=forbidden("not_authorised", "Communications and administrators say which"),
    ),
    _door("passwords", page("Who ever knew it"), method="GET"),
    _door("note_password", to("passwords", "knows the password."), form=_knower),
    _door("rotated", to("passwords", "the password was changed."), form=_changed),
    Door(
        name="missing_accounts",
        asks=(Ask(answers=_leaders(page("Districts without an account"), _NOT_COUNTED, OFFICE)),),
    ),
    Door(
        name="follows_doubted",
        asks=(Ask(answers=everyone(_NOT_YOURS, **dict.fromkeys(KEEPERS.split(), page("To be unfollowed")))),),
    ),
    Door(
        name="following",
        asks=(
            Ask(about="registered", answers=split(KEEPERS, page("Follow somebody"), _NOT_YOURS)),
            Ask(
                method="POST",
                about="registered",
                form=_follow,
                answers=split(KEEPERS, to("following", "is on the list."), _NOT_YOURS),
            ),
        ),
    ),
    _door("change_followed", to("following", "be unfollowed."), about="followed", form=_doubt),
    Door(
        name="account_task",
        asks=(
            Ask(about="kept_by_hand", answers=split(KEEPERS, page("Done before"), _NOT_YOURS)),
            Ask(
                method="POST",
                about="kept_by_hand",
                form=_looked,
                answers=split(KEEPERS, to("account", "It is done until its next day."), _NOT_YOURS),
            ),
        ),
    ),
    # Nobody listens where the training network of tests would be.
    _door("connect_account", to("account", "The network does not answer.")),
    _door("check_account", to("account", "The network did not answer.")),
    _door("name_keepers", to("account", "Saved who keeps the account."), form=keepers),
    _door("note_capabilities", to("account", "Saved what the account"), commander=_OFFICE_ONLY),
    Door(name="connected", asks=(Ask(answers=everyone(to("home", "belongs to no connection"))),)),
)
