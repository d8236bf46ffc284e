"""What happens to an approved version while it waits: new rules, and authority that ends in the ordinary way."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.naming import found_by
from posts import written_once as once


class Rejudgement(models.Model):
    """A frozen version, judged again as it stands when its agency came under other rules.

    The version keeps the rules it was approved under; this row says whether they ask for more.
    """

    revision = models.ForeignKey("posts.Revision", on_delete=models.PROTECT, related_name="rejudgements")
    pack = models.CharField(max_length=40)
    pack_version = models.CharField(max_length=40)
    pack_digest = models.CharField(max_length=64)
    decision_digest = models.CharField(max_length=64)
    """Canonical JSON of the engine's decision, in the vault."""
    stands = models.BooleanField()
    """Whether nothing is asked for beyond what was asked before."""
    missing_digest = models.CharField(max_length=64, blank=True)
    """In the vault: what is asked for beside, a sentence a line; empty where it stands."""
    judged_at = models.DateTimeField()

    class Meta:
        triggers = once.frozen
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "pack_digest"], name="a_version_is_judged_again_once_a_pack"
            ),
            models.CheckConstraint(
                condition=Q(stands=True, missing_digest="") | (Q(stands=False) & ~Q(missing_digest="")),
                name="what_does_not_stand_says_why",
            ),
        ]
        indexes = [
            found_by(
                "decision_digest", "missing_digest", "pack_digest", name="rejudgements_by_what_they_name"
            )
        ]

    def __str__(self) -> str:
        return f"Revision {self.revision_id} under {self.pack} {self.pack_version}"


class Lapse(models.Model):
    """Somebody who wrote or approved a version loses the authority for it, not for cause, before it goes out.

    Until a person keeps it the version waits. Kept is kept: the database lets nobody take that back.
    """

    revision = models.ForeignKey("posts.Revision", on_delete=models.PROTECT, related_name="lapses")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    wrote = models.BooleanField()
    """Whether the member wrote it; else the member approved it."""
    ends_at = models.DateTimeField()
    """When the authority ends, or had ended."""
    told_at = models.DateTimeField()
    """When those who keep or withdraw it were asked."""
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    kept_role = models.CharField(max_length=20, blank=True, default="", db_default="")
    """The role in which it was kept."""
    kept_at = models.DateTimeField(null=True)

    class Meta:
        triggers = once.kept_once
        constraints = [
            models.UniqueConstraint(fields=["revision", "member"], name="one_lapse_a_member"),
            models.CheckConstraint(
                condition=Q(kept_by__isnull=True, kept_at__isnull=True, kept_role="")
                | (Q(kept_by__isnull=False, kept_at__isnull=False) & ~Q(kept_role="")),
                name="a_person_keeps_a_post",
            ),
        ]

    def __str__(self) -> str:
        return f"Authority of {self.member} for revision {self.revision_id}"
