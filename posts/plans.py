"""What the plan of an account does not include, in words for those who write for it."""

from collections.abc import Sequence

from accounts.models import Capability, OutletAccount

IN_WRITING = {
    Capability.REPLY: "no replies to others",
    Capability.QUOTE: "no quotes",
    Capability.LONG_POSTS: "no more than 280 characters",
    Capability.VIDEO: "no videos or GIFs",
}
"""What somebody who writes may miss; what the plan says of likes or follows is said where those are done."""


def cannot(*, account: OutletAccount) -> frozenset[str]:
    """What the network would refuse from this account."""
    return frozenset(Capability.values) - frozenset(account.capabilities)


def sentence(*, account: OutletAccount) -> str:
    """'The plan of @example_014 allows no replies to others and no quotes.'; empty where it allows all."""
    missing = cannot(account=account)
    said = [words for capability, words in IN_WRITING.items() if capability in missing]
    return f"The plan of @{account.handle} allows {_listed(said)}." if said else ""


def _listed(said: Sequence[str]) -> str:
    *first, last = said
    return f"{', '.join(first)} and {last}" if first else last
