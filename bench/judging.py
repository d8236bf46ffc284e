"""What one decision of the engine costs: processor time, so that a busy machine blurs it less than the clock."""

import gc
import time
from collections.abc import Iterator
from datetime import date
from statistics import median

from bench.figures import Figure, Target
from directives.engine import judge
from directives.facts import Facts
from directives.pack import Pack, load_pack
from directives.texts import Reading

ROUNDS = 400
NOTHING = Reading(language="", checked=True, sightings=())
TEXT = (
    "Coat drive this Saturday, Dec. 5, at the Grand Central station. Bring warm coats, new or nearly new; hot cocoa "
    "is on us. Ask our community policing office what is needed most: https://example.org/coats #GrandCentralCoats"
)
ANSWERS = {
    "charge_level": "felony",
    "charging_final_on": "2026-11-20",
    "document_reference": "JG-441-207",
    "open_case": "no",
    "known_protected": "no",
    "member_involved": "no",
    "notable": "no",
    "source": "Area Five detectives",
}


def measure() -> Iterator[Figure]:
    """The engine on the largest pack: a sensitive kind with two rules that disagree, without words and with some."""
    pack = load_pack("chicago")
    bare, unread, full = _typical(pack, ""), _typical(pack, TEXT, read=(NOTHING,)), _typical(pack, TEXT)
    yield Figure(
        name="one decision, no words to read (CPU)",
        value=bare,
        unit="ms",
        targets=(Target(of="value", at_most=2),),
    )
    yield Figure(
        name="one decision on a post of full length, without checks of texts (CPU)",
        value=unread,
        unit="ms",
        targets=(Target(of="value", at_most=2),),
        floor=bare,
        ratio=unread / bare,
    )
    yield Figure(
        name="one decision on a post of full length (CPU)",
        value=full,
        unit="ms",
        floor=bare,
        ratio=full / bare,
    )


def _typical(pack: Pack, text: str, *, read: tuple[Reading, ...] | None = None) -> float:
    """With what was `read` in the text before, or with the checks reading it."""
    facts = Facts(category="arrest", text=text, today=date(2026, 11, 21), answers=ANSWERS, readings=read)
    judge(pack=pack, facts=facts)
    gc.collect()
    return median(_milliseconds(pack, facts) for _ in range(ROUNDS))


def _milliseconds(pack: Pack, facts: Facts) -> float:
    begun = time.process_time_ns()
    judge(pack=pack, facts=facts)
    return (time.process_time_ns() - begun) / 1_000_000
