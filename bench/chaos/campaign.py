"""One campaign from the first start to the last count, against the portal's pipeline or against the plain task."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from bench.chaos import connected, counts, desk, faults, naive, people, portal
from bench.chaos.counts import Believed, Counts, Seen
from bench.chaos.course import NOT_HELD, Course
from bench.chaos.desk import Desk
from bench.chaos.fleet import Fleet
from bench.chaos.network import Network
from bench.chaos.plan import Plan
from bench.chaos.promises import Ran, broken_by
from bench.chaos.servers import Servers
from bench.chaos.traps import REVOKED, STOPPED, Trap
from governance.cast import training_keys
from governance.embedded.postgres import Urls

GIVEN_UP_SECONDS = 240.0
"""A drain that takes longer is counted as it is."""
EMPTY_WITHIN_SECONDS = 60.0
QUIET_SECONDS = 15.0
"""After which the plain task is taken to have done what it will do."""
BEGINS_IN_SECONDS = 6.0
ACTS_SECONDS = 25.0
"""Over which people stop posts."""
BEFORE_SECONDS, AFTER_SECONDS = -5.0, 15.0
"""By turns a post is due so long before, or so long after, somebody stops it."""
REVOKED_FROM_SECONDS = 8.0


@dataclass(kw_only=True)
class Campaign:
    """The pieces of one run; posts and traps stand in the database already."""

    plan: Plan
    servers: Servers
    fleet: Fleet
    at_work: Desk
    traps: list[Trap]
    urls: Urls
    say: Callable[[str], None]
    troubles: list[str] = field(default_factory=list)

    def run(self) -> Ran:
        """Against the portal: workers, two beats, the sequencer."""
        network, dealt = self._open()
        doing = self._begin()
        self.fleet.start_work(beats=2)
        self._trouble(network, going=lambda: portal.to_be_sent() > 0)
        left, seconds = self._drained()
        doing.finish()
        late = self._seen_afterwards(network)
        seen = self._seen(network)
        books = portal.believed(seen=seen)
        found = self._counted(network, seen, books, seconds)
        broken = [
            *broken_by(found, drain_seconds=self.plan.drain_seconds),
            *(f"Still {how_many} {what}." for what, how_many in left.items()),
            *(f"The trail: {sentence}" for sentence in portal.trail_faults()),
            *(f"{name} never happened." for name in _never(network, dealt)),
            *(f"A trouble met no request: {done}." for done in self.troubles if done.endswith(NOT_HELD)),
        ]
        if messages := self._left_in_the_broker():
            broken.append(f"{messages} messages are left in the broker.")
        return Ran(counts=found, broken=tuple(broken), notes=tuple(self._notes(seen, books, late)))

    def run_naive(self) -> Ran:
        """Against the plain task: the same worker and the same troubles; messages are its queue, so no beat."""
        network, _ = self._open()
        doing = self._begin()
        self.fleet.start_work(beats=0)
        naive.hand_over_all()
        self._trouble(network, going=_Moving(network).still)
        begun = time.monotonic()
        while self.servers.messages() and time.monotonic() - begun < self.plan.drain_seconds:
            time.sleep(0.5)
        seconds = time.monotonic() - begun
        doing.finish()
        connections.close_all()  # the database was restarted since
        network.move_on(seconds=faults.LATE_SECONDS)
        seen = self._seen(network)
        found = self._counted(network, seen, naive.believed(seen=seen), seconds)
        return Ran(
            counts=found, broken=tuple(broken_by(found, drain_seconds=self.plan.drain_seconds)), notes=()
        )

    def _open(self) -> tuple[Network, faults.Dealt]:
        """The network with its accounts and its plan of faults; this process works in the campaign's database."""
        _point(self.urls)
        self.servers.flush_broker()  # what approving has handed over already: the beats find it again
        settings.TRAINING_URL = self.fleet.training_url
        environment = self.servers.settings(training_url=self.fleet.training_url)
        self.fleet.open_network(environment=environment | {"DATABASE_URL": self.urls.app})
        network = Network(base_url=self.fleet.training_url)
        faults.register(network=network, at_work=self.at_work, keys=training_keys)
        return network, faults.deal(network=network, at_work=self.at_work, each=self.plan.faults_each)

    def _begin(self) -> people.Acting:
        """Set the times; what people do begins with them."""
        begins_at = timezone.now() + timedelta(seconds=BEGINS_IN_SECONDS)
        connected.end_tokens(at=begins_at + timedelta(seconds=connected.ENDS_IN_SECONDS))
        posts = [one.post_id for one in self.at_work.wanted]
        posts += [trap.post_id for trap in self.traps if trap.kind not in (STOPPED, REVOKED)]
        desk.spread(post_ids=posts, begins_at=begins_at, seconds=self.plan.spread_seconds)
        stopped = [trap.post_id for trap in self.traps if trap.kind == STOPPED]
        for place, post_id in enumerate(stopped):
            due_in = ACTS_SECONDS * place / len(stopped) + (BEFORE_SECONDS if place % 2 else AFTER_SECONDS)
            desk.plan(post_id=post_id, due_at=begins_at + timedelta(seconds=due_in))
        revoked = [trap.post_id for trap in self.traps if trap.kind == REVOKED]
        later = begins_at + timedelta(seconds=REVOKED_FROM_SECONDS)
        desk.spread(post_ids=revoked, begins_at=later, seconds=ACTS_SECONDS)
        doing = people.Acting(
            at_work=self.at_work, traps=self.traps, begins_at=begins_at, seconds=ACTS_SECONDS
        )
        doing.start()
        return doing

    def _trouble(self, network: Network, *, going: Callable[[], bool]) -> None:
        """The course; and children of the pool are killed until nothing is left to send: that is the last fault."""
        time.sleep(BEGINS_IN_SECONDS)
        begun = time.monotonic()
        course = Course(servers=self.servers, fleet=self.fleet, network=network, plan=self.plan, going=going)
        for done in course.run():
            self.troubles.append(done)
            self.say(f"  {time.monotonic() - begun:4.0f} s: {done}; {len(network.accepted())} accepted")
        while time.monotonic() - begun < self.plan.longest_seconds and going():
            time.sleep(0.5)
        self.fleet.leave_children_alone()
        self.say(f"  {time.monotonic() - begun:4.0f} s: the last fault; {len(network.accepted())} accepted")

    def _drained(self) -> tuple[Counter[str], float]:
        """Wait from the last fault until all is settled; what is left then, and the seconds it took."""
        begun = time.monotonic()
        while (left := portal.unsettled()) and time.monotonic() - begun < GIVEN_UP_SECONDS:
            time.sleep(0.25)
        return left, time.monotonic() - begun

    def _left_in_the_broker(self) -> int:
        """Both beats go on, so there is nearly always a message; but now and then there must be none."""
        begun = time.monotonic()
        while (messages := self.servers.messages()) and time.monotonic() - begun < EMPTY_WITHIN_SECONDS:
            time.sleep(0.1)
        return messages

    def _seen_afterwards(self, network: Network) -> int:
        """What the network took after the settled period is looked up by a person, once it is there; how many."""
        network.move_on(seconds=faults.LATE_SECONDS)
        posts = {one.number: one.post_id for one in self.at_work.wanted}
        late = [
            one | {"post_id": posts[number]}
            for number, each in self._seen(network).by_number.items()
            for one in each
            if one["fault"] == "late_accept" and number in posts
        ]
        return people.look(at_work=self.at_work, late=late, at=timezone.now())

    def _seen(self, network: Network) -> Seen:
        return Seen.of(accepted=network.accepted(), wanted=self.at_work.wanted, traps=self.traps)

    def _counted(self, network: Network, seen: Seen, books: Believed, seconds: float) -> Counts:
        return counts.count(
            seen=seen,
            believed=books,
            seconds_to_drain=seconds,
            kills=self.fleet.children_killed + self.fleet.workers_killed,
            faults=sum(network.taken().values()) + len(self.troubles),
        )

    def _notes(self, seen: Seen, books: Believed, late: int) -> list[str]:
        handed = Counter(why.partition(":")[0] for why in books.told.values())
        gone = sum(one["deleted_at"] is not None for each in seen.by_number.values() for one in each)
        return [
            f"Handed to a person with its explanation: {dict(handed)}.",
            f"Taken by the network after the settled period, and found by a person: {late}.",
            f"Claimed before somebody stopped them, and deleted by themselves: {gone}.",
            f"Killed: {self.fleet.children_killed} children of the pool, {self.fleet.workers_killed} workers.",
            f"PostgreSQL with fsync {self.servers.durable()}.",
            *(f"Lost: post {number}." for number in seen.missing() if number not in books.told),
            *(f"Not explained: post {number}." for number in sorted(books.unexplained)),
            *(f"Traps accepted: {kind}, {times}." for kind, times in seen.traps_accepted().items()),
        ]


class _Moving:
    """Whether posts still arrive: messages that were lost are not waited for."""

    def __init__(self, network: Network) -> None:
        self._network, self._accepted, self._since = network, -1, time.monotonic()

    def still(self) -> bool:
        accepted = len(self._network.accepted())
        if accepted != self._accepted:
            self._accepted, self._since = accepted, time.monotonic()
        return time.monotonic() - self._since < QUIET_SECONDS


def _never(network: Network, dealt: faults.Dealt) -> list[str]:
    """The kinds of planned faults that met nothing at all."""
    taken = network.taken()
    happened = {name for number, name in dealt.items() if taken.get(number)}
    return sorted(set(dealt.values()) - happened)


def _point(urls: Urls) -> None:
    """From now on this process works in that database, in every thread."""
    name = urls.app.rpartition("/")[2]
    connections.close_all()
    for known in (settings.DATABASES["default"], connection.settings_dict):
        known["NAME"] = name
