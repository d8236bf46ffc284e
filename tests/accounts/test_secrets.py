"""Credentials are encrypted at rest, readable with any of the keys, and never shown."""

from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import connection

from accounts.fields import UnreadableSecret
from accounts.models import Credential
from governance.cast import Cast


def _stored() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_token_secret FROM accounts_credential")
        return [row[0] for row in cursor.fetchall()]


def test_the_database_holds_no_readable_secret(chicago: Cast) -> None:
    secrets = {credential.access_token_secret for credential in Credential.objects.all()}

    assert not secrets & set(_stored())


def test_a_new_key_in_front_still_reads_what_the_old_one_wrote(chicago: Cast, settings: Any) -> None:
    before = Credential.objects.first()
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]

    assert Credential.objects.get(pk=before.pk).access_token == before.access_token


def test_a_lost_key_is_said_without_showing_what_was_stored(chicago: Cast, settings: Any) -> None:
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(UnreadableSecret) as told:
        Credential.objects.first()

    assert not any(stored in str(told.value) for stored in _stored())
    assert told.value.__cause__ is None


def test_no_secret_stands_in_the_words_of_a_credential(chicago: Cast) -> None:
    credential = Credential.objects.first()

    secrets = [getattr(credential, name) for name in Credential.SECRETS]
    assert not any(secret in str(credential) for secret in secrets if secret)
