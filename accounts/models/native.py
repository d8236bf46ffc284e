"""Who ever knew a network's own password of an account, and the changes of it that are owed."""

from django.db import models
from django.db.models import Q


class NativePassword(models.Model):
    """That a member knew the password with which one signs in at the network itself (CPD-TW.V.D.4)."""

    account = models.ForeignKey("accounts.OutletAccount", on_delete=models.PROTECT, related_name="knowers")
    member = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    since_on = models.DateField()
    until_on = models.DateField(null=True)
    """The day on which the password was changed; null while they know the one in use."""
    noted_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.member}: {self.account}"


class Cause(models.TextChoices):
    """Why a password is to be changed."""

    MOVED = "moved", "Moved to another unit"
    ENDED = "ended", "Role ended"
    LEFT = "left", "Left the department"


class PasswordRotation(models.Model):
    """The task of changing the network's own password of an account after somebody who knew it moved."""

    account = models.ForeignKey("accounts.OutletAccount", on_delete=models.PROTECT, related_name="rotations")
    because = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=12, choices=Cause.choices)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "because"],
                condition=Q(done_at__isnull=True),
                name="one_open_rotation_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.get_why_display()}"
