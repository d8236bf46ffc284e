"""Devices of members: security keys of the department, and written permissions for personal ones."""

from django.db import models
from django.db.models import Q


class DeviceKind(models.TextChoices):
    """Whose device it is."""

    DEPARTMENT = "department", "Department device"
    PERSONAL = "personal", "Personal device"


class Device(models.Model):
    """A device a member asked for; it counts from its approval to its end (CPD-TW.IV.D, DPD-227.C.a.iv.2)."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="devices")
    kind = models.CharField(max_length=10, choices=DeviceKind.choices)
    name = models.CharField(max_length=60)
    key = models.ForeignKey("mfa.Authenticator", on_delete=models.SET_NULL, null=True, related_name="+")
    """The security key by which the device is known; null once the key was removed."""
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    expires_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=DeviceKind.values), name="a_device_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=~Q(kind="personal") | Q(approved_at__isnull=True) | Q(expires_at__isnull=False),
                name="a_personal_device_has_a_last_day",
            ),
            models.UniqueConstraint(
                fields=["key"], condition=Q(ended_at__isnull=True), name="a_key_is_one_device"
            ),
        ]
        indexes = [models.Index(fields=["member", "ended_at"], name="devices_of_a_member")]

    def __str__(self) -> str:
        return self.name
