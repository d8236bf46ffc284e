"""Behind the doors of what was handed over: for the record of each unit, an export that is being made."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from records import collected

if TYPE_CHECKING:
    from tests.governance.doors.scene import Scene


def build(scene: "Scene", units: Mapping[str, str], *, at: datetime) -> None:
    """Asked for by whoever answers requests of the agency."""
    for unit, agency in units.items():
        record = scene.things["record"][unit].row
        export = collected.begin(
            actor=scene.casts[agency].people["petrov" if agency == "alsip" else "marsh"],
            words="garage",
            post_ids=[record.post_id],
            unpublished={},
            at=at,
        )
        scene.keep("export", unit, export, of_agency=agency, export_id=export.pk)
