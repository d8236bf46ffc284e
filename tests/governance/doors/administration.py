"""Who may open the addresses of members, units and the agency."""

from typing import Any

from governance import cast
from tests.governance.doors.answers import Answer, Answers, Ask, Door, everyone, forbidden, page, split, to
from tests.governance.doors.scene import Scene, Thing
from tests.governance.doors.trying import Field

_NO = forbidden("not_authorised", "Administrators see to members, units and the department.")


def _proved(**typed: str) -> Any:
    """What is typed, with the password that these pages ask for."""

    def form(scene: Scene, thing: Thing) -> dict[str, Any]:
        return {**typed, "password": cast.PASSWORD}

    return form


_UNIT = _proved(number="099", name="Anywhere", kind="office")
_MEMBER = {
    "last_name": "Anyone",
    "first_name": "Ada",
    "email": "anyone@chicago.example",
}


def _of_agency(yes: Answer) -> Answers:
    return everyone(_NO, administrator=yes)


def _of_thing(yes: Answer) -> Answers:
    return split("administrator", yes, _NO)


def _page(name: str, says: str, form: Any, done: Answer, *, about: str = "") -> Door:
    answers = _of_thing if about else _of_agency
    asks = (
        Ask(about=about, answers=answers(page(says))),
        Ask(method="POST", about=about, form=form, answers=answers(done)),
    )
    return Door(name=name, asks=asks)


def _act(name: str, says: str, **typed: str) -> Door:
    answers = _of_thing(to("change_member", says))
    return Door(name=name, asks=(Ask(method="POST", about="person", form=_proved(**typed), answers=answers),))


DOORS: tuple[Door, ...] = (
    Door(name="administration", asks=(Ask(answers=_of_agency(page("Units and members"))),)),
    _page(
        "change_agency",
        "The department",
        _proved(name="Police Department", language="en"),
        to("administration", "Saved the department."),
    ),
    _page("make_unit", "Add a unit", _UNIT, to("change_unit", "Added the Anywhere.")),
    _page("change_unit", "Save unit", _UNIT, to("change_unit", "Saved the unit."), about="unit"),
    _page(
        "make_member",
        "Add member",
        _proved(**_MEMBER, log_on_id="anyone"),
        to("change_unit", "is registered"),
        about="unit",
    ),
    _page("change_member", "Save member", _proved(**_MEMBER), to("change_member", "Saved"), about="person"),
    _act("deactivate_member", "is deactivated: no role, no sign-in."),
    _act("reactivate_member", "may sign in already."),
    _act("reset_second_step", "sets up a new second step", lost="Lost the phone; came in person."),
)
FIELDS: tuple[Field, ...] = (Field(door="administration", name="q", by="admin", carries="", status=200),)
