"""Rules that somebody proposes: their text, why and from when, and what a second person decided."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q


class ProposalState(models.TextChoices):
    """Where a proposal is. The labels are what people read."""

    WRITING = "writing", "Being written"
    PROPOSED = "proposed", "Waits for review"
    ADOPTED = "adopted", "Adopted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


_DECIDED_ONCE = pgtrigger.Trigger(
    name="decided_once",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="""
        IF OLD.state NOT IN ('writing', 'proposed') OR (OLD.state = 'proposed' AND NEW.state = 'writing') THEN
            RAISE EXCEPTION 'a proposal is decided once' USING ERRCODE = 'check_violation';
        END IF;
        IF (NEW.agency_id, NEW.base_id, NEW.begun_by_id, NEW.begun_at)
            IS DISTINCT FROM (OLD.agency_id, OLD.base_id, OLD.begun_by_id, OLD.begun_at)
            OR OLD.state <> 'writing' AND (
                NEW.pack, NEW.version, NEW.digest, NEW.source_digest, NEW.why, NEW.effective_at, NEW.proposed_at
            ) IS DISTINCT FROM (
                OLD.pack, OLD.version, OLD.digest, OLD.source_digest, OLD.why, OLD.effective_at, OLD.proposed_at
            )
        THEN
            RAISE EXCEPTION 'proposed rules are changed by another proposal' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.state = 'adopted' AND NOT EXISTS (
            SELECT 1 FROM accounts_agencypolicy adopted WHERE adopted.id = NEW.policy_id
            AND (adopted.agency_id, adopted.pack, adopted.version, adopted.digest, adopted.source_digest)
                = (NEW.agency_id, NEW.pack, NEW.version, NEW.digest, NEW.source_digest)
        ) THEN
            RAISE EXCEPTION 'what is adopted is what was proposed' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)
"""What a second person reads is what takes effect, whoever asks the database otherwise."""


class PolicyProposal(models.Model):
    """A version of the rules that is written, proposed, and adopted or declined by somebody else."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="proposals")
    base = models.ForeignKey("accounts.AgencyPolicy", on_delete=models.PROTECT, related_name="+")
    """The rules in force when it was begun."""
    pack = models.SlugField(max_length=40)
    version = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    """Of the rules that its text holds, as AgencyPolicy has it."""
    source_digest = models.CharField(max_length=64)
    """The text itself is in the vault."""
    why = models.CharField(max_length=1000, blank=True)
    effective_at = models.DateTimeField(null=True)
    """None: as soon as it is adopted."""
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.WRITING)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    """Who writes and proposes it; somebody else decides."""
    begun_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=1000, blank=True)
    """What the second person said; needed to decline."""
    policy = models.OneToOneField(
        "accounts.AgencyPolicy", on_delete=models.PROTECT, null=True, related_name="proposal"
    )
    """What it became."""

    class Meta:
        triggers = [_DECIDED_ONCE, pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("begun_by")),
                name="a_second_person_reviews_rules",
            ),
            models.CheckConstraint(
                condition=Q(state="writing", proposed_at__isnull=True)
                | Q(state="withdrawn")
                | (Q(state__in=["proposed", "adopted", "declined"], proposed_at__isnull=False) & ~Q(why="")),
                name="a_proposal_says_why",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["writing", "proposed", "withdrawn"],
                    reviewed_by__isnull=True,
                    reviewed_at__isnull=True,
                    policy__isnull=True,
                )
                | Q(
                    state="adopted",
                    reviewed_by__isnull=False,
                    reviewed_at__isnull=False,
                    policy__isnull=False,
                )
                | (
                    Q(
                        state="declined",
                        reviewed_by__isnull=False,
                        reviewed_at__isnull=False,
                        policy__isnull=True,
                    )
                    & ~Q(answer="")
                ),
                name="a_proposal_is_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["agency", "pack", "version"],
                condition=Q(state="proposed"),
                name="a_version_is_proposed_once_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["agency", "-begun_at"], name="proposals_of_an_agency")]

    def __str__(self) -> str:
        return f"{self.pack} {self.version}: {self.get_state_display()}"
