"""The pictures of a record on its page: with their words, byte for byte, for nobody else."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Member
from audit import blobs, vault
from governance.cast import Cast
from records.models import Record
from records.sheet import canonical
from tests import drawn
from tests.records.conftest import TEXT, kept

SignIn = Callable[[Member], Any]
PICTURE = drawn.png()


@pytest.fixture
def record(chicago: Cast, at: datetime) -> Record:
    digest = blobs.keep(content=PICTURE, agency_id=chicago.agency.pk)
    media = [{"alt_text": "A green wall", "digest": digest, "type": "image/png"}]
    received = canonical({"account": {"network": "x"}, "media": media, "reply_to": None, "text": TEXT})
    return kept(unit=chicago.units["014"], received=received, fingerprint=vault.digest_of(received), at=at)


def picture(record: Record, position: str = "1") -> str:
    return reverse("record_picture", args=[record.number, position])


def test_a_record_shows_each_picture_with_its_words(chicago: Cast, record: Record, signed_in: SignIn) -> None:
    client = signed_in(chicago.people["marsh"])
    page = client.get(reverse("record", args=[record.number])).content.decode()
    assert f'src="{picture(record)}" alt="A green wall"' in page
    answer = client.get(picture(record))
    assert (answer.content, answer["Content-Type"]) == (PICTURE, "image/png")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client.get(picture(record), headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize(("key", "position"), [("marsh", "2"), ("kowalczyk", "1"), ("tran", "1")])
def test_a_picture_that_is_not_there_or_not_theirs_is_nothing(
    chicago: Cast, record: Record, signed_in: SignIn, key: str, position: str
) -> None:
    assert signed_in(chicago.people[key]).get(picture(record, position)).status_code == 404
