"""Who may open the addresses of disposal: who sees all records reads, records officers act."""

from typing import Any

from governance import cast
from records.officers import NOT_YOURS
from tests.governance.doors.answers import (
    NOTHING,
    Answer,
    Answers,
    Ask,
    Door,
    everyone,
    forbidden,
    page,
    split,
    to,
)
from tests.governance.doors.people import OFFICES
from tests.governance.doors.scene import Scene, Thing
from tests.governance.doors.trying import Field

_NOT_YOURS = forbidden("not_authorised", NOT_YOURS)
_ALONG = [office for office in OFFICES if office != "records"]


def _nothing_due(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"commission": "cook"}


def _sent(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"sent_on": "2026-10-01", "disposal_on": "2026-11-15"}


def _approved(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"approved_on": "2026-09-20", "copy": "Cook 26-117"}


def _withdrawn(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"how": "withdrawn"}


def _again(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"password": cast.PASSWORD}


def _act(done: Answer) -> Answers:
    return split("records", done, NOTHING, **dict.fromkeys(_ALONG, _NOT_YOURS))


def _step(name: str, about: str, form: Any, says: str) -> Door:
    ask = Ask(method="POST", about=about, form=form, answers=_act(to("certificate", says)))
    return Door(name=name, asks=(ask,))


DOORS: tuple[Door, ...] = (
    Door(
        name="certificates",
        asks=(Ask(answers=everyone(NOTHING, **dict.fromkeys(OFFICES, page("Disposal")))),),
    ),
    Door(
        name="draw_up_certificate",
        asks=tuple(
            Ask(
                method=method,
                form=_nothing_due,
                answers=everyone(
                    NOTHING,
                    **dict.fromkeys(_ALONG, _NOT_YOURS),
                    records=page("Nothing is due for a certificate"),
                ),
            )
            for method in ("GET", "POST")
        ),
    ),
    Door(
        name="certificate",
        asks=tuple(
            Ask(
                about="sent_certificate",
                htmx=htmx,
                answers=split(" ".join(OFFICES), page("About this certificate"), NOTHING),
            )
            for htmx in (False, True)
        ),
    ),
    _step("send_certificate", "drafted_certificate", _sent, "It is entered on certificate"),
    _step("approve_certificate", "sent_certificate", _approved, "It is entered on certificate"),
    _step("end_certificate", "sent_certificate", _withdrawn, "has ended."),
    _step("carry_out_certificate", "approved_certificate", _again, "is being carried out."),
)
FIELDS: tuple[Field, ...] = (
    Field(
        door="draw_up_certificate", name="series", by="marsh", carries="series", form=_nothing_due, status=200
    ),
)
