"""What the plan of an account does not include, in words for those who write for it."""

from collections.abc import Sequence

from accounts.models import Capability, OutletAccount
from outlets.weighted import LIMIT, LONG_LIMIT, weigh
from posts.models import Status
from posts.reasons import Held

IN_WRITING = {
    Capability.REPLY: "no replies to others",
    Capability.QUOTE: "no quotes",
    Capability.LONG_POSTS: "no more than 280 characters",
    Capability.VIDEO: "no videos or GIFs",
}
"""What somebody who writes may miss; what the plan says of likes or follows is said where those are done."""
LONG = f"A post can have {LONG_LIMIT:,} characters: residents see the first {LIMIT}, and the rest when they open it."


def cannot(*, account: OutletAccount) -> frozenset[str]:
    """What the network would refuse from this account."""
    return frozenset(Capability.values) - frozenset(account.capabilities)


def longest(*, account: OutletAccount) -> int:
    """How many weighted characters a post of the account has at most."""
    return LONG_LIMIT if Capability.LONG_POSTS in account.capabilities else LIMIT


class TooLong(Exception):
    """A post that was not too long is so now: the account's plan has lost its long posts."""


def too_long(*, account: OutletAccount, texts: Sequence[str]) -> str:
    """Why the network would refuse one of the texts for its length, in a sentence; empty where it takes them."""
    most = longest(account=account)
    over = max(-weigh(text, limit=most).remaining for text in texts)
    if over <= 0:
        return ""
    return (
        f"The plan of @{account.handle} allows no more than {most:,} characters, and this is {over:,} too long. "
        "Its author can shorten it, or make a thread of it."
    )


def held_by_length(*, account: OutletAccount, text: str) -> Held | None:
    """Why what was approved does not go out any more: the plan has lost its long posts since."""
    sentence = too_long(account=account, texts=[text])
    return Held(slug="too_long", sentence=sentence, status=Status.RETURNED) if sentence else None


def sentence(*, account: OutletAccount) -> str:
    """'The plan of @example_014 allows no replies to others and no quotes.'; empty where it allows all."""
    missing = cannot(account=account)
    said = [words for capability, words in IN_WRITING.items() if capability in missing]
    allows = [f"The plan of @{account.handle} allows {_listed(said)}."] if said else []
    return " ".join([*allows, *([LONG] if Capability.LONG_POSTS not in missing else [])])


def _listed(said: Sequence[str]) -> str:
    *first, last = said
    return f"{', '.join(first)} and {last}" if first else last
