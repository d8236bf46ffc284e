"""Behind the doors of the retention schedule: in each agency a series, and a hold on a record."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from records.models import HeldRecord, LegalHold, Series

if TYPE_CHECKING:
    from tests.governance.doors.scene import Scene

OFFICERS = {"014": "marsh", "PAT": "petrov"}
"""Who entered them; in Alsip somebody who looks after series no more."""


def build(scene: "Scene", at: datetime) -> None:
    """As they are kept; `nowhere` comes with the other things."""
    for unit, key in OFFICERS.items():
        engaged = scene.cast_of(unit)
        officer, record = engaged.people[key], scene.things["record"][unit].row
        series = Series.objects.create(
            agency=engaged.agency, item=f"1.{unit}", version=1, title="Posts", application="14:063",
            approved_on=date(2020, 3, 12), classes=["community-information"], trigger="published",
            permanent=False, months=36, entered_by=officer, entered_at=at,
        )  # fmt: skip
        scene.keep("series", unit, series, series_id=series.pk)
        hold = LegalHold.objects.create(
            agency=engaged.agency, kind="foia", name=f"Request of {unit}", reason_digest=record.text_digest,
            named=True, placed_by=officer, placed_at=at,
        )  # fmt: skip
        HeldRecord.objects.create(hold=hold, record=record)
        scene.keep("hold", unit, hold, hold_id=hold.pk)
