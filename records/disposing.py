"""Carrying out a certificate: one record a transaction, again from where it stood, each with its event.

What may go, the database's own function asks and takes; whoever calls it, it refuses what must stay.
"""

import json
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import psycopg2.errors
import structlog
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import Max
from django.db.models.functions import Coalesce

from accounts.models import Agency
from audit import blobs, trail, vault
from records import export_files
from records.models import Certificate, CertificateLine, Outcome, Progress, Record
from records.sheet import canonical

log = structlog.get_logger(__name__)

AT_ONCE = 100
"""Lines that one run carries out; the next begins behind them."""
TURN_SECONDS = 20.0
"""So long one run goes on before others may have its place."""
SILENT = timedelta(seconds=60)
"""A certificate that has not come further for so long has lost its worker, or its message."""
KEPT_FOR = frozenset({"on_hold", "not_due", "gone_before"})
"""What the function keeps a record for."""
_REFUSES_ALL = frozenset({"not_approved", "not_yet"})
"""What it says of the whole certificate: no record of it is disposed of now."""
_REFUSES_ONE = frozenset({"not_named", "not_told"})
_TRIES, _PAUSE_SECONDS = 40, 0.05


class NotCarriedOut(Exception):
    """The database refuses to carry the certificate out; the sentence says why."""


@dataclass(frozen=True, kw_only=True)
class Count:
    """How far a certificate is."""

    lines: int
    disposed: int
    kept: int

    @property
    def left(self) -> int:
        """Lines that have no outcome yet."""
        return self.lines - self.disposed - self.kept


@dataclass(frozen=True, kw_only=True)
class Gone:
    """Under which certificate a record was disposed of, and when."""

    number: str
    at: datetime
    approved_on: date | None
    outcome: Outcome


def left(*, at: datetime) -> list[int]:
    """The certificates that are being carried out and have not come further for a while."""
    under_way = Certificate.objects.filter(state=Progress.UNDER_WAY)
    moved = under_way.annotate(moved_at=Coalesce(Max("lines__outcome__at"), "begun_at"))
    found = moved.filter(moved_at__lt=at - SILENT)
    return list(found.order_by("begun_at", "pk").values_list("pk", flat=True))


def stands_still(*, certificate: Certificate, at: datetime) -> bool:
    """Whether it should go on and has not for a while: one query, and none where it does not run."""
    return certificate.state == Progress.UNDER_WAY and certificate.pk in left(at=at)


def carry_out(*, certificate_id: int, at: datetime) -> Count:
    """Dispose of the next records of a certificate; ends it when each has its outcome and no file of theirs is left.

    Raises NotCarriedOut. Called as often as one likes, and by several at once: no record is taken twice. What somebody
    else holds for long, and what the database cannot do just now, is left to the next call.
    """
    certificate = Certificate.objects.get(pk=certificate_id)
    if certificate.state == Progress.UNDER_WAY:
        _go_on(certificate, at)
        each_has_its_outcome = not _open_lines(certificate).exists()
        if _files_are_gone(certificate) and each_has_its_outcome:
            _finish(certificate_id, at)
    return count(certificate=certificate)


def _go_on(certificate: Certificate, at: datetime) -> None:
    """The next lines, until one is not free or the turn is over; one that fails does not stop those behind it."""
    until = time.monotonic() + TURN_SECONDS
    for line in _open_lines(certificate)[:AT_ONCE]:
        try:
            if not _when_free(line, at) or time.monotonic() > until:
                return
        except DatabaseError as fault:
            if not connection.is_usable():
                raise
            log.error("disposal_failed", line_id=line.pk, fault=type(fault).__name__)


def _files_are_gone(certificate: Certificate) -> bool:
    """Takes them from the disk; False while somebody keeps something. After the last outcome none is left."""
    for _ in range(_TRIES):
        if blobs.remove_disposed(agency_id=certificate.agency_id, since=certificate.drawn_at):
            return True
        time.sleep(_PAUSE_SECONDS)
    return False


def count(*, certificate: Certificate) -> Count:
    """How many were disposed of and how many kept: one query."""
    outcomes = Outcome.objects.filter(line__certificate=certificate).values_list("disposed", flat=True)
    disposed = list(outcomes)
    return Count(lines=certificate.records, disposed=sum(disposed), kept=len(disposed) - sum(disposed))


