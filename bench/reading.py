"""What the checks of texts cost: processor time of a text, and the memory of a process that reads."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from statistics import median

from bench.figures import Figure, Target
from bench.ground import ROOT
from directives.texts import read

ROUNDS = 200
DAY = date(2026, 11, 21)
TEXT = (
    "Neighbors of Austin: officers of the 15th District meet you this Saturday at 10 a.m. at the library on Race "
    "Avenue. Bring what you noticed about parking, speeding and the dark corner at Central, and we will bring coffee, "
    "maps and somebody from Streets and Sanitation. Kids read with Rex, {n}."
)
ODD = (
    "a",
    "7",
    "@",
    "#no",
    "\u200b\u200d",
    "\u202e\u05d0\u0634 ",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 ",
    "\u0430rr\u0435st\u200bed ",
    "A. B. ",
    "1600 N. Foo St., ",
    "Juan Ruiz, 12, ",
)
"""What a text may be made of: one letter, figures, marks, nothing to see, from right to left, families, look-alikes."""
ODD_ROUNDS = 3
LONGEST = 10_000
SLOWEST_MS = 250
PROCESSES = {
    "web": "import governance.wsgi; from django.urls import reverse; reverse('queue')",
    "worker": "from governance.celery import app; app.loader.import_default_modules()",
}
READS = "from directives.texts import meaning; meaning.warm()"
TELLS = "print(open('/proc/self/status').read().split('VmRSS:')[1].split()[0])"


class NotTold(Exception):
    """A process did not tell how much memory it holds."""


def measure() -> Iterator[Figure]:
    """One text by all checks, a very long one, and what the checks add to the memory of a process."""
    yield Figure(
        name="all checks on one text of 280 characters (CPU)",
        value=_typical(TEXT),
        unit="ms",
    )
    yield Figure(
        name="all checks on 10,000 characters (CPU)",
        value=_typical((TEXT * (LONGEST // len(TEXT) + 1))[:LONGEST], rounds=ROUNDS // 10),
        unit="ms",
        targets=(Target(of="value", at_most=SLOWEST_MS),),
    )
    yield Figure(
        name=f"all checks on the slowest of {len(ODD)} odd texts of 10,000 characters (CPU)",
        value=max(_typical((one * LONGEST)[: LONGEST - 3] + "{n}", rounds=ODD_ROUNDS) for one in ODD),
        unit="ms",
        targets=(Target(of="value", at_most=SLOWEST_MS),),
    )
    for name, starts in PROCESSES.items():
        without, with_checks = _megabytes(starts), _megabytes(f"{starts}; {READS}")
        yield Figure(
            name=f"memory of a {name} process that reads",
            value=with_checks,
            unit="MB",
            floor=without,
            ratio=with_checks / without,
        )


def _typical(text: str, *, rounds: int = ROUNDS) -> float:
    """Each time another text: one that was read is known."""
    times = []
    for number in range(rounds):
        begun = time.process_time_ns()
        read(text=text.replace("{n}", str(number)), written_on=DAY)
        times.append((time.process_time_ns() - begun) / 1_000_000)
    return median(times)


def _megabytes(program: str) -> float:
    """Resident, of a process of its own, once it has run the program."""
    done = subprocess.run(
        [sys.executable, "-c", f"{program}; {TELLS}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotTold(done.stderr[-400:])
    return int(done.stdout) / 1024
