"""Finding records: what a member may see is settled in the question itself."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts import paths
from accounts.authority import Authority
from accounts.models import Unit
from audit import vault
from records.models import Record, SealCheck

PAGE = 25


@dataclass(frozen=True, kw_only=True)
class Row:
    """One record in a list."""

    record: Record
    opening: str
    """The first line of the post."""
    part: str
    """'2 of 3' of a part of a thread; empty where the post was none."""
    checked: SealCheck | None


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of a list, newest first, and how to ask for the next."""

    rows: tuple[Row, ...]
    following: str
    """The value of `after` for the next page; empty on the last."""


def record_for(*, authority: Authority, number: str) -> Record:
    """The record of that number, or Http404 for whoever may not know of it."""
    record = Record.objects.filter(agency_id=authority.agency_id, number=number).first()
    if record is None or not authority.sees(unit_id=record.unit_id):
        raise Http404
    return record


def of_post(*, agency_id: int, post_id: int) -> list[Record]:
    """The records of a post in the order in which they went out: one, of a thread one a part."""
    return list(Record.objects.filter(agency_id=agency_id, post_id=post_id).order_by("published_at", "pk"))


def numbers(*, agency_id: int, post_ids: Iterable[int]) -> dict[int, str]:
    """The number of each post's record by its id, of a thread the first part's; one query."""
    kept = Record.objects.filter(agency_id=agency_id, post_id__in=list(post_ids))
    newest_first = kept.order_by("-published_at", "-pk").values_list("post_id", "number")
    return dict(newest_first)


def places(*, records: Collection[Record], agency_id: int) -> dict[int, dict[str, int]]:
    """By the id of a record that is a part of a thread, which part it is and of how many: one query."""
    received = vault.texts_there(digests={one.fingerprint for one in records}, agency_id=agency_id)
    found = {
        one.pk: json.loads(received[one.fingerprint]).get("thread")
        for one in records
        if one.fingerprint in received
    }
    return {pk: {"part": place["part"], "of": place["of"]} for pk, place in found.items() if place}


def part_in_words(*, received: str) -> str:
    """'2 of 3', from what the network received of a part of a thread; empty for every other post."""
    thread = json.loads(received).get("thread")
    return f"{thread['part']} of {thread['of']}" if thread else ""


def page_of(*, authority: Authority, units: list[Unit], unit_id: int | None, after: str) -> Page:
    """A page of what the member may see, of one unit or of all; four queries, whatever the age of the archive.

    `units` are those the member may list; a unit that is not among them raises Http404.
    """
    found = Record.objects.filter(agency_id=authority.agency_id)
    if unit_id is not None:
        if unit_id not in {unit.pk for unit in units}:
            raise Http404
        found = found.filter(unit_id=unit_id)
    elif not authority.department_wide:
        found = found.filter(unit_id__in=[unit.pk for unit in units])
    records = list(_beyond(found, after).order_by("-published_at", "-pk")[: PAGE + 1])
    shown = records[:PAGE]
    following = _place(shown[-1]) if len(records) > PAGE else ""
    return Page(rows=_rows(shown, authority.agency_id), following=following)


def last_check(*, record: Record) -> SealCheck | None:
    """When the seal was last checked, and what was found."""
    return record.seal_checks.order_by("-at", "-pk").first()


def _place(record: Record) -> str:
    return f"{record.published_at.isoformat()}~{record.pk}"


def _beyond(found: QuerySet[Record], after: str) -> QuerySet[Record]:
    if not after:
        return found
    moment, _, pk = after.partition("~")
    at, row = paths.moment(moment), paths.whole(pk)
    if at is None or row is None:
        raise Http404
    return found.filter(Q(published_at__lt=at) | Q(published_at=at, pk__lt=row), published_at__lte=at)


def _rows(records: list[Record], agency_id: int) -> tuple[Row, ...]:
    kept = [
        digest
        for record in records
        for digest in (record.text_digest, record.fingerprint)
        if not record.disposed
    ]
    texts = vault.texts(digests=kept, agency_id=agency_id)
    checks = SealCheck.objects.filter(record__in=records).order_by("record", "-at", "-pk").distinct("record")
    newest = {check.record_id: check for check in checks}
    return tuple(
        Row(
            record=record,
            opening=_opening(record, texts),
            part="" if record.disposed else part_in_words(received=texts[record.fingerprint]),
            checked=newest.get(record.pk),
        )
        for record in records
    )


def _opening(record: Record, texts: dict[str, str]) -> str:
    if record.disposed:
        return f"Record {record.number}, disposed of"
    return next(iter(texts[record.text_digest].splitlines()), "")