def gone(*, record: Record) -> Gone:
    """How a record left, for its page and its export: two queries."""
    outcome = Outcome.objects.select_related("line__certificate").get(line__record=record, disposed=True)
    certificate = outcome.line.certificate
    return Gone(
        number=certificate.number,
        at=outcome.at,
        approved_on=certificate.approved_on,
        outcome=outcome,
    )


def _open_lines(certificate: Certificate) -> Any:
    found = certificate.lines.filter(outcome__isnull=True).select_related("certificate", "record")
    return found.order_by("pk")


def _when_free(line: CertificateLine, at: datetime) -> bool:
    """Somebody who keeps a text just now goes first; so does who holds a lock that this one would wait for for ever.

    False where they take long.
    """
    for _ in range(_TRIES):
        try:
            dispose(line=line, at=at)
        except OperationalError as busy:
            if not isinstance(
                busy.__cause__, psycopg2.errors.LockNotAvailable | psycopg2.errors.DeadlockDetected
            ):
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return True
    return False


@transaction.atomic
def dispose(*, line: CertificateLine, at: datetime) -> None:
    """Dispose of one record, or note why it is kept. Raises NotCarriedOut; OperationalError while somebody keeps."""
    certificate = line.certificate
    Agency.objects.select_for_update(no_key=True).get(pk=certificate.agency_id)
    if Outcome.objects.filter(line=line).exists():
        return
    told = canonical(
        {"format": "disposal/1", "record": line.record.number, "certificate": certificate.number, "at": at}
    )
    try:
        with transaction.atomic():
            digest, sealed = vault.seal(content=told, agency_id=certificate.agency_id)
            left = _taken(certificate.pk, line.record_id, digest)
    except OperationalError:
        raise
    except DatabaseError as refused:
        _keep(line, refused, at)
        return
    export_files.remove_with(record=line.record, at=at)
    _tell("record.disposed", line, at, sealed, texts=left["texts"], files=left["files"])


def _taken(certificate_id: int, record_id: int, told: str) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_dispose(%s, %s, %s)", [certificate_id, record_id, told])
        [(answer,)] = cursor.fetchall()
    left: dict[str, Any] = json.loads(answer) if isinstance(answer, str) else answer
    return left


def _keep(line: CertificateLine, refused: DatabaseError, at: datetime) -> None:
    """It stays, and is due as before: another certificate can name it."""
    fault: Any = refused.__cause__
    name, reason = fault.diag.constraint_name, fault.diag.message_primary
    if name in _REFUSES_ALL:
        raise NotCarriedOut(reason) from refused
    if name not in KEPT_FOR | _REFUSES_ONE:
        reason = f"The database refused to dispose of it: {reason}"
        log.error("disposal_refused", line_id=line.pk, fault=reason)
    Outcome.objects.create(line=line, disposed=False, at=at, reason=reason[:200])
    details = canonical({"format": "spared/1", "record": line.record.number, "reason": reason, "at": at})
    _, sealed = vault.seal(content=details, agency_id=line.certificate.agency_id)
    _tell("record.spared", line, at, sealed, why=name if name in KEPT_FOR else "refused")


def _tell(verb: str, line: CertificateLine, at: datetime, sealed: str, **keys: Any) -> None:
    trail.record(
        verb=verb,
        agency_id=line.certificate.agency_id,
        actor_id=line.certificate.carried_by_id,
        subject_id=line.record_id,
        at=at,
        certificate_id=line.certificate_id,
        details_sealed=sealed,
        **keys,
    )


@transaction.atomic
def _finish(certificate_id: int, at: datetime) -> None:
    certificate = Certificate.objects.select_for_update().get(pk=certificate_id)
    if certificate.state != Progress.UNDER_WAY or _open_lines(certificate).exists():
        return
    certificate.state, certificate.ended_at = Progress.CARRIED_OUT, at
    certificate.save(update_fields=["state", "ended_at"])
    counted = count(certificate=certificate)
    trail.record(
        verb="certificate.carried_out",
        agency_id=certificate.agency_id,
        actor_id=certificate.carried_by_id,
        subject_id=certificate.agency_id,
        at=at,
        certificate_id=certificate.pk,
        disposed=counted.disposed,
        kept=counted.kept,
    )
