"""What goes wrong, and when: the machinery's own troubles, in a fixed order, while posts go out."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.chaos.fleet import Fleet
from bench.chaos.network import Network
from bench.chaos.plan import Plan
from bench.chaos.servers import Servers

HOLD_SECONDS = 6.0
"""How long the sandbox keeps an answer to itself, after it accepted, while somebody is killed."""
PATIENCE_SECONDS = 40.0
"""How long a trouble waits for a request that it can meet."""
HELD, NOT_HELD = ", an accepted request unanswered", ", while nothing was sent"


@dataclass(frozen=True, kw_only=True)
class Course:
    """One campaign's troubles."""

    servers: Servers
    fleet: Fleet
    network: Network
    plan: Plan
    going: Callable[[], bool]
    """Whether a request may still come that a trouble can meet."""

    def run(self) -> Iterator[str]:
        """One trouble after another; yields what was done."""
        self.network.close(seconds=2)
        yield "refuse_connection"
        self.fleet.kill_children(every_seconds=self.plan.between_kills_seconds)
        for _ in range(self.plan.rounds):
            yield f"worker killed{self._while_held(self.fleet.kill_worker)}"
            yield f"database connections cut{self._while_held(self.servers.cut_connections)}"
            self.servers.kill_broker()
            yield "broker killed"
            yield f"database restarted in immediate mode{self._while_held(self.servers.restart_database)}"
        self.servers.stop_broker(seconds=self.plan.stopped_seconds)
        yield f"broker stopped for {self.plan.stopped_seconds:g} s"
        for _ in range(self.plan.rounds):
            time.sleep(2)
            self.servers.flush_broker()
            yield "broker flushed"

    def _while_held(self, strike: Callable[[], object]) -> str:
        """Strike while the sandbox has accepted a post and has not answered yet; in words whether it came to that."""
        number = self.network.plan(
            effect={"name": "accept_then_hang", "seconds": HOLD_SECONDS},
            match={"method": "POST", "path": "/2/tweets"},
        )
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.network.taken()[number] and time.monotonic() < deadline and self.going():
            time.sleep(0.1)
        held = bool(self.network.taken()[number])
        time.sleep(0.3)  # it is accepted in the next moment
        strike()
        return HELD if held else NOT_HELD
