"""Behind the doors of the retention schedule: in each agency a series, a hold on a record, and certificates."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from records.models import Certificate, CertificateLine, HeldRecord, LegalHold, Record, Series

if TYPE_CHECKING:
    from tests.governance.doors.scene import Scene

OFFICERS = {"014": "marsh", "PAT": "petrov"}
"""Who entered them; in Alsip somebody who looks after series no more."""
DRAWN_BY = {"014": "natarajan", "PAT": "vance"}
"""Who drew the certificates up, once; another has them carried out."""
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
        _certificates(scene, unit, record, series, at)


def _certificates(scene: "Scene", unit: str, record: Record, series: Series, at: datetime) -> None:
    """One at each step that somebody enters next."""
    by = scene.cast_of(unit).people[DRAWN_BY[unit]]
    steps: dict[str, dict[str, Any]] = {
        "drafted": {},
        "sent": {**_SENT, "sent_by": by},
        "approved": {**_SENT, **_BACK, "sent_by": by, "approval_by": by},
    }
    for number, (state, said) in enumerate(steps.items(), 1):
        made = Certificate.objects.create(
            agency_id=record.agency_id, number=f"2025-{number:03}", commission="cook", notice_days=30,
            notice_source="44 Ill. Adm. Code 4500.40(c)", records=1, drawn_by=by, drawn_at=at,
        )  # fmt: skip
        CertificateLine.objects.create(certificate=made, record=record, series=series)
        _moved(made, state, said)
        scene.keep(f"{state}_certificate", unit, made, certificate_id=made.pk)


def _moved(made: Certificate, state: str, said: dict[str, Any]) -> None:
    """Step by step: a certificate only goes forwards."""
    if state in ("sent", "approved"):
        sent = {name: said[name] for name in ("sent_on", "disposal_on", "sent_by")}
        Certificate.objects.filter(pk=made.pk).update(state="sent", **sent)
    if state == "approved":
        Certificate.objects.filter(pk=made.pk).update(state="approved", **said)
