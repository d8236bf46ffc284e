"""The table and the file."""

import json
from pathlib import Path

from bench.chaos.faults import LAG_SECONDS, QUARTER_SECONDS
from bench.chaos.promises import Ran
from bench.chaos.servers import SETTLED_SECONDS


def tell(*, ran: Ran, naive: Ran | None, path: Path, seconds: float) -> int:
    """Print and write; 0 when the promises were kept and the plain task, if it ran, broke some."""
    portal = ran.counts.as_json()
    plain = naive.counts.as_json() if naive else None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**portal, "naive": plain}, indent=1) + "\n", encoding="utf-8")
    print(f"\n{'':<22}{'portal':>12}{'plain task' if plain else '':>12}")
    for name, value in portal.items():
        print(f"{name:<22}{value:>12,}{plain[name] if plain else '':>12}")
    print(
        f"\nSettled period {SETTLED_SECONDS} s, timelines up to {LAG_SECONDS:g} s behind, rate windows of"
        f" {QUARTER_SECONDS} s by the sandbox's clock, its filter of duplicates off."
    )
    for note in ran.notes:
        print(note)
    for sentence in ran.broken:
        print(f"BROKEN: {sentence}")
    if naive is not None and not naive.broken:
        print("BROKEN: the plain task broke nothing, so this proves nothing.")
    print(f"Written to {path} after {seconds:.0f} seconds.")
    return int(bool(ran.broken) or (naive is not None and not naive.broken))
