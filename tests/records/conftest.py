"""What the tests of the records room begin with: one unit of one agency, and material for a record."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from accounts.grants import authorise
from accounts.models import Agency, Member, Role, Unit
from audit import sequencer, vault
from records.keeping import ChainEntry, Material, keep
from records.models import Record
from records.sheet import canonical

AT = datetime(2026, 11, 5, 16, 0, 2, tzinfo=UTC)
TEXT = "Coat drive: save the date for Dec. 5, 10 a.m. to 1 p.m., 14th District station."


def make_unit(*, slug: str = "chicago", number: str = "014", name: str = "Shakespeare") -> Unit:
    """A district of an agency that is made with it."""
    agency, _ = Agency.objects.get_or_create(
        slug=slug, defaults={"name": f"{slug.title()} Police Department", "created_at": AT}
    )
    return Unit.objects.create(agency=agency, number=number, name=name, kind="district")


def make_member(*, unit: Unit, role: str = Role.RECORDS, first_name: str = "Helen") -> Member:
    """A member of the unit who holds one role in it since long ago."""
    log_on_id = f"{first_name}.{unit.agency.slug}.{unit.number}".lower()
    member = Member.objects.create_user(
        log_on_id=log_on_id,
        email=f"{log_on_id}@example.invalid",
        agency=unit.agency,
        unit=unit,
        first_name=first_name,
        last_name="Marsh",
        joined_at=AT,
    )
    with transaction.atomic():
        authorise(member=member, unit=unit, role=role, given_by=None, at=AT - timedelta(days=400))
    return member


def chain_of(*, at: datetime = AT) -> tuple[ChainEntry, ...]:
    """Draft, noise, findings, submission, approval, publication."""

    def entry(minutes: int, act: str, actor: str, sentence: str, **more: Any) -> ChainEntry:
        role = {"Ofc. Dana Reyes": "Representative of the 014th District"}.get(actor, "")
        return ChainEntry(
            at=at - timedelta(minutes=minutes), act=act, actor=actor, role=role, sentence=sentence, **more
        )

    author = "Ofc. Dana Reyes"
    return (
        entry(1138, "begun", author, f"{author} began a draft", detail="Community event"),
        entry(1136, "saved", author, "Saved"),
        entry(1131, "findings_answered", author, "Two findings answered", clause="CPD-TW.IV.F"),
        entry(1129, "submitted", author, "Sent to the sergeant", detail="Exact text sealed"),
        entry(1106, "approved", "Sgt. Marcus Whitfield", "Sgt. Marcus Whitfield approved it"),
        entry(0, "published", "", "Published", detail="The network gave number 185822072207"),
    )


def material_for(*, unit: Unit, external_id: str = "185822072207", text: str = TEXT, **more: Any) -> Material:
    """Material with its texts in the vault."""
    received = canonical({"account": {"network": "x"}, "media": [], "reply_to": None, "text": text})
    plain: dict[str, Any] = {
        "agency_id": unit.agency_id,
        "zone": unit.agency.tzinfo,
        "unit_id": unit.pk,
        "unit_number": unit.number,
        "unit_name": unit.full_name,
        "network": "x",
        "account_handle": "example_014",
        "account_name": "CPD 14th District",
        "external_id": external_id,
        "url": f"https://x.com/example_014/status/{external_id}",
        "post_id": 7,
        "text_digest": vault.keep(content=text, agency_id=unit.agency_id),
        "fingerprint": vault.digest_of(received),
        "received": received,
        "exchange_digest": vault.keep(
            content=canonical({"request_body": received, "response_body": f'{{"id":"{external_id}"}}'}),
            agency_id=unit.agency_id,
        ),
        "category_label": "Community event",
        "record_class": "community-information",
        "published_at": AT,
        "chain": chain_of(),
    }
    return Material(**(plain | more))


def kept(*, unit: Unit, at: datetime = AT, **more: Any) -> Record:
    """A record, kept in a transaction of its own."""
    with transaction.atomic():
        return keep(material=material_for(unit=unit, **more), at=at)


@pytest.fixture
def unit(db: None) -> Unit:
    return make_unit()


@pytest.fixture
def record(unit: Unit) -> Record:
    return kept(unit=unit)


@pytest.fixture
def signed_in(client: Any) -> Callable[[Member], Any]:
    """The test client with a member signed in."""

    def sign_in(member: Member) -> Any:
        client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def sign(*, at: datetime) -> None:
    """Let the sequencer take what waits."""
    sequencer.catch_up(key=KEY, at=at)
