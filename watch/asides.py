"""Rules that were set aside, with who gave which reason, the newest first."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts import keyset
from accounts.models import Unit
from audit import vault
from directives.pack import Pack
from posts.models import Approval, Effect, RuleFiring, Verdict

PAGE = 25
AT_ONCE = 200
"""Read for a file at a time."""
_NOBODY = "Nobody yet"


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """One rule that gave way to a reason."""

    firing: RuleFiring
    title: str
    """Of the rule, as the version in force calls it; its id where it has none."""
    reason: str
    agreed: str
    """Whoever had to agree and did, for a reason of the author alone whoever approved last, or that nobody did yet."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some of them, and the id behind which older ones begin; None at the end."""

    rows: tuple[SetAside, ...]
    older: int | None
    newer: int
    """How many are newer than these."""
    of: int
    """How many there are."""

    @property
    def elsewhere(self) -> int:
        """How many are not among these."""
        return self.of - len(self.rows)

    @property
    def place(self) -> str:
        """'1 to 25 of 61'; empty where all of them are here."""
        if len(self.rows) == self.of:
            return ""
        first, last = self.newer + 1, self.newer + len(self.rows)
        return f"{first} of {self.of}" if first == last else f"{first} to {last} of {self.of}"


def newest(
    *, pack: Pack, units: Sequence[Unit], agency_id: int, before: int | None, clause: str = ""
) -> Page:
    """What was set aside for the units' posts, of one clause or of all, from an id downwards. Kept a year and a month.

    Three queries, and up to two that count them where not all are here.
    """
    every = _every(units, agency_id, clause)
    page = keyset.newest(_with_people(every), after=before, size=PAGE)
    rows, more = page.rows, page.next_after is not None
    of = every.count() if more or before is not None else len(rows)
    newer = every.filter(pk__gt=rows[0].pk).count() if rows and before is not None else 0
    older = rows[-1].pk if more else None
    return Page(rows=_told(rows, pack, agency_id), older=older, newer=newer, of=of)


def each(*, pack: Pack, units: Sequence[Unit], agency_id: int, clause: str = "") -> Iterator[SetAside]:
    """All of them, read a few hundred at a time, however many there are."""
    about, before = _with_people(_every(units, agency_id, clause)), None
    while True:
        page = keyset.newest(about, after=before, size=AT_ONCE)
        yield from _told(page.rows, pack, agency_id)
        if page.next_after is None:
            return
        before = page.rows[-1].pk


def _every(units: Sequence[Unit], agency_id: int, clause: str) -> QuerySet[RuleFiring]:
    found = RuleFiring.objects.filter(agency_id=agency_id, effect=Effect.SET_ASIDE, unit__in=units)
    return found.filter(clause=clause) if clause else found


def _with_people(found: QuerySet[RuleFiring]) -> QuerySet[RuleFiring]:
    return found.select_related("unit", "set_aside_by", "revision")


def _told(rows: Sequence[RuleFiring], pack: Pack, agency_id: int) -> tuple[SetAside, ...]:
    """Each with its reason and who agreed: two queries."""
    given, agreed = _given(rows, agency_id), _agreed(rows)
    titles = {rule.id: rule.title for rule in pack.rules}
    shown = []
    for row in rows:
        aside = given[row.revision_id, row.rule]
        step = "" if aside["by"] == "author" else aside["by"]
        shown.append(
            SetAside(
                firing=row,
                title=titles.get(row.rule, row.rule),
                reason=aside["reason"],
                agreed=agreed.get((row.revision_id, step), _NOBODY),
            )
        )
    return tuple(shown)


def _given(rows: Sequence[RuleFiring], agency_id: int) -> dict[tuple[int | None, str], dict[str, str]]:
    """By version and rule, from the decisions as they were frozen."""
    kept = {row.revision.decision_digest for row in rows if row.revision}
    decisions = vault.texts(digests=kept, agency_id=agency_id)
    return {
        (row.revision_id, aside["rule"]): aside
        for row in rows
        if row.revision
        for aside in json.loads(decisions[row.revision.decision_digest])["asides"]
    }


def _agreed(rows: Sequence[RuleFiring]) -> dict[tuple[int | None, str], str]:
    """By version and step, who approved it; the last of a version under no step as well."""
    approved = (
        Approval.objects.filter(revision__in={row.revision_id for row in rows}, verdict=Verdict.APPROVED)
        .select_related("step", "decided_by")
        .order_by("pk")
    )
    named = [(one.revision_id, one.step.key, one.decided_by.titled_name) for one in approved]
    return {(of, key): name for of, step, name in named for key in ("", step)}
