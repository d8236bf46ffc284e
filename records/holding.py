"""Legal holds: what is on hold is kept whatever its series says, until somebody lifts the hold with a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import transaction
from django.db.models import (
    BigIntegerField,
    BooleanField,
    DateTimeField,
    Exists,
    F,
    Field,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThan

from accounts import keyset
from accounts.models import Member
from audit import trail, vault
from records import officers
from records.models import HeldRecord, LegalHold, Record

MOST_NAMED = 100
COUNTED = 1000
"""Records on hold are counted up to here; of more it is said that they are more."""
LIFTED_SHOWN = 25
Span = tuple[datetime, datetime]
"""From a moment until before another."""
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class NoSuchRecord(Exception):
    """A number that was named is no record of the agency; the sentence says which."""


@dataclass(frozen=True, kw_only=True)
class Described:
    """On what a hold is: on the records of these numbers, else on all that fit.

    All parts of their threads are meant, also those that are kept after it was placed.
    """

    numbers: tuple[str, ...] = ()
    unit_id: int | None = None
    record_class: str = ""
    begins_at: datetime | None = None
    ends_at: datetime | None = None


@transaction.atomic
def place(
    *, kind: str, name: str, reason: str, described: Described, actor: Member, at: datetime
) -> LegalHold:
    """Put records on hold. Raises PermissionDenied and NoSuchRecord."""
    officers.require(actor=actor, at=at)
    records = _named(actor.agency_id, described.numbers)
    digest, sealed = vault.seal(content=reason, agency_id=actor.agency_id)
    fits = {key: value for key, value in vars(described).items() if key != "numbers"}
    hold = LegalHold.objects.create(
        agency_id=actor.agency_id,
        kind=kind,
        name=name,
        reason_digest=digest,
        named=bool(records),
        placed_by=actor,
        placed_at=at,
        **fits,
    )
    HeldRecord.objects.bulk_create([HeldRecord(hold=hold, record=record) for record in records])
    trail.record(
        verb="hold.placed",
        agency_id=actor.agency_id,
        actor_id=actor.pk,
        subject_id=actor.agency_id,
        at=at,
        hold_id=hold.pk,
        kind=kind,
        records=len(records),
        reason_sealed=sealed,
    )
    return hold


@transaction.atomic
def lift(*, hold_id: int, reason: str, actor: Member, at: datetime) -> LegalHold:
    """Lift a hold, once: what was lifted stays lifted. Raises PermissionDenied and LegalHold.DoesNotExist."""
    officers.require(actor=actor, at=at)
    hold = LegalHold.objects.select_for_update().get(pk=hold_id, agency_id=actor.agency_id)
    if hold.lifted_at is not None:
        return hold
    digest, sealed = vault.seal(content=reason, agency_id=actor.agency_id)
    hold.lifted_by, hold.lifted_at, hold.lift_reason_digest = actor, at, digest
    hold.save(update_fields=["lifted_by", "lifted_at", "lift_reason_digest"])
    trail.record(
        verb="hold.lifted",
        agency_id=actor.agency_id,
        actor_id=actor.pk,
        subject_id=actor.agency_id,
        at=at,
        hold_id=hold.pk,
        reason_sealed=sealed,
    )
    return hold


def on(*, record: Record) -> list[LegalHold]:
    """The holds in force on a record, the oldest first: one query."""
    named = HeldRecord.objects.filter(hold=OuterRef("pk"), record__post_id=record.post_id)
    fits = Q(named=False)
    fits &= Q(unit_id__isnull=True) | Q(unit_id=record.unit_id)
    fits &= Q(record_class="") | Q(record_class=record.record_class)
    fits &= Q(begins_at__isnull=True) | Q(begins_at__lte=record.published_at)
    fits &= Q(ends_at__isnull=True) | Q(ends_at__gt=record.published_at)
    found = LegalHold.objects.filter(Exists(named) | fits, agency_id=record.agency_id, lifted_at=None)
    return list(found.order_by("pk"))


def on_each(*, agency_id: int) -> Q:
    """Of an agency's records in a question: whether a hold in force is on them. Two queries, for all holds.

    Days that are described for the same unit and class are one list, in which the database finds a moment by halving;
    and posts whose records are named are one list that it hashes. So no record waits for all the holds there are.
    """
    named = HeldRecord.objects.filter(hold__agency_id=agency_id, hold__lifted_at=None)
    posts = _array(named.values_list("record__post_id", flat=True).distinct(), BigIntegerField())
    any_of = {"template": "(%(expressions)s))", "arg_joiner": " = ANY ("}
    found = Q(Func(F("post_id"), posts, **any_of, output_field=BooleanField()))
    for (unit_id, record_class), days in _described(agency_id).items():
        one = Q() if unit_id is None else Q(unit_id=unit_id)
        found |= _within(days) & one & (Q(record_class=record_class) if record_class else Q())
    return Q(agency_id=agency_id) & found


def _described(agency_id: int) -> dict[tuple[int | None, str], list[Span]]:
    """By unit and class, when what holds in force describe was published: in order, and none meets another."""
    found = LegalHold.objects.filter(agency_id=agency_id, lifted_at=None, named=False)
    rows = found.order_by(F("begins_at").asc(nulls_first=True))
    by_kind: dict[tuple[int | None, str], list[Span]] = {}
    for unit_id, record_class, *days in rows.values_list("unit_id", "record_class", "begins_at", "ends_at"):
        # First one in which nothing is, so that each moment has a span that begins before it.
        spans = by_kind.setdefault((unit_id, record_class), [(_FIRST, _FIRST)])
        begins, ends = days[0] or _FIRST, days[1] or _LAST
        if begins <= spans[-1][1]:
            before = spans.pop()
            begins, ends = before[0], max(before[1], ends)
        spans.append((begins, ends))
    return by_kind


def _within(spans: list[Span]) -> Q:
    """Whether a record was published before the end of the last span that begins before it."""
    begins, ends = (_array([one[at].isoformat() for one in spans], DateTimeField()) for at in (0, 1))
    place = Func(F("published_at"), begins, function="width_bucket", output_field=IntegerField())
    end = Func(ends, place, template="(%(expressions)s]", arg_joiner=")[", output_field=DateTimeField())
    return Q(GreaterThan(end, F("published_at")))


def _array(values: Iterable[object], of: "Field[Any, Any]") -> Cast:
    """As one word: tens of thousands of values, each by itself, take Django and PostgreSQL long to read."""
    return Cast(Value(f"{{{','.join(map(str, values))}}}"), ArrayField(of))


def covered(*, hold: LegalHold, after: tuple[datetime, int] | None = None) -> QuerySet[Record]:
    """The records that a hold is on, or was on, the first published first; those behind a time and an id."""
    found = Record.objects.filter(agency_id=hold.agency_id)
    if after is not None:
        at, pk = after
        found = found.filter(Q(published_at__gt=at) | Q(pk__gt=pk), published_at__gte=at)
    if hold.named:
        found = found.filter(Exists(hold.held.filter(record__post_id=OuterRef("post_id"))))
    if hold.unit_id is not None:
        found = found.filter(unit_id=hold.unit_id)
    if hold.record_class:
        found = found.filter(record_class=hold.record_class)
    if hold.begins_at is not None:
        found = found.filter(published_at__gte=hold.begins_at)
    if hold.ends_at is not None:
        found = found.filter(published_at__lt=hold.ends_at)
    return found.order_by("published_at", "pk")


def count_in_words(*, hold: LegalHold) -> str:
    """'1 record', 'no record', 'more than 1,000 records'."""
    many = covered(hold=hold)[: COUNTED + 1].count()
    if many > COUNTED:
        return f"more than {COUNTED:,} records"
    return {0: "no record", 1: "1 record"}.get(many, f"{many:,} records")


def in_force(*, agency_id: int) -> list[LegalHold]:
    """The holds in force, the last placed first: one query."""
    return list(_holds(agency_id).filter(lifted_at=None).order_by("-pk"))


def lifted(*, agency_id: int, after: str | None = None) -> keyset.Page[LegalHold]:
    """A page of those that were lifted, the last first: one query."""
    found = _holds(agency_id).filter(lifted_at__isnull=False)
    if begins := keyset.begins(after):
        at, pk = begins
        found = found.filter(Q(lifted_at__lt=at) | Q(pk__lt=pk), lifted_at__lte=at)
    return keyset.cut(found.order_by("-lifted_at", "-pk"), size=LIFTED_SHOWN, by=lambda hold: hold.lifted_at)


def _holds(agency_id: int) -> QuerySet[LegalHold]:
    return LegalHold.objects.filter(agency_id=agency_id).select_related("placed_by", "lifted_by")


def _named(agency_id: int, numbers: Sequence[str]) -> list[Record]:
    """The records of these numbers, and of the other parts of their threads."""
    if not numbers:
        return []
    there = Record.objects.filter(agency_id=agency_id, number__in=numbers)
    posts = dict(there.values_list("number", "post_id"))
    missing = next((one for one in numbers if one not in posts), None)
    if missing is not None:
        raise NoSuchRecord(
            f"There is no record {missing}. Compare the number with its page. No hold was placed."
        )
    return list(Record.objects.filter(agency_id=agency_id, post_id__in=posts.values()))
