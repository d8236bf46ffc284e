"""What the campaign demands of its counts."""

from dataclasses import dataclass

from bench.chaos.counts import Counts

_NEVER = ("duplicated", "lost", "traps_accepted", "bytes_differ", "unknown_unexplained")


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What one campaign showed."""

    counts: Counts
    broken: tuple[str, ...]
    """The promises that were not kept, in sentences."""
    notes: tuple[str, ...]
    """What else a reader wants to know."""


def broken_by(found: Counts, *, drain_seconds: float) -> list[str]:
    """The promises on the numbers that were not kept."""
    broken = [f"{name} is {getattr(found, name)}, not 0." for name in _NEVER if getattr(found, name)]
    if found.records != found.accepted:
        broken.append(f"{found.records} records for {found.accepted} accepted posts.")
    if found.seconds_to_drain > drain_seconds:
        broken.append(f"Settled after {found.seconds_to_drain:g} s, not within {drain_seconds:g} s.")
    return broken
