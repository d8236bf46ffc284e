"""Behind the doors of what was handed over: for each record an export that is being made, and a part withheld."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from records import collected, withheld
from records.evidence import gathered

if TYPE_CHECKING:
    from tests.governance.doors.scene import Scene


def build(scene: "Scene", units: Mapping[str, str], *, at: datetime) -> None:
    """Asked for by whoever answers requests of the agency."""
    for unit, agency in units.items():
        record = scene.things["record"][unit].row
        actor = scene.casts[agency].people["petrov" if agency == "alsip" else "marsh"]
        export = collected.begin(
            actor=actor,
            words="garage",
            post_ids=[record.post_id],
            unpublished={},
            at=at,
        )
        scene.keep("export", unit, export, of_agency=agency, export_id=export.pk)
        row = withheld.withhold(
            evidence=gathered(record=record),
            part="approvals",
            exemption="f",
            basis="It says what was thought of before it was decided.",
            actor=actor,
            role="records",
            at=at,
        )
        scene.keep("withheld", unit, row, of_agency=agency, withheld_id=row.pk)
