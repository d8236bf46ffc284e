"""Disposal: certificates that a commission approves, the records that each names, and what became of each.

The database function `records_dispose` takes content away, and nothing else does (docs/decisions/0077).
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.models import BY_THE_OWNER_ALONE
from audit.naming import found_by
from records.models.kept import NO_TRUNCATE, WRITTEN_ONCE, Record, begins
from records.models.schedule import Series


class Progress(models.TextChoices):
    """Where a certificate is. The labels are what people read."""

    DRAFTED = "drafted", "Drawn up"
    SENT = "sent", "Sent to the commission"
    APPROVED = "approved", "Approved copy is back"
    UNDER_WAY = "under_way", "Being carried out"
    CARRIED_OUT = "carried_out", "Carried out"
    REFUSED = "refused", "Refused by the commission"
    WITHDRAWN = "withdrawn", "Withdrawn"


OPEN = ["drafted", "sent", "approved", "under_way"]
_ENDED = ["refused", "withdrawn"]
_SENT = ["sent", "approved", "under_way", "carried_out", "refused"]
_APPROVED = ["approved", "under_way", "carried_out"]
_BEGUN = ["under_way", "carried_out"]

_GOES_FORWARDS = pgtrigger.Trigger(
    name="goes_forwards",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="""
        IF (OLD.state || ' ' || NEW.state) NOT IN (
            'drafted sent', 'drafted withdrawn', 'sent approved', 'sent refused', 'sent withdrawn',
            'approved under_way', 'approved withdrawn', 'under_way carried_out'
        ) THEN
            RAISE EXCEPTION 'a certificate only goes forwards' USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (
            SELECT FROM jsonb_each(to_jsonb(OLD)) AS was
            WHERE was.key <> 'state' AND was.value NOT IN ('null'::jsonb, '""'::jsonb)
              AND was.value <> to_jsonb(NEW) -> was.key
        ) THEN
            RAISE EXCEPTION 'what a certificate says is never changed' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.state = 'sent' AND NEW.sent_on < (
            SELECT (NEW.drawn_at AT TIME ZONE zone)::date FROM accounts_agency WHERE id = NEW.agency_id
        ) THEN
            RAISE EXCEPTION 'a certificate is not sent before it is drawn up' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.state = 'sent' AND NEW.records <> (
            SELECT count(*) FROM records_certificateline WHERE certificate_id = NEW.id
        ) THEN
            RAISE EXCEPTION 'a certificate has as many lines as it was drawn up with'
                USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.state = 'carried_out' AND EXISTS (
            SELECT FROM records_certificateline AS line
            WHERE line.certificate_id = NEW.id
              AND NOT EXISTS (SELECT FROM records_outcome WHERE line_id = line.id)
        ) THEN
            RAISE EXCEPTION 'a certificate is carried out when each line has its outcome'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)

_BEGINS_AS_DRAFTED = begins(
    name="begins_as_drafted",
    otherwise="""
        NEW.state <> 'drafted' OR NEW.approved_copy <> '' OR num_nonnulls(
            NEW.sent_on, NEW.disposal_on, NEW.sent_by_id, NEW.approved_on, NEW.approval_by_id,
            NEW.carried_by_id, NEW.begun_at, NEW.ended_at, NEW.ended_by_id
        ) > 0
    """,
    says="a certificate begins as drawn up",
)


