"""What somebody must have to act besides a role: the rules with their dates, what was missing, and what was told."""

from django.db import models
from django.db.models import Q


class Condition(models.TextChoices):
    """What somebody must have to act, besides a role. The labels are what people read."""

    DUTY = "duty", "On duty"
    ACKNOWLEDGEMENT = "acknowledgement", "Policy read"
    TRAINING = "training", "Training"
    DEVICE = "device", "Department device"
    ACCESS = "access", "Access approved"


class Force(models.TextChoices):
    """How a condition is taken: not at all, by saying what would have been refused, or by refusing."""

    OFF = "off", "Off"
    OBSERVED = "observed", "Observed"
    ENFORCED = "enforced", "Enforced"


class Outcome(models.TextChoices):
    """What became of an act for which something was missing."""

    REFUSED = "refused", "Refused"
    OBSERVED = "observed", "Would have been refused"
    EXEMPT = "exempt", "Done without it"


class ConditionRule(models.Model):
    """How a condition is taken from a moment on, in an agency or in one unit. Never edited: the newest begun holds.

    A commander's own rule for the unit stands beside what administrators set, and the stricter of the two holds.
    """

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    """Null: the whole agency."""
    condition = models.CharField(max_length=20, choices=Condition.choices)
    force = models.CharField(max_length=10, choices=Force.choices, blank=True)
    """Empty: the unit does as its agency does, and of a commander's rule, that it is taken back."""
    by_commander = models.BooleanField(default=False, db_default=False)
    """Whether whoever leads the unit set it: such a rule never makes anything less strict."""
    starts_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    set_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")
    """Null for a rule that an agency was set up with."""
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(condition__in=Condition.values), name="a_condition_is_a_known_one"
            ),
            models.CheckConstraint(
                condition=Q(force__in=Force.values) | Q(force="", unit__isnull=False),
                name="only_a_unit_does_as_its_agency",
            ),
        ]
        indexes = [models.Index(fields=["agency", "condition", "starts_at"], name="rules_in_force")]

    def __str__(self) -> str:
        return f"{self.get_condition_display()}: {self.get_force_display() or 'as the agency'}"


class ConditionNote(models.Model):
    """What was missing when somebody acted, or tried to; repeated tries of one day are one note."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    """The unit for which they acted."""
    member = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="condition_notes")
    condition = models.CharField(max_length=20, choices=Condition.choices)
    act = models.SlugField(max_length=20)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    post_id = models.BigIntegerField(null=True)
    """The post's number; no key, since posts are a room above this one."""
    on = models.DateField()
    """The day in the agency's zone."""
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "condition", "act", "outcome", "post_id", "on"],
                nulls_distinct=False,
                name="noted_once_a_day",
            )
        ]
        indexes = [
            models.Index(fields=["unit", "on"], name="notes_of_a_unit"),
            models.Index(fields=["member", "-noted_at"], name="notes_of_a_member"),
            models.Index(fields=["post_id"], name="notes_of_a_post"),
        ]

    def __str__(self) -> str:
        return f"{self.get_condition_display()}, {self.act}: {self.get_outcome_display()}"


class ConditionReminder(models.Model):
    """That a member was told so many days ahead that something of theirs lapses: once each."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    kind = models.SlugField(max_length=20)
    subject_id = models.BigIntegerField()
    """The row that lapses; which table it stands in, the kind says."""
    days = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id", "days"], name="told_once_so_many_days_ahead"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}, {self.days} days ahead"
