"""A text is kept once per agency, exactly, whoever keeps it and however often."""

import hashlib
import hmac
import threading
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit import vault
from audit.models import VaultText
from tests.audit.events import AGENCY

OTHER_AGENCY = 2


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(content=st.text(st.characters(exclude_categories=["Cs"])))
def test_the_exact_text_comes_back_under_the_digest_of_its_bytes(content: str) -> None:
    digest = vault.keep(content=content, agency_id=AGENCY)

    assert digest == hashlib.sha256(content.encode()).hexdigest()
    assert vault.text(digest=digest, agency_id=AGENCY) == content


def test_a_text_kept_by_eight_at_once_is_one_row(committed_db: str) -> None:
    start = threading.Barrier(8)
    digests: list[str] = []

    def keeps() -> None:
        start.wait()
        with transaction.atomic():
            digests.extend(vault.keep_all(contents=["One.", "Two.", "Three."], agency_id=AGENCY))
        connection.close()

    keepers = [threading.Thread(target=keeps) for _ in range(8)]
    for keeper in keepers:
        keeper.start()
    for keeper in keepers:
        keeper.join()

    assert len(digests) == 24
    assert VaultText.objects.count() == 3
    assert set(vault.texts(digests=digests, agency_id=AGENCY).values()) == {"One.", "Two.", "Three."}


@pytest.mark.django_db
def test_a_text_is_not_in_the_vault_of_another_agency() -> None:
    digest = vault.keep(content="Only ours.", agency_id=AGENCY)

    with pytest.raises(vault.NotInVault):
        vault.text(digest=digest, agency_id=OTHER_AGENCY)
    with pytest.raises(vault.NotInVault):
        vault.sealed_digest(digest=digest, agency_id=OTHER_AGENCY)


@pytest.mark.django_db
def test_one_missing_text_of_several_is_named() -> None:
    digest = vault.keep(content="Kept.", agency_id=AGENCY)
    missing = vault.digest_of("Never kept.")

    with pytest.raises(vault.NotInVault, match=missing):
        vault.texts(digests=[digest, missing], agency_id=AGENCY)


@pytest.mark.django_db
def test_the_sealed_digest_is_checkable_with_the_salt_and_differs_between_agencies() -> None:
    ours = vault.keep(content="Yes.", agency_id=AGENCY)
    vault.keep(content="Yes.", agency_id=OTHER_AGENCY)
    row = VaultText.objects.get(agency_id=AGENCY, digest=ours)

    sealed = vault.sealed_digest(digest=ours, agency_id=AGENCY)

    assert sealed == hmac.new(bytes(row.salt), bytes.fromhex(ours), hashlib.sha256).hexdigest()
    assert sealed not in {ours, vault.sealed_digest(digest=ours, agency_id=OTHER_AGENCY)}


@pytest.mark.django_db
def test_keeping_again_keeps_the_salt(at: datetime) -> None:
    digest = vault.keep(content="Again.", agency_id=AGENCY)
    sealed = vault.sealed_digest(digest=digest, agency_id=AGENCY)

    vault.keep(content="Again.", agency_id=AGENCY)

    assert vault.sealed_digest(digest=digest, agency_id=AGENCY) == sealed


@pytest.mark.django_db
def test_reading_many_texts_is_one_query(django_assert_num_queries: Any) -> None:
    digests = vault.keep_all(contents=[f"Text {number}." for number in range(30)], agency_id=AGENCY)

    with django_assert_num_queries(1):
        vault.texts(digests=digests, agency_id=AGENCY)
