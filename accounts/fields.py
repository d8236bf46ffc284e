"""A text column that is encrypted at rest."""

from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


def keys() -> MultiFernet:
    """All of FIELD_KEYS: the first encrypts, every one of them decrypts.

    Raises ImproperlyConfigured when a key is not a Fernet key.
    """
    try:
        return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])
    except ValueError as fault:
        raise ImproperlyConfigured(
            "FIELD_KEYS must be Fernet keys (32 bytes, URL-safe base64), newest first."
        ) from fault


class UnreadableSecret(Exception):
    """A stored secret was encrypted with a key that is not among FIELD_KEYS."""


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # Django's own class takes none at run time
    """Text that only holders of FIELD_KEYS can read; it cannot be searched or ordered by."""

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt with the newest key."""
        return None if value is None else keys().encrypt(str(value).encode()).decode()

    def from_db_value(
        self, value: str | None, expression: Any, connection: BaseDatabaseWrapper
    ) -> str | None:
        """Decrypt, or raise UnreadableSecret without showing the stored bytes."""
        if value is None:
            return None
        try:
            return keys().decrypt(value.encode()).decode()
        except InvalidToken:
            raise UnreadableSecret("A secret cannot be read with the present FIELD_KEYS.") from None
