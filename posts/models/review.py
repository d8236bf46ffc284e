"""What reviewers said: verdicts that count, and remarks that do not."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.naming import found_by
from posts import triggers as rules
from posts import written_once as once
from posts.language_triggers import approved_together


class Verdict(models.TextChoices):
    """What a reviewer decided about a step."""

    APPROVED = "approved", "Approved"
    RETURNED = "returned", "Returned"
    REJECTED = "rejected", "Rejected"


class Ground(models.TextChoices):
    """What a post was sent back for, in the few words that can be counted; the sentence says the rest."""

    FACTS = "facts", "Facts or source"
    WORDING = "wording", "Wording"
    TIMING = "timing", "Date or time"
    PICTURE = "picture", "Picture or its description"
    PRIVACY = "privacy", "Privacy"
    RULE = "rule", "Against a rule"
    NOT_OURS = "not_ours", "Not for this account"
    OTHER = "other", "Something else"


class Approval(models.Model):
    """One reviewer's verdict on the exact bytes of one revision.

    The database itself refuses a second verdict on a step, a second hat of one person, an author's verdict,
    a verdict that names other bytes, and any change of a verdict.
    """

    revision = models.ForeignKey("posts.Revision", on_delete=models.PROTECT, related_name="approvals")
    step = models.ForeignKey("posts.RouteStep", on_delete=models.PROTECT, related_name="approvals")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    digest = models.CharField(max_length=64)
    binding = models.CharField(max_length=64)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    held_role = models.CharField(max_length=20)
    """The role in which the reviewer acted."""
    attested_digest = models.CharField(max_length=64, blank=True)
    """In the vault: which form of attestation was shown and what it said (CPD-TW.V.B.4)."""
    reason_digest = models.CharField(max_length=64, blank=True)
    """In the vault: why it was returned or rejected, or the guidance that came with an approval."""
    ground = models.CharField(max_length=10, choices=Ground.choices, blank=True, default="")
    """Of a return or a rejection; empty for an approval and for what was decided before grounds were asked."""
    stood_in_for = models.CharField(max_length=20, blank=True, default="")
    """The office in whose place Communications decided, since nobody of it was on call (CPD-TW.V.D.10)."""
    stand_in_digest = models.CharField(max_length=64, blank=True, default="")
    """In the vault: why."""

    class Meta:
        triggers = [*once.frozen, rules.sound_verdict, approved_together]
        indexes = [
            found_by(
                "attested_digest",
                "binding",
                "digest",
                "reason_digest",
                "stand_in_digest",
                name="approvals_by_what_they_name",
            ),
            models.Index(
                fields=["decided_at"],
                condition=Q(verdict__in=["returned", "rejected"]),
                name="sent_back_by_day",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["step"], name="one_verdict_per_step"),
            models.UniqueConstraint(fields=["revision", "decided_by"], name="one_hat_per_person"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="a_verdict_is_a_known_one"),
            models.CheckConstraint(
                condition=Q(stood_in_for="", stand_in_digest="")
                | (Q(verdict="approved") & ~Q(stood_in_for="") & ~Q(stand_in_digest="")),
                name="standing_in_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} by {self.decided_by}"


class RemarkKind(models.TextChoices):
    """What a remark is."""

    COMMENT = "comment", "Comment"
    PROPOSAL = "proposal", "Proposed wording"
    TAKEDOWN = "takedown", "Reason for taking it down"
    LOOKED = "looked", "What was seen on the network"
    QUESTION = "question", "Question to the unit"
    RECALLED = "recalled", "Why Communications returned what was approved"
    CORRECTION = "correction", "Why it is corrected"
    OVERRULED = "overruled", "Why Communications rejected what was approved"
    IN_ORDER = "in_order", "Why Communications found it in order"
    TO_CORRECT = "to_correct", "Why Communications asked for a correction"


class Remark(models.Model):
    """A comment or a proposed wording on a revision; it decides nothing."""

    revision = models.ForeignKey("posts.Revision", on_delete=models.PROTECT, related_name="remarks")
    kind = models.CharField(max_length=10, choices=RemarkKind.choices)
    part = models.PositiveSmallIntegerField(default=0, db_default=0)
    """Of which part of a thread another wording is proposed, from 0."""
    text_digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        triggers = once.frozen
        indexes = [
            found_by("text_digest", name="remarks_by_what_they_name"),
            models.Index(
                fields=["-made_at", "-id"], condition=Q(kind="to_correct"), name="corrections_asked_for"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} by {self.made_by}"
