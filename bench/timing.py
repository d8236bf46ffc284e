"""Taking the time: medians of rounds in which the floor and what is measured take turns."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from django.db import connection
from django.test.utils import CaptureQueriesContext

_FRAMES = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
Act = Callable[[], object]


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two medians in milliseconds, taken in the same minutes."""

    floor: float
    measured: float

    @property
    def ratio(self) -> float:
        """How many floors it costs."""
        return self.measured / self.floor


def milliseconds(act: Act) -> float:
    """One run."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def typical(act: Act, *, rounds: int, warm: int = 3) -> float:
    """The median of several runs, in milliseconds."""
    return median(several(act, rounds=rounds, warm=warm))


def several(act: Act, *, rounds: int, warm: int = 3) -> list[float]:
    """The milliseconds of each run."""
    for _ in range(warm):
        act()
    gc.collect()
    return [milliseconds(act) for _ in range(rounds)]


def against(*, floor: Act, measured: Act, rounds: int, warm: int = 5) -> Pair:
    """Both in turns, the first of each turn alternating, so that what else the machine does hits both."""
    for _ in range(warm):
        floor()
        measured()
    gc.collect()
    lows, highs = [], []
    for number in range(rounds):
        if number % 2:
            highs.append(milliseconds(measured))
            lows.append(milliseconds(floor))
        else:
            lows.append(milliseconds(floor))
            highs.append(milliseconds(measured))
    return Pair(floor=median(lows), measured=median(highs))


def statements(act: Act) -> int:
    """How many statements a run sends, without those that only frame a transaction."""
    with CaptureQueriesContext(connection) as captured:
        act()
    sent = (query["sql"].strip() for query in captured.captured_queries)
    return sum(not one.startswith(_FRAMES) for one in sent)
