"""Who may open the addresses of imported tables."""

from typing import Any

from governance import cast
from tests.governance.doors.answers import (
    NOTHING,
    SIGN_IN,
    Answer,
    Answers,
    Ask,
    Door,
    everyone,
    forbidden,
    page,
    to,
)
from tests.governance.doors.people import ANONYMOUS, INSIDERS, MEMBER, STRANGER
from tests.governance.doors.scene import Scene, Thing
from tests.governance.doors.trying import Field

_NO = forbidden("not_authorised", "Administrators import this table.")
_NO_FILE = Answer(status=422, says="No file was chosen.")


def _proved(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"password": cast.PASSWORD}


def _owner(answer: Answer) -> Answers:
    others = dict.fromkeys((*INSIDERS, MEMBER, STRANGER), NOTHING)
    return others | {ANONYMOUS: SIGN_IN, "owner": answer}


DOORS: tuple[Door, ...] = (
    Door(
        name="imports",
        kwargs={"kind": "personnel"},
        asks=(
            Ask(answers=everyone(_NO, administrator=page("Import the personnel file"))),
            Ask(method="POST", answers=everyone(_NO, administrator=_NO_FILE)),
        ),
    ),
    Door(name="table_import", asks=(Ask(about="table", answers=_owner(page("What would change"))),)),
    Door(
        name="confirm_table",
        asks=(
            Ask(
                method="POST",
                about="table",
                form=_proved,
                answers=_owner(to("table_import", "1 row changed something.")),
            ),
        ),
    ),
)
FIELDS: tuple[Field, ...] = (
    Field(door="table_import", name="page", by="admin", carries="", about="table", status=200),
    Field(door="table_import", name="show", by="admin", carries="", about="table", status=200),
)
