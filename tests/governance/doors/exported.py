"""The table: what was handed over of the records that a search found, and what of it was withheld."""

from typing import Any

from tests.governance.doors.answers import NOTHING, Ask, Door, page, split, to
from tests.governance.doors.scene import Scene, Thing

_EXPORTERS = "records administrator"


def _words(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"words": "garage or policy"}


def _part(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"part": "text", "exemption": "c", "basis": "It names a resident."}


def _reason(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"reason": "It is public."}


DOORS = (
    Door(
        name="export_found",
        asks=(
            Ask(
                method="POST",
                form=_words,
                answers=split(_EXPORTERS, to("export"), NOTHING),
            ),
        ),
    ),
    Door(name="exports", asks=(Ask(answers=split(_EXPORTERS, page("Exports"), NOTHING)),)),
    Door(
        name="export",
        asks=(
            Ask(about="export", answers=split(_EXPORTERS, page("It is being made"), NOTHING)),
            Ask(about="export", htmx=True, answers=split(_EXPORTERS, page("0 of 1 record"), NOTHING)),
        ),
    ),
    Door(
        name="export_file",
        asks=(
            Ask(
                method="POST",
                about="export",
                answers=split(_EXPORTERS, to("export", "The file is gone, or not made yet."), NOTHING),
            ),
        ),
    ),
    Door(
        name="withhold",
        asks=(
            Ask(about="record", answers=split(_EXPORTERS, page("Withhold a part"), NOTHING)),
            Ask(
                method="POST",
                about="record",
                form=_part,
                answers=split(_EXPORTERS, to("withhold", "Withheld."), NOTHING),
            ),
        ),
    ),
    Door(
        name="give_again",
        asks=(
            Ask(
                method="POST",
                about="withheld",
                form=_reason,
                answers=split(_EXPORTERS, to("withhold", "It is given again."), NOTHING),
            ),
        ),
    ),
    Door(name="withheld", asks=(Ask(answers=split(_EXPORTERS, page("What was withheld"), NOTHING)),)),
    Door(
        name="withheld_file",
        asks=(
            Ask(
                answers=split(_EXPORTERS, page("Given again"), NOTHING),
                writes=frozenset({"audit_event", "audit_pending", "audit_vaulttext"}),
            ),
        ),
    ),
)
