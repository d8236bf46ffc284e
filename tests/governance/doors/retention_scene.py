"""Behind the doors of the retention schedule: in each agency a series, a hold on a record, and certificates."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from accounts.models import Member
from records.models import Certificate, CertificateLine, HeldRecord, LegalHold, Record, Series

if TYPE_CHECKING:
    from tests.governance.doors.scene import Scene

OFFICERS = {"014": "marsh", "PAT": "petrov"}
"""Who entered them; in Alsip somebody who looks after series no more."""
DRAWN_BY = {"014": "natarajan", "PAT": "vance"}
"""Who drew the certificates up, once; another has them carried out."""
_DRAWN_AT = datetime(2026, 8, 24, 15, tzinfo=UTC)
_SENT = {"sent_on": date(2026, 9, 1), "disposal_on": date(2026, 10, 1)}
_BACK = {"approved_on": date(2026, 9, 20), "approved_copy": "Cook 26-117"}


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
        _certificates(scene, unit, record, series)


def _certificates(scene: "Scene", unit: str, record: Record, series: Series) -> None:
    """One at each step that somebody enters next."""
    by = scene.cast_of(unit).people[DRAWN_BY[unit]]
    for number, state in enumerate(("drafted", "sent", "approved"), 1):
        made = certified(record=record, series=series, by=by, number=f"2025-{number:03}", state=state)
        scene.keep(f"{state}_certificate", unit, made, certificate_id=made.pk)


def certified(*, record: Record, series: Series, by: Member, number: str, state: str) -> Certificate:
    """A certificate of one record that came so far, step by step: it only goes forwards."""
    made = Certificate.objects.create(
        agency_id=record.agency_id, number=number, commission="cook", notice_days=30,
        notice_source="44 Ill. Adm. Code 4500.40(c)", records=1, drawn_by=by, drawn_at=_DRAWN_AT,
    )  # fmt: skip
    CertificateLine.objects.create(certificate=made, record=record, series=series)
    if state in ("sent", "approved"):
        Certificate.objects.filter(pk=made.pk).update(state="sent", sent_by=by, **_SENT)
    if state == "approved":
        Certificate.objects.filter(pk=made.pk).update(state="approved", approval_by=by, **_BACK)
    return made
