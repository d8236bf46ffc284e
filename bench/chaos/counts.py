"""What came of it, counted from what the sandbox accepted, whatever the portal believes."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bench.chaos.desk import Wanted
from bench.chaos.traps import Trap

_NUMBER = re.compile(r"Reminder (\d+):")


@dataclass(frozen=True, kw_only=True)
class Counts:
    """The numbers of one campaign, as they stand in the file."""

    approved: int
    traps: int
    accepted: int
    """Posts that the network accepted, doubled ones and traps included."""
    duplicated: int
    """How often an approved post was accepted once more."""
    lost: int
    """Approved posts that were not accepted, and of which no person was told."""
    traps_accepted: int
    """Traps that were accepted, except those claimed before they were stopped and deleted again since."""
    bytes_differ: int
    """Accepted posts whose text, reply settings, pictures or alt texts are not those that were approved."""
    unknown_unexplained: int
    """Posts nobody is told of, or told wrongly, although nobody knows whether they are out."""
    records: int
    seconds_to_drain: float
    kills: int
    faults: int

    def as_json(self) -> dict[str, float]:
        """As it stands in the file."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class Believed:
    """What the sender's own books say at the end."""

    told: Mapping[int, str]
    """Why a post is not out, by the post's number: only what a person was told."""
    unexplained: frozenset[int]
    """Numbers of posts of which it does not know whether they are out, and nobody was told so rightly."""
    records: int


@dataclass
class Seen:
    """What the network accepted, by the number of the post."""

    wanted: Mapping[int, Wanted]
    traps: Mapping[int, Trap]
    by_number: dict[int, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    strangers: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(
        cls, *, accepted: Iterable[dict[str, Any]], wanted: Sequence[Wanted], traps: Sequence[Trap]
    ) -> "Seen":
        """Sorted by the numbers in their words."""
        seen = cls(wanted={one.number: one for one in wanted}, traps={one.number: one for one in traps})
        for one in accepted:
            named = _NUMBER.search(one["text"])
            if named and int(named[1]) in seen.wanted.keys() | seen.traps.keys():
                seen.by_number[int(named[1])].append(one)
            else:
                seen.strangers.append(one)
        return seen

    def accepted(self) -> int:
        return sum(map(len, self.by_number.values())) + len(self.strangers)

    def duplicated(self) -> int:
        return sum(max(0, len(self.by_number.get(number, ())) - 1) for number in self.wanted)

    def missing(self) -> list[int]:
        """Approved posts that were never accepted."""
        return [number for number in self.wanted if not self.by_number.get(number)]

    def traps_accepted(self) -> Counter[str]:
        """By kind; a trap that is gone from the network again was claimed before it was stopped."""
        return Counter(
            trap.kind
            for number, trap in self.traps.items()
            for one in self.by_number.get(number, ())
            if trap.spring is None or one["deleted_at"] is None
        )

    def bytes_differ(self) -> int:
        """Strangers count: nobody approved them."""
        differing = [
            one
            for number, wanted in self.wanted.items()
            for one in self.by_number.get(number, ())
            if _received(one) != (wanted.text, wanted.reply_settings, wanted.pictures)
        ]
        return len(differing) + len(self.strangers)


def _received(one: Mapping[str, Any]) -> tuple[str, str | None, tuple[tuple[str, str], ...]]:
    shown = tuple((each["sha256"], each["alt_text"]) for each in one["media"])
    return one["text"], one["reply_settings"], shown


def count(*, seen: Seen, believed: Believed, seconds_to_drain: float, kills: int, faults: int) -> Counts:
    """One campaign in numbers."""
    return Counts(
        approved=len(seen.wanted),
        traps=len(seen.traps),
        accepted=seen.accepted(),
        duplicated=seen.duplicated(),
        lost=sum(number not in believed.told for number in seen.missing()),
        traps_accepted=seen.traps_accepted().total(),
        bytes_differ=seen.bytes_differ(),
        unknown_unexplained=len(believed.unexplained),
        records=believed.records,
        seconds_to_drain=round(seconds_to_drain, 1),
        kills=kills,
        faults=faults,
    )
