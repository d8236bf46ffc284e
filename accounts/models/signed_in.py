"""Where members are signed in."""

from django.db import models


class SignedIn(models.Model):
    """One session of a member, as its list shows it; the session itself is Django's."""

    member = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=120, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["member", "-seen_at"], name="sessions_of_a_member")]

    def __str__(self) -> str:
        return f"{self.member} since {self.began_at:%Y-%m-%d %H:%M} UTC"