class Certificate(models.Model):
    """A disposal certificate: which records, whom it was sent to, when the approved copy came back."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    """Year of the agency's zone and sequence: '2026-003'."""
    state = models.CharField(
        max_length=11, choices=Progress.choices, default=Progress.DRAFTED, db_default=Progress.DRAFTED
    )
    commission = models.CharField(max_length=20)
    """Which of those in records/commissions.toml."""
    notice_days = models.PositiveSmallIntegerField()
    """So many days before the disposal date it is sent, by the rule in force when it was drawn up."""
    notice_source = models.CharField(max_length=120)
    """Where that number stands."""
    records = models.PositiveIntegerField()
    """How many it names."""
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    sent_on = models.DateField(null=True)
    disposal_on = models.DateField(null=True)
    """The disposal date that it names."""
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    """Who entered that it was sent."""
    approved_on = models.DateField(null=True)
    """The day on the approved copy."""
    approved_copy = models.CharField(max_length=120, blank=True, default="", db_default="")
    """Where the approved copy is kept: its number or file."""
    approval_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    """Who entered the approved copy."""
    carried_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    """The second person, who had it carried out."""
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    """When it was carried out, refused or withdrawn."""
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    """Who entered that it was refused or withdrawn."""

    class Meta:
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            NO_TRUNCATE,
            _BEGINS_AS_DRAFTED,
            _GOES_FORWARDS,
        ]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="a_certificate_number_is_used_once"),
            models.CheckConstraint(
                condition=Q(state__in=Progress.values), name="a_certificate_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_SENT)
                | Q(sent_by__isnull=False, disposal_on__gte=F("sent_on") + F("notice_days")),
                name="a_certificate_is_sent_in_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_APPROVED)
                | (Q(approval_by__isnull=False, approved_on__gte=F("sent_on")) & ~Q(approved_copy="")),
                name="an_approved_certificate_has_its_copy",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_BEGUN)
                | (Q(carried_by__isnull=False, begun_at__isnull=False) & ~Q(carried_by=F("drawn_by"))),
                name="a_second_person_carries_out",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*_ENDED, "carried_out"]) | Q(ended_at__isnull=False),
                name="a_certificate_that_ended_says_when",
            ),
        ]
        indexes = [models.Index(fields=["agency", "-id"], name="certificates_of_an_agency")]

    def __str__(self) -> str:
        return f"Certificate {self.number}"


class CertificateLine(models.Model):
    """A record that a certificate names, and the series under which it was due when it was drawn up."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="lines")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = [
            *WRITTEN_ONCE,
            pgtrigger.Trigger(
                name="drawn_up_with_it",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT FROM records_certificate AS certificate
                        JOIN records_record AS record ON record.agency_id = certificate.agency_id
                        JOIN records_series AS series ON series.agency_id = certificate.agency_id
                        WHERE certificate.id = NEW.certificate_id AND certificate.state = 'drafted'
                          AND record.id = NEW.record_id AND series.id = NEW.series_id
                    ) THEN
                        RAISE EXCEPTION 'lines are written when a certificate is drawn up'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "record"], name="a_certificate_names_a_record_once"
            )
        ]

    def __str__(self) -> str:
        return f"Record {self.record_id} on certificate {self.certificate_id}"


class Outcome(models.Model):
    """What became of a line: disposed of, which the database function alone writes, or kept, and why."""

    line = models.OneToOneField(CertificateLine, on_delete=models.PROTECT, related_name="outcome")
    disposed = models.BooleanField()
    at = models.DateTimeField()
    texts = models.PositiveIntegerField(default=0)
    """How many texts left the vault."""
    files = models.PositiveIntegerField(default=0)
    """How many files left it."""
    shared = models.PositiveIntegerField(default=0)
    """How many of its contents stay, since something else needs them."""
    reason = models.CharField(max_length=200, blank=True, default="")
    """Why the record was kept, in plain words."""
    details_digest = models.CharField(max_length=64, blank=True, default="")
    """Of what was disposed of: the certificate and the moment as canonical JSON, in the vault."""

    class Meta:
        triggers = [
            *WRITTEN_ONCE,
            pgtrigger.Trigger(
                name=BY_THE_OWNER_ALONE.name,
                when=BY_THE_OWNER_ALONE.when,
                operation=BY_THE_OWNER_ALONE.operation,
                condition=pgtrigger.Condition("NEW.disposed"),
                func=BY_THE_OWNER_ALONE.func,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(disposed=True, reason="") & ~Q(details_digest="")
                | Q(disposed=False, texts=0, files=0, shared=0, details_digest="") & ~Q(reason=""),
                name="what_is_kept_says_why",
            )
        ]
        indexes = [found_by("details_digest", name="outcomes_by_what_they_name")]

    def __str__(self) -> str:
        return f"Line {self.line_id}: {'disposed of' if self.disposed else 'kept'}"
