"""Holds as their pages show them: on what each is, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo

from accounts.days import last_day_before
from accounts.models import Unit
from audit import vault
from directives.decision import class_words
from records.models import LegalHold
from records.periods import in_words


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One hold."""

    hold: LegalHold
    covers: str
    """'Every record of the 014th District, Shakespeare, published until 4 April 2026, and those to come'."""
    reason: str = ""
    lift_reason: str = ""


def shown(*, holds: Iterable[LegalHold], agency_id: int, zone: tzinfo, with_reasons: bool) -> list[Shown]:
    """These holds, with their reasons for who reads them: two queries at most."""
    rows = list(holds)
    names = _unit_names({one.unit_id for one in rows if one.unit_id is not None}, agency_id)
    digests = {digest for one in rows for digest in (one.reason_digest, one.lift_reason_digest) if digest}
    texts = vault.texts_there(digests=digests, agency_id=agency_id) if with_reasons and digests else {}
    return [
        Shown(
            hold=one,
            covers=_covers(one, names, zone),
            reason=texts.get(one.reason_digest, ""),
            lift_reason=texts.get(one.lift_reason_digest, ""),
        )
        for one in rows
    ]


def _unit_names(unit_ids: set[int], agency_id: int) -> dict[int, str]:
    if not unit_ids:
        return {}
    return {one.pk: one.full_name for one in Unit.objects.filter(pk__in=unit_ids, agency_id=agency_id)}


def _covers(hold: LegalHold, names: dict[int, str], zone: tzinfo) -> str:
    if hold.named:
        return "Records by number"
    said = ["Every record"]
    if hold.unit_id is not None:
        said.append(f"of the {names.get(hold.unit_id, 'unit')}")
    if hold.record_class:
        said.append(f"of the class {class_words(hold.record_class).lower()}")
    if hold.unit_id is None and not hold.record_class:
        said.append("of the department")
    begins = hold.begins_at
    ends = last_day_before(hold.ends_at, zone=zone) if hold.ends_at is not None else None
    if begins is not None:
        said.append(f"published from {in_words(begins.astimezone(zone).date())}")
    if ends is not None:
        said.append(f"{'until' if begins else 'published until'} {in_words(ends)}")
    return " ".join(said)
