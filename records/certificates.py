"""Certificates of disposal: drawn up from what is due, sent, approved, and begun by a second person.

Nothing here takes anything away: `records.disposing` does, once all of this is done.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet, Value

from accounts import keyset
from accounts.authority import Authority
from accounts.models import Member
from audit import trail, vault
from records import commissions, due, holding, officers, periods, schedule
from records.models import Certificate, CertificateLine, Progress, Record, Series
from records.models.disposal import OPEN
from records.sheet import canonical

MOST = 500
"""Records that one certificate names; what is left goes onto the next."""
PAGE = 25
HELD = 100
"""So many of those on hold are named beside it."""


class CannotDispose(Exception):
    """A step is not possible as asked; the sentence says what to do, at the field that it is about."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Ready:
    """What is due under a series and stands on no open certificate: the oldest, up to `MOST`."""

    series: Series
    published_by: date
    """What was published on this day or before is due."""
    records: tuple[Record, ...]
    """Those that a certificate would name."""
    held: tuple[Record, ...]
    """Those that are left out, since they are on hold: the oldest, up to `HELD`."""
    more: bool
    """Whether there are more than a certificate names."""
    more_held: bool
    """Whether there are more on hold."""


def ready(*, agency_id: int, zone: tzinfo, at: datetime) -> list[Ready]:
    """What could go onto a certificate, by series: two queries a series that ends, and three."""
    every = schedule.in_force(agency_id=agency_id)
    on_hold = holding.on_each(agency_id=agency_id)
    found = (_under(series, on_hold, zone, at) for series in every)
    return [one for one in found if one is not None and (one.records or one.held)]


def _under(series: Series, on_hold: Q, zone: tzinfo, at: datetime) -> Ready | None:
    found = due.over(series=series, zone=zone, at=at)
    if found is None:
        return None
    named = CertificateLine.objects.filter(record=OuterRef("pk"), certificate__state__in=OPEN)
    unnamed = [one.filter(~Exists(named)) for one in found.of_each_class]
    marked = Value(True, BooleanField())
    held = (one.filter(on_hold).annotate(on_hold=marked) for one in unnamed)
    free = list(due.oldest((one.exclude(on_hold) for one in unnamed), most=MOST + 1))
    held_back = list(due.oldest(held, most=HELD + 1))
    return Ready(
        series=series,
        published_by=found.published_by,
        records=tuple(free[:MOST]),
        held=tuple(held_back[:HELD]),
        more=len(free) > MOST,
        more_held=len(held_back) > HELD,
    )


@transaction.atomic
def draw_up(
    *, series_ids: Collection[int], commission: str, actor: Member, zone: tzinfo, at: datetime
) -> Certificate:
    """Name the records that are due under these series. Raises PermissionDenied and CannotDispose."""
    officers.require(actor=actor, at=at)
    chosen = [
        one for one in ready(agency_id=actor.agency_id, zone=zone, at=at) if one.series.pk in series_ids
    ]
    pairs = [(record, one.series) for one in chosen for record in one.records][:MOST]
    if not pairs:
        raise CannotDispose(
            "Nothing is due under the series that you chose. Choose another, or look again later."
        )
    today = at.astimezone(zone).date()
    rule = commissions.every()[commission].rule_on(today)
    certificate = Certificate.objects.create(
        agency_id=actor.agency_id,
        number=_number(actor.agency_id, today.year),
        commission=commission,
        notice_days=rule.days,
        notice_source=rule.source,
        records=len(pairs),
        drawn_by=actor,
        drawn_at=at,
    )
    CertificateLine.objects.bulk_create(
        [CertificateLine(certificate=certificate, record=record, series=series) for record, series in pairs]
    )
    named = [[record.number, series.item, series.version] for record, series in pairs]
    _tell("drawn", certificate, actor, at, {"commission": commission, "records": named}, records=len(pairs))
    return certificate


def _number(agency_id: int, year: int) -> str:
    """The next of the year; the agency's lock is held."""
    given = Certificate.objects.filter(agency_id=agency_id, number__startswith=f"{year}-").count()
    return f"{year}-{given + 1:03}"


@transaction.atomic
def send(
    *, certificate_id: int, sent_on: date, disposal_on: date, actor: Member, zone: tzinfo, at: datetime
) -> Certificate:
    """Enter that it was sent, and the disposal date that it names. Raises PermissionDenied and CannotDispose."""
    certificate = _locked(certificate_id, Progress.DRAFTED, actor, at)
    drawn_on = certificate.drawn_at.astimezone(zone).date()
    if sent_on < drawn_on:
        raise CannotDispose(
            f"It was drawn up on {periods.in_words(drawn_on)}. Enter the day on which it was sent: that day or later.",
            field="sent_on",
        )
    if sent_on > at.astimezone(zone).date():
        raise CannotDispose("Enter the day on which it was sent once it is sent.", field="sent_on")
    earliest = sent_on + timedelta(days=certificate.notice_days)
    if disposal_on < earliest:
        raise CannotDispose(
            f"The disposal date is at least {certificate.notice_days} days after the certificate is sent: "
            f"{periods.in_words(earliest)} or later ({certificate.notice_source}).",
            field="disposal_on",
        )
    certificate.state, certificate.sent_by = Progress.SENT, actor
    certificate.sent_on, certificate.disposal_on = sent_on, disposal_on
    certificate.save(update_fields=["state", "sent_by", "sent_on", "disposal_on"])
    told = {"sent_on": sent_on.isoformat(), "disposal_on": disposal_on.isoformat()}
    _tell("sent", certificate, actor, at, told)
    return certificate


