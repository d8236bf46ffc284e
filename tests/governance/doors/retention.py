"""Who may open the addresses of series, holds and what is due: who sees all records reads, records officers act."""

from typing import Any

from records.officers import NOT_YOURS
from tests.governance.doors.answers import NOTHING, Answers, Ask, Door, everyone, forbidden, page, split, to
from tests.governance.doors.people import OFFICES
from tests.governance.doors.scene import Scene, Thing
from tests.governance.doors.trying import Field

_NOT_YOURS = forbidden("not_authorised", NOT_YOURS)
_ALONG = [office for office in OFFICES if office != "records"]


def series(scene: Scene, thing: Thing) -> dict[str, Any]:
    """An item of an approved application."""
    return {
        "item": "9.01",
        "title": "Arrests",
        "application": "14:063",
        "approved_on": "2020-03-12",
        "classes": ["arrest-information"],
        "trigger": "year_end",
        "years": "5",
        "months": "",
    }


def hold(scene: Scene, thing: Thing) -> dict[str, Any]:
    """A hold on whatever fits."""
    return {"kind": "audit", "name": "Audit of 2026", "reason": "The auditor asks.", "covers": "fitting"}


def _lift(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"reason": "The audit is over."}


def _read(says: str) -> Answers:
    return everyone(NOTHING, **dict.fromkeys(OFFICES, page(says)))


def _act(done: Any) -> Answers:
    return everyone(NOTHING, **dict.fromkeys(_ALONG, _NOT_YOURS), records=done)


DOORS: tuple[Door, ...] = (
    Door(name="retention", asks=(Ask(answers=_read("Retention")),)),
    Door(name="holds", asks=(Ask(answers=_read("Holds")),)),
    Door(name="due_records", asks=(Ask(answers=_read("What is due")),)),
    Door(
        name="due_of",
        asks=(Ask(about="series", answers=split(" ".join(OFFICES), page("is due"), NOTHING)),),
    ),
    Door(
        name="enter_series",
        asks=(
            Ask(answers=_act(page("Enter a series"))),
            Ask(method="POST", form=series, answers=_act(to("retention", "is entered in version 1."))),
        ),
    ),
    Door(
        name="renew_series",
        asks=tuple(
            Ask(
                method=method,
                about="series",
                form=series,
                answers=split("records", done, NOTHING, **dict.fromkeys(_ALONG, _NOT_YOURS)),
            )
            for method, done in (
                ("GET", page("New version of item")),
                ("POST", to("retention", "is entered in version 2.")),
            )
        ),
    ),
    Door(
        name="place_hold",
        asks=(
            Ask(answers=_act(page("Place a hold"))),
            Ask(method="POST", form=hold, answers=_act(to("hold", "is placed. It is on"))),
        ),
    ),
    Door(
        name="hold",
        asks=(
            Ask(about="hold", answers=split(" ".join(OFFICES), page("About this hold"), NOTHING)),
            Ask(
                method="POST",
                about="hold",
                form=_lift,
                answers=split(
                    "records", to("hold", "is lifted."), NOTHING, **dict.fromkeys(_ALONG, _NOT_YOURS)
                ),
            ),
        ),
    ),
)
FIELDS: tuple[Field, ...] = (
    Field(door="place_hold", name="unit", by="marsh", carries="unit", form=hold, status=200),
    Field(door="due_of", name="after", by="marsh", carries="", about="series"),
    Field(door="hold", name="after", by="marsh", carries="", about="hold"),
)
