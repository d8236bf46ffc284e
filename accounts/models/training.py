"""Training, the confirmation that a policy was read, and approvals of access without a role."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Course(models.Model):
    """A course of an agency and the topics of its policy that it covers (CPD-TW.V.C, APD-1021.8)."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="courses")
    name = models.CharField(max_length=120)
    topics = ArrayField(models.SlugField(max_length=40))
    valid_months = models.PositiveSmallIntegerField(null=True)
    """How long a result holds; null: it never lapses."""
    retired_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="a_course_is_named_once"),
        ]

    def __str__(self) -> str:
        return self.name


class TrainingSession(models.Model):
    """One time a course was, or will be, held."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions")
    held_at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    trainer = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.course}, {self.held_at:%Y-%m-%d %H:%M} UTC"


class TrainingResult(models.Model):
    """That a member attended a course, and whether they passed it."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="training_results")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="results")
    session = models.ForeignKey(TrainingSession, on_delete=models.PROTECT, null=True, related_name="results")
    attended = models.BooleanField()
    passed = models.BooleanField()
    topics = ArrayField(models.SlugField(max_length=40))
    """As the course covered them then: a course that changes later takes nothing away and gives nothing."""
    passed_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    """Null: it never lapses."""
    recorded_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(passed=False) | Q(attended=True), name="who_passed_attended"),
        ]
        indexes = [models.Index(fields=["member", "expires_at"], name="training_of_a_member")]

    def __str__(self) -> str:
        return f"{self.member}: {self.course}"


class Acknowledgement(models.Model):
    """That a member says they have read a version of the policy (CPD-TW.IV.B)."""

    policy = models.ForeignKey("accounts.AgencyPolicy", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="acknowledgements")
    said_digest = models.CharField(max_length=64, blank=True)
    """Of the words they confirmed, in the vault; empty where it was imported."""
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "member"], name="a_version_is_confirmed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.policy}"


class AccessApproval(models.Model):
    """Approval to use social media for the department, for members who hold no role (CPD-SM.III.C.2)."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="access_approvals")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300)
    given_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=models.F("starts_at")),
                name="an_approval_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["member", "ends_at"], name="access_of_a_member")]

    def __str__(self) -> str:
        return f"Access of {self.member}"
