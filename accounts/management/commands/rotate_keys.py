"""manage.py rotate_keys: encrypt every kept secret with the newest of FIELD_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.fields import UnreadableSecret
from accounts.models import Credential, OutletAccount


class Command(BaseCommand):
    """Put the new key first in FIELD_KEYS, restart, run this, then take the old key away."""

    help = "Encrypts the keys of all accounts with the first of FIELD_KEYS; older keys can go afterwards."

    def handle(self, *args: Any, **options: Any) -> None:
        """One account at a time, so that publishing goes on meanwhile; may be run again."""
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


@transaction.atomic
def rotate(*, credential_id: int) -> None:
    """Read and write the secrets of one account. Raises UnreadableSecret, having changed nothing."""
    credential = Credential.objects.select_for_update().get(pk=credential_id)
    credential.save(update_fields=Credential.SECRETS)
