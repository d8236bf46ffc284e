"""Lists of the records room that grow for ever go on page by page: no row is ever out of reach."""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Member
from audit import vault
from audit.models import Event
from governance.cast import Cast
from records import certificates, holding, withheld
from records.models import Certificate, LegalHold, Withheld
from records.sheet import canonical
from tests.records.conftest import AT, kept

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


def test_the_table_of_what_was_withheld_has_every_entry_and_the_trail_knows_who_took_it(
    chicago: Cast, at: datetime, signed_in: SignIn
) -> None:
    many = withheld.AT_ONCE + 2
    record = kept(unit=chicago.units["014"], published_at=at, at=at)
    told = canonical({"what": "The text", "basis": "=It names a resident."})
    digest = vault.keep(content=told, agency_id=record.agency_id)
    Withheld.objects.bulk_create(
        Withheld(
            agency=chicago.agency, record=record, record_class=record.record_class, part="text", digest=digest,
            exemption="c" if number else "b", by=chicago.marsh, by_name=f"Marsh {number}", by_title="Records", at=at,
        )
        for number in range(many)
    )  # fmt: skip
    marsh = signed_in(chicago.marsh)
    answer = marsh.get(reverse("withheld_file"))
    assert answer.streaming
    with CaptureQueriesContext(connection) as asked:
        heading, *rows = csv.reader(io.StringIO(answer.getvalue().decode()))
    assert (heading[0], len(asked)) == ("Record", 4), "a page of the log and its texts at a time"
    assert [row[5] for row in rows] == [f"Marsh {number}" for number in reversed(range(many))]
    assert {row[4] for row in rows} == {"'=It names a resident."}
    assert len(marsh.get(reverse("withheld_file"), {"exemption": "b"}).getvalue().splitlines()) == 2
    events = Event.objects.filter(verb="record.withheld_listed").order_by("pk")
    assert [(one.actor_id, one.keys["entries"]) for one in events] == [
        (chicago.marsh.pk, many),
        (chicago.marsh.pk, 1),
    ]
    with pytest.raises(PermissionDenied):
        withheld.handed_over(rows=Withheld.objects.all(), asked={}, actor=chicago.reyes, at=at)


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
