"""Who may open the addresses of the library and of notices."""

from datetime import timedelta
from typing import Any

from tests.governance.doors.answers import NOTHING, Ask, Door, everyone, forbidden, page, split, to
from tests.governance.doors.scene import AT, Scene, Thing
from tests.governance.doors.trying import Field

GUIDES = "communications community_policing"
NOT_YOURS = "The coordinator in Community Policing and Communications guide the units."
_NO_GUIDE = forbidden("not_authorised", NOT_YOURS)
_ALL = "author usmr sergeant commander communications community_policing records administrator member"


def _guidance(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"title": "Events", "subject": "events", "text": "Name who runs it.", "clause": ""}


def _version(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {**_guidance(scene, thing), "changed": "The title.", "number": "1"}


def _notice(scene: Scene, thing: Thing) -> dict[str, Any]:
    due_on = f"{AT + timedelta(days=7):%Y-%m-%d}"
    return {"title": "New words", "text": "Use them.", "roles": ["usmr"], "due_on": due_on}


def _read(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"read": "1"}


def _why(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"reason": "The form is old."}


def _for_guides(answer: Any) -> Any:
    return everyone(_NO_GUIDE, communications=answer, community_policing=answer)


DOORS: tuple[Door, ...] = (
    Door(name="library", asks=(Ask(answers=everyone(page("Short sentences of"))),)),
    Door(
        name="library_entry",
        asks=(Ask(about="library_entry", answers=split(_ALL, page("Say one thing."), _NO_GUIDE)),),
    ),
    Door(
        name="write_guidance",
        asks=(
            Ask(answers=_for_guides(page("Save entry"))),
            Ask(
                method="POST",
                form=_guidance,
                answers=_for_guides(to("library_entry", "The entry stands in the library.")),
            ),
        ),
    ),
    Door(
        name="rewrite_guidance",
        asks=(
            Ask(about="library_entry", answers=split(GUIDES, page("Save new version"), _NO_GUIDE)),
            Ask(
                method="POST",
                about="library_entry",
                form=_version,
                answers=split(GUIDES, to("library_entry", "The new version counts."), _NO_GUIDE),
            ),
        ),
    ),
    Door(
        name="retire_guidance",
        asks=(
            Ask(
                method="POST",
                about="library_entry",
                answers=split(GUIDES, to("library_entry", "The entry is retired."), _NO_GUIDE),
            ),
        ),
    ),
    Door(name="notices", asks=(Ask(answers=everyone(page("Words of"))),)),
    Door(
        name="send_notice",
        asks=(
            Ask(answers=_for_guides(page("Send notice"))),
            Ask(method="POST", form=_notice, answers=_for_guides(to("notice", "The notice waits."))),
        ),
    ),
    Door(
        name="notice",
        asks=(
            Ask(about="notice", answers=split(_ALL, page("Use them."), _NO_GUIDE)),
            Ask(about="notice_waiting", answers=split(GUIDES, page("Waits for approval"), NOTHING)),
        ),
    ),
    Door(
        name="approve_notice",
        asks=(
            Ask(
                method="POST",
                about="notice_waiting",
                answers=split(
                    "community_policing",
                    to("notice", "The notice is sent."),
                    NOTHING,
                    communications=forbidden("not_authorised", "You wrote this notice"),
                ),
            ),
        ),
    ),
    Door(
        name="acknowledge_notice",
        asks=(
            Ask(
                method="POST",
                about="notice",
                form=_read,
                answers=split(_ALL, to("home", "You have acknowledged the notice."), _NO_GUIDE),
            ),
        ),
    ),
    Door(
        name="withdraw_notice",
        asks=(
            Ask(
                method="POST",
                about="notice",
                form=_why,
                answers=split(GUIDES, to("notice", "The notice is withdrawn."), _NO_GUIDE),
            ),
        ),
    ),
    Door(
        name="not_acknowledged",
        asks=(Ask(about="notice", answers=split(GUIDES, page("Department e-mail"), _NO_GUIDE)),),
    ),
)
FIELDS: tuple[Field, ...] = (
    Field(door="library", name="q", by="reyes", carries=""),
    Field(door="library", name="after", by="reyes", carries=""),
    Field(door="library_entry", name="version", by="reyes", carries="", about="library_entry"),
    Field(door="notices", name="after", by="reyes", carries=""),
    Field(door="notice", name="after", by="washington", carries="", about="notice"),
    Field(door="withdraw_notice", name="after", by="washington", carries="", about="notice", form=_why),
    Field(
        door="send_notice",
        name="units",
        by="washington",
        carries="unit",
        form=_notice,
        status=200,
    ),
)
