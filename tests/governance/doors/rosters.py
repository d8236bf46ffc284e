"""The table: rosters, their imports, their board and the calendar."""

from typing import Any

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

OVERSEERS = "communications community_policing administrator"
SEEING = " ".join((*INSIDERS, MEMBER))
_NO_WRITER = forbidden(
    "not_authorised", "The commander of a unit, or whoever acts for them, writes its roster."
)
_NO_READER = forbidden(
    "not_authorised", "Communications, Community Policing and administrators read the board"
)
_NO_ENDER = forbidden("not_authorised", "Communications and administrators end authority")
_NO_KEEPER = forbidden("not_authorised", "Administrators keep the calendar of police periods.")
_NO_IMPORTER = forbidden("not_authorised", "Administrators import rosters for the whole department.")


def _own(answer: Answer) -> dict[str, Answer]:
    others = dict.fromkeys((*INSIDERS, MEMBER, STRANGER), NOTHING)
    return others | {ANONYMOUS: SIGN_IN, "owner": answer}


def _only(roles: str, yes: Answer, no: Answer) -> dict[str, Answer]:
    return dict(everyone(no)) | dict.fromkeys(roles.split(), yes)


def _anchor(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"anchor_on": "2015-01-04", "anchor_year": "2015", "year_ends": "", "look": "1"}


def _recipients(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"director_email": "director@chicago.example", "communications_email": "office@chicago.example"}


def _reason(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"reason": "No answer since Friday."}


def _writer(name: str, about: str, yes: Answer) -> Door:
    return Door(
        name=name, asks=(Ask(method="POST", about=about, answers=split("commander", yes, _NO_WRITER)),)
    )


_BOARD = dict.fromkeys(OVERSEERS.split(), to("roster_board"))

DOORS = (
    Door(name="roster", asks=(Ask(answers=everyone(page("Roster of the"), **_BOARD)),)),
    Door(
        name="roster_of",
        asks=(Ask(about="unit_period", answers=split(SEEING, page("Roster of the"), NOTHING)),),
    ),
    _writer("start_roster", "unit_period", to("roster_of")),
    Door(
        name="import_roster",
        asks=(
            Ask(about="unit_period", answers=split("commander", page("Import a table"), _NO_WRITER)),
            Ask(
                method="POST",
                about="unit_period",
                answers=split("commander", Answer(status=422, says="Nothing was pasted."), _NO_WRITER),
            ),
        ),
    ),
    _writer("keep_roster", "roster", to("roster_of")),
    _writer("keep_cell", "roster", page()),
    Door(
        name="submit_roster",
        asks=(
            Ask(about="roster", answers=split("commander", page("What is sent"), _NO_WRITER)),
            Ask(
                method="POST",
                about="roster",
                answers=split("commander", page("The roster changed since you looked"), _NO_WRITER),
            ),
        ),
    ),
    _writer("correct_roster", "sent_roster", to("roster_of", "Correct what is wrong")),
    _writer("drop_correction", "roster", to("roster_of", "Nothing is being corrected")),
    _writer("send_roster_again", "copy", to("roster_of", "on its way")),
    Door(
        name="roster_paper",
        kwargs={"ending": "csv"},
        asks=(Ask(about="version", answers=split(SEEING, page(), NOTHING)),),
    ),
    Door(name="roster_import", asks=(Ask(about="import", answers=_own(page("What would change"))),)),
    Door(
        name="confirm_import",
        asks=(Ask(method="POST", about="import", answers=_own(to("roster_import", "nothing to write"))),),
    ),
    Door(
        name="import_rosters",
        asks=(
            Ask(answers=_only("administrator", page("Import rosters of all units"), _NO_IMPORTER)),
            Ask(
                method="POST",
                answers=_only("administrator", Answer(status=422, says="Nothing was pasted."), _NO_IMPORTER),
            ),
        ),
    ),
    Door(
        name="roster_board", asks=(Ask(answers=_only(OVERSEERS, page("Rosters of all units"), _NO_READER)),)
    ),
    Door(
        name="remind_of_roster",
        asks=(
            Ask(
                method="POST",
                about="unit_period",
                answers=split(OVERSEERS, to("roster_board", "is reminded"), _NO_READER),
            ),
        ),
    ),
    Door(
        name="end_unconfirmed",
        asks=(
            Ask(
                method="POST",
                about="unit_period",
                form=_reason,
                answers=split("communications administrator", to("roster_board", "Nothing ended"), _NO_ENDER),
            ),
        ),
    ),
    Door(
        name="period_calendar",
        asks=(
            Ask(answers=_only("administrator", page("Calendar of police periods"), _NO_KEEPER)),
            Ask(
                method="POST",
                form=_anchor,
                answers=_only("administrator", page("The dates it makes"), _NO_KEEPER),
            ),
        ),
    ),
    Door(
        name="roster_recipients",
        asks=(
            Ask(
                method="POST",
                form=_recipients,
                answers=_only("administrator", to("period_calendar", "Rosters go to these"), _NO_KEEPER),
            ),
        ),
    ),
)
