"""How large a campaign is."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`make chaos` runs the full one; `--brief` is for beside other work."""

    posts: int
    traps: int
    spread_seconds: float
    """Over which the posts become due."""
    faults_each: int
    """On how many posts each fault of the network happens."""
    rounds: int
    """How often each trouble of the machinery happens."""
    stopped_seconds: float
    """How long the broker is stopped."""
    longest_seconds: float
    """After which children of the pool are left alone, however much is still to be sent."""
    between_kills_seconds: float
    """From one killed child of the pool to the next."""
    drain_seconds: float
    """Within which everything must be settled after the last fault. The brief campaign, beside other work, proves what
    is counted; how fast is for the full one.
    """
    naive: bool
    """Whether the plain task is put to the same."""


FULL = Plan(
    posts=1_000,
    traps=200,
    spread_seconds=75,
    faults_each=5,
    rounds=3,
    stopped_seconds=15,
    longest_seconds=170,
    between_kills_seconds=0.6,
    drain_seconds=30,
    naive=True,
)
BRIEF = Plan(
    posts=100,
    traps=25,
    spread_seconds=25,
    faults_each=2,
    rounds=1,
    stopped_seconds=5,
    longest_seconds=60,
    between_kills_seconds=1.5,
    drain_seconds=240,
    naive=False,
)
