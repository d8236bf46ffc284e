"""Who may open the addresses of training and the policy."""

from typing import Any

from tests.governance.doors.answers import Ask, Door, everyone, forbidden, page, split, to
from tests.governance.doors.scene import AT, WRITERS, Scene, Thing
from tests.governance.doors.trying import Field

KEEPERS = "community_policing administrator"
NOT_YOURS = "The coordinator in Community Policing and the administrators see to training."
_NO_KEEPER = forbidden("not_authorised", NOT_YOURS)
_ALL = "author usmr sergeant commander communications community_policing records administrator member"


def _nameless(scene: Scene, thing: Thing) -> dict[str, Any]:
    """The two agencies have different topics, so that one honest form is none for the other."""
    return {"name": "", "valid_months": "12"}


def _session(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"held_at": f"{AT:%Y-%m-%d}T09:00", "place": "Academy"}


def _result(scene: Scene, thing: Thing) -> dict[str, Any]:
    unit = thing.unit or "014"
    writer = scene.cast_of(unit).people[WRITERS[unit]]
    return {"unit": writer.unit_id, f"result-{writer.pk}": "passed"}


def _read(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"read": "1"}


DOORS: tuple[Door, ...] = (
    Door(name="training", asks=(Ask(answers=everyone(page("Your training"))),)),
    Door(
        name="make_course",
        asks=(
            Ask(
                method="POST",
                form=_nameless,
                answers=everyone(
                    _NO_KEEPER,
                    community_policing=page("Give the course a name."),
                    administrator=page("Give the course a name."),
                ),
            ),
        ),
    ),
    Door(
        name="course",
        asks=(Ask(about="course", answers=split(KEEPERS, page("Add a session"), _NO_KEEPER)),),
    ),
    Door(
        name="retire_course",
        asks=(
            Ask(
                method="POST",
                about="course",
                answers=split(KEEPERS, to("course", "The course is retired."), _NO_KEEPER),
            ),
        ),
    ),
    Door(
        name="hold_session",
        asks=(
            Ask(
                method="POST",
                about="course",
                form=_session,
                answers=split(KEEPERS, to("training_session", "The session stands in the list."), _NO_KEEPER),
            ),
        ),
    ),
    Door(
        name="training_session",
        asks=(Ask(about="training_session", answers=split(KEEPERS, page("Record results"), _NO_KEEPER)),),
    ),
    Door(
        name="record_results",
        asks=(
            Ask(
                method="POST",
                about="training_session",
                form=_result,
                answers=split(KEEPERS, to("training_session", "Recorded 1 result."), _NO_KEEPER),
            ),
        ),
    ),
    Door(
        name="practice",
        asks=(
            Ask(
                answers=everyone(
                    _NO_KEEPER,
                    community_policing=page("Nobody has practised yet"),
                    administrator=page("Nobody has practised yet"),
                )
            ),
        ),
    ),
    Door(name="policy", asks=(Ask(answers=everyone(page("What is asked of you"))),)),
    Door(
        name="acknowledge",
        asks=(
            Ask(
                method="POST",
                about="policy",
                form=_read,
                answers=split(_ALL, to("policy", "You have confirmed these rules."), _NO_KEEPER),
            ),
        ),
    ),
)
FIELDS: tuple[Field, ...] = (
    Field(door="training", name="unit", by="okafor", carries="unit"),
    Field(door="training", name="unit", by="washington", carries="unit"),
    Field(door="training", name="unit", by="petrov", carries="unit"),
    Field(door="training_session", name="unit", by="washington", carries="unit", about="training_session"),
    Field(
        door="record_results",
        name="unit",
        by="washington",
        carries="unit",
        about="training_session",
        form=_result,
    ),
    Field(
        door="hold_session",
        name="trainer",
        by="washington",
        carries="member",
        about="course",
        form=_session,
        status=200,
    ),
    Field(door="practice", name="after", by="washington", carries=""),
    Field(door="policy", name="version", by="reyes", carries="policy"),
)
