"""The sandbox, with the cast's accounts on it."""

from collections.abc import Iterator
from typing import Any

import pytest

from governance.cast import Cast, training_keys
from tests.sandbox.ground import Ground, ground

__all__ = ["ground"]


@pytest.fixture
def on_sandbox(ground: Ground, settings: Any) -> Iterator[Any]:
    """Points the training network at the sandbox; call it with a cast to register its accounts there."""
    settings.TRAINING_URL = ground.base_url

    def register(engaged: Cast) -> Ground:
        for account in engaged.accounts.values():
            wish = {
                "user_id": account.external_id,
                "username": account.handle,
                "name": account.display_name,
                "description": "Invented for a test",
            }
            ground.control("POST", "accounts", {**wish, **training_keys(external_id=account.external_id)})
        return ground

    yield register
    ground.control("DELETE", "faults")
