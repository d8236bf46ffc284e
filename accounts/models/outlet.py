"""The register of outlet accounts, and their credentials."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.fields import EncryptedTextField


class Network(models.TextChoices):
    """Where an account lives; what is approved for one never goes to the other."""

    X = "x", "X"
    TRAINING = "training", "Training"


class AccountStatus(models.TextChoices):
    """Whether the department has approved the account (CPD-SM.III.C.1)."""

    PROPOSED = "proposed", "Proposed"
    ACTIVE = "active", "Active"
    RETIRED = "retired", "Retired"


class OutletAccount(models.Model):
    """One account on one network, kept by one unit."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="outlet_accounts")
    network = models.CharField(max_length=10, choices=Network.choices)
    handle = models.CharField(max_length=30)
    display_name = models.CharField(max_length=50)
    external_id = models.CharField(max_length=30)
    """The network's own number of the account: a handle can change, this cannot."""
    status = models.CharField(max_length=10, choices=AccountStatus.choices, default=AccountStatus.PROPOSED)
    corporate = models.BooleanField(default=False)
    """Kept by Communications itself; no unit role reaches it (CPD-TW.V.E.4)."""
    reply_settings = models.CharField(max_length=20, blank=True)
    """Who may reply, in the network's word; empty means everyone."""
    trouble = models.CharField(max_length=200, blank=True)
    """Why the network refuses the account at present, in words; empty when it is well."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "external_id"], name="an_account_is_registered_once"),
            models.CheckConstraint(condition=Q(network__in=Network.values), name="a_network_is_a_known_one"),
        ]

    def __str__(self) -> str:
        return f"{self.display_name} (@{self.handle} on {self.get_network_display()})"

    @property
    def training(self) -> bool:
        """Whether nothing that is sent leaves this machine."""
        return self.network == Network.TRAINING


class Credential(models.Model):
    """The keys of one account, encrypted with the newest of FIELD_KEYS; only the sending worker reads them."""

    account = models.OneToOneField(OutletAccount, on_delete=models.PROTECT, related_name="credential")
    consumer_key = EncryptedTextField()
    consumer_secret = EncryptedTextField()
    access_token = EncryptedTextField()
    access_token_secret = EncryptedTextField()
    connected_at = models.DateTimeField()

    SECRETS: ClassVar[tuple[str, ...]] = (
        "consumer_key",
        "consumer_secret",
        "access_token",
        "access_token_secret",
    )

    def __str__(self) -> str:
        return f"Credential of account {self.account_id}"
