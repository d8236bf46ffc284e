"""New keys for old: every account's secrets are read with the old and written with the newest."""

from io import StringIO
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Credential
from governance.cast import Cast, training_keys


def _stored() -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, access_token_secret FROM accounts_credential")
        return dict(cursor.fetchall())


def _rotate() -> str:
    said = StringIO()
    call_command("rotate_keys", stdout=said)
    return said.getvalue()


def test_the_old_key_can_be_taken_away_afterwards(chicago: Cast, settings: Any) -> None:
    old, new = settings.FIELD_KEYS, Fernet.generate_key().decode()
    for credential in Credential.objects.all():
        credential.refresh_token = "good for one use"
        credential.save()
    settings.FIELD_KEYS = [new, *old]
    before = _stored()

    assert "3 accounts" in _rotate()

    settings.FIELD_KEYS = [new]
    assert all(before[pk] != stored for pk, stored in _stored().items())
    for credential in Credential.objects.select_related("account"):
        wanted = training_keys(external_id=credential.account.external_id)
        kept = {name: getattr(credential, name) for name in Credential.SECRETS}
        assert kept == {**wanted, "refresh_token": "good for one use"}


def test_what_cannot_be_read_is_named_and_left_as_it_is(chicago: Cast, settings: Any) -> None:
    lost = Credential.objects.get(account=chicago.accounts["014"])
    kept = settings.FIELD_KEYS
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    lost.save()
    stored = _stored()[lost.pk]
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *kept]

    with pytest.raises(CommandError, match="@example_014 cannot be read"):
        _rotate()

    assert _stored()[lost.pk] == stored


def test_it_may_be_run_again(chicago: Cast) -> None:
    assert _rotate() == _rotate()
