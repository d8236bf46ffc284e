"""Everything that the sandbox can do wrong, dealt out to posts of the campaign; each happens to a known post."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from django.utils import timezone

from bench.chaos import connected
from bench.chaos.desk import PEOPLE, Desk, Wanted
from bench.chaos.network import Network
from posts.models import Publication

LATE = "late_accept, beyond the settled period"
CREDITS = "credits_depleted"
LAG_SECONDS = 1.0
"""How long a post may be missing in its account's timeline; a reading in between shows it, and again does not."""
LATE_SECONDS = 600
"""Far beyond the settled period: by the sandbox's clock, which is moved on when all else is over."""
QUARTER_SECONDS = 10
"""X's window of a quarter of an hour, by the sandbox's clock in the campaign: a hundred posts each."""
_FINALIZE = "/2/media/upload/*/finalize"
_HTML = "<html><body>over capacity</body></html>"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One way in which the network fails, and which posts it can meet."""

    name: str
    effect: Mapping[str, Any]
    meets: Callable[[Wanted], bool] = lambda wanted: not wanted.pictures and not wanted.window
    path: str = "/2/tweets"
    by_text: bool = True
    """Whether the body is read, so that the post can be told by its words; else it meets whoever comes next."""
    once: bool = False
    """Whether it happens once, however often the others do."""


def _shows_pictures(wanted: Wanted) -> bool:
    return bool(wanted.pictures) and not wanted.moves


def _moves(wanted: Wanted) -> bool:
    return wanted.moves


def _by_tokens(wanted: Wanted) -> bool:
    return wanted.unit == connected.UNIT


def _has_window(wanted: Wanted) -> bool:
    return wanted.window


FAULTS = (
    Fault(name="reject_before 400", effect={"name": "reject_before", "status": 400}),
    Fault(name="reject_before 503", effect={"name": "reject_before", "status": 503, "body": _HTML}),
    Fault(name="reset_before", effect={"name": "reset_before"}),
    Fault(name="reset_before_read", effect={"name": "reset_before_read"}, by_text=False),
    Fault(name="rate_limited", effect={"name": "rate_limited", "reset_in": 3}),
    Fault(name="cap_24h", effect={"name": "cap_24h", "reset_in": 5}),
    Fault(name=CREDITS, effect={"name": "credits_depleted"}, meets=_has_window),
    Fault(name="suspended", effect={"name": "suspended"}),
    Fault(name="duplicate_403", effect={"name": "duplicate_403"}),
    Fault(name="token_expired", effect={"name": "token_expired"}),
    Fault(name="accept_then_status 500", effect={"name": "accept_then_status", "status": 500}),
    Fault(name="accept_then_status 504", effect={"name": "accept_then_status", "status": 504, "body": _HTML}),
    Fault(name="accept_then_hang", effect={"name": "accept_then_hang", "seconds": 25}),
    Fault(name="accept_then_reset", effect={"name": "accept_then_reset"}),
    Fault(name="accept_then_close", effect={"name": "accept_then_close"}),
    Fault(name="accept_then_cut", effect={"name": "accept_then_cut"}),
    Fault(name="accept_then_truncated_body", effect={"name": "accept_then_truncated_body"}),
    Fault(name="accept_then_bad_json", effect={"name": "accept_then_bad_json"}),
    Fault(name="slow", effect={"name": "slow", "seconds": 1.5}),
    Fault(
        name="late_accept, inside the settled period",
        effect={"name": "late_accept", "seconds": 1, "held": 0.3},
    ),
    Fault(name=LATE, effect={"name": "late_accept", "seconds": LATE_SECONDS, "held": 0.3}),
    Fault(
        name="media, reject_before 503",
        effect={"name": "reject_before", "status": 503},
        meets=_shows_pictures,
        path="/2/media/upload",
        by_text=False,
    ),
    Fault(
        name="media, accept_then_reset",
        effect={"name": "accept_then_reset"},
        meets=_shows_pictures,
        path="/2/media/upload",
        by_text=False,
    ),
    Fault(
        name="media_pending",
        effect={"name": "media_pending", "polls": 3},
        meets=_moves,
        path=_FINALIZE,
        by_text=False,
    ),
    Fault(name="media_failed", effect={"name": "media_failed"}, meets=_moves, path=_FINALIZE, by_text=False),
    Fault(
        name="refresh_lost",
        effect={"name": "refresh_lost"},
        meets=_by_tokens,
        path="/2/oauth2/token",
        by_text=False,
        once=True,
    ),
)
"""refuse_connection belongs to the course: it meets every connection at once."""


Dealt = Mapping[int, str]
"""Names of faults by the number that the sandbox gave to each."""


def register(*, network: Network, at_work: Desk, keys: Callable[..., dict[str, str]]) -> None:
    """The accounts on the sandbox, and how the network behaves besides its faults."""
    for account in (at_work.engaged.accounts[unit] for unit in PEOPLE):
        wish = {
            "user_id": account.external_id,
            "username": account.handle,
            "name": account.display_name,
            "description": "Invented for the campaign",
        }
        network.control("POST", "accounts", wish | keys(external_id=account.external_id))
        sight = {"timeline_lag": LAG_SECONDS, "timeline_flap": LAG_SECONDS}
        network.control("POST", "consistency", {"account": account.external_id, **sight})
    # The network's own filter of duplicates would hide what the portal sends twice.
    network.control("POST", "periods", {"quarter": QUARTER_SECONDS, "duplicates": 0})
    connected.connect(at_work=at_work, at=timezone.now())


def deal(*, network: Network, at_work: Desk, each: int) -> Dealt:
    """Plan every fault so many times, on posts that lie apart."""
    dealt: dict[int, str] = {}
    free = list(at_work.wanted)
    accounts = {fault.meets: cycle(_accounts_that_meet(at_work, fault)) for fault in FAULTS}
    for turn in range(each):
        for fault in FAULTS:
            if fault.once and turn:
                continue
            match = {"method": "POST", "path": fault.path}
            if fault.by_text:
                wanted = _in_the_middle(free, fault)
                free.remove(wanted)
                match["text"] = rf"Reminder {wanted.number}:"
            else:
                match["account"] = next(accounts[fault.meets])
            dealt[network.plan(effect=dict(fault.effect), match=match)] = fault.name
    return dealt


def _accounts_that_meet(at_work: Desk, fault: Fault) -> list[str]:
    """In the order of their first posts that can meet it: what waits for a minute is to begin early."""
    posts = [wanted.post_id for wanted in at_work.wanted if fault.meets(wanted)]
    rows = Publication.objects.filter(post__in=posts).order_by("pk")
    return list(dict.fromkeys(rows.values_list("account__external_id", flat=True)))


def _in_the_middle(free: list[Wanted], fault: Fault) -> Wanted:
    """Of those that a fault can meet one that is due neither first nor last."""
    fitting = [wanted for wanted in free if fault.meets(wanted)]
    return fitting[len(fitting) // 2]
