"""Who may open the addresses of ready drafts and of the coordinator's page."""

from datetime import timedelta
from typing import Any

from tests.governance.doors.answers import (
    NOTHING,
    OFF_DUTY,
    Answer,
    Answers,
    Ask,
    Door,
    everyone,
    forbidden,
    page,
    split,
    to,
    told,
)
from tests.governance.doors.guidance import GUIDES, NOT_YOURS
from tests.governance.doors.posts import NOT_A_WRITER, WRITERS
from tests.governance.doors.scene import AT, Scene, Thing
from tests.governance.doors.trying import Field

_SEES = f"{WRITERS} sergeant commander {GUIDES}"
_NO_GUIDE = forbidden("not_authorised", NOT_YOURS)


def _of_unit(allowed: str, yes: Answer, no: Answer) -> Answers:
    """Of those who see the unit, records, administrators and members without a role work for none of its drafts."""
    return split(allowed, yes, no, records=NOTHING, administrator=NOTHING, member=NOTHING)


def _account(scene: Scene, thing: Thing) -> dict[str, Any]:
    unit = thing.unit or "014"
    return {"account": scene.cast_of(unit).accounts[unit].pk}


def _offer(scene: Scene, thing: Thing) -> dict[str, Any]:
    valid_on = f"{AT + timedelta(days=3):%Y-%m-%d}"
    return {
        "kind": "draft",
        "title": "Side doors",
        "category": "safety_tip",
        "text": "Lock your side door.",
        "valid_on": valid_on,
    }


def _alert(scene: Scene, thing: Thing) -> dict[str, Any]:
    """No address, so that no network is asked: the form is shown again."""
    return {
        "address": "yesterday's",
        "title": "Blue Line",
        "category": "crime_alert",
        "issued_by": "Bureau of Detectives",
        "approved_by": "Lt. Moore",
        "approved_on": f"{AT - timedelta(days=1):%Y-%m-%d}",
        "valid_until": f"{AT + timedelta(days=3):%Y-%m-%dT%H:%M}",
    }


def _why(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"reason": "The number is wrong."}


def _for_guides(answer: Answer) -> Answers:
    return everyone(_NO_GUIDE, communications=answer, community_policing=answer)


DOORS: tuple[Door, ...] = (
    Door(name="ready_drafts", asks=(Ask(answers=everyone(page("Ready drafts"))),)),
    Door(
        name="ready_draft",
        asks=(Ask(about="ready", answers=_of_unit(_SEES, page("Whose words"), _NO_GUIDE)),),
    ),
    Door(
        name="offer_ready",
        asks=(
            Ask(answers=_for_guides(page("Offer to units"))),
            Ask(method="POST", form=_offer, answers=_for_guides(to("ready_draft", "It is offered."))),
        ),
    ),
    Door(
        name="offer_alert",
        asks=(
            Ask(answers=_for_guides(page("Offer a crime alert"))),
            Ask(method="POST", form=_alert, answers=_for_guides(page("Offer a crime alert"))),
        ),
    ),
    Door(
        name="take_ready",
        asks=(
            Ask(
                method="POST",
                about="ready",
                form=_account,
                answers=_of_unit(
                    WRITERS,
                    to("composer", "It is your draft now."),
                    forbidden("not_authorised", NOT_A_WRITER),
                ),
                off_duty=told("ready_draft", "off_duty", OFF_DUTY),
            ),
        ),
    ),
    Door(
        name="withdraw_ready",
        asks=(
            Ask(
                method="POST",
                about="ready",
                form=_why,
                answers=_of_unit(GUIDES, to("ready_draft", "It is withdrawn."), _NO_GUIDE),
            ),
        ),
    ),
    Door(name="coordination", asks=(Ask(answers=_for_guides(page("What waits in the units"))),)),
)
FIELDS: tuple[Field, ...] = (
    Field(door="ready_drafts", name="after", by="reyes", carries=""),
    Field(door="offer_ready", name="units", by="natarajan", carries="unit", form=_offer, status=200),
    Field(door="offer_alert", name="units", by="natarajan", carries="unit", form=_alert, status=200),
    Field(door="offer_ready", name="replaces", by="natarajan", carries="ready", form=_offer),
    Field(door="offer_ready", name="replaces", by="petrov", carries="ready"),
    Field(door="take_ready", name="account", by="reyes", carries="account", about="ready", form=_account),
)
