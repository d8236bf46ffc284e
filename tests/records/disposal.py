"""What the tests of disposal begin with: a record that is due for long, and a certificate that may be carried out."""

from datetime import UTC, date, datetime
from typing import Any

from accounts.models import Member, Unit
from audit import vault
from records import certificates, disposing
from records.models import Certificate, Record, Series
from records.schedule import enter
from tests.records.conftest import kept, make_member
from tests.records.test_schedule import POSTS

OLD = datetime(2019, 3, 4, 15, tzinfo=UTC)
DRAWN = datetime(2025, 12, 15, 15, tzinfo=UTC)
SENT, DISPOSAL = date(2025, 12, 15), date(2026, 1, 14)
DONE = datetime(2026, 1, 20, 15, tzinfo=UTC)
"""In the past: the database asks its own clock whether the disposal date has come."""


def texts_of(record: Record) -> set[str]:
    named = {getattr(record, name) for name in Record.DIGESTS} - {""}
    return set(vault.texts_there(digests=named, agency_id=record.agency_id))


class Office:
    """Two records officers of a unit's agency, the series, and what they do with a certificate."""

    def __init__(self, unit: Unit) -> None:
        self.unit, self.zone = unit, unit.agency.tzinfo
        self.helen: Member = make_member(unit=unit)
        self.ruth: Member = make_member(unit=unit, first_name="Ruth")
        self.series: Series = enter(entered=POSTS, actor=self.helen, at=DRAWN)

    def kept(self, **more: Any) -> Record:
        return kept(unit=self.unit, **({"published_at": OLD} | more))

    def drawn(self, *, at: datetime = DRAWN) -> Certificate:
        return certificates.draw_up(
            series_ids=[self.series.pk], commission="cook", actor=self.helen, zone=self.zone, at=at
        )

    def sent(self, *, disposal_on: date = DISPOSAL) -> Certificate:
        return certificates.send(
            certificate_id=self.drawn().pk,
            sent_on=SENT,
            disposal_on=disposal_on,
            actor=self.helen,
            zone=self.zone,
            at=DRAWN,
        )

    def approved(self) -> Certificate:
        return certificates.approve(
            certificate_id=self.sent().pk,
            approved_on=SENT,
            copy="Cook 24-117",
            actor=self.helen,
            zone=self.zone,
            at=DRAWN,
        )

    def begun(self) -> Certificate:
        return certificates.begin(certificate_id=self.approved().pk, actor=self.ruth, zone=self.zone, at=DONE)

    def carried_out(self) -> disposing.Count:
        return disposing.carry_out(certificate_id=self.begun().pk, at=DONE)
