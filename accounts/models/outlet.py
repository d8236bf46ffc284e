"""The register of outlet accounts, and their credentials."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value

from accounts.fields import EncryptedTextField


class Network(models.TextChoices):
    """Where an account lives; what is approved for one never goes to the other."""

    X = "x", "X"
    TRAINING = "training", "Training"
    FACEBOOK = "facebook", "Facebook"
    INSTAGRAM = "instagram", "Instagram"
    YOUTUBE = "youtube", "YouTube"
    NEXTDOOR = "nextdoor", "Nextdoor"
    THREADS = "threads", "Threads"
    TIKTOK = "tiktok", "TikTok"
    LINKEDIN = "linkedin", "LinkedIn"
    BLUESKY = "bluesky", "Bluesky"
    ELSEWHERE = "elsewhere", "Another network"


PUBLISHED_ON = (Network.X.value, Network.TRAINING.value)
"""The networks on which the portal itself publishes; accounts on the others are registered and kept by people."""


class AccountStatus(models.TextChoices):
    """Whether the department has approved the account (CPD-SM.III.C.1)."""

    PROPOSED = "proposed", "Proposed"
    ACTIVE = "active", "Active"
    RETIRED = "retired", "Retired"


class Capability(models.TextChoices):
    """What a network lets an account do beyond posting; plans differ, so each account has its own list."""

    REPLY = "reply", "Reply to posts of others"
    QUOTE = "quote", "Quote posts"
    LIKE = "like", "Like posts"
    FOLLOW = "follow", "Follow accounts"
    REPOST = "repost", "Repost posts"
    HIDE = "hide", "Hide replies"
    PROFILE = "profile", "Change picture and description"
    LONG_POSTS = "long_posts", "Posts longer than 280 characters"
    VIDEO = "video", "Videos and GIFs"


USUAL_CAPABILITIES = [Capability.REPOST.value, Capability.HIDE.value, Capability.VIDEO.value]
"""What every plan of X that one can subscribe to includes since 20 April 2026 (X API changelog)."""


def usual_capabilities() -> list[str]:
    """A new account's list."""
    return list(USUAL_CAPABILITIES)


class Health(models.TextChoices):
    """How the network takes the account at present, or why it does not."""

    CONNECTED = "connected", "Connected"
    RECONNECT = "reconnect", "Needs reconnecting"
    MISMATCH = "mismatch", "Keys of another account"
    SUSPENDED = "suspended", "Suspended"
    LOCKED = "locked", "Locked"
    CREDITS = "credits", "Credit used up"
    CAPPED = "capped", "Daily limit reached"
    REFUSED = "refused", "Refused by the network"