@transaction.atomic
def approve(
    *, certificate_id: int, approved_on: date, copy: str, actor: Member, zone: tzinfo, at: datetime
) -> Certificate:
    """Enter the approved copy that is back. Raises PermissionDenied and CannotDispose."""
    certificate = _locked(certificate_id, Progress.SENT, actor, at)
    sent_on = certificate.sent_on or certificate.drawn_at.astimezone(zone).date()
    if not sent_on <= approved_on <= at.astimezone(zone).date():
        raise CannotDispose(
            f"The approved copy carries a day from {periods.in_words(sent_on)}, when it was sent, to today.",
            field="approved_on",
        )
    certificate.state, certificate.approval_by = Progress.APPROVED, actor
    certificate.approved_on, certificate.approved_copy = approved_on, copy
    certificate.save(update_fields=["state", "approval_by", "approved_on", "approved_copy"])
    _tell("approved", certificate, actor, at, {"approved_on": approved_on.isoformat(), "copy": copy})
    return certificate


@transaction.atomic
def end(*, certificate_id: int, refused: bool, actor: Member, at: datetime) -> Certificate:
    """Enter that the commission refused it, or withdraw it; its records are due as before.

    Raises PermissionDenied and CannotDispose.
    """
    from_where = (Progress.SENT,) if refused else (Progress.DRAFTED, Progress.SENT, Progress.APPROVED)
    certificate = _locked(certificate_id, from_where, actor, at)
    certificate.state = Progress.REFUSED if refused else Progress.WITHDRAWN
    certificate.ended_by, certificate.ended_at = actor, at
    certificate.save(update_fields=["state", "ended_by", "ended_at"])
    _tell("ended", certificate, actor, at, {"state": str(certificate.state)}, how=str(certificate.state))
    return certificate


@transaction.atomic
def begin(*, certificate_id: int, actor: Member, zone: tzinfo, at: datetime) -> Certificate:
    """Have it carried out, by another person than who drew it up. Raises PermissionDenied and CannotDispose."""
    certificate = _locked(certificate_id, Progress.APPROVED, actor, at)
    if actor.pk == certificate.drawn_by_id:
        raise CannotDispose("You drew this certificate up. Another records officer has it carried out.")
    if certificate.disposal_on is None or at.astimezone(zone).date() < certificate.disposal_on:
        raise CannotDispose("Its disposal date has not come yet. Come back then.")
    certificate.state, certificate.carried_by, certificate.begun_at = Progress.UNDER_WAY, actor, at
    certificate.save(update_fields=["state", "carried_by", "begun_at"])
    _tell("begun", certificate, actor, at, {})
    return certificate


def to_carry_out(*, authority: Authority, zone: tzinfo) -> QuerySet[Certificate]:
    """Approved ones whose disposal date has come and that a member may have carried out, the oldest date first."""
    found = Certificate.objects.filter(
        agency_id=authority.agency_id,
        state=Progress.APPROVED,
        disposal_on__lte=authority.at.astimezone(zone).date(),
    )
    if not officers.is_one(authority=authority):
        return found.none()
    return found.exclude(drawn_by=authority.member_id).order_by("disposal_on", "pk")


def listed(*, agency_id: int, after: int | None = None) -> keyset.Page[Certificate]:
    """A page of them, the newest first: one query."""
    found = Certificate.objects.filter(agency_id=agency_id).select_related("drawn_by")
    return keyset.newest(found, after=after, size=PAGE)


def lines(*, certificate: Certificate) -> QuerySet[CertificateLine]:
    """Its lines with record, series and outcome, by series and day."""
    found = certificate.lines.select_related("record", "series", "outcome")
    return found.order_by("series__item", "record__published_at", "pk")


def _locked(certificate_id: int, wanted: str | tuple[str, ...], actor: Member, at: datetime) -> Certificate:
    officers.require(actor=actor, at=at)
    found = Certificate.objects.select_for_update(of=("self",)).select_related("drawn_by")
    certificate = found.get(pk=certificate_id, agency_id=actor.agency_id)
    if certificate.state not in ((wanted,) if isinstance(wanted, str) else wanted):
        raise CannotDispose(
            f"Certificate {certificate.number} has moved on: {certificate.get_state_display().lower()}."
        )
    return certificate


def _tell(
    what: str, certificate: Certificate, actor: Member, at: datetime, told: dict[str, Any], **keys: Any
) -> None:
    details = canonical({"format": "certificate/1", "number": certificate.number, **told})
    _, sealed = vault.seal(content=details, agency_id=certificate.agency_id)
    trail.record(
        verb=f"certificate.{what}",
        agency_id=certificate.agency_id,
        actor_id=actor.pk,
        subject_id=certificate.agency_id,
        at=at,
        certificate_id=certificate.pk,
        details_sealed=sealed,
        **keys,
    )
