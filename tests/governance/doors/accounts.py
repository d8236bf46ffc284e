"""The table: the accounts on the networks, and connecting them."""

from typing import Any

from tests.governance.doors.answers import Answer, Ask, Door, everyone, forbidden, page, split, to
from tests.governance.doors.scene import Scene, Thing

KEEPERS = "commander communications administrator"
OFFICE = "communications administrator"
_NOT_YOURS = forbidden("not_authorised", "Communications, administrators, the commander of the unit")
_NOT_ITS_COST = forbidden("not_authorised", "Communications, administrators and commanders see what posting")
_OFFICE_ONLY = forbidden("not_authorised", "Communications and administrators say what an account")


def _keepers(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"custodian": "", "deputy": ""}


def _door(name: str, yes: Answer, *, method: str = "POST", form: Any = None, **others: Answer) -> Door:
    more = {"form": form} if form else {}
    answers = split(KEEPERS, yes, _NOT_YOURS, **others)
    return Door(name=name, asks=(Ask(method=method, about="registered", answers=answers, **more),))


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
    # Nobody listens where the training network of tests would be.
    _door("connect_account", to("account", "The network does not answer.")),
    _door("check_account", to("account", "The network did not answer.")),
    _door("name_keepers", to("account", "Saved who keeps the account."), form=_keepers),
    _door("note_capabilities", to("account", "Saved what the account"), commander=_OFFICE_ONLY),
    Door(name="connected", asks=(Ask(answers=everyone(to("home", "belongs to no connection"))),)),
)
