"""Who may open the addresses of a member's authority."""

from typing import Any

from accounts.views.languages import NOT_FOR_OTHERS
from governance import cast
from tests.governance.doors.answers import Ask, Door, everyone, forbidden, page, split, to
from tests.governance.doors.scene import Scene, Thing
from tests.governance.doors.trying import Field

_NO_COMMANDER = forbidden(
    "not_authorised", "The commander of a unit and the administrators give and end roles."
)


_NOT_SHOWN = forbidden("not_authorised", "The commander of a unit and the offices of the department see")
_OFFICES = "commander communications community_policing records administrator author"
_NOT_MOVED = forbidden("not_authorised", "An administrator moves members between units.")


def _moved(scene: Scene, thing: Thing) -> dict[str, Any]:
    engaged = scene.cast_of(thing.unit or "014")
    to = engaged.units["ADM" if thing.unit == "PAT" else "001"]
    return {"to": to.pk, "reason": "Order 26-120", "password": cast.PASSWORD}


def _acting(scene: Scene, thing: Thing) -> dict[str, Any]:
    unit = thing.unit or "014"
    member = scene.cast_of(unit).people[{"014": "lindqvist", "018": "kowalczyk", "PAT": "vance"}[unit]]
    return {"member": member.pk, "role": "acting_sergeant", "password": cast.PASSWORD}


def _naming(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"role": "acting_sergeant"}


def _reasoned(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"reason": "Order 26-120"}


def _resumed(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {f"resume{thing.kwargs['authorisation_id']}-reason": "Cleared.", "password": cast.PASSWORD}


def _speaks(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"language": "es", "does": "declare"}


DOORS: tuple[Door, ...] = (
    Door(
        name="member_languages",
        asks=(
            Ask(
                method="POST",
                about="writer",
                form=_speaks,
                answers=split(
                    "commander administrator",
                    to("member", "is in the list."),
                    forbidden("not_authorised", NOT_FOR_OTHERS),
                    author=to("my_authority", "It counts once it is confirmed."),
                    usmr=_NOT_SHOWN,
                    sergeant=_NOT_SHOWN,
                    member=_NOT_SHOWN,
                ),
            ),
        ),
    ),
    Door(name="my_authority", asks=(Ask(answers=everyone(page("Your authority"))),)),
    Door(
        name="member",
        asks=(
            Ask(
                about="writer",
                answers=split(_OFFICES, page("What is about to end"), _NOT_SHOWN, member=_NOT_SHOWN),
            ),
        ),
    ),
    Door(
        name="transfer_member",
        asks=(
            Ask(
                method="POST",
                about="writer",
                form=_moved,
                answers=split(
                    "administrator",
                    to("member", "Their roles before have ended"),
                    _NOT_MOVED,
                    usmr=_NOT_SHOWN,
                    sergeant=_NOT_SHOWN,
                    member=_NOT_SHOWN,
                ),
            ),
        ),
    ),
    Door(
        name="name_acting",
        asks=(
            Ask(
                method="POST",
                about="unit",
                form=_acting,
                answers=split(
                    "commander administrator",
                    to("people", "until tomorrow morning"),
                    _NO_COMMANDER,
                    member=_NO_COMMANDER,
                ),
            ),
        ),
    ),
    Door(
        name="resume",
        asks=(
            Ask(
                method="POST",
                about="authorisation",
                form=_resumed,
                answers=split(
                    "commander administrator",
                    to("people", "is not suspended any more"),
                    _NO_COMMANDER,
                    member=_NO_COMMANDER,
                ),
            ),
        ),
    ),
)
FIELDS: tuple[Field, ...] = (
    Field(door="name_acting", name="member", by="okafor", carries="member", about="unit", form=_naming),
    Field(door="name_acting", name="member", by="admin", carries="member", about="unit", form=_naming),
    Field(
        door="transfer_member",
        name="to",
        by="admin",
        carries="unit",
        about="writer",
        form=_reasoned,
        status=200,
    ),
)