class OutletAccount(models.Model):
    """One account on one network, kept by one unit."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="outlet_accounts")
    network = models.CharField(max_length=10, choices=Network.choices)
    network_name = models.CharField(max_length=40, blank=True, default="", db_default="")
    """What another network is called; empty for those that the list names."""
    address = models.CharField(max_length=200, blank=True, default="", db_default="")
    """Where residents see an account that the portal does not publish to; empty for the others."""
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
    health = models.CharField(
        max_length=10,
        choices=Health.choices,
        default=Health.CONNECTED,
        db_default=Value(Health.CONNECTED.value),
    )
    troubled_at = models.DateTimeField(null=True)
    """Since when the network has not taken it; null while it does."""
    probe_at = models.DateTimeField(null=True)
    """When one post may try whether the network takes the account again; until then all of them wait."""
    probes = models.PositiveSmallIntegerField(default=0, db_default=0)
    """How often that was tried in vain: the gaps grow with it."""
    capabilities = ArrayField(
        models.CharField(max_length=10, choices=Capability.choices),
        default=usual_capabilities,
        db_default=Value(USUAL_CAPABILITIES, output_field=ArrayField(models.CharField(max_length=10))),
    )
    # A department has a few hundred accounts: reading all of them costs less than keeping two more indexes.
    custodian = models.ForeignKey(
        "accounts.Member", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    """Who keeps the account: told first when something is wrong with it."""
    deputy = models.ForeignKey(
        "accounts.Member", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    resend_after_absence = models.BooleanField(default=False, db_default=False)
    """Whether the portal sends once more, by itself, what the account does not show after the settled period."""
    practice = models.BooleanField(default=False, db_default=False)
    """Whether members in training use it to learn the whole way: only ever on the training network."""
    proposed_by = models.ForeignKey(
        "accounts.Member", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    proposed_at = models.DateTimeField(null=True)
    proposal_reason = models.CharField(max_length=300, blank=True, default="", db_default="")
    approved_by = models.ForeignKey(
        "accounts.Member", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    """Who approved it for the Superintendent's office (CPD-SM.III.C.1); null for accounts of before."""
    approved_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(
        "accounts.Member", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    retired_at = models.DateTimeField(null=True)
    retire_reason = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "external_id"], name="an_account_is_registered_once"),
            models.CheckConstraint(condition=Q(network__in=Network.values), name="a_network_is_a_known_one"),
            models.CheckConstraint(
                condition=Q(network__in=PUBLISHED_ON, address="")
                | (~Q(network__in=PUBLISHED_ON) & ~Q(address="")),
                name="what_people_keep_has_an_address",
            ),
            models.CheckConstraint(
                condition=Q(network="elsewhere") ^ Q(network_name=""), name="another_network_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(practice=False) | Q(network="training"), name="practice_leaves_no_machine"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.display_name} (@{self.handle} on {self.get_network_display()})"

    def get_network_display(self) -> str:  # type: ignore[no-redef]  # Django leaves it to the class that has one
        """The network's name: of another one, the name it was registered with."""
        return self.network_name or str(Network(self.network).label)

    @property
    def published_here(self) -> bool:
        """Whether the portal itself publishes to it; if not, no keys of it are kept and nothing is sent."""
        return self.network in PUBLISHED_ON

    @property
    def number_known(self) -> bool:
        """Whether the network has said its number; before the first connection '@handle' stands for it."""
        return not self.external_id.startswith("@")

    @property
    def training(self) -> bool:
        """Whether nothing that is sent leaves this machine."""
        return self.network == Network.TRAINING


_ONLY_WHERE_THE_PORTAL_PUBLISHES = """
    IF EXISTS (
        SELECT 1 FROM accounts_outletaccount WHERE id = NEW.account_id AND network NOT IN ('x', 'training')
    ) THEN
        RAISE EXCEPTION 'the portal does not publish on this network' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class CredentialKind(models.TextChoices):
    """How an account's requests are signed."""

    OAUTH1 = "oauth1", "OAuth 1.0a"
    OAUTH2 = "oauth2", "OAuth 2.0"


class Credential(models.Model):
    """The keys of one account, encrypted with the newest of FIELD_KEYS; only the sending worker reads them.

    With OAuth 2.0 the consumer key and secret are the application's client id and secret, the access token is short
    lived and has no secret, and a refresh token is good for one use.
    """

    account = models.OneToOneField(OutletAccount, on_delete=models.PROTECT, related_name="credential")
    kind = models.CharField(
        max_length=6,
        choices=CredentialKind.choices,
        default=CredentialKind.OAUTH1,
        db_default=Value(CredentialKind.OAUTH1.value),
    )
    consumer_key = EncryptedTextField()
    consumer_secret = EncryptedTextField()
    access_token = EncryptedTextField()
    access_token_secret = EncryptedTextField()
    refresh_token = EncryptedTextField(null=True)
    """Null where there is none, or where it is used up and its successor never arrived."""
    external_id = models.CharField(max_length=30, default="", db_default="")
    """Whom the network said the keys speak for; empty for keys of before, whose token begins with it."""
    connected_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    """When the network last said that the keys speak for the account they are kept for."""
    expires_at = models.DateTimeField(null=True)
    """When the access token ends; null where it does not."""
    refreshed_at = models.DateTimeField(null=True)
    doubted_at = models.DateTimeField(null=True)
    """When the network last refused the access token, until it takes one again."""
    asked_at = models.DateTimeField(null=True)
    """When new tokens were last asked for in vain: they are not asked for again within a minute."""

    SECRETS: ClassVar[tuple[str, ...]] = (
        "consumer_key",
        "consumer_secret",
        "access_token",
        "access_token_secret",
        "refresh_token",
    )

    class Meta:
        triggers = [
            pgtrigger.Trigger(
                name="only_where_the_portal_publishes",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_ONLY_WHERE_THE_PORTAL_PUBLISHES,
            ),
        ]

    def __str__(self) -> str:
        return f"Credential of account {self.account_id}"
