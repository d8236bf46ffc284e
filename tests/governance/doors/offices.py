"""The table: duty, messages, people, records."""

from typing import Any

from accounts.models import Role
from governance import cast
from tests.governance.doors.answers import (
    NOTHING,
    SIGN_IN,
    Answer,
    Ask,
    Door,
    everyone,
    forbidden,
    page,
    split,
    to,
)
from tests.governance.doors.people import ANONYMOUS, INSIDERS, MEMBER, STRANGER
from tests.governance.doors.scene import Scene, Thing

NOT_DELIVERED = "Administrators and the Communications Division see what was not delivered."
PEOPLE = "The commander of a unit and the administrators give and end roles."

SEEING = " ".join((*INSIDERS, MEMBER))


def _role(scene: Scene, thing: Thing) -> dict[str, Any]:
    unit = thing.unit or "014"
    engaged = scene.cast_of(unit)
    member = engaged.people[{"014": "lindqvist", "018": "grant", "PAT": "vance"}[unit]]
    return {
        "member": member.pk,
        "role": Role.ACTING_SERGEANT,
        "ends_on": "2026-12-01",
        "reason": "Order 26-114",
        "password": cast.PASSWORD,
    }


def _end(scene: Scene, thing: Thing) -> dict[str, Any]:
    prefix = f"end{thing.kwargs['authorisation_id']}"
    return {f"{prefix}-reason": "Moved on.", f"{prefix}-how": "ended", "password": cast.PASSWORD}


def _only_owner(answer: Answer) -> dict[str, Answer]:
    others = dict.fromkeys((*INSIDERS, MEMBER, STRANGER), NOTHING)
    return others | {ANONYMOUS: SIGN_IN, "owner": answer}


_DUTY = tuple(
    Door(name=f"duty_{act}", asks=(Ask(method="POST", answers=everyone(to("home"))),))
    for act in ("start", "extend", "end")
)
_NO_MENDER = forbidden("not_authorised", NOT_DELIVERED)
_NO_COMMANDER = forbidden("not_authorised", PEOPLE)

DOORS = (
    *_DUTY,
    Door(name="messages", asks=(Ask(answers=everyone(page("Messages"))),)),
    Door(
        name="open_message",
        asks=(
            Ask(
                about="message",
                answers=_only_owner(to("messages")),
                # Following the link of a message is how it becomes read.
                writes=frozenset({"accounts_message"}),
            ),
        ),
    ),
    Door(
        name="undelivered",
        asks=(Ask(answers=everyone(_NO_MENDER, communications=page(), administrator=page())),),
    ),
    Door(
        name="deliver_again",
        asks=(
            Ask(
                method="POST",
                about="delivery",
                answers=split(
                    "communications administrator",
                    to("undelivered", "sent again"),
                    _NO_MENDER,
                    member=_NO_MENDER,
                ),
            ),
        ),
    ),
    Door(
        name="people",
        asks=(Ask(answers=everyone(_NO_COMMANDER, commander=page(), administrator=page())),),
    ),
    Door(
        name="authorise",
        asks=(
            Ask(
                method="POST",
                about="unit",
                form=_role,
                answers=split(
                    "commander administrator",
                    to("people", "holds the role"),
                    _NO_COMMANDER,
                    member=_NO_COMMANDER,
                ),
            ),
        ),
    ),
    Door(
        name="end_authorisation",
        asks=(
            Ask(
                method="POST",
                about="authorisation",
                form=_end,
                answers=split(
                    "commander administrator",
                    to("people", "no longer holds"),
                    _NO_COMMANDER,
                    member=_NO_COMMANDER,
                ),
            ),
            Ask(
                method="POST",
                about="command",
                form=_end,
                answers=split(
                    "administrator",
                    to("people", "no longer holds"),
                    _NO_COMMANDER,
                    commander=forbidden("not_authorised", "An administrator ends the role"),
                    member=_NO_COMMANDER,
                ),
            ),
        ),
    ),
    Door(name="records", asks=(Ask(answers=everyone(page("Records"))),)),
    Door(
        name="record",
        asks=(Ask(about="record", answers=split(SEEING, page("Record"), NOTHING)),),
    ),
    Door(
        name="check_seal",
        asks=(Ask(method="POST", about="record", answers=split(SEEING, to("record"), NOTHING)),),
    ),
    Door(
        name="export_record",
        asks=(Ask(about="record", answers=split(SEEING, page(), NOTHING)),),
    ),
)
