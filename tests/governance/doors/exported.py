"""The table: what was handed over of the records that a search found."""

from typing import Any

from tests.governance.doors.answers import NOTHING, Ask, Door, page, split, to
from tests.governance.doors.scene import Scene, Thing

_EXPORTERS = "records administrator"


def _words(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"words": "garage or policy"}


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
)
