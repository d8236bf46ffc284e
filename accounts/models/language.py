"""Which languages a member reads besides the department's own: who reads a post can review it."""

from django.db import models
from django.db.models import F, Q


class MemberLanguage(models.Model):
    """A language that a member says they read; it counts once somebody else has confirmed it.

    The database lets nobody confirm their own. A row is ended, never removed: a verdict of then rested on it.
    """

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="languages")
    language = models.CharField(max_length=3)
    """As `outlets.languages` lists them."""
    declared_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "language"],
                condition=Q(ended_at__isnull=True),
                name="a_language_is_declared_once",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("member")),
                name="nobody_confirms_their_own_language",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="a_confirmed_language_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} reads {self.language}"
