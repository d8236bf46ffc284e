"""Whom an account of the department follows, as people write it down: a follow is read as the department's praise."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

_AS_DECIDED = ("account_id", "handle", "why", "decided_by_id", "decided_at")


def _differs() -> pgtrigger.Q:
    changed = pgtrigger.Q()
    for column in _AS_DECIDED:
        changed |= pgtrigger.Q(**{f"old__{column}__df": pgtrigger.F(f"new__{column}")})
    return changed


class Followed(models.Model):
    """One account that an account of the department follows: who decided it and why (CPD-TW.III.F).

    It stays on the list until somebody says that it is not followed any more, and in the database for good.
    """

    account = models.ForeignKey("accounts.OutletAccount", on_delete=models.PROTECT, related_name="followed")
    handle = models.CharField(max_length=100)
    """As the network writes it, without the sign before it."""
    why = models.CharField(max_length=300)
    decided_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    """When somebody looked at it and said that nothing there puts people down."""
    doubt = models.CharField(max_length=300, blank=True, default="")
    """Why somebody asks that it be followed no longer; empty while nobody does."""
    doubted_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")
    doubted_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    """When it was unfollowed on the network, as somebody says."""

    class Meta:
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="as_decided",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False)
                | _differs()
                | (
                    pgtrigger.Q(old__doubted_at__isnull=False)
                    & pgtrigger.Q(old__doubted_at__df=pgtrigger.F("new__doubted_at"))
                ),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                "account",
                Lower("handle"),
                condition=Q(ended_at__isnull=True),
                name="an_account_is_followed_once",
            ),
            models.CheckConstraint(
                condition=Q(doubt="", doubted_by__isnull=True, doubted_at__isnull=True)
                | (~Q(doubt="") & Q(doubted_by__isnull=False, doubted_at__isnull=False)),
                name="a_doubt_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="somebody_unfollows",
            ),
        ]

    def __str__(self) -> str:
        return f"@{self.handle}, followed by {self.account}"
