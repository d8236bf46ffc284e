"""manage.py rotate_keys: encrypt every kept secret with the newest of FIELD_KEYS."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.factors import Factors
from accounts.fields import UnreadableSecret
from accounts.models import Credential, Member, OutletAccount

FACTORS = Factors()
SECRETS = ("secret", "seed")
"""What a second step keeps encrypted: the key of a phone, the seed of recovery codes."""


class Command(BaseCommand):
    """Put the new key first in FIELD_KEYS, restart, run this, then take the old key away."""

    help = "Encrypts all kept secrets anew with the first of FIELD_KEYS; older keys can go afterwards."

    def handle(self, *args: Any, **options: Any) -> None:
        """One row at a time, so that publishing and signing in go on meanwhile; may be run again."""
        self._accounts()
        self._second_steps()

    def _accounts(self) -> None:
        unreadable = []
        done = 0
        for credential_id in Credential.objects.order_by("pk").values_list("pk", flat=True):
            try:
                rotate(credential_id=credential_id)
            except UnreadableSecret:
                unreadable.append(credential_id)
            else:
                done += 1
        self.stdout.write(f"The keys of {done} accounts are encrypted with the newest of FIELD_KEYS.")
        if unreadable:
            accounts = OutletAccount.objects.filter(credential__in=unreadable).order_by("handle")
            names = ", ".join(f"@{handle}" for handle in accounts.values_list("handle", flat=True))
            raise CommandError(
                f"The keys of {names} cannot be read with any of FIELD_KEYS. Put back the key that is missing, "
                "or connect these accounts anew; keep the old keys until then."
            )

    def _second_steps(self) -> None:
        unreadable = []
        found = Authenticator.objects.filter(data__has_any_keys=SECRETS).order_by("pk")
        for authenticator_id in found.values_list("pk", flat=True):
            try:
                rotate_second_step(authenticator_id=authenticator_id)
            except UnreadableSecret:
                unreadable.append(authenticator_id)
        self.stdout.write("Second steps of members are encrypted with the newest of FIELD_KEYS, too.")
        if unreadable:
            members = Member.objects.filter(authenticator__in=unreadable).distinct().order_by("log_on_id")
            names = ", ".join(members.values_list("log_on_id", flat=True))
            raise CommandError(
                f"The second step of {names} cannot be read with any of FIELD_KEYS. Put back the key that is "
                "missing; keep the old keys until then."
            )


@transaction.atomic
def rotate(*, credential_id: int) -> None:
    """Read and write the secrets of one account. Raises UnreadableSecret, having changed nothing."""
    credential = Credential.objects.select_for_update().get(pk=credential_id)
    credential.save(update_fields=Credential.SECRETS)


@transaction.atomic
def rotate_second_step(*, authenticator_id: int) -> None:
    """Read and write the secrets of one second step. Raises UnreadableSecret, having changed nothing."""
    found = Authenticator.objects.select_for_update().get(pk=authenticator_id)
    anew = {key: FACTORS.encrypt(FACTORS.decrypt(found.data[key])) for key in SECRETS if key in found.data}
    found.data = found.data | anew
    found.save(update_fields=["data"])
