"""Lists of the records room that grow for ever go on page by page: no row is ever out of reach."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from accounts.models import Member
from governance.cast import Cast
from records import certificates, holding
from records.models import Certificate, LegalHold
from tests.records.conftest import AT

SignIn = Callable[[Member], Any]


def turned(client: Any, address: str) -> list[str]:
    """What each page of a list says, from the first to the last."""
    said = []
    while address:
        answer = client.get(address)
        said.append(answer.content.decode())
        address = answer.context["older"]
    return said


def test_every_certificate_is_on_one_page_of_the_list(chicago: Cast, signed_in: SignIn) -> None:
    many = certificates.PAGE * 2 + 1
    Certificate.objects.bulk_create(
        Certificate(
            agency=chicago.agency, number=f"2025-{number:03}", commission="cook", notice_days=30,
            notice_source="44 Ill. Adm. Code 4500.40(c)", records=1, drawn_by=chicago.marsh, drawn_at=AT,
        )
        for number in range(many)
    )  # fmt: skip
    marsh = signed_in(chicago.marsh)
    pages = turned(marsh, reverse("certificates"))
    assert [page.count("Certificate 2025-") for page in pages] == [certificates.PAGE] * 2 + [1]
    assert "Certificate 2025-000<" in pages[-1] and "Newer" in pages[-1]
    behind = marsh.get(reverse("certificates"), {"after": Certificate.objects.earliest("pk").pk})
    assert "No older certificates" in behind.content.decode()


def test_every_lifted_hold_is_on_one_page_of_the_list_also_those_of_one_moment(
    chicago: Cast, at: datetime, signed_in: SignIn
) -> None:
    many = holding.LIFTED_SHOWN + 3
    LegalHold.objects.bulk_create(
        LegalHold(
            agency=chicago.agency, kind="audit", name=f"Audit {number:03}", reason_digest="0" * 64, named=False,
            placed_by=chicago.marsh, placed_at=at, lifted_by=chicago.marsh, lift_reason_digest="0" * 64,
            lifted_at=at + timedelta(hours=number // 20),
        )
        for number in range(many)
    )  # fmt: skip
    marsh = signed_in(chicago.marsh)
    first, last = turned(marsh, reverse("holds"))
    shown = {f"Audit {number:03}" for number in range(many)}
    on_first = {name for name in shown if name in first}
    assert (len(on_first), {name for name in shown if name in last}) == (
        holding.LIFTED_SHOWN,
        shown - on_first,
    )
    assert "<details" in first and 'card" open' not in first and 'card" open' in last
    oldest = LegalHold.objects.order_by("lifted_at", "pk")[0]
    behind = {"after": f"{oldest.lifted_at.isoformat()}_{oldest.pk}"}
    assert "No hold was lifted earlier" in marsh.get(reverse("holds"), behind).content.decode()
