"""What the checks noticed in texts, kept by the digest of each text and the version of the checks.

A text says the same to the same checks, so a second look costs a row and no reading. The words stay in the vault: a
sighting is kept by its place, and its words are those that stand there.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from audit import vault
from directives.facts import Facts
from directives.pack import Pack
from directives.readings import texts_of
from directives.texts import CHECKS_VERSION, Kind, Reading, Sighting, read
from posts.models import KeptReading


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One text as it is read: by its words, the day of writing and where residents meet it."""

    digest: str
    written_on: date
    kind: str


class Readings:
    """Readings of one agency: those that are kept, and those that were made meanwhile and are to be kept."""

    def __init__(self, *, agency_id: int) -> None:
        self._agency_id = agency_id
        self._known: dict[Asked, KeptReading] = {}
        self._new: list[KeptReading] = []

    def load(self, *, digests: Iterable[str]) -> None:
        """Take what is kept of these texts, in one query."""
        rows = KeptReading.objects.filter(
            agency_id=self._agency_id, text_digest__in=set(digests), version=CHECKS_VERSION
        )
        for row in rows:
            self._known[_asked(row)] = row

    def of(self, facts: Facts) -> tuple[Reading, ...]:
        """Of each text of a draft; what is not known is read now."""
        return tuple(self._of(text, kind, facts.today) for text, kind in texts_of(facts=facts))

    def _of(self, text: str, kind: Kind, day: date) -> Reading:
        asked = Asked(digest=vault.digest_of(text), written_on=day, kind=kind)
        row = self._known.get(asked)
        if row is None:
            row = _row(self._agency_id, asked, read(text=text, written_on=day, kind=kind))
            self._known[asked] = row
            self._new.append(row)
        return _reading(row, text)

    def keep(self) -> int:
        """Write what was read meanwhile; returns how many texts."""
        made, self._new = self._new, []
        if made:
            KeptReading.objects.bulk_create(made, ignore_conflicts=True)
        return len(made)


def wanted(*, pack: Pack) -> bool:
    """Whether any rule asks what the checks noticed."""
    return any(getattr(rule, "check", "") for rule in pack.rules)


def _asked(row: KeptReading) -> Asked:
    return Asked(digest=row.text_digest, written_on=row.written_on, kind=row.kind)


def _row(agency_id: int, asked: Asked, reading: Reading) -> KeptReading:
    return KeptReading(
        agency_id=agency_id,
        text_digest=asked.digest,
        written_on=asked.written_on,
        kind=asked.kind,
        version=CHECKS_VERSION,
        language=reading.language,
        checked=reading.checked,
        sightings=[_placed(one) for one in reading.sightings],
    )


def _placed(one: Sighting) -> dict[str, Any]:
    """A sighting without its words, where it has a place."""
    kept = asdict(one)
    return {key: said for key, said in kept.items() if key != "words" or one.span is None}


def _reading(row: KeptReading, text: str) -> Reading:
    return Reading(
        language=row.language,
        checked=row.checked,
        sightings=tuple(_sighting(one, text) for one in row.sightings),
    )


def _sighting(kept: dict[str, Any], text: str) -> Sighting:
    span = tuple(kept["span"]) if kept["span"] else None
    words = text[span[0] : span[1]] if span else kept["words"]
    return Sighting(**{**kept, "span": span, "words": words})
