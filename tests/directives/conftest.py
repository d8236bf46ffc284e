"""The packs as they ship, and a way to judge a draft by one line."""

import pytest

from directives.pack import Pack, load_pack
from directives.texts import meaning
from tests.directives.drafts import Look, looking


@pytest.fixture(scope="session", autouse=True)
def _warm() -> None:
    """No example of a property waits for the weights."""
    meaning.warm()


@pytest.fixture(scope="session")
def chicago() -> Pack:
    return load_pack("chicago")


@pytest.fixture(scope="session")
def alsip() -> Pack:
    return load_pack("alsip")


@pytest.fixture(scope="session")
def look(chicago: Pack) -> Look:
    return looking(default=chicago)
